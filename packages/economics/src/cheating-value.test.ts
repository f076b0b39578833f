/** What plans are worth, against playing them out, and the bounds that hold whatever the numbers. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CheatPlan, type CheatTerms, cheatingValue } from './cheating-value.ts'
import { defaultParameters } from './parameters.ts'
import { leastSlashLoss, slashOf } from './slash.ts'

const sampled: CheatTerms = {
  policy: { name: 'sampled', ratePpm: 20_000 },
  price: 1_000n,
  gain: 1_000n,
  stake: 1_000_000n,
  powerPpm: 1_000_000,
}

test('one job: the gain, less 2 % of the least slash', () => {
  const least = leastSlashLoss(1_000_000n, 1_000n, 250_000n, defaultParameters.slash)
  expect(least).toBe(139_998n)
  expect(cheatingValue(sampled, { jobsPerEpoch: 1n }, defaultParameters)).toBe(-1_785n)
})

test('nothing is lost where nothing convicts, and nothing gained where nothing is let through', () => {
  const trusted = { ...sampled, policy: { name: 'trust' } as const }
  expect(cheatingValue(trusted, { jobsPerEpoch: 10n, epochs: 3n }, defaultParameters)).toBe(30_000n)
  expect(cheatingValue({ ...sampled, price: 250_001n }, { jobsPerEpoch: 1n }, defaultParameters)).toBe(0n)
})

test('the exposure cap bounds a hit and run, also one that has grown', () => {
  const trusted = { ...sampled, policy: { name: 'trust' } as const }
  const everything = { jobsPerEpoch: 10n ** 30n, epochs: 10n ** 30n }
  expect(cheatingValue(trusted, everything, defaultParameters)).toBe(250_000n)
  expect(cheatingValue(trusted, { ...everything, growthPpm: 3_000_000 }, defaultParameters)).toBe(750_000n)
  expect(cheatingValue(trusted, { ...everything, identities: 10 }, defaultParameters)).toBe(250_000n)
  expect(cheatingValue(trusted, { ...everything, jobsPerEpoch: 7n }, defaultParameters)).toBe(245_000n)
})

test('a plan is worth at least what playing it out gives, and not much more', () => {
  const plans: readonly (CheatPlan & { readonly jobsPerEpoch: bigint })[] = [
    { jobsPerEpoch: 1n },
    { jobsPerEpoch: 40n },
    { jobsPerEpoch: 40n, epochs: 6n },
    { jobsPerEpoch: 250n },
    { jobsPerEpoch: 200n, sharePpm: 100_000 },
  ]
  for (const plan of plans) {
    const value = Number(cheatingValue(sampled, plan, defaultParameters))
    const played = playOut(sampled, plan)
    expect(value).toBeGreaterThan(played.mean - 4 * played.error)
    // The same exposure takes more of what stake is left after a conviction; the value leaves that out.
    expect(value).toBeLessThan(played.mean + 4 * played.error + 0.15 * Number(sampled.stake))
  }
})

test('evidence of several audits convicts once, when there is enough of it', () => {
  const slow = { ...sampled, auditsToConvict: 5 }
  expect(cheatingValue(slow, { jobsPerEpoch: 4n }, defaultParameters)).toBe(4_000n)
  expect(cheatingValue({ ...slow, price: 10n, gain: 10n }, { jobsPerEpoch: 10_000n }, defaultParameters)).toBeLessThan(
    0n,
  )
})

test('more power, more stake and more forfeited never make cheating worth more; more gain never less', () => {
  const ppm = fc.integer({ min: 0, max: 1_000_000 })
  const amount = fc.bigInt({ min: 1n, max: 10n ** 12n })
  const cases = fc.record({ price: amount, gain: amount, stake: amount, powerPpm: ppm, more: ppm })
  const plan: CheatPlan = { jobsPerEpoch: 1n }
  fc.assert(
    fc.property(cases, ({ more, ...rest }) => {
      const terms: CheatTerms = { ...sampled, ...rest, stake: rest.stake + 4n * rest.price }
      const value = cheatingValue(terms, plan, defaultParameters)
      const better = (change: Partial<CheatTerms>): bigint =>
        cheatingValue({ ...terms, ...change }, plan, defaultParameters)
      expect(better({ powerPpm: Math.min(1_000_000, terms.powerPpm + more) })).toBeLessThanOrEqual(value)
      expect(better({ stake: terms.stake + BigInt(more) })).toBeLessThanOrEqual(value + 3n)
      expect(better({ forfeited: BigInt(more) })).toBeLessThanOrEqual(value + 1n)
      expect(better({ gain: terms.gain + BigInt(more) })).toBeGreaterThanOrEqual(value)
    }),
  )
})

test('what no order has is refused', () => {
  expect(() => cheatingValue({ ...sampled, price: 0n }, { jobsPerEpoch: 1n }, defaultParameters)).toThrow(RangeError)
  expect(() => cheatingValue({ ...sampled, stake: -1n }, { jobsPerEpoch: 1n }, defaultParameters)).toThrow(RangeError)
  expect(() => cheatingValue(sampled, { jobsPerEpoch: 1n, identities: 0 }, defaultParameters)).toThrow(RangeError)
})

/** 4,000 lives of one cheat with the default rule: audits by a coin, every conviction slashed from what stake is left. */
function playOut(terms: CheatTerms, plan: CheatPlan): { readonly mean: number; readonly error: number } {
  const random = createCoin(7)
  const values = Array.from({ length: 4_000 }, () => {
    let [value, stake] = [0, terms.stake]
    for (let epoch = 0n; epoch < (plan.epochs ?? 1n); epoch++) {
      let isConvicted = false
      let cheated = 0n
      for (let job = 0n; job < plan.jobsPerEpoch; job++) {
        if (random() >= (plan.sharePpm ?? 1_000_000) / 1e6) continue
        cheated++
        if (random() < 0.02) isConvicted = true
      }
      value += Number(cheated * terms.gain)
      if (!isConvicted) continue
      const exposure = plan.jobsPerEpoch * terms.price
      const loss = leastSlashLoss(stake, exposure, stake / 4n, defaultParameters.slash)
      value -= Number(loss)
      stake -= slashOf(stake, exposure, defaultParameters.slash)
    }
    return value
  })
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, error: Math.sqrt(variance / values.length) + 1 }
}

/** Park and Miller's generator: enough to count with. */
function createCoin(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
