/**
 * Three of ten provider processes are killed with SIGKILL while 500 answers stream through the gateway: clients see whole
 * answers, everybody is paid what it delivered, and nothing runs or is paid twice. The same code as `npm run bench:churn`.
 */
import { expect, test } from 'vitest'
import { checkChurn } from '../bench/churn/check-churn.ts'
import { figuresOf } from '../bench/churn/report.ts'
import { runChurn } from '../bench/churn/run.ts'

const seed = 1

test('500 streams outlive 30 % of the providers, and none is paid twice', async () => {
  const result = await runChurn({
    ...{ seed, providers: 10, kills: 3, requests: 500, concurrency: 32, retries: 20 },
    pace: { words: 40, firstTokenMs: 50, betweenTokensMs: 25 },
  })
  const figures = figuresOf(result)
  process.stdout.write(`churn, seed ${seed}: ${JSON.stringify(figures)}\n`)
  expect(checkChurn(result)).toEqual([])
  expect(figures).toMatchObject({ requests: 500, killed: 3 })
  expect(figures.failed).toBeLessThanOrEqual(2)
  // Otherwise nobody was killed in the middle of anything.
  expect(figures.continued).toBeGreaterThan(0)
  expect(result.retried.length).toBeGreaterThan(0)
}, 240_000)
