import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FailureInputs, failureCostOf } from './failure-cost.ts'
import { lesser } from './order-bigints.ts'

const example: FailureInputs = {
  inputUnits: 1_000,
  outputUnits: 600,
  inputPrice: 2_000_000n,
  latencyPricePerSecond: 100n,
  silenceMs: 5_000,
}

test('a failure costs the silence and reading again the input and half of the output', () => {
  expect(failureCostOf(example)).toBe(2_600n + 500n)
  expect(failureCostOf({ ...example, inputPrice: 0n, latencyPricePerSecond: 0n })).toBe(0n)
  expect(failureCostOf({ ...example, outputUnits: 1, inputUnits: 0, inputPrice: 1n, silenceMs: 1 })).toBe(2n)
})

test('more of anything never costs less', () => {
  const inputs = fc.record({
    inputUnits: fc.nat(1e6),
    outputUnits: fc.nat(1e6),
    inputPrice: fc.bigInt({ min: 0n, max: 2n ** 64n }),
    latencyPricePerSecond: fc.bigInt({ min: 0n, max: 2n ** 40n }),
    silenceMs: fc.nat(1e6),
  })
  fc.assert(
    fc.property(inputs, inputs, (a, b) => {
      const least = {
        inputUnits: Math.min(a.inputUnits, b.inputUnits),
        outputUnits: Math.min(a.outputUnits, b.outputUnits),
        inputPrice: lesser(a.inputPrice, b.inputPrice),
        latencyPricePerSecond: lesser(a.latencyPricePerSecond, b.latencyPricePerSecond),
        silenceMs: Math.min(a.silenceMs, b.silenceMs),
      }
      expect(failureCostOf(least)).toBeLessThanOrEqual(failureCostOf(a))
    }),
  )
})
