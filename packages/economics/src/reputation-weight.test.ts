/** Observations count by what was paid, and splitting a job never makes more of it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultParameters } from './parameters.ts'
import { reputationWeight } from './reputation-weight.ts'

const price = fc.bigInt({ min: 0n, max: 2n ** 100n })

test('in proportion to the price, up to the cap', () => {
  expect(reputationWeight(1_000n, defaultParameters)).toBe(1_000_000)
  expect(reputationWeight(0n, defaultParameters)).toBe(0)
  expect(reputationWeight(10n ** 30n, defaultParameters)).toBe(defaultParameters.observationWeightPpmMax)
})

test('the parts of a job below the cap never weigh more than the job', () => {
  const below = fc.bigInt({ min: 0n, max: 2_000n })
  fc.assert(
    fc.property(below, below, (one, other) => {
      const parts = reputationWeight(one, defaultParameters) + reputationWeight(other, defaultParameters)
      expect(reputationWeight(one + other, defaultParameters)).toBeGreaterThanOrEqual(parts)
    }),
  )
})

test('never falls with the price', () => {
  fc.assert(
    fc.property(price, price, (one, more) => {
      expect(reputationWeight(one + more, defaultParameters)).toBeGreaterThanOrEqual(
        reputationWeight(one, defaultParameters),
      )
    }),
  )
})
