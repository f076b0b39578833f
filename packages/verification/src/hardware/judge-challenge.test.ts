import type { Address } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersOf, evenly, oneByOne, type Sharing, type VirtualJob } from '../../test/support/virtual-machine.ts'
import type { HardwareChallenge } from './challenge.ts'
import { type ChallengeResponse, type HardwareClaim, judgeChallenge, ordinaryJudgeRules } from './judge-challenge.ts'
import { planChallenge } from './plan-challenge.ts'

const node = (number: number) => `0x${number.toString(16).padStart(40, '0')}` as Address
const aimMs = 8_000
const roundTripMs = 40

/** The jobs that a group's claims bring, all sent at 0. */
function jobsFor(claims: readonly HardwareClaim[]): readonly VirtualJob[] {
  const plans = planChallenge(
    claims.map(({ units }) => ({ units, memoryBytes: 2 ** 40 })),
    aimMs,
  )
  return claims.map((claim, i) => {
    const { n, rounds } = plans[i] ?? { n: 64, rounds: 1 }
    const seed = `0x${i.toString(16).padStart(64, '0')}` as const
    const challenge: HardwareChallenge = { seed, n, rounds, class: 'cpu', issuedAt: 0, deadline: 600_000 }
    return { node: claim.node, challenge, sentAt: 0 }
  })
}

const claimsOf = (...units: readonly number[]): HardwareClaim[] =>
  units.map((claimed, i) => ({ node: node(i), units: claimed }))

/** Each node on a machine of its own, with these speeds. */
function apart(claims: readonly HardwareClaim[], speeds: readonly number[]): readonly ChallengeResponse[] {
  return jobsFor(claims).flatMap((job, i) => answersOf([job], { units: speeds[i] ?? 1, sharing: evenly, roundTripMs }))
}

const verdicts = (claims: readonly HardwareClaim[], responses: readonly ChallengeResponse[]) =>
  judgeChallenge(claims, responses).results.map(({ verdict, reasons }) => [verdict, ...reasons].join(' '))

describe('honest nodes', () => {
  test('of any speeds pass, and prove them', () => {
    const speeds = [90_000, 20_000, 250_000]
    const claims = claimsOf(...speeds)
    const { results, provenUnits, acceptedUnits } = judgeChallenge(claims, apart(claims, speeds))
    expect(results.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'passed'])
    for (const [i, { measuredUnits }] of results.entries()) expect(measuredUnits / (speeds[i] ?? 1)).toBeCloseTo(1, 2)
    expect(acceptedUnits).toBe(360_000)
    expect(provenUnits / 360_000).toBeGreaterThan(0.97)
  })

  test('pass with a tenth of noise, and not with more', () => {
    const claims = claimsOf(100_000)
    expect(verdicts(claims, apart(claims, [91_000]))).toEqual(['passed as-claimed'])
    expect(verdicts(claims, apart(claims, [88_000]))).toEqual(['failed slower-than-claimed'])
  })

  test('are not pulled down by a slow one', () => {
    const claims = claimsOf(50_000, 50_000, 50_000)
    expect(verdicts(claims, apart(claims, [50_000, 25_000, 50_000]))).toEqual([
      'passed as-claimed',
      'failed slower-than-claimed',
      'passed as-claimed',
    ])
  })
})

describe('a machine that claims twice its speed', () => {
  test('is caught, and proves what it has', () => {
    const claims = claimsOf(200_000)
    const { results } = judgeChallenge(claims, apart(claims, [100_000]))
    expect(results[0]).toMatchObject({ verdict: 'failed', reasons: ['slower-than-claimed'], claimedUnits: 200_000 })
    expect((results[0]?.provenUnits ?? 0) / 100_000).toBeCloseTo(1, 2)
  })
})

