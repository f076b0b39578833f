/**
 * A buyer's audits of its own receipts: which wait for a beacon, which are due, which are out, and what came of them. Pure:
 * the caller brings the time, hands receipts to auditors and feeds back what they say.
 *
 * When auditors are down, an audit is deferred: asked again of another auditor after a wait that doubles, and while several in a
 * row have failed only one is out at a time, as a probe. Who was unable is not asked again; who was away is, once nobody else is left. It
 * lapses when its evidence would come too late or too many have failed. Neither counts against the provider; both are counted, so
 * that the buyer sees what coverage it got.
 *
 * Invariants: a state is plain JSON; its lists have named bounds; the same events give the same state; an audit ends once, as
 * `honest`, `cheated` or `lapsed`. Times are milliseconds since 1970.
 */
import type { Address, Hash } from '@millrace/protocol'
import { isAuditChosen } from './audit-choice.ts'
import { type AuditOutcome, fractionOf } from './audit-record.ts'

/** Receipts of a buyer that wait for their beacon: a day's at one a second. */
export const awaitingReceiptsMax = 86_400
/** Audits due or out: more than any auditors' queue clears within an evidence window. */
export const dueAuditsMax = 4_096
/** Auditors asked for one audit: each sees the text. */
export const auditAttemptsMax = 8
/** Times that auditors may be away when one audit is asked of them: more than the waits leave room for in a window of two days. */
export const auditAbsencesMax = 64
/** Failures in a row after which auditors count as down. */
export const outageFailures = 3
/** First wait before an audit is asked again, milliseconds: the time of a restart. */
export const auditRetryMsMin = 30_000
/** Longest wait before an audit is asked again, milliseconds: an hour of an evidence window of days. */
export const auditRetryMsMax = 3_600_000
/**
 * How much later than its deadline an audit lapses that is out, milliseconds: it is paid, so a verdict that comes late is still heard.
 * Half of what a case takes.
 */
export const outGraceMs = 1_800_000

/** A receipt that may be audited. */
export type AuditableReceipt = {
  readonly receiptHash: Hash
  readonly node: Address
  /** Whose beacon decides. */
  readonly epoch: number
  /** What the order's policy says. */
  readonly ratePpm: number
  /** When evidence is of use no more: the end of the evidence window less the time that a case takes. */
  readonly deadlineMs: number
}
export type DueAudit = AuditableReceipt & {
  /** Asked so far and unable; not asked again. */
  readonly failedAuditors: readonly Address[]
  /** Asked so far and away, once for each time. */
  readonly absentAuditors: readonly Address[]
  /** Not before. */
  readonly notBeforeMs: number
  /** Who has it now. */
  readonly auditor?: Address
}
export type AuditSchedule = {
  readonly awaiting: readonly AuditableReceipt[]
  readonly due: readonly DueAudit[]
  /** Auditors' failures since one last answered. */
  readonly failuresInRow: number
}

export type AuditScheduleEvent =
  | { readonly kind: 'kept'; readonly receipt: AuditableReceipt }
  /** The randomness of an epoch appeared; where each node has its own, that of one node. */
  | {
      readonly kind: 'beacon'
      readonly epoch: number
      readonly node?: Address
      readonly beacon: Hash
      readonly atMs: number
    }
  /** Not kept any more: no room. */
  | { readonly kind: 'dropped'; readonly receiptHash: Hash }
  | { readonly kind: 'asked'; readonly receiptHash: Hash; readonly auditor: Address }
  /**
   * `unable`: its own failure, a timeout included. `absent`: it was never begun. `lapsed`: it did what can be done, and that says nothing;
   * nobody is asked again.
   */
  | {
      readonly kind: 'answered'
      readonly receiptHash: Hash
      readonly outcome: AuditOutcome | 'lapsed' | 'absent'
      readonly atMs: number
    }
  | { readonly kind: 'time'; readonly atMs: number }

/** An audit that is over. */
export type EndedAudit = {
  readonly receiptHash: Hash
  readonly node: Address
  readonly outcome: 'honest' | 'cheated' | 'lapsed'
}
export type AuditScheduleResult = { readonly schedule: AuditSchedule; readonly ended: readonly EndedAudit[] }

export const emptyAuditSchedule: AuditSchedule = { awaiting: [], due: [], failuresInRow: 0 }

/** Returns the schedule after an event, with the audits that it ended. What does not fit changes nothing. Cost: its length. */
export function advanceAuditSchedule(schedule: AuditSchedule, event: AuditScheduleEvent): AuditScheduleResult {
  switch (event.kind) {
    case 'kept':
      return afterKept(schedule, event.receipt)
    case 'beacon':
      return afterBeacon(schedule, event)
    case 'asked':
      return { schedule: withDue(schedule, event.receiptHash, (audit) => askedAudit(audit, event.auditor)), ended: [] }
    case 'answered':
      return afterAnswer(schedule, event)
    case 'dropped':
      return lapse(schedule, ({ receiptHash }) => receiptHash === event.receiptHash)
    case 'time':
      return lapse(schedule, (audit) => lapsesAt(audit) <= event.atMs)
  }
}

/**
 * Returns the audits to hand out now, the soonest to lapse first.
 *
 * @param outMax - audits out at once; 1 while auditors count as down.
 */
