/**
 * A buyer's audits as they stand: the pure schedule (`verification`), what each of its receipts needs besides, the money, and the file
 * behind it. Each method is one commit. Nothing here waits or asks anybody.
 */
import type { Hash } from '@millrace/protocol'
import {
  type AuditOutcome,
  type AuditSchedule,
  type AuditScheduleEvent,
  advanceAuditSchedule,
  auditsToAsk,
  type DueAudit,
  type EndedAudit,
  emptyAuditSchedule,
} from '@millrace/verification'
import { auditMoneyLeft, setAsideMicro } from './audit-ledger.ts'
import type { SampledAuditLimits } from './audit-limits.ts'
import type { AuditFinding, AuditorAsk, AuditRow, AuditStore, AuditTotals, DueRow } from './audit-store.ts'

export type NewReceipt = { readonly row: AuditRow; readonly bundle: string }

export type AuditVerdict = {
  readonly outcome: AuditOutcome | 'lapsed' | 'absent'
  /** Base units that the audit cost. */
  readonly amount: bigint
  /** Kept with the bundle, where there is something to be told. */
  readonly finding?: AuditFinding
}

export type AuditBook = {
  readonly totals: AuditTotals
  row(receiptHash: Hash): AuditRow | undefined
  /** Receipts that wait for their draw. */
  awaiting(): readonly AuditRow[]
  dueCount(): number
  /** Those that are with an auditor: after a restart, to be asked again. */
  out(): readonly AuditRow[]
  /** Those to hand out now, the soonest to lapse first. */
  toAsk(nowMs: number): readonly AuditRow[]
  moneyLeft(): bigint
  /** Keeps receipts; where there is no room, some that wait go by chance. */
  keep(receipts: readonly NewReceipt[]): void
  /** Draws the receipts of a node's epoch; returns those chosen. What was `found` of the epoch itself is kept without a text. */
  draw(
    event: Omit<Extract<AuditScheduleEvent, { kind: 'beacon' }>, 'kind'>,
    found?: readonly AuditFinding[],
  ): readonly AuditRow[]
  asked(receiptHash: Hash, ask: AuditorAsk): void
  answered(receiptHash: Hash, verdict: AuditVerdict, atMs: number): void
  /** Deletes what is of use no more. */
  tick(atMs: number): void
}

