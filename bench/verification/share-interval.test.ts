import { expect, test } from 'vitest'
import { shareInterval } from './share-interval.ts'

test('none in n is the rule of three and two thirds', () => {
  const { low, high } = shareInterval(0, 200_000)
  expect(low).toBe(0)
  expect(high).toBeCloseTo(1 - 0.025 ** (1 / 200_000), 9)
})

test('known intervals', () => {
  // 5 of 10, as tables have it
  const half = shareInterval(5, 10)
  expect(half.low).toBeCloseTo(0.1871, 4)
  expect(half.high).toBeCloseTo(0.8129, 4)
  expect(shareInterval(10, 10)).toEqual({ low: expect.closeTo(0.6915, 4), high: 1 })
  expect(() => shareInterval(2, 1)).toThrow(RangeError)
})
