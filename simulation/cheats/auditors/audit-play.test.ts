/** Auditors that do not audit, and one that is down: what it does to providers, and how it shows. */
import { auditFeeNeeded, defaultParameters, plantedFaultsNeeded } from '@millrace/economics'
import { auditorBounds, plantsNeeded } from '@millrace/verification'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../random.ts'
import {
  type AuditPlay,
  type AuditPlayed,
  alarmist,
  auditorDownBetween,
  guesser,
  lazyAuditor,
  playAudits,
  workingAuditor,
} from './audit-play.ts'

const hour = 3_600_000
const base: AuditPlay = {
  auditors: [workingAuditor],
  cheatsAt: () => false,
  runs: 3_000,
  msBetweenRuns: 60_000,
  ratePpm: 50_000,
  epochMs: 12 * hour,
  windowMs: 4 * 24 * hour,
  plantedShare: 0.5,
}
const play = (change: Partial<AuditPlay>, seed = 1): AuditPlayed =>
  playAudits({ ...base, ...change }, createRandom(seed))
const boundsOf = (played: AuditPlayed, name: string) => {
  const record = played.auditors.get(name)
  if (record === undefined) throw new Error(name)
  return auditorBounds(record)
}

describe('planted audits', () => {
  const played = play({
    auditors: [workingAuditor, lazyAuditor, alarmist, guesser],
    ratePpm: 200_000,
  })

  test('tell who signs without checking, who accuses everyone and who guesses', () => {
    expect(boundsOf(played, 'works').detection).toBeGreaterThan(0.9)
    expect(boundsOf(played, 'works').specificity).toBeGreaterThan(0.9)
    expect(boundsOf(played, 'lazy').detection).toBeLessThan(0.1)
    expect(boundsOf(played, 'accuses everyone').specificity).toBeLessThan(0.1)
    expect(boundsOf(played, 'guesses').detection).toBeLessThan(0.7)
  })

  test('28 of them are enough to be known for a power of 0.9, and signing costs more than it saves', () => {
    expect(plantsNeeded(0.9)).toBe(28)
    const auditCost = 350n
    const planted = plantedFaultsNeeded(auditCost, 1_000_000n)
    expect(planted).toBeLessThan(1_000)
    expect(
      auditFeeNeeded({ price: 1_000n, canarySharePpm: 0, auditCost }, defaultParameters.costs.auditorMarginPpm),
    ).toBe(420n)
  })
})

describe('a lazy auditor', () => {
  test('alone it would let a cheat pass: not caught, which is why askers choose by planted faults', () => {
    const { provider, caughtAtMs } = play({ auditors: [lazyAuditor], cheatsAt: () => true })
    expect(caughtAtMs).toBeUndefined()
    expect(provider.honest).toBeGreaterThan(100)
  })

  test('beside others it only delays', () => {
    const { caughtAtMs = Number.POSITIVE_INFINITY } = play({
      auditors: [lazyAuditor, workingAuditor],
      cheatsAt: () => true,
    })
    expect(caughtAtMs).toBeLessThan(24 * hour)
  })
})

describe('an outage of the auditor', () => {
  const outage = auditorDownBetween(6 * hour, 40 * hour)

  test('is nobody’s failed proof: an honest provider is not held to it', () => {
    const { provider, caughtAtMs } = play({ auditors: [outage] })
    expect(caughtAtMs).toBeUndefined()
    expect(provider.cheated).toBe(0)
    expect(provider.honest + provider.lapsed).toBeGreaterThan(100)
  })

  test('does not hide who cheats only while it lasts: the window outlasts it', () => {
    const cheatsAt = (atMs: number) => atMs >= 8 * hour && atMs < 38 * hour
    const { caughtAtMs, provider } = play({ auditors: [outage, workingAuditor], cheatsAt })
    expect(caughtAtMs).toBeDefined()
    expect(provider.cheated).toBeGreaterThan(10)
    const alone = play({ auditors: [outage], cheatsAt })
    expect(alone.caughtAtMs).toBeGreaterThanOrEqual(40 * hour)
  })

  test('not caught: cheating that an outage outlasts altogether; it is counted as coverage lost', () => {
    const forever = auditorDownBetween(0, Number.POSITIVE_INFINITY)
    const { caughtAtMs, provider } = play({ auditors: [forever], cheatsAt: () => true })
    expect(caughtAtMs).toBeUndefined()
    expect(provider).toMatchObject({ honest: 0, cheated: 0 })
    expect(provider.lapsed).toBeGreaterThan(100)
  })
})

test('cheating from the first run on is found within the epochs that its share of audits says', () => {
  const { caughtAtMs, cheatedRuns } = play({ cheatsAt: () => true })
  expect(caughtAtMs).toBeLessThanOrEqual(base.epochMs + hour)
  expect(cheatedRuns).toBe(base.runs)
})
