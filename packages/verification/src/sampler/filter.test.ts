import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keptRange } from './filter.ts'

/** Even over 0 to 1, where fast-check’s doubles are nearly all next to 0. */
const share = fc.nat({ max: 1_000_000 }).map((part) => part / 1_000_000)

/** Logits in the order, from steps down. */
const orders = fc
  .array(
    fc.oneof(
      fc.constant(0),
      share.map((part) => 3 * part),
      fc.constant(0.05),
    ),
    { maxLength: 80 },
  )
  .map((steps) => {
    let logit = 3
    return Float32Array.from([0, ...steps], (step) => {
      logit -= step
      return logit
    })
  })
const rules = fc.record({
  temperature: fc.double({ min: 0.1, max: 2, noNaN: true }),
  topK: fc.nat({ max: 90 }),
  topP: fc.oneof(fc.constant(1), share),
  minP: fc.oneof(fc.constant(0), share),
})

test('with all logits known the kept prefix is exact', () => {
  fc.assert(
    fc.property(orders, rules, (logits, sampling) => {
      const { least, most } = keptRange(logits, logits.length, sampling)
      expect(least).toBe(most)
      const weights = Array.from(logits, (logit) => Math.exp((logit - 3) / sampling.temperature))
      const first = sampling.topK === 0 ? weights : weights.slice(0, sampling.topK)
      const sum = first.reduce((total, weight) => total + weight, 0)
      const before = first.map((_, index) => first.slice(0, index).reduce((total, weight) => total + weight, 0) / sum)
      // Within 1e-12 of a border the host's exponential may round to the other side.
      const near = first.some(
        (weight, index) =>
          (sampling.topP < 1 && Math.abs((before[index] as number) - sampling.topP) < 1e-12) ||
          (sampling.minP > 0 && Math.abs(weight - sampling.minP) < 1e-12),
      )
      fc.pre(!near)
      const dropped = first.findIndex(
        (weight, index) =>
          index > 0 && ((sampling.topP < 1 && (before[index] as number) >= sampling.topP) || weight < sampling.minP),
      )
      expect(least).toBe(dropped === -1 ? first.length : dropped)
    }),
    { numRuns: 3_000 },
  )
})

test('with a part known the bounds hold what all of them give, and meet as more is known', () => {
  let met = 0
  fc.assert(
    fc.property(
      orders,
      rules,
      fc.integer({ min: 1, max: 80 }),
      fc.nat({ max: 50 }),
      (logits, sampling, count, more) => {
        const truth = keptRange(logits, logits.length, sampling).least
        const { least, most } = keptRange(logits.subarray(0, count), logits.length + more, sampling)
        expect(least).toBeLessThanOrEqual(truth)
        expect(most).toBeGreaterThanOrEqual(truth)
        if (least === most) met += 1
      },
    ),
    { numRuns: 2_000 },
  )
  expect(met).toBeGreaterThan(500)
})

test('bounds may leave a few known tokens open', () => {
  const logits = Float32Array.of(0, -0.1, -0.2, -0.3, -3)
  const sampling = { temperature: 1, topK: 0, topP: 0.7, minP: 0 }
  expect(keptRange(logits, 15, sampling)).toEqual({ least: 3, most: 4 })
  expect(keptRange(logits, 5, sampling)).toEqual({ least: 3, most: 3 })
  expect(keptRange(logits, 5, { ...sampling, topP: 0.9 })).toEqual({ least: 4, most: 4 })
  expect(keptRange(logits, 200, { ...sampling, topP: 0.9 })).toEqual({ least: 4, most: 200 })
})
