/** The bench with few items: every one has one result, whatever dies, and money adds up. */
import { expect, test } from 'vitest'
import { fateOf, plainWorkMs } from './fates.ts'
import { queueMakespan, shareMakespan } from './plain-schedules.ts'
import { runBatch } from './run.ts'

const terms = {
  ...{ seed: 3, items: 40, nodes: 3, slots: 3, meanMs: 30 },
  ...{ stragglers: 0.1, deaths: 0.05, stragglerFactor: 8 },
}

test('every item has one result, over deaths and a lost node', { timeout: 120_000 }, async () => {
  const run = await runBatch(terms)
  expect(run.results.map(({ item, exitCode }) => [item, exitCode]).sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(
    Array.from({ length: terms.items }, (_, item) => [item, 0]),
  )
  expect(run).toMatchObject({ acceptedTwice: 0, givenUp: 0 })
  expect(run.begun).toBeGreaterThanOrEqual(terms.items)
  expect(run.acceptedAmount).toBeLessThanOrEqual(run.spent)
  expect(run.vouchered).toBeLessThanOrEqual(run.spent)
})

test('fates are those of the seed, and plainer ways never beat the ideal', () => {
  const of = (attempt: number) => Array.from({ length: 99 }, (_, item) => fateOf(terms, item, attempt))
  expect(of(1)).toEqual(of(1))
  expect(of(1)).not.toEqual(of(2))
  const many = { ...terms, items: 2_000 }
  const starts = Array.from({ length: many.items }, (_, item) => fateOf(many, item, 0))
  const dead = starts.filter(({ diesAfterMs }) => diesAfterMs !== undefined).length
  expect(dead / many.items).toBeGreaterThan(0.03)
  expect(dead / many.items).toBeLessThan(0.07)
  const ideal = plainWorkMs(many) / (many.nodes * many.slots)
  expect(queueMakespan(many)).toBeGreaterThan(ideal)
  expect(shareMakespan(many)).toBeGreaterThanOrEqual(queueMakespan(many) * 0.98)
})
