import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultParameters } from './parameters.ts'
import { isPolicySafe, stakeForOrder } from './policy-safety.ts'
import { coverAssumptions, coveredOrderMax, stakeInToken, stakePerPrice } from './stake-cover.ts'

const price = 1_000_000n

test('the table is what the rules come to, rounded up', () => {
  for (const [ratePpm, ratio] of stakePerPrice) {
    const policy = { name: 'sampled', ratePpm } as const
    const needed = stakeForOrder({ ...coverAssumptions, policy, price, gain: price }, defaultParameters)
    expect([ratePpm, ((needed ?? 0n) + price - 1n) / price]).toEqual([ratePpm, ratio])
  }
})

test('an order within it is safe, at any rate from the floor on', () => {
  const stake = 10n ** 12n
  fc.assert(
    fc.property(fc.integer({ min: defaultParameters.auditFloorPpm, max: 1_000_000 }), (ratePpm) => {
      const most = coveredOrderMax(stake, ratePpm)
      const policy = { name: 'sampled', ratePpm } as const
      expect(isPolicySafe({ ...coverAssumptions, policy, stake, price: most, gain: most }, defaultParameters)).toBe(
        true,
      )
    }),
    { numRuns: 20 },
  )
})

test('a rate below the floor covers what the floor does', () => {
  expect(coveredOrderMax(1_000_000n, 1)).toBe(coveredOrderMax(1_000_000n, defaultParameters.auditFloorPpm))
  expect(coveredOrderMax(1_000_000n, 20_000)).toBe(1_204n)
})

test('a thousand MILL are a thousand test dollars at the rate of one', () => {
  expect(stakeInToken(1_000n * 10n ** 18n, 10n ** 30n)).toBe(1_000_000_000n)
  expect(() => stakeInToken(1n, 0n)).toThrow(RangeError)
})
