/**
 * `npm run bench:churn`: 500 streams through the gateway while three of ten provider processes are killed.
 *
 * @example
 * npm run bench:churn -- --seed 7 --requests 500
 */
import { parseArgs } from 'node:util'
import { reportChurn } from './churn/report.ts'
import { runChurn } from './churn/run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    providers: { type: 'string', default: '10' },
    kills: { type: 'string', default: '3' },
    requests: { type: 'string', default: '500' },
    concurrency: { type: 'string', default: '32' },
  },
})

reportChurn(
  await runChurn({
    seed: Number(values.seed),
    providers: Number(values.providers),
    kills: Number(values.kills),
    requests: Number(values.requests),
    concurrency: Number(values.concurrency),
    pace: { words: 40, firstTokenMs: 50, betweenTokensMs: 30 },
    retries: 20,
  }),
)
