/** What of a node's file is old and of no use to any court: looked through a part at a time, because what stays is looked at, too. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { prunedRowsMax } from './store-limits.ts'

/**
 * Old receipts and leases go, but for those of an opening of a channel that can still be charged with ghosting: what was redeemed in it is
 * accounted for with all of them, however old. A receipt needs its lease to account for money.
 *
 * PERF: Cost = so many rows each time, those that stay included; the next time goes on where this one ended.
 */
export function createSweep(database: DatabaseSync) {
  const chargeable = `EXISTS (SELECT 1 FROM channels
    WHERE channel_id = json_extract(lease_order, '$.channelId') AND epoch = json_extract(lease_order, '$.epoch')
    AND (live = 1 OR updated_at >= ?4))`
  const oldReceipts = database.prepare(
    `SELECT number, EXISTS (SELECT 1 FROM leases WHERE lease_id = receipts.lease_id AND ${chargeable}) AS needed
     FROM receipts WHERE number > ?1 AND created_at < ?2 ORDER BY number LIMIT ?3`,
  )
  const oldLeases = database.prepare(
    `SELECT lease_id, expires_at >= ?2 OR EXISTS (SELECT 1 FROM receipts WHERE lease_id = leases.lease_id)
     OR ${chargeable} AS needed FROM leases WHERE lease_id > ?1 ORDER BY lease_id LIMIT ?3`,
  )
  const dropReceipt = database.prepare('DELETE FROM receipts WHERE number = ?')
  const dropLease = database.prepare('DELETE FROM leases WHERE lease_id = ?')
  let receiptsFrom: SQLOutputValue = 0
  let leasesFrom: SQLOutputValue = ''
  return ({ olderThan, endedBefore }: { readonly olderThan: number; readonly endedBefore: number }): void => {
    const receipts = oldReceipts.all(receiptsFrom, olderThan, prunedRowsMax, endedBefore)
    for (const { number, needed } of receipts) if (needed === 0) dropReceipt.run(number ?? 0)
    receiptsFrom = receipts.length < prunedRowsMax ? 0 : (receipts.at(-1)?.number ?? 0)
    const leases = oldLeases.all(leasesFrom, olderThan, prunedRowsMax, endedBefore)
    for (const { lease_id: leaseId, needed } of leases) if (needed === 0) dropLease.run(leaseId ?? '')
    leasesFrom = leases.length < prunedRowsMax ? '' : (leases.at(-1)?.lease_id ?? '')
  }
}
