import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstTokenEstimateMs } from './first-token.ts'

const inputs = fc.record({
  roundTripMs: fc.integer({ min: 0, max: 1_000 }),
  queueMs: fc.integer({ min: 0, max: 100_000 }),
  inputUnits: fc.integer({ min: 0, max: 1_000_000 }),
  prefillTokensPerSecond: fc.integer({ min: 0, max: 1_000_000 }),
})

test('example of the documentation', () => {
  expect(firstTokenEstimateMs({ roundTripMs: 20, queueMs: 5, inputUnits: 500, prefillTokensPerSecond: 1_000 })).toBe(
    525,
  )
})

test('an unmeasured prefill makes any input take for ever, and no input nothing', () => {
  const unmeasured = { roundTripMs: 20, queueMs: 5, prefillTokensPerSecond: 0 }
  expect(firstTokenEstimateMs({ ...unmeasured, inputUnits: 1 })).toBe(Number.POSITIVE_INFINITY)
  expect(firstTokenEstimateMs({ ...unmeasured, inputUnits: 0 })).toBe(25)
})

test('is monotone in every argument', () => {
  const rising = fc.constantFrom('roundTripMs', 'queueMs', 'inputUnits')
  fc.assert(
    fc.property(inputs, rising, fc.nat(100_000), (before, name, more) => {
      const estimate = firstTokenEstimateMs(before)
      expect(firstTokenEstimateMs({ ...before, [name]: before[name] + more })).toBeGreaterThanOrEqual(estimate)
      const quicker = { ...before, prefillTokensPerSecond: before.prefillTokensPerSecond + more }
      expect(firstTokenEstimateMs(quicker)).toBeLessThanOrEqual(estimate)
    }),
  )
})
