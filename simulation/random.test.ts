import { expect, test } from 'vitest'
import { createEventQueue } from './event-queue.ts'
import { giniOf, quantileOf } from './figures.ts'
import { createRandom } from './random.ts'

test('a seed gives the same stream, another seed another one, and so does a fork', () => {
  const draw = (random: ReturnType<typeof createRandom>) => Array.from({ length: 5 }, () => random.next())
  expect(draw(createRandom(1))).toEqual(draw(createRandom(1)))
  expect(draw(createRandom(1))).not.toEqual(draw(createRandom(2)))
  expect(draw(createRandom(1).fork('a'))).toEqual(draw(createRandom(1).fork('a')))
  expect(draw(createRandom(1).fork('a'))).not.toEqual(draw(createRandom(1).fork('b')))
})

test('distributions have their means', () => {
  const random = createRandom(3)
  const mean = (draw: () => number) => Array.from({ length: 20_000 }, draw).reduce((sum, x) => sum + x, 0) / 20_000
  expect(mean(random.next)).toBeCloseTo(0.5, 1)
  expect(mean(random.normal)).toBeCloseTo(0, 1)
  expect(mean(() => random.exponential(4))).toBeCloseTo(4, 0)
  expect(
    quantileOf(
      Array.from({ length: 20_001 }, () => random.logNormal(10, 1)),
      0.5,
    ),
  ).toBeCloseTo(10, -0.5)
  const weights = [{ weight: 1 }, { weight: 3 }]
  expect(mean(() => random.weighted(weights).weight)).toBeCloseTo(2.5, 1)
})

test('events come by time, and in the order of planning at one time', () => {
  const random = createRandom(9)
  const queue = createEventQueue<number>()
  const planned = Array.from({ length: 2_000 }, (_, index) => ({ at: random.integer(50), event: index }))
  for (const { at, event } of planned) queue.plan(at, event)
  const came: { at: number; event: number }[] = []
  for (let next = queue.next(); next !== undefined; next = queue.next()) came.push({ at: next.at, event: next.event })
  expect(came).toEqual(planned.toSorted((a, b) => a.at - b.at || a.event - b.event))
  expect(queue.size).toBe(0)
})

test('Gini is 0 for equals and near 1 for one that has all', () => {
  expect(giniOf([5, 5, 5, 5])).toBe(0)
  expect(giniOf([0, 0, 0, 1])).toBe(0.75)
  expect(giniOf([1, 3])).toBe(0.25)
  expect(giniOf([0, 0])).toBe(0)
})
