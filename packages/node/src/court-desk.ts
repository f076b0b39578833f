/**
 * The node's duties before the court: it follows the cases against its operator and answers those that ask for what it keeps, at
 * once and again until they are over. Silence convicts, so what cannot be answered is logged as an error each time.
 *
 * A panel asks it for nothing but to have the beacon's round finished that draws it: a round that nobody finishes lapses.
 *
 * A node answers for itself. Where another node of the operator is accused of ghosting it accounts with its own receipts for the same
 * channel; it gives money back only for itself, and only when the time is nearly over: others may still account for it.
 */
import { type Address, channelIdOf, type Hash } from '@millrace/protocol'
import { type AnswerParts, answerGhosting, answerOmission, type CourtAnswers } from './answer-case.ts'
import { type CaseRecord, type CourtEvent, casesMax, createCaseRecords } from './case-records.ts'
import { type BeaconFinisher, type BeaconWatch, finishBeaconWhenDue } from './finish-beacon.ts'
import { errorFields, type Log } from './log.ts'
import type { NodeLimits } from './node-limits.ts'
import type { NodeStore } from './node-store.ts'
import type { LeaseRow } from './store-rows.ts'

/** What of the court's reader the node follows. */
export type CourtWatch = BeaconWatch & {
  watchCases(options: {
    readonly fromBlock: bigint
    readonly pollMs: number
    readonly confirmations: number
    readonly signal: AbortSignal
  }): AsyncIterable<CourtEvent>
}

export type CaseStatus = CaseRecord & {
  /** Why it is not answered, where it is to be; undefined otherwise. */
  readonly problem: string | undefined
}

export type CourtDesk = {
  /** Follows the court until the signal aborts. Never rejects. */
  watch(): Promise<void>
  /** Answers what is open. Never rejects: what failed is logged and tried again. */
  tick(): Promise<void>
  cases(): readonly CaseStatus[]
}

type CourtDeskParts = {
  readonly court: CourtWatch
  /** Without it, cases are seen and not answered. */
  readonly answers: (CourtAnswers & BeaconFinisher) | undefined
  readonly store: NodeStore
  /** Milliseconds. */
  readonly now: () => number
  readonly log: Log
  readonly pause: (delayMs: number) => Promise<void>
  readonly signal: AbortSignal
}

type CourtDeskInit = {
  readonly operator: Address
  readonly node: Address
  readonly token: Address
  /** Where a new file begins to look. */
  readonly deployedAtBlock: number
  readonly limits: Pick<NodeLimits, 'watchPollMs' | 'courtRetryMs' | 'giveBackMs'>
}

type Attempt = { readonly at: number; readonly problem: string | undefined }

