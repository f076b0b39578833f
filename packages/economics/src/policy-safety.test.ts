/** Whatever is called safe loses under every plan of the family: on a grid, and beyond it. */
import type { VerificationPolicy } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOne, max } from './chance.ts'
import { type CheatPlan, type CheatTerms, cheatingValue } from './cheating-value.ts'
import { defaultParameters, type EconomicParameters } from './parameters.ts'
import { isPolicySafe, orderPriceMax, policySafety, stakeForOrder } from './policy-safety.ts'

const policies: readonly VerificationPolicy[] = [
  { name: 'trust' },
  { name: 'sampled', ratePpm: 20_000 },
  { name: 'sampled', ratePpm: 200_000 },
  { name: 'replicas', agree: 2, of: 3 },
  { name: 'exact' },
  { name: 'attested' },
]
const price = 1_000n
const prices = {
  price,
  policy: { name: 'sampled', ratePpm: 20_000 } as const,
  powerPpm: 900_000,
  colludingPpm: 200_000,
}

/** Always; at random; spread over epochs; hit and run; sybils; sparing suspected canaries. */
const family: readonly CheatPlan[] = [1n, 7n, 31n, 100n, 10n ** 6n].flatMap((jobsPerEpoch) => [
  { jobsPerEpoch },
  { jobsPerEpoch, epochs: 4n },
  { jobsPerEpoch, epochs: 10n ** 9n },
  { jobsPerEpoch, sharePpm: 500_000 },
  { jobsPerEpoch, sharePpm: 10_000 },
  { jobsPerEpoch, epochs: 10n ** 9n, growthPpm: 2_700_000 },
  { jobsPerEpoch, suspicionPpm: 550_000 },
  { jobsPerEpoch, epochs: 10n ** 9n, suspicionPpm: defaultParameters.suspicionPpmMax },
])

test('on a grid of gains, stakes, collusion and power, what is safe loses under every plan', () => {
  let [safe, unsafe] = [0, 0]
  for (const policy of policies) {
    for (const gain of [0n, 100n, 1_000n, 10_000n]) {
      for (const stake of [20_000n, 500_000n, 5_000_000n, 100_000_000n]) {
        for (const colludingPpm of [0, 100_000, 500_000]) {
          for (const powerPpm of [50_000, 900_000, 1_000_000]) {
            const terms: CheatTerms = { policy, price, gain, stake, colludingPpm, powerPpm }
            if (!isPolicySafe(terms, defaultParameters)) {
              unsafe++
              continue
            }
            safe++
            for (const plan of family) {
              // Fewer than one base unit, expected of a share of the jobs, is rounded up to none.
              const least = plan.sharePpm === undefined ? 0n : 1n
              expect(cheatingValue(terms, plan, defaultParameters)).toBeLessThan(least)
            }
          }
        }
      }
    }
  }
  expect(Math.min(safe, unsafe)).toBeGreaterThan(100)
})

const ppm = fc.integer({ min: 0, max: 1_000_000 })
const anyPolicy: fc.Arbitrary<VerificationPolicy> = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }).map((ratePpm) => ({ name: 'sampled', ratePpm }) as const),
  fc
    .tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 15 }))
    .map(([agree, more]) => ({ name: 'replicas', agree, of: Math.min(16, agree + more) }) as const),
  fc.constant({ name: 'exact' } as const),
)
const anyParameters: fc.Arbitrary<EconomicParameters> = fc
  .record({
    auditFloorPpm: ppm,
    canarySharePpm: ppm,
    suspicionPpmMax: fc.integer({ min: 500_000, max: 1_000_000 }),
    slash: fc.record({
      floorBps: fc.integer({ min: 0, max: 10_000 }),
      multipleBps: fc.integer({ min: 10_000, max: 100_000 }),
      refundBps: fc.integer({ min: 0, max: 10_000 }),
      refundShareMaxBps: fc.integer({ min: 0, max: 8_000 }),
      rewardBps: fc.integer({ min: 0, max: 2_000 }),
    }),
    exposureCapBps: fc.integer({ min: 1, max: 10_000 }),
  })
  .map((change) => ({ ...defaultParameters, ...change }))
const anyTerms = fc.record({
  policy: anyPolicy,
  price: fc.bigInt({ min: 1n, max: 10n ** 6n }),
  gain: fc.bigInt({ min: 0n, max: 2n * 10n ** 6n }),
  stake: fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 8n }), fc.bigInt({ min: 10n ** 6n, max: 10n ** 11n })),
  powerPpm: ppm,
  colludingPpm: ppm,
  auditsToConvict: fc.constantFrom(1, 1, 1, 2, 5),
})
const anyPlan = fc.record({
  jobsPerEpoch: fc.oneof(fc.bigInt({ min: 1n, max: 50n }), fc.bigInt({ min: 1n, max: 10n ** 12n })),
  epochs: fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n })),
  sharePpm: fc.integer({ min: 1, max: 1_000_000 }),
  growthPpm: fc.integer({ min: 1_000_000, max: 20_000_000 }),
})

