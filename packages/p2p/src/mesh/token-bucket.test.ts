import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenBucket, TokenBuckets } from './token-bucket.ts'

test('gives its burst at once, then as fast as it fills', () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0)
  expect([1, 2, 3, 4].map(() => bucket.take(1, 0))).toEqual([true, true, true, false])
  expect(bucket.waitMs(1, 0)).toBe(500)
  expect(bucket.take(1, 499)).toBe(false)
  expect(bucket.take(1, 500)).toBe(true)
  expect(bucket.tokens(1_000_000)).toBe(3)
})

test('a debt is paid before anything else', () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 10 }, 0)
  bucket.owe(30, 0)
  expect(bucket.waitMs(1, 0)).toBe(2_100)
  expect(bucket.waitMs(1_000, 0)).toBe(3_000)
  expect(bucket.tokens(2_100)).toBe(1)
})

test('never gives more than the burst and what came since', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 1_000 }),
      fc.array(fc.record({ afterMs: fc.integer({ min: -50, max: 500 }), tokens: fc.integer({ min: 0, max: 60 }) })),
      (burst, perSecond, takes) => {
        const bucket = new TokenBucket({ burst, perSecond }, 0)
        let [nowMs, latestMs, given] = [0, 0, 0]
        for (const { afterMs, tokens } of takes) {
          nowMs += afterMs
          latestMs = Math.max(latestMs, nowMs)
          if (bucket.take(tokens, nowMs)) given += tokens
          expect(given).toBeLessThanOrEqual(burst + (latestMs * perSecond) / 1_000 + 1e-6)
        }
      },
    ),
  )
})

test('forgets the key that was silent longest', () => {
  const buckets = new TokenBuckets({ burst: 1, perSecond: 1 }, 2)
  expect(buckets.of('a', 0).take(1, 0)).toBe(true)
  buckets.of('b', 0)
  expect(buckets.of('a', 0).take(1, 0)).toBe(false)
  buckets.of('c', 0)
  expect(buckets.size).toBe(2)
  expect(buckets.has('a', 1, 0)).toBe(false)
  buckets.of('d', 0)
  expect(buckets.has('a', 1, 0)).toBe(true)
  expect(buckets.size).toBe(2)
})
