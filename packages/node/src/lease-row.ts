/** A lease to and from the node's file. */
import { type Lease, leaseOf } from './lease-table.ts'
import type { LeaseRow } from './store-rows.ts'

export function leaseRowOf(lease: Lease): LeaseRow {
  const { leaseId, state, lastSequence, spent, quote, quoteSignature, order, orderSignature } = lease
  return { leaseId, state, lastSequence, spent, quote, quoteSignature, order, orderSignature }
}

/** Returns the lease as it stood when it was last saved, with nothing running. */
export function leaseOfRow(row: LeaseRow): Lease {
  return Object.assign(leaseOf(row), { state: row.state, lastSequence: row.lastSequence, spent: row.spent })
}
