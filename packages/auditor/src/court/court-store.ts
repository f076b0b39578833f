/** The court's part of the auditor's file: duties on panels, and cases of its own. */
import { type Address, type Hash, parseAddress, parseHash } from '@millrace/protocol'
import type { AuditorStore, Row } from '../auditor-store.ts'
import { endedRowsKeptMax } from './court-limits.ts'

/** `called`: drawn. `decided`: the verdict is fixed and on disk. `committed`, `revealed`: on the chain. `over`: nothing is left to do. */
export type DutyState = 'called' | 'decided' | 'committed' | 'revealed' | 'over'

export type DecidedVerdict = {
  readonly receiptHash: Hash
  readonly outcome: number
  readonly evidenceHash: Hash
  readonly salt: Hash
  readonly reason: string
}

export type Duty = {
  readonly caseId: Hash
  readonly round: number
  readonly locator: Hash
  readonly state: DutyState
  readonly verdict: DecidedVerdict | undefined
}

/** `opening`: to be opened, or opened without our having heard of it. */
export type OwnCaseState = 'opening' | 'open' | 'convicted' | 'settled' | 'dismissed' | 'refused'

export type OwnCase = {
  readonly receiptHash: Hash
  readonly caseId: Hash | undefined
  readonly node: Address
  readonly state: OwnCaseState
  readonly reason: string
  readonly openedAt: number
}

export type CourtStore = ReturnType<typeof createCourtStore>

