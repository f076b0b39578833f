/** The defaults are what ADR 0025 says of them. */
import { expect, test } from 'vitest'
import { toShare } from './chance.ts'
import { convictionChance } from './conviction-chance.ts'
import { exposureCap } from './exposure.ts'
import { defaultParameters } from './parameters.ts'
import { policyCost } from './policy-cost.ts'
import { orderPriceMax, stakeForOrder } from './policy-safety.ts'
import { slashOf, slashSplit } from './slash.ts'

const policy = { name: 'sampled', ratePpm: defaultParameters.sampledRatePpm } as const
/** A provider that answers nothing at all, before auditors of whom a fifth covers for it. */
const idle = { policy, powerPpm: 900_000, colludingPpm: 200_000 }

test('the honest pay less than 3 % for the default policy', () => {
  expect(policyCost(policy, 10n ** 9n, defaultParameters).bps).toBeLessThan(300)
})

test('a dollar at stake covers about an eighth of a cent an order, a quarter dollar unsettled', () => {
  const stake = 1_000_000n
  expect(orderPriceMax({ ...idle, stake, gainPpm: 1_000_000 }, defaultParameters)).toBe(1_205n)
  expect(exposureCap(stake, defaultParameters)).toBe(250_000n)
  expect(toShare(convictionChance(policy, { ...idle, suspicionPpm: 600_000 }, defaultParameters))).toBeCloseTo(0.012, 3)
})

test('neither the exposure cap nor the multiple nor the floor could be given up', () => {
  const needed = (change: Partial<typeof defaultParameters>): bigint | undefined =>
    stakeForOrder({ ...idle, price: 1_000n, gain: 1_000n }, { ...defaultParameters, ...change })
  const { slash } = defaultParameters
  expect(needed({})).toBe(829_205n)
  expect(needed({ exposureCapBps: 5_000 })).toBeUndefined()
  expect(needed({ slash: { ...slash, floorBps: 0 } })).toBeUndefined()
  expect(needed({ slash: { ...slash, multipleBps: 10_000 } })).toBeUndefined()
})

test('every buyer is refunded in full and the reporter paid while no more than a quarter of the stake is unsettled', () => {
  const stake = 1_000_000n
  for (let exposure = 0n; exposure <= 250_000n; exposure += 1_000n) {
    const slash = slashOf(stake, exposure, defaultParameters.slash)
    const { refundProven, reward, burned } = slashSplit(slash, { proven: exposure }, defaultParameters.slash)
    expect(refundProven).toBe(exposure)
    expect(reward).toBe(slash / 10n)
    expect(burned * 10n).toBeGreaterThanOrEqual(slash * 4n)
  }
})

test('probation ends where a result is more credible than 99.8 %', () => {
  // Sarmenta's bound on steady cheats that were not caught, a fifth of the newcomers being such.
  const wrong = 0.2 / (0.8 * Math.E * defaultParameters.probationAudits)
  expect(1 - wrong).toBeGreaterThan(0.998)
})