describe('two identities on one machine', () => {
  const claims = claimsOf(100_000, 100_000).map((claim) => ({ ...claim, unitsAlone: 100_000 }))

  test('are caught where it does one after the other', () => {
    const responses = answersOf(jobsFor(claims), { units: 100_000, sharing: oneByOne, roundTripMs })
    const { results, provenUnits } = judgeChallenge(claims, responses)
    expect(results.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['passed', 'as-claimed'],
      ['failed', 'slower-than-claimed', 'shares-a-machine'],
    ])
    expect(results[1]?.provenUnits).toBe(0)
    expect(provenUnits / 100_000).toBeCloseTo(1, 2)
  })

  test('are caught where it does both at once', () => {
    const responses = answersOf(jobsFor(claims), { units: 100_000, sharing: evenly, roundTripMs })
    expect(verdicts(claims, responses)).toEqual([
      'failed slower-than-claimed shares-a-machine',
      'failed slower-than-claimed shares-a-machine',
    ])
  })

  test('pass where they claim what each of them has', () => {
    const halves = claimsOf(50_000, 50_000)
    const responses = answersOf(jobsFor(halves), { units: 100_000, sharing: evenly, roundTripMs })
    expect(verdicts(halves, responses)).toEqual(['passed as-claimed', 'passed as-claimed'])
  })
})

/** A fixed choice of shares for each number of jobs that are left. */
function sharingOf(weights: readonly number[]): Sharing {
  return (left) => {
    const mine = left.map((_, i) => (weights[(i * 7 + left.length) % weights.length] ?? 0) + 0.001)
    const sum = mine.reduce((total, weight) => total + weight, 0)
    return mine.map((weight) => weight / sum)
  }
}

test('however one machine splits itself up, its accepted claims and proven units stay within its speed', () => {
  const speed = 100_000
  const weights = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 12 })
  const claimed = fc.array(fc.integer({ min: 5_000, max: 300_000 }), { minLength: 1, maxLength: 6 })
  const skews = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(claimed, weights, skews, fc.integer({ min: 0, max: 400 }), (units, shares, sent, delayMs) => {
      const claims = claimsOf(...units)
      const jobs = jobsFor(claims).map((job, i) => ({ ...job, sentAt: sent[i] ?? 0 }))
      const responses = answersOf(jobs, { units: speed, sharing: sharingOf(shares), roundTripMs: delayMs })
      const { results, acceptedUnits, provenUnits } = judgeChallenge(claims, responses)
      const { shareNeeded, roundTripShareMax } = ordinaryJudgeRules
      const most = speed / (1 - roundTripShareMax)
      expect(provenUnits).toBeLessThanOrEqual(most)
      expect(results.reduce((sum, result) => sum + result.provenUnits, 0)).toBeLessThanOrEqual(most)
      expect(acceptedUnits).toBeLessThanOrEqual(most / shareNeeded)
    }),
    { numRuns: 300 },
  )
})

describe('could not test is never failed', () => {
  const claims = claimsOf(100_000, 100_000)
  const [answered] = apart(claims, [100_000, 100_000])

  test.each(['unreachable', 'no-commitment', 'no-opening', 'challenger-fault'] as const)('%s', (reason) => {
    const other: ChallengeResponse = { ...(jobsFor(claims)[1] as VirtualJob), kind: 'untested', reason }
    const { results } = judgeChallenge(claims, answered === undefined ? [] : [answered, other])
    expect(results[0]).toMatchObject({ verdict: 'passed' })
    expect(results[1]).toMatchObject({ verdict: 'untested', reasons: [reason], provenUnits: 0 })
  })

  test('an answer that was never asked for is the challenger’s fault', () => {
    expect(verdicts(claims, answered === undefined ? [] : [answered])[1]).toBe('untested challenger-fault')
  })

  test('a round trip too long for the time', () => {
    const far = answersOf(jobsFor(claimsOf(100_000)), { units: 100_000, sharing: evenly, roundTripMs: 3_000 })
    expect(verdicts(claimsOf(100_000), far)).toEqual(['untested too-short'])
    const odd = far.map((response) => ({ ...response, roundTripMs: Number.NaN }))
    expect(verdicts(claimsOf(100_000), odd)).toEqual(['untested too-short'])
  })
})

test('a wrong answer fails with its own reason', () => {
  const claims = claimsOf(100_000)
  for (const opening of ['malformed', 'not-as-committed', 'not-held', 'wrong-product'] as const) {
    const jobs = jobsFor(claims).map((job) => ({ ...job, opening }))
    const responses = answersOf(jobs, { units: 100_000, sharing: evenly, roundTripMs })
    expect(verdicts(claims, responses)).toEqual([`failed ${opening}`])
  }
})

test('claims that are none, and two of one node, are refused', () => {
  for (const units of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => judgeChallenge(claimsOf(units), [])).toThrow(RangeError)
  }
  const [claim] = claimsOf(1)
  expect(() => judgeChallenge(claim === undefined ? [] : [claim, claim], [])).toThrow(RangeError)
})
