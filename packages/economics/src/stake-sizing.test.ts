/** The stake formula and its inverses are each other's, exactly to a base unit. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOne } from './chance.ts'
import { auditRateNeeded, type CheckTerms, checkedChance, gainCovered, stakeNeeded } from './stake-sizing.ts'

const rate = fc.integer({ min: 0, max: 1_000_000 })
const terms = fc.record({ auditRatePpm: rate, powerPpm: rate, colludingPpm: rate })
const amount = fc.bigInt({ min: 0n, max: 2n ** 100n })

/** G − q·(S + R), in parts of 10^18 of a base unit: exact. */
function value(gain: bigint, stake: bigint, forfeited: bigint, check: CheckTerms): bigint {
  return gain * chanceOne - checkedChance(check) * (stake + forfeited)
}

test('S = G/(p·d·(1 − r)) − R', () => {
  const check = { auditRatePpm: 20_000, powerPpm: 900_000, colludingPpm: 200_000 }
  // 1,000 / (0.02 · 0.9 · 0.8) = 69,444.4
  expect(stakeNeeded({ gain: 1_000n, forfeited: 400n }, check)).toBe(69_445n - 400n)
  expect(auditRateNeeded({ gain: 1_000n }, 69_445n, check)).toBe(20_000)
  expect(gainCovered(69_445n, check)).toBe(1_000n)
})

test('the stake is the least at which a cheated job has negative value', () => {
  fc.assert(
    fc.property(terms, amount, amount, (check, gain, forfeited) => {
      const stake = stakeNeeded({ gain, forfeited }, check)
      if (stake === undefined) {
        expect(checkedChance(check)).toBe(0n)
        return
      }
      expect(value(gain, stake, forfeited, check)).toBeLessThan(0n)
      if (stake > 0n) expect(value(gain, stake - 1n, forfeited, check)).toBeGreaterThanOrEqual(0n)
      expect(gainCovered(stake, check, forfeited)).toBeGreaterThanOrEqual(gain)
    }),
  )
})

test('the audit rate is the least at which a cheated job has negative value', () => {
  fc.assert(
    fc.property(terms, amount, amount, amount, (check, gain, stake, forfeited) => {
      const found = auditRateNeeded({ gain, forfeited }, stake, check)
      const at = (auditRatePpm: number): bigint => value(gain, stake, forfeited, { ...check, auditRatePpm })
      if (found === undefined) expect(at(1_000_000)).toBeGreaterThanOrEqual(0n)
      else {
        expect(at(found)).toBeLessThan(0n)
        expect(at(found - 1)).toBeGreaterThanOrEqual(0n)
      }
    }),
  )
})

test('the covered gain is the largest with negative value', () => {
  fc.assert(
    fc.property(terms, amount, amount, (check, stake, forfeited) => {
      const gain = gainCovered(stake, check, forfeited)
      expect(value(gain, stake, forfeited, check)).toBeLessThan(0n)
      expect(value(gain + 1n, stake, forfeited, check)).toBeGreaterThanOrEqual(0n)
    }),
  )
})