export function createCourtDesk(parts: CourtDeskParts, init: CourtDeskInit): CourtDesk {
  const { court, store, now, log, pause, signal } = parts
  const { watchPollMs: pollMs, courtRetryMs } = init.limits
  const records = createCaseRecords(init.operator)
  const attempts = new Map<Hash, Attempt>()
  /** Rounds of the beacon that are seen to, and when the others were looked at last. */
  const beacons = new Map<bigint, number>()
  let answering = false

  const take = (event: CourtEvent) => {
    const before = 'caseId' in event ? records.find(event.caseId) : undefined
    const record = records.apply(event)
    void store.saveCourtBlock(firstNeeded(records.all(), blockAfter(event)))
    if (record === undefined) return
    if (record.state !== 'open') attempts.delete(record.caseId)
    if (record.state !== before?.state) logState(log, record)
    void tick()
  }

  const answer = async (record: CaseRecord): Promise<string | undefined> => {
    const { kind, answerUntil = 0n } = record
    if (parts.answers === undefined) return 'The node has no key that pays for transactions.'
    const leftMs = Number(answerUntil) * 1000 - now()
    if (leftMs < 0) return 'The time to answer is over.'
    const answerParts: AnswerParts = { court: parts.answers, store, log, signal }
    if (kind === 'omission') return answerOmission(answerParts, record)
    const isOwn = record.node === init.node
    const mayGiveBack = leftMs < init.limits.giveBackMs && isOwn
    return answerGhosting(answerParts, record, { leases: leasesOf(store, record, init), isOwn, mayGiveBack })
  }

  const tryAnswer = async (record: CaseRecord): Promise<void> => {
    const { caseId, kind, answerUntil } = record
    const note = (problem: string | undefined) => attempts.set(caseId, { at: now(), problem })
    try {
      const problem = await answer(record)
      note(problem)
      if (problem === undefined) log('info', 'case-answered', { caseId, kind })
      else log('error', 'case-unanswered', { caseId, kind, answerUntil, problem })
    } catch (error) {
      if (signal.aborted) return
      note(error instanceof Error ? error.message : String(error))
      log('error', 'case-unanswered', { caseId, kind, answerUntil, ...errorFields(error) })
    }
  }

  const seeToBeacon = async (round: bigint): Promise<void> => {
    const { answers: finisher } = parts
    if (finisher === undefined || now() < (beacons.get(round) ?? 0)) return
    try {
      const at = { now: BigInt(Math.floor(now() / 1000)), signal }
      const isDone = await finishBeaconWhenDue({ watch: court, finisher }, round, at)
      beacons.set(round, isDone ? Number.POSITIVE_INFINITY : 0)
      if (isDone) log('info', 'beacon-seen-to', { round })
    } catch (error) {
      if (signal.aborted) return
      beacons.set(round, now() + courtRetryMs)
      log('info', 'beacon-not-finished', { round, ...errorFields(error) })
    }
    const [oldest] = beacons.keys()
    if (beacons.size > casesMax && oldest !== undefined) beacons.delete(oldest)
  }

  const tick = async () => {
    if (answering) return
    answering = true
    try {
      for (const record of records.all()) {
        const { at = Number.NEGATIVE_INFINITY } = attempts.get(record.caseId) ?? {}
        if (isForUs(record, init.node) && now() - at >= courtRetryMs) await tryAnswer(record)
        if (record.state === 'open' && record.beaconRound !== undefined) await seeToBeacon(record.beaconRound)
      }
    } finally {
      answering = false
    }
  }

  return {
    async watch() {
      while (!signal.aborted) {
        try {
          const fromBlock = store.courtBlock() ?? BigInt(init.deployedAtBlock)
          for await (const event of court.watchCases({ fromBlock, pollMs, confirmations: 0, signal })) take(event)
        } catch (error) {
          if (signal.aborted) return
          log('warn', 'court-watch-failed', errorFields(error))
        }
        await pause(pollMs)
      }
    },
    tick,
    cases: () => records.all().map((record) => ({ ...record, problem: attempts.get(record.caseId)?.problem })),
  }
}

function isForUs({ state, kind, node, answerUntil }: CaseRecord, self: Address): boolean {
  if (state !== 'open' || answerUntil === undefined) return false
  return kind === 'ghosting' || (kind === 'omission' && node === self)
}

/** Leases of the channel that the case is about, in its opening: the accused lease's, else the payer's present one. */
function leasesOf(
  store: NodeStore,
  { leaseId, payer }: CaseRecord,
  { operator, token }: Pick<CourtDeskInit, 'operator' | 'token'>,
): readonly LeaseRow[] {
  const accused = leaseId && store.findLease(leaseId)
  if (accused !== undefined) return store.leasesOfChannel(accused.order.channelId, accused.order.epoch)
  const channelId = payer && channelIdOf(payer, operator, token)
  const channel = store.liveChannels().find((row) => row.channelId === channelId)
  return channel === undefined ? [] : store.leasesOfChannel(channel.channelId, channel.epoch)
}

function blockAfter(event: CourtEvent): bigint {
  return 'lastValidBlock' in event ? event.lastValidBlock + 1n : event.blockNumber
}

/** Open cases are told again after a restart. */
function firstNeeded(cases: readonly CaseRecord[], seen: bigint): bigint {
  return cases.reduce(
    (first, { state, openedAtBlock }) => (state === 'open' && openedAtBlock < first ? openedAtBlock : first),
    seen,
  )
}

function logState(log: Log, { caseId, kind, state, node, epoch, answerUntil }: CaseRecord): void {
  const fields = { caseId, kind, node, epoch, answerUntil }
  if (state === 'open') log('warn', 'case-opened', fields)
  else log(state === 'convicted' ? 'error' : 'info', `case-${state}`, fields)
}
