/** How often a cheated job is caught, by policy, against counting the cases. */
import type { VerificationPolicy } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOfPpm, chanceOne, toShare } from './chance.ts'
import { convictionChance, reachedRate } from './conviction-chance.ts'
import { defaultParameters } from './parameters.ts'

const always = { powerPpm: 1_000_000 }
const of = (policy: VerificationPolicy, detection: Parameters<typeof convictionChance>[1] = always): number =>
  toShare(convictionChance(policy, detection, defaultParameters))

test('sampling, detector and collusion multiply; suspicion takes from the canaries only', () => {
  const sampled = { name: 'sampled', ratePpm: 20_000 } as const
  expect(of(sampled)).toBeCloseTo(0.02, 3)
  expect(of(sampled, { powerPpm: 500_000, colludingPpm: 200_000 })).toBeCloseTo(0.02 * 0.5 * 0.8, 3)
  const sure = of(sampled, { ...always, suspicionPpm: 1_000_000 })
  expect(sure).toBeCloseTo(0.01, 6)
  expect(of(sampled, { ...always, suspicionPpm: 600_000 })).toBeGreaterThan(sure)
})

test('nothing convicts under trust and inside an enclave; every run is checked in the exact tier', () => {
  expect(of({ name: 'trust' })).toBe(0)
  expect(of({ name: 'attested' })).toBe(0)
  expect(of({ name: 'exact' }, { powerPpm: 999_000, colludingPpm: 500_000 })).toBeCloseTo(0.999, 9)
})

test('replicas catch who is alone; against those who know each other only the floor of audits remains', () => {
  const replicas = { name: 'replicas', agree: 2, of: 3 } as const
  expect(of(replicas)).toBe(1)
  const colluding = { ...always, colludingPpm: 100_000 }
  expect(of(replicas, colluding)).toBeCloseTo(0.005 * 0.9, 4)
  expect(of({ name: 'replicas', agree: 1, of: 3 })).toBeCloseTo(0.005, 4)
})

test('the share of cheated jobs that are audited is what sorting the jobs by suspicion gives', () => {
  const suspicions = fc.integer({ min: 500_000, max: 1_000_000 })
  const rates = fc.integer({ min: 0, max: 1_000_000 })
  fc.assert(
    fc.property(rates, suspicions, rates, (ratePpm, suspicionPpm, canarySharePpm) => {
      const [rate, right, canaryShare] = [ratePpm / 1e6, suspicionPpm / 1e6, canarySharePpm / 1e6]
      const canaries = rate * canaryShare
      const cheatedCanaries = canaries * (1 - right)
      const cheatedOthers = (1 - canaries) * right
      const reached = cheatedCanaries === 0 ? 0 : cheatedCanaries / (cheatedCanaries + cheatedOthers)
      const shown = rate - canaries
      const found = reachedRate(ratePpm, { suspicionPpm }, { canarySharePpm })
      expect(toShare(found)).toBeCloseTo(1 - (1 - shown) * (1 - reached), 6)
      expect(found).toBeLessThanOrEqual(chanceOne)
    }),
  )
})

test('who guesses worse than a coin gains nothing by it', () => {
  const found = (suspicionPpm: number): bigint => reachedRate(20_000, { suspicionPpm }, defaultParameters)
  expect(found(300_000)).toBe(found(700_000))
  expect(found(500_000)).toBeGreaterThanOrEqual(chanceOfPpm(19_800))
})
