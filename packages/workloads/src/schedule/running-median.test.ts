import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMedian } from './running-median.ts'

test('the median is that of all, the lower of two', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 50 }), (values) => {
      const median = createMedian()
      for (const value of values) median.add(value)
      expect(median.count()).toBe(values.length)
      expect(median.median()).toBe(values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)])
    }),
  )
  expect(() => createMedian().median()).toThrow(RangeError)
})