export function auditsToAsk(schedule: AuditSchedule, nowMs: number, outMax: number): readonly DueAudit[] {
  const out = schedule.due.filter(({ auditor }) => auditor !== undefined).length
  const most = schedule.failuresInRow >= outageFailures ? 1 : outMax
  return schedule.due
    .filter(
      ({ auditor, notBeforeMs, deadlineMs }) => auditor === undefined && notBeforeMs <= nowMs && nowMs < deadlineMs,
    )
    .sort((a, b) => a.deadlineMs - b.deadlineMs || (a.receiptHash < b.receiptHash ? -1 : 1))
    .slice(0, Math.max(0, most - out))
}

/** The oldest gives way to the newest: its beacon should have appeared long ago. */
function afterKept(schedule: AuditSchedule, receipt: AuditableReceipt): AuditScheduleResult {
  const isSame = ({ receiptHash }: AuditableReceipt) => receiptHash === receipt.receiptHash
  if (schedule.awaiting.some(isSame) || schedule.due.some(isSame)) return { schedule, ended: [] }
  const awaiting = [...schedule.awaiting, receipt]
  const overflow = awaiting.splice(0, Math.max(0, awaiting.length - awaitingReceiptsMax))
  return { schedule: { ...schedule, awaiting }, ended: overflow.map(lapsed) }
}

function afterBeacon(
  schedule: AuditSchedule,
  { epoch, node, beacon, atMs }: Extract<AuditScheduleEvent, { readonly kind: 'beacon' }>,
): AuditScheduleResult {
  const isDrawn = (receipt: AuditableReceipt) =>
    receipt.epoch === epoch && (node === undefined || receipt.node === node)
  const chosen = schedule.awaiting
    .filter((receipt) => isDrawn(receipt) && isAuditChosen(beacon, receipt.receiptHash, receipt.ratePpm))
    .map((receipt): DueAudit => ({ ...receipt, failedAuditors: [], absentAuditors: [], notBeforeMs: atMs }))
  const due = [...schedule.due, ...chosen]
  const overflow = due.splice(dueAuditsMax)
  const awaiting = schedule.awaiting.filter((receipt) => !isDrawn(receipt))
  return { schedule: { ...schedule, awaiting, due }, ended: overflow.map(lapsed) }
}

function afterAnswer(
  schedule: AuditSchedule,
  { receiptHash, outcome, atMs }: Extract<AuditScheduleEvent, { readonly kind: 'answered' }>,
): AuditScheduleResult {
  const audit = schedule.due.find((entry) => entry.receiptHash === receiptHash)
  if (audit?.auditor === undefined) return { schedule, ended: [] }
  if (outcome !== 'unable' && outcome !== 'absent') {
    const due = schedule.due.filter((entry) => entry !== audit)
    return { schedule: { ...schedule, due, failuresInRow: 0 }, ended: [{ receiptHash, node: audit.node, outcome }] }
  }
  const deferred = withDue(schedule, receiptHash, (entry) => deferredAudit(entry, outcome, atMs))
  const isOver = deferred.due.some(
    (entry) => entry.receiptHash === receiptHash && (isSpent(entry) || entry.deadlineMs <= atMs),
  )
  return lapse(
    { ...deferred, failuresInRow: schedule.failuresInRow + 1 },
    (entry) => isOver && entry.receiptHash === receiptHash,
  )
}

function askedAudit(audit: DueAudit, auditor: Address): DueAudit {
  return audit.auditor === undefined && !audit.failedAuditors.includes(auditor) ? { ...audit, auditor } : audit
}

/** Waits double; half of each is drawn by the receipt, so that those deferred together do not come back together. */
function deferredAudit({ auditor, ...audit }: DueAudit, outcome: 'unable' | 'absent', atMs: number): DueAudit {
  const { failedAuditors, absentAuditors } = audit
  const waitMs = Math.min(auditRetryMsMax, auditRetryMsMin * 2 ** (failedAuditors.length + absentAuditors.length))
  const asked = auditor === undefined ? [] : [auditor]
  return {
    ...audit,
    failedAuditors: outcome === 'unable' ? [...failedAuditors, ...asked] : failedAuditors,
    absentAuditors: outcome === 'absent' ? [...absentAuditors, ...asked] : absentAuditors,
    notBeforeMs: atMs + Math.round(waitMs * (0.5 + fractionOf(audit.receiptHash) / 2)),
  }
}

function isSpent({ failedAuditors, absentAuditors }: DueAudit): boolean {
  return failedAuditors.length >= auditAttemptsMax || absentAuditors.length >= auditAbsencesMax
}

function lapsesAt({ deadlineMs, auditor }: AuditableReceipt & Pick<DueAudit, 'auditor'>): number {
  return auditor === undefined ? deadlineMs : deadlineMs + outGraceMs
}

/** What waits for its beacon lapses, too: its text is of use no more. */
function lapse(schedule: AuditSchedule, isOver: (audit: AuditableReceipt | DueAudit) => boolean): AuditScheduleResult {
  const over = [...schedule.due.filter(isOver), ...schedule.awaiting.filter(isOver)]
  if (over.length === 0) return { schedule, ended: [] }
  const isLeft = (audit: AuditableReceipt) => !isOver(audit)
  const { due, awaiting } = schedule
  return {
    schedule: { ...schedule, due: due.filter(isLeft), awaiting: awaiting.filter(isLeft) },
    ended: over.map(lapsed),
  }
}

function lapsed({ receiptHash, node }: AuditableReceipt): EndedAudit {
  return { receiptHash, node, outcome: 'lapsed' }
}

function withDue(schedule: AuditSchedule, receiptHash: Hash, change: (audit: DueAudit) => DueAudit): AuditSchedule {
  return { ...schedule, due: schedule.due.map((audit) => (audit.receiptHash === receiptHash ? change(audit) : audit)) }
}