/** @param random - uniform in [0, 1). */
export function createAuditBook(
  { store, random }: { readonly store: AuditStore; readonly random: () => number },
  limits: SampledAuditLimits,
): AuditBook {
  const rows = new Map(store.rows().map((row) => [row.receipt.receiptHash, row]))
  let schedule = scheduleOf(rows.values())
  let totals = store.totals()
  let chars = sumOf(rows.values())

  /** Advances the schedule; returns what ended, whose rows go. */
  function advance(event: AuditScheduleEvent): readonly EndedAudit[] {
    const result = advanceAuditSchedule(schedule, event)
    schedule = result.schedule
    return result.ended
  }

  function forget(receiptHash: Hash): void {
    chars -= rows.get(receiptHash)?.chars ?? 0
    rows.delete(receiptHash)
  }

  /** Takes over what the schedule says of a receipt that is due. */
  function follow(receiptHash: Hash, more: Pick<DueRow, 'draw'> & Partial<Pick<DueRow, 'out'>>): AuditRow | undefined {
    const row = rows.get(receiptHash)
    const audit = schedule.due.find((one) => one.receiptHash === receiptHash)
    if (row === undefined || audit === undefined) return undefined
    const { failedAuditors, absentAuditors, notBeforeMs } = audit
    const changed = { ...row, due: { ...more, failedAuditors, absentAuditors, notBeforeMs } }
    rows.set(receiptHash, changed)
    return changed
  }

  function count(ended: readonly Pick<EndedAudit, 'outcome'>[]): void {
    for (const { outcome } of ended) totals = { ...totals, [outcome]: totals[outcome] + 1 }
  }

  function dropOne(): Hash | undefined {
    const { awaiting } = schedule
    const receiptHash = awaiting[Math.floor(random() * awaiting.length)]?.receiptHash
    if (receiptHash === undefined) return undefined
    count(advance({ kind: 'dropped', receiptHash }))
    forget(receiptHash)
    return receiptHash
  }

  function rowsOf(audits: readonly { readonly receiptHash: Hash }[]): readonly AuditRow[] {
    return audits.flatMap(({ receiptHash }) => rows.get(receiptHash) ?? [])
  }

  return {
    get totals() {
      return totals
    },
    row: (receiptHash) => rows.get(receiptHash),
    awaiting: () => rowsOf(schedule.awaiting),
    dueCount: () => schedule.due.length,
    out: () => [...rows.values()].filter(({ due }) => due?.out !== undefined),
    toAsk: (nowMs) => rowsOf(auditsToAsk(schedule, nowMs, limits.outMax)),
    moneyLeft: () => auditMoneyLeft(totals, rows.values(), limits),
    keep(receipts) {
      const added = new Map<Hash, NewReceipt>()
      const removed: Hash[] = []
      for (const receipt of receipts) {
        const { row } = receipt
        const { receiptHash, ratePpm } = row.receipt
        if (rows.has(receiptHash)) continue
        rows.set(receiptHash, row)
        added.set(receiptHash, receipt)
        chars += row.chars
        const earnedMicro = totals.earnedMicro + setAsideMicro({ amount: row.amount, ratePpm })
        totals = { ...totals, runs: totals.runs + 1, earnedMicro }
        count(advance({ kind: 'kept', receipt: row.receipt }))
      }
      while (rows.size > limits.receiptsKeptMax || chars > limits.charsKeptMax) {
        const gone = dropOne()
        if (gone === undefined) break
        if (!added.delete(gone)) removed.push(gone)
      }
      store.commit({ added: [...added.values()], removed, totals })
    },
    draw(event, found = []) {
      const before = schedule.awaiting.filter(({ node, epoch }) => node === event.node && epoch === event.epoch)
      const ended = advance({ ...event, kind: 'beacon' })
      // That nothing was posted is on the chain: no text proves it.
      const evidence = found.map((finding) => ({ finding, bundle: '' }))
      count(ended)
      const changed = before.flatMap(({ receiptHash }) => follow(receiptHash, { draw: event.beacon }) ?? [])
      const chosen = new Set(changed.map(({ receipt }) => receipt.receiptHash))
      const removed = before.map(({ receiptHash }) => receiptHash).filter((hash) => !chosen.has(hash))
      removed.forEach(forget)
      totals = { ...totals, drawn: totals.drawn + changed.length }
      store.commit({ changed, removed, totals, found: evidence })
      return changed
    },
    asked(receiptHash, ask) {
      const draw = rows.get(receiptHash)?.due?.draw
      if (draw === undefined) return
      advance({ kind: 'asked', receiptHash, auditor: ask.auditor })
      const changed = follow(receiptHash, { draw, out: ask })
      if (changed !== undefined) store.commit({ changed: [changed] })
    },
    answered(receiptHash, { outcome, amount, finding }, atMs) {
      totals = { ...totals, spent: totals.spent + amount }
      const draw = rows.get(receiptHash)?.due?.draw
      // It lapsed meanwhile.
      if (draw === undefined) return store.commit({ totals })
      const evidence = finding === undefined ? [] : [{ finding, bundle: store.bundle(receiptHash) ?? '' }]
      const ended = advance({ kind: 'answered', receiptHash, outcome, atMs })
      count(ended)
      const changed = follow(receiptHash, { draw })
      if (changed === undefined) forget(receiptHash)
      const gone = changed === undefined ? { removed: [receiptHash] } : { changed: [changed] }
      store.commit({ ...gone, totals, found: evidence })
    },
    tick(atMs) {
      const ended = advance({ kind: 'time', atMs })
      if (ended.length === 0) return
      count(ended)
      const removed = ended.map(({ receiptHash }) => receiptHash)
      removed.forEach(forget)
      store.commit({ removed, totals })
    },
  }
}

function scheduleOf(rows: Iterable<AuditRow>): AuditSchedule {
  const awaiting: AuditRow['receipt'][] = []
  const due: DueAudit[] = []
  for (const row of rows) {
    if (row.due === undefined) awaiting.push(row.receipt)
    else {
      const { failedAuditors, absentAuditors = [], notBeforeMs, out } = row.due
      const asked = out === undefined ? {} : { auditor: out.auditor }
      due.push({ ...row.receipt, failedAuditors, absentAuditors, notBeforeMs, ...asked })
    }
  }
  return { ...emptyAuditSchedule, awaiting, due }
}

function sumOf(rows: Iterable<AuditRow>): number {
  let chars = 0
  for (const row of rows) chars += row.chars
  return chars
}