export function createCourtStore(store: AuditorStore) {
  const spent = (day: number, what: 'gas' | 'cases'): bigint =>
    BigInt(String(store.one('SELECT amount FROM spent WHERE day = ? AND what = ?', day, what)?.amount ?? 0))

  return {
    /** Remembers where a case's evidence is, for the auditors that are drawn later. */
    saveCall(caseId: Hash, locator: Hash, block: bigint): void {
      store.write('INSERT OR REPLACE INTO panel_call VALUES (?, ?, ?)', caseId, locator, block)
      store.write(
        `DELETE FROM panel_call WHERE case_id IN (SELECT case_id FROM panel_call ORDER BY block DESC LIMIT -1 OFFSET ${endedRowsKeptMax})`,
      )
    },
    locatorOf(caseId: Hash): Hash | undefined {
      const row = store.one('SELECT locator FROM panel_call WHERE case_id = ?', caseId)
      return row === undefined ? undefined : parseHash(row.locator)
    },
    addDuty(caseId: Hash, round: number, locator: Hash): void {
      store.write(
        "INSERT OR IGNORE INTO duty (case_id, round, locator, state) VALUES (?, ?, ?, 'called')",
        ...[caseId, round, locator],
      )
      store.write(`DELETE FROM duty WHERE state = 'over' AND id <= (SELECT max(id) FROM duty) - ${endedRowsKeptMax}`)
    },
    /** Returns duties that are not over, the oldest first. */
    duties: (): readonly Duty[] => store.all("SELECT * FROM duty WHERE state != 'over' ORDER BY id").map(dutyOf),
    allDuties: (): readonly Duty[] => store.all('SELECT * FROM duty ORDER BY id').map(dutyOf),
    /** Fixes the verdict, once for ever: a second one for the same case and round changes nothing. Returns the one that stands. */
    decide(caseId: Hash, round: number, verdict: DecidedVerdict): DecidedVerdict {
      const { receiptHash, outcome, evidenceHash, salt, reason } = verdict
      store.write(
        "UPDATE duty SET state = 'decided', receipt_hash = ?, outcome = ?, evidence_hash = ?, salt = ?, reason = ? WHERE case_id = ? AND round = ? AND salt IS NULL",
        ...[receiptHash, outcome, evidenceHash, salt, reason, caseId, round],
      )
      const row = store.one('SELECT * FROM duty WHERE case_id = ? AND round = ?', caseId, round)
      const stands = row === undefined ? undefined : dutyOf(row).verdict
      if (stands === undefined) throw new TypeError('A verdict was decided for no duty')
      return stands
    },
    setDuty: (caseId: Hash, round: number, state: DutyState): void =>
      store.write('UPDATE duty SET state = ? WHERE case_id = ? AND round = ?', state, caseId, round),

    /** Returns whether the case is new. */
    addOwnCase(
      own: Pick<OwnCase, 'receiptHash' | 'node' | 'reason' | 'openedAt'> & { readonly bundle: string },
    ): boolean {
      const { receiptHash, node, bundle, reason, openedAt } = own
      if (store.one('SELECT 1 FROM own_case WHERE receipt_hash = ?', receiptHash) !== undefined) return false
      store.write(
        "INSERT INTO own_case (receipt_hash, case_id, node, bundle, state, reason, opened_at) VALUES (?, NULL, ?, ?, 'opening', ?, ?)",
        ...[receiptHash, node, bundle, reason, openedAt],
      )
      store.write(
        `DELETE FROM own_case WHERE state IN ('settled', 'dismissed', 'refused') AND rowid <= (SELECT max(rowid) FROM own_case) - ${endedRowsKeptMax}`,
      )
      return true
    },
    /** Has a case begun again that the court did not take or that ended without a conviction; returns whether there was one. */
    beginAgain(receiptHash: Hash): boolean {
      const ended = "receipt_hash = ? AND state IN ('refused', 'dismissed')"
      if (store.one(`SELECT 1 FROM own_case WHERE ${ended}`, receiptHash) === undefined) return false
      store.write(`UPDATE own_case SET state = 'opening', case_id = NULL WHERE ${ended}`, receiptHash)
      return true
    },
    ownCases: (): readonly OwnCase[] => store.all('SELECT * FROM own_case ORDER BY rowid').map(ownCaseOf),
    ownCase(receiptHash: Hash): OwnCase | undefined {
      const row = store.one('SELECT * FROM own_case WHERE receipt_hash = ?', receiptHash)
      return row === undefined ? undefined : ownCaseOf(row)
    },
    setOwnCase: (receiptHash: Hash, state: OwnCaseState, caseId?: Hash): void =>
      store.write(
        'UPDATE own_case SET state = ?, case_id = coalesce(?, case_id) WHERE receipt_hash = ?',
        ...[state, caseId ?? null, receiptHash],
      ),
    /** Returns the evidence of a case of ours, undefined for any other. */
    evidenceOf(caseId: Hash): string | undefined {
      const row = store.one('SELECT bundle FROM own_case WHERE case_id = ?', caseId)
      return row === undefined ? undefined : String(row.bundle)
    },
    bundleOf(receiptHash: Hash): string | undefined {
      const row = store.one('SELECT bundle FROM own_case WHERE receipt_hash = ?', receiptHash)
      return row === undefined ? undefined : String(row.bundle)
    },
    spent,
    /** Adds to what was spent on a day. */
    spend(day: number, what: 'gas' | 'cases', amount: bigint): void {
      store.write('INSERT OR REPLACE INTO spent VALUES (?, ?, ?)', day, what, String(spent(day, what) + amount))
      store.write('DELETE FROM spent WHERE day < ?', day - 1)
    },
    /** The block from which events are still to be read. */
    cursor: (): bigint | undefined => {
      const value = store.kept('court-block')
      return value === undefined ? undefined : BigInt(value)
    },
    saveCursor: (block: bigint): void => store.keep('court-block', String(block)),
    together: store.together,
  }
}

function dutyOf(row: Row): Duty {
  const { case_id, round, locator, state, receipt_hash, outcome, evidence_hash, salt, reason } = row
  const verdict =
    salt === null
      ? undefined
      : {
          receiptHash: parseHash(receipt_hash),
          outcome: Number(outcome),
          evidenceHash: parseHash(evidence_hash),
          salt: parseHash(salt),
          reason: String(reason),
        }
  return {
    caseId: parseHash(case_id),
    round: Number(round),
    locator: parseHash(locator),
    state: state as DutyState,
    verdict,
  }
}

function ownCaseOf({ receipt_hash, case_id, node, state, reason, opened_at }: Row): OwnCase {
  return {
    receiptHash: parseHash(receipt_hash),
    caseId: case_id === null ? undefined : parseHash(case_id),
    node: parseAddress(node),
    state: state as OwnCaseState,
    reason: String(reason),
    openedAt: Number(opened_at),
  }
}
