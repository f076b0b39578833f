/**
 * Buyers' audits of one provider in virtual time, with auditors that work, sign without looking, or are down: the schedule, the choice
 * by beacon, the records of provider and auditors are the real ones; only whether an answer was wrong is given.
 */
import type { Address, Hash } from '@millrace/protocol'
import {
  type AuditOutcome,
  type AuditorRecord,
  type AuditRecord,
  type AuditSchedule,
  type AuditScheduleEvent,
  advanceAuditSchedule,
  auditsToAsk,
  emptyAuditorRecord,
  emptyAuditRecord,
  emptyAuditSchedule,
  type PlantedTruth,
  recordAudit,
  recordPlanted,
} from '@millrace/verification'
import { createEventQueue } from '../../event-queue.ts'
import type { Random } from '../../random.ts'

export type AuditorPlayed = {
  readonly name: string
  /** What it answers of a wrong or a right answer at a time; undefined while it is down. */
  readonly judge: (isCheated: boolean, atMs: number, random: Random) => AuditOutcome | undefined
}

/** Reads every answer again. */
export const workingAuditor: AuditorPlayed = { name: 'works', judge: (isCheated) => (isCheated ? 'cheated' : 'honest') }
/** Signs without checking. */
export const lazyAuditor: AuditorPlayed = { name: 'lazy', judge: () => 'honest' }
/** Calls everyone a cheat: it hopes for rewards. */
export const alarmist: AuditorPlayed = { name: 'accuses everyone', judge: () => 'cheated' }
/** Signs at random, so as not to be told by one answer. */
export const guesser: AuditorPlayed = {
  name: 'guesses',
  judge: (_, __, random) => (random.next() < 0.5 ? 'cheated' : 'honest'),
}

/** Returns an auditor that is down from one time to another. */
export function auditorDownBetween(fromMs: number, toMs: number): AuditorPlayed {
  return {
    name: 'outage',
    judge: (isCheated, atMs, random) =>
      atMs >= fromMs && atMs < toMs ? undefined : workingAuditor.judge(isCheated, atMs, random),
  }
}

export type AuditPlay = {
  readonly auditors: readonly AuditorPlayed[]
  /** Whether the provider cheats on a run at a time. */
  readonly cheatsAt: (atMs: number) => boolean
  readonly runs: number
  readonly msBetweenRuns: number
  readonly ratePpm: number
  readonly epochMs: number
  /** From a run until evidence about it is of no use. */
  readonly windowMs: number
  /** Share of the audits whose truth the asker planted. */
  readonly plantedShare: number
}

export type AuditPlayed = {
  readonly provider: AuditRecord
  /** When it was first found cheating. */
  readonly caughtAtMs: number | undefined
  readonly cheatedRuns: number
  readonly auditors: ReadonlyMap<string, AuditorRecord>
}

type Event =
  | { readonly name: 'run'; readonly number: number }
  | { readonly name: 'beacon'; readonly epoch: number }
  | { readonly name: 'work' }

/** Milliseconds between two looks at what is due. */
const workEveryMs = 60_000
/** Audits out at once. */
const outMax = 8

/** Plays it until everything is decided. */
export function playAudits(play: AuditPlay, random: Random): AuditPlayed {
  const queue = createEventQueue<Event>()
  const cheated = new Set<Hash>()
  const planted = new Map<string, AuditorRecord>(play.auditors.map(({ name }) => [name, emptyAuditorRecord]))
  let schedule: AuditSchedule = emptyAuditSchedule
  let provider = emptyAuditRecord
  let caughtAtMs: number | undefined
  const endMs = play.runs * play.msBetweenRuns + play.windowMs

  const advance = (event: AuditScheduleEvent, atMs: number): void => {
    const next = advanceAuditSchedule(schedule, event)
    schedule = next.schedule
    for (const { outcome } of next.ended) {
      provider = recordAudit(provider, outcome)
      if (outcome === 'cheated') caughtAtMs ??= atMs
    }
  }
  const run = (number: number, atMs: number): void => {
    const receiptHash = hashOf(random)
    if (play.cheatsAt(atMs)) cheated.add(receiptHash)
    const epoch = Math.floor(atMs / play.epochMs)
    const receipt = { receiptHash, node: provided, epoch, ratePpm: play.ratePpm, deadlineMs: atMs + play.windowMs }
    advance({ kind: 'kept', receipt }, atMs)
    if (number + 1 < play.runs) queue.plan(atMs + play.msBetweenRuns, { name: 'run', number: number + 1 })
  }
  const work = (atMs: number): void => {
    advance({ kind: 'time', atMs }, atMs)
    for (const { receiptHash, failedAuditors } of auditsToAsk(schedule, atMs, outMax)) {
      const able = play.auditors.filter((_, index) => !failedAuditors.includes(addressOf(index)))
      const auditor = able[random.integer(able.length)]
      if (auditor === undefined) continue
      advance({ kind: 'asked', receiptHash, auditor: addressOf(play.auditors.indexOf(auditor)) }, atMs)
      const outcome = auditor.judge(cheated.has(receiptHash), atMs, random) ?? 'unable'
      advance({ kind: 'answered', receiptHash, outcome, atMs }, atMs)
      if (random.next() < play.plantedShare) plant(auditor, atMs)
    }
    if (atMs < endMs) queue.plan(atMs + workEveryMs, { name: 'work' })
  }
  /** The bundle is a real one, so an auditor treats it like any other. */
  const plant = (auditor: AuditorPlayed, atMs: number): void => {
    const truth: PlantedTruth = random.next() < 0.5 ? 'fault' : 'sound'
    const outcome = auditor.judge(truth === 'fault', atMs, random) ?? 'unable'
    planted.set(auditor.name, recordPlanted(planted.get(auditor.name) ?? emptyAuditorRecord, truth, outcome))
  }

  queue.plan(0, { name: 'run', number: 0 })
  queue.plan(workEveryMs, { name: 'work' })
  for (let epoch = 0; epoch * play.epochMs < endMs; epoch += 1) {
    queue.plan((epoch + 1) * play.epochMs, { name: 'beacon', epoch })
  }
  for (let next = queue.next(); next !== undefined; next = queue.next()) {
    const { at, event } = next
    if (event.name === 'run') run(event.number, at)
    else if (event.name === 'work') work(at)
    else advance({ kind: 'beacon', epoch: event.epoch, beacon: hashOf(random), atMs: at }, at)
  }
  return { provider, caughtAtMs, cheatedRuns: cheated.size, auditors: planted }
}

const provided = `0x${'99'.repeat(20)}` as Address

function addressOf(index: number): Address {
  return `0x${String(index + 1).padStart(40, '0')}` as Address
}

function hashOf(random: Random): Hash {
  const words = Array.from({ length: 8 }, () =>
    random
      .integer(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  )
  return `0x${words.join('')}` as Hash
}
