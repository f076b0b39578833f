/**
 * What a buyer must not forget of its audits: the receipts that wait to be drawn, with their texts, whom each due one is with, what was
 * set aside and spent, and what was found. One commit for each change, so that a crash between two steps repeats the second.
 */
import type { Address, Amount, Hash } from '@millrace/protocol'
import type { AuditableReceipt } from '@millrace/verification'

/** A receipt that waits for its draw, or for its auditor. */
export type AuditRow = {
  readonly receipt: AuditableReceipt
  /** Identifier under which the receipt is kept elsewhere. */
  readonly receiptId: Hash
  readonly operator: Address
  /** A code of `exactnessClasses`. */
  readonly exactness: number
  readonly build: Hash
  /** What the run cost, and the audit of it counts: base units, and units. */
  readonly amount: Amount
  readonly units: bigint
  /** Characters of its bundle. */
  readonly chars: number
  /** Once drawn. */
  readonly due?: DueRow
}

export type DueRow = {
  /** Randomness that drew it, and that orders its auditors. */
  readonly draw: Hash
  readonly failedAuditors: readonly Address[]
  /** Those that were away, once for each time; absent in files of earlier versions. */
  readonly absentAuditors?: readonly Address[]
  readonly notBeforeMs: number
  /** Who has it: asked again after a crash, and paid once. */
  readonly out?: AuditorAsk
}

/** Whom an audit is bought of. */
export type AuditorAsk = {
  readonly auditor: Address
  /** Root of the rules by which it judges. */
  readonly model: Hash
  /** Base units that it may cost. */
  readonly amountMax: Amount
}

/** Something to be told: a cheat, or an epoch whose receipts a node never committed to. */
export type AuditFinding = {
  readonly kind: 'cheated' | 'uncommitted'
  readonly receiptHash: Hash
  readonly receiptId: Hash
  readonly node: Address
  readonly operator: Address
  readonly auditor?: Address
  readonly reason: string
  /** Unix milliseconds. */
  readonly foundAt: number
}

/** Counts since the file began. */
export type AuditTotals = {
  /** Runs bought under `sampled`. */
  readonly runs: number
  readonly drawn: number
  readonly honest: number
  readonly cheated: number
  /** Drawn, and judged by nobody in time, or judged and undecided; or never drawn. Says nothing of a provider. */
  readonly lapsed: number
  /** Millionths of a base unit that the runs set aside for their audits. */
  readonly earnedMicro: bigint
  /** Base units that audits cost. */
  readonly spent: Amount
}

export const emptyAuditTotals: AuditTotals = {
  ...{ runs: 0, drawn: 0, honest: 0, cheated: 0, lapsed: 0 },
  ...{ earnedMicro: 0n, spent: 0n },
}

export type AuditChanges = {
  readonly added?: readonly { readonly row: AuditRow; readonly bundle: string }[]
  readonly changed?: readonly AuditRow[]
  /** Their texts are overwritten. */
  readonly removed?: readonly Hash[]
  /** Kept with the bundle, as evidence; empty where the chain is the evidence. */
  readonly found?: readonly { readonly finding: AuditFinding; readonly bundle: string }[]
  readonly totals?: AuditTotals
}

export type AuditStore = {
  rows(): readonly AuditRow[]
  /** Returns the bundle of a row, or of a finding. */
  bundle(receiptHash: Hash): string | undefined
  totals(): AuditTotals
  /** The latest first; at most {@link auditFindingsKeptMax}. */
  findings(): readonly AuditFinding[]
  /** All of it or nothing. */
  commit(changes: AuditChanges): void
}

/** Findings kept with their evidence. Of more, the oldest go first, and of cheats none before all else is gone: anybody can post nothing. */
export const auditFindingsKeptMax = 256
