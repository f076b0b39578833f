/**
 * When an auditor sends its canaries: to each provider a Poisson process of its own rate, so that no gap, day or count tells when
 * the next one comes. Pure: the caller brings the time and sends what is due.
 *
 * The rate follows what the provider could gain. A share p of its runs is to be canaries, so a provider that does n runs a day gets
 * n·p/(1 − p): p is what its exposure and stake ask for, never below the floor whatever the record. New identities get
 * as many as the auditor can send to one provider, until they have survived enough audits.
 *
 * After an outage of the auditor's own, what it missed is not made up for: canaries in a burst would be seen for what they are. The
 * process starts anew, which for a Poisson process is as if nothing had happened, and what was missed is counted.
 *
 * Invariants: a state is plain JSON with at most {@link canarySubjectsMax} providers; the same seed and events give the same
 * times; nothing an auditor misses changes what is known of a provider. Times in milliseconds.
 */
import { type Address, bytesToHex, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { ratePpmAll } from './audit-choice.ts'
import { fractionOf } from './audit-record.ts'

/** Providers of one auditor. */
export const canarySubjectsMax = 10_000
/** A canary later than this is missed: its provider was not being watched at the time it was meant to be. */
export const canaryLateMsMax = 15 * 60_000

const dayMs = 86_400_000
const purpose = utf8ToBytes('millrace:canary-time:v1\n')

/** What an auditor knows of a provider. */
export type CanaryFacts = {
  /** Runs of others in a day, as its receipts' totals say. */
  readonly runsPerDay: number
  /** Share of runs that must be audited for cheating not to pay, given its exposure and stake; parts per million. */
  readonly neededPpm: number
  readonly checksSurvived: number
}
export type CanaryRules = {
  /** Share of runs below which no record brings a provider, parts per million. */
  readonly floorPpm: number
  /** Audits to survive before the end of probation. */
  readonly probationAudits: number
  /** Canaries to one provider in a day at most, and the rate of probation. */
  readonly perDayMax: number
}

/** A provider under watch. */
export type CanarySubject = {
  readonly node: Address
  readonly perDay: number
  /** When the next one is due; null at a rate of 0. */
  readonly nextAtMs: number | null
  /** Draws so far: each is new. */
  readonly draws: number
  readonly sent: number
  readonly missed: number
}
/** `seed` is the auditor's secret. */
export type CanarySchedule = { readonly seed: Hash; readonly subjects: readonly CanarySubject[] }

/** Returns the canaries a day that a provider is due. */
export function canariesPerDay(facts: CanaryFacts, rules: CanaryRules): number {
  if (facts.checksSurvived < rules.probationAudits) return rules.perDayMax
  const share = Math.max(rules.floorPpm, facts.neededPpm) / ratePpmAll
  if (!(share >= 0)) throw new RangeError(`a share of ${share} of a provider's runs is no share`)
  if (share >= 1) return rules.perDayMax
  return Math.min(rules.perDayMax, (Math.max(0, facts.runsPerDay) * share) / (1 - share))
}

/**
 * Returns rates that an auditor can pay for: all lowered by one factor when their sum passes the budget, so that none
 * is spared. `factor` below 1 says how far the watch falls short.
 */
export function withinBudget(
  perDay: readonly number[],
  budgetPerDay: number,
): { readonly perDay: readonly number[]; readonly factor: number } {
  const sum = perDay.reduce((total, rate) => total + rate, 0)
  const factor = sum <= budgetPerDay ? 1 : budgetPerDay / sum
  return { perDay: perDay.map((rate) => rate * factor), factor }
}

/** Returns the schedule with a provider at a rate. A changed rate draws its next time anew. @throws {RangeError} for a bad rate or too many providers. */
export function watchProvider(schedule: CanarySchedule, node: Address, perDay: number, nowMs: number): CanarySchedule {
  if (!(perDay >= 0 && perDay < Number.POSITIVE_INFINITY)) throw new RangeError(`perDay: ${perDay} is not a rate`)
  const known = schedule.subjects.find((subject) => subject.node === node)
  if (known?.perDay === perDay) return schedule
  if (known === undefined && schedule.subjects.length >= canarySubjectsMax)
    throw new RangeError(`more than ${canarySubjectsMax} providers under watch`)
  const subject = known ?? { node, perDay, nextAtMs: null, draws: 0, sent: 0, missed: 0 }
  const others = schedule.subjects.filter((other) => other !== known)
  return { ...schedule, subjects: [...others, redrawn(schedule.seed, { ...subject, perDay }, nowMs)] }
}

/** Returns the providers whose canary is due, and that is not late yet. */
export function canariesDue(schedule: CanarySchedule, nowMs: number): readonly Address[] {
  return schedule.subjects
    .filter(({ nextAtMs }) => nextAtMs !== null && nextAtMs <= nowMs && nowMs - nextAtMs <= canaryLateMsMax)
    .map(({ node }) => node)
}

/** Returns the schedule after a canary was sent. The next gap runs from now: one that was sent late must not bring the next one sooner. */
export function canarySent(schedule: CanarySchedule, node: Address, nowMs: number): CanarySchedule {
  return withSubjects(schedule, (subject) => {
    if (subject.node !== node || subject.nextAtMs === null) return subject
    return redrawn(schedule.seed, { ...subject, sent: subject.sent + 1 }, nowMs)
  })
}

/** Returns the schedule as of now: canaries that are late are missed, and their providers' next ones drawn from now. */
export function canaryTime(schedule: CanarySchedule, nowMs: number): CanarySchedule {
  return withSubjects(schedule, (subject) => {
    if (subject.nextAtMs === null || nowMs - subject.nextAtMs <= canaryLateMsMax) return subject
    return redrawn(schedule.seed, { ...subject, missed: subject.missed + missedBy(subject, nowMs) }, nowMs)
  })
}

/** The one that was late, and as many more as the rate says for the time since. */
function missedBy({ perDay, nextAtMs }: CanarySubject, nowMs: number): number {
  return 1 + Math.round((perDay * (nowMs - (nextAtMs ?? nowMs))) / dayMs)
}

function redrawn(seed: Hash, subject: CanarySubject, fromMs: number): CanarySubject {
  if (subject.perDay === 0) return { ...subject, nextAtMs: null }
  const index = new Uint8Array(8)
  new DataView(index.buffer).setBigUint64(0, BigInt(subject.draws))
  const hash = bytesToHex(sha256(concatBytes(purpose, hexToBytes(seed), hexToBytes(subject.node), index)))
  const gapMs = (-Math.log(fractionOf(hash)) / subject.perDay) * dayMs
  return { ...subject, nextAtMs: fromMs + gapMs, draws: subject.draws + 1 }
}

function withSubjects(schedule: CanarySchedule, change: (subject: CanarySubject) => CanarySubject): CanarySchedule {
  return { ...schedule, subjects: schedule.subjects.map(change) }
}
