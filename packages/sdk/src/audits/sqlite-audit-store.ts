/** Audits in the buyer's SQLite file: a row a receipt, its text beside what is known of it. */
import type { DatabaseSync } from 'node:sqlite'
import type { Hash } from '@millrace/protocol'
import {
  type AuditChanges,
  type AuditFinding,
  type AuditRow,
  type AuditStore,
  type AuditTotals,
  auditFindingsKeptMax,
  emptyAuditTotals,
} from './audit-store.ts'

/** Tables of schema version 3. */
export const auditTables = `
  CREATE TABLE audit (receipt_hash TEXT PRIMARY KEY, row TEXT NOT NULL, bundle TEXT NOT NULL) STRICT;
  CREATE TABLE audit_finding (
    id INTEGER PRIMARY KEY, receipt_hash TEXT NOT NULL, finding TEXT NOT NULL, bundle TEXT NOT NULL
  ) STRICT;
  CREATE TABLE audit_total (id INTEGER PRIMARY KEY CHECK (id = 1), totals TEXT NOT NULL) STRICT;`

/** @param inOneCommit - all of the writing or nothing. */
export function createSqliteAuditStore(database: DatabaseSync, inOneCommit: (write: () => void) => void): AuditStore {
  const statements = {
    rows: database.prepare('SELECT row FROM audit ORDER BY rowid'),
    bundle: database.prepare('SELECT bundle FROM audit WHERE receipt_hash = ?'),
    add: database.prepare('INSERT OR REPLACE INTO audit VALUES (?, ?, ?)'),
    change: database.prepare('UPDATE audit SET row = ? WHERE receipt_hash = ?'),
    remove: database.prepare('DELETE FROM audit WHERE receipt_hash = ?'),
    findings: database.prepare('SELECT finding FROM audit_finding ORDER BY id DESC'),
    evidence: database.prepare(
      `SELECT bundle FROM audit_finding WHERE receipt_hash = ? AND bundle <> '' ORDER BY id DESC LIMIT 1`,
    ),
    find: database.prepare('INSERT INTO audit_finding (receipt_hash, finding, bundle) VALUES (?, ?, ?)'),
    pruneFindings: database.prepare(
      `DELETE FROM audit_finding WHERE id IN (
        SELECT id FROM audit_finding ORDER BY json_extract(finding, '$.kind') = 'cheated' DESC, id DESC
        LIMIT -1 OFFSET ${auditFindingsKeptMax}
      )`,
    ),
    totals: database.prepare('SELECT totals FROM audit_total WHERE id = 1'),
    saveTotals: database.prepare('INSERT OR REPLACE INTO audit_total VALUES (1, ?)'),
  }
  let findings: readonly AuditFinding[] | undefined

  function write({ added = [], changed = [], removed = [], found = [], totals }: AuditChanges): void {
    for (const { row, bundle } of added) statements.add.run(row.receipt.receiptHash, textOf(row), bundle)
    for (const row of changed) statements.change.run(textOf(row), row.receipt.receiptHash)
    for (const receiptHash of removed) statements.remove.run(receiptHash)
    for (const { finding, bundle } of found) statements.find.run(finding.receiptHash, textOf(finding), bundle)
    if (found.length > 0) statements.pruneFindings.run()
    if (totals !== undefined) statements.saveTotals.run(textOf(totals))
    if (found.length > 0) findings = undefined
  }

  return {
    rows: () => statements.rows.all().map(({ row }) => rowOf(JSON.parse(String(row)))),
    bundle(receiptHash: Hash) {
      const found = statements.bundle.get(receiptHash) ?? statements.evidence.get(receiptHash)
      return found === undefined ? undefined : String(found.bundle)
    },
    totals() {
      const found = statements.totals.get()
      return found === undefined ? emptyAuditTotals : totalsOf(JSON.parse(String(found.totals)))
    },
    /** PERF: asked at each look; read once. */
    findings() {
      findings ??= statements.findings.all().map(({ finding }) => JSON.parse(String(finding)) as AuditFinding)
      return findings
    },
    commit: (changes) => inOneCommit(() => write(changes)),
  }
}

function textOf(value: AuditRow | AuditFinding | AuditTotals): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
}

/** What JSON makes of amounts. */
type Texts<T> = { readonly [Key in keyof T]: T[Key] extends bigint ? string : T[Key] }
type OutText = Texts<NonNullable<NonNullable<AuditRow['due']>['out']>>
type RowText = Texts<Omit<AuditRow, 'due'>> & {
  readonly due?: Omit<NonNullable<AuditRow['due']>, 'out'> & { readonly out?: OutText }
}

function rowOf({ amount, units, due, ...row }: RowText): AuditRow {
  const whole = { ...row, amount: BigInt(amount), units: BigInt(units) }
  if (due === undefined) return whole
  const { out, ...rest } = due
  return { ...whole, due: out === undefined ? rest : { ...rest, out: { ...out, amountMax: BigInt(out.amountMax) } } }
}

function totalsOf({ earnedMicro, spent, ...counts }: Texts<AuditTotals>): AuditTotals {
  return { ...counts, earnedMicro: BigInt(earnedMicro), spent: BigInt(spent) }
}
