/**
 * What audits have shown of a provider. Only an audit that was done says anything: an auditor that was down, of the wrong build or
 * otherwise unable leaves the record as it was, but for the count of what was never looked at.
 */
import type { Hash } from '@millrace/protocol'

export type AuditOutcome = 'honest' | 'cheated' | 'unable'

export type AuditRecord = {
  readonly honest: number
  readonly cheated: number
  /** Chosen, but never audited in time: what the buyer paid for and did not get. Says nothing of the provider. */
  readonly lapsed: number
  /** Honest ones since the last cheat: the `checksSurvived` of a replica worker, the way out of probation. */
  readonly checksSurvived: number
}

export const emptyAuditRecord: AuditRecord = { honest: 0, cheated: 0, lapsed: 0, checksSurvived: 0 }

/** Returns the record after an outcome; `lapsed` for an audit that nobody did in time. */
export function recordAudit(record: AuditRecord, outcome: AuditOutcome | 'lapsed'): AuditRecord {
  switch (outcome) {
    case 'honest':
      return { ...record, honest: record.honest + 1, checksSurvived: record.checksSurvived + 1 }
    case 'cheated':
      return { ...record, cheated: record.cheated + 1, checksSurvived: 0 }
    case 'lapsed':
      return { ...record, lapsed: record.lapsed + 1 }
    case 'unable':
      return record
  }
}

/** A number above 0 and below 1 that a hash and a place in it decide: for delays that must differ but be the same each time. */
export function fractionOf(hash: Hash, word = 0): number {
  return (Number.parseInt(hash.slice(2 + 8 * word, 10 + 8 * word), 16) + 0.5) / 2 ** 32
}