test('beyond the grid: what is safe loses under any plan, and is worth at most what it is said to be', () => {
  let safe = 0
  fc.assert(
    fc.property(
      anyTerms,
      anyParameters,
      fc.array(anyPlan, { minLength: 1, maxLength: 5 }),
      ppm,
      (terms, rules, plans, guess) => {
        const { isSafe, worstValue } = policySafety(terms, rules)
        if (isSafe) safe++
        const suspicionPpm = Math.min(guess, rules.suspicionPpmMax)
        if (suspicionPpm < 1_000_000 - rules.suspicionPpmMax) return
        for (const plan of plans) {
          const isTaken = rules.exposureCapBps * Number(terms.stake) >= 10_000 * Number(terms.price)
          const value = cheatingValue(terms, { ...plan, suspicionPpm }, rules)
          // Fewer than one base unit is rounded up to none.
          if (isSafe && isTaken) expect(value).toBeLessThanOrEqual(0n)
          if (plan.growthPpm === 1_000_000) expect(value).toBeLessThanOrEqual(max(worstValue, 0n))
          if (isSafe && isTaken && plan.sharePpm === 1_000_000) expect(value).toBeLessThan(0n)
        }
      },
    ),
    { numRuns: 500 },
  )
  expect(safe).toBeGreaterThan(10)
})

test('split among sybils, each of which the order would still call safe, it loses too', () => {
  const identities = fc.integer({ min: 1, max: 50 })
  fc.assert(
    fc.property(identities, anyPlan, ppm, (count, plan, gainPpm) => {
      const gain = (price * BigInt(gainPpm)) / 1_000_000n + 1n
      const each = stakeForOrder({ ...prices, gain }, defaultParameters)
      if (each === undefined) throw new RangeError('a sampled order has a stake that is enough')
      const terms = { ...prices, gain, stake: each * BigInt(count) }
      const value = cheatingValue(terms, { ...plan, sharePpm: 1_000_000, identities: count }, defaultParameters)
      expect(value).toBeLessThan(0n)
    }),
    { numRuns: 20 },
  )
})

test('the stake for an order is enough, and with a tenth less it is not', () => {
  const stake = stakeForOrder({ ...prices, gain: price }, defaultParameters)
  expect(stake).toBe(829_205n)
  if (stake === undefined) return
  expect(isPolicySafe({ ...prices, gain: price, stake }, defaultParameters)).toBe(true)
  expect(isPolicySafe({ ...prices, gain: price, stake: stake - 1n }, defaultParameters)).toBe(false)
  // Not only by our bound: with a tenth less there is a plan that gains.
  const short = { ...prices, gain: price, stake: (stake * 9n) / 10n }
  const values = family.map((plan) => cheatingValue(short, plan, defaultParameters))
  expect(values.some((value) => value > 0n)).toBe(true)
})

test('more stake never makes a safe order unsafe', () => {
  for (const gain of [1n, 333n, 1_000n]) {
    const stake = stakeForOrder({ ...prices, gain }, defaultParameters) ?? 0n
    for (const percent of [100n, 101n, 113n, 150n, 222n, 1_000n, 54_321n]) {
      expect(isPolicySafe({ ...prices, gain, stake: (stake * percent) / 100n }, defaultParameters)).toBe(true)
    }
  }
})

test('the price that a stake covers', () => {
  const terms = { policy: prices.policy, powerPpm: 900_000, colludingPpm: 200_000, stake: 1_000_000n }
  expect(orderPriceMax({ ...terms, gainPpm: 1_000_000 }, defaultParameters)).toBe(1_205n)
  expect(orderPriceMax({ ...terms, gainPpm: 500_000 }, defaultParameters)).toBe(2_950n)
  expect(orderPriceMax({ ...terms, policy: { name: 'trust' }, gainPpm: 1 }, defaultParameters)).toBe(0n)
})

test('no stake is enough where nothing convicts, a cheat gains more than it stakes, or few cheated jobs are free', () => {
  expect(stakeForOrder({ ...prices, gain: 5n * price }, defaultParameters)).toBeUndefined()
  expect(stakeForOrder({ ...prices, policy: { name: 'trust' }, gain: 1n }, defaultParameters)).toBeUndefined()
  expect(stakeForOrder({ ...prices, gain: 1n, powerPpm: 0 }, defaultParameters)).toBeUndefined()
  const slow = { ...prices, gain: price, stake: 10n ** 9n, auditsToConvict: 5 }
  expect(policySafety(slow, defaultParameters)).toMatchObject({ isSafe: false, jobsToConviction: 418n })
  expect(policySafety({ ...slow, auditsToConvict: 1 }, defaultParameters).isSafe).toBe(true)
})

test('an order above the exposure cap is not safe, whatever convicts', () => {
  const exact = { policy: { name: 'exact' } as const, powerPpm: 1_000_000, gain: 1n, stake: 1_000n }
  expect(isPolicySafe({ ...exact, price: 251n }, defaultParameters)).toBe(false)
  expect(policySafety({ ...exact, price: 250n }, defaultParameters)).toMatchObject({
    isSafe: true,
    convictionChance: chanceOne,
  })
})
