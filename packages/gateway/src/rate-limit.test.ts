import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fullInMs, giveBack, openBucket, take } from './rate-limit.ts'

it('gives a minute’s worth at once, then as it refills', () => {
  const bucket = openBucket(60, 0)
  expect(take(bucket, 60, 0)).toBe(0)
  expect(take(bucket, 2, 0)).toBe(2_000)
  expect(take(bucket, 2, 1_999)).toBe(1)
  expect(take(bucket, 2, 2_000)).toBe(0)
  expect(fullInMs(bucket)).toBe(60_000)
})

it('gives more than it holds when full, and stays in debt', () => {
  const bucket = openBucket(60, 0)
  expect(take(bucket, 90, 0)).toBe(0)
  expect(take(bucket, 1, 0)).toBe(31_000)
  giveBack(bucket, 90)
  expect(bucket.left).toBe(60)
})

it('is not fooled by a clock that goes back', () => {
  const bucket = openBucket(60, 10_000)
  take(bucket, 60, 10_000)
  expect(take(bucket, 1, 0)).toBeGreaterThan(0)
  expect(take(bucket, 1, 10_500)).toBe(500)
})

it('never gives more than its burst and its rate', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 5_000 }))),
      (perMinute, asks) => {
        const bucket = openBucket(perMinute, 0)
        let nowMs = 0
        let given = 0
        for (const [units, waitMs] of asks) {
          nowMs += waitMs
          if (units <= perMinute && take(bucket, units, nowMs) === 0) given += units
        }
        expect(given).toBeLessThanOrEqual(perMinute + (nowMs * perMinute) / 60_000 + 1e-6)
      },
    ),
  )
})
