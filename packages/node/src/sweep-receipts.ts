/** What of a node's file is old and of no use to any court: looked through a part at a time, because what stays is looked at, too. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { prunedRowsMax } from './store-limits.ts'

/**
 * Old receipts and leases go, but for those of an opening of a channel that can still be charged with ghosting: what was redeemed in it is
 * accounted for with all of them, however old. A receipt needs its lease to account for money.
 *
 * The receipts of an epoch go together or not at all: the proof of each is hashed of all its siblings, so one that is gone takes the
 * proofs of the others with it.
 *
 * PERF: Cost = so many rows each time, those that stay included; the next time goes on where this one ended.
 */
export function createSweep(database: DatabaseSync) {
  const chargeable = `EXISTS (SELECT 1 FROM channels
    WHERE channel_id = json_extract(lease_order, '$.channelId') AND epoch = json_extract(lease_order, '$.epoch')
    AND (live = 1 OR updated_at >= ?4))`
  const oldLeases = database.prepare(
    `SELECT lease_id, expires_at >= ?2 OR EXISTS (SELECT 1 FROM receipts WHERE lease_id = leases.lease_id)
     OR ${chargeable} AS needed FROM leases WHERE lease_id > ?1 ORDER BY lease_id LIMIT ?3`,
  )
  const dropLease = database.prepare('DELETE FROM leases WHERE lease_id = ?')
  const sweepReceipts = createReceiptSweep(database, chargeable)
  let leasesFrom: SQLOutputValue = ''
  return ({ olderThan, endedBefore }: SweepTimes): void => {
    sweepReceipts({ olderThan, endedBefore })
    const leases = oldLeases.all(leasesFrom, olderThan, prunedRowsMax, endedBefore)
    for (const { lease_id: leaseId, needed } of leases) if (needed === 0) dropLease.run(leaseId ?? '')
    leasesFrom = leases.length < prunedRowsMax ? '' : (leases.at(-1)?.lease_id ?? '')
  }
}

type SweepTimes = { readonly olderThan: number; readonly endedBefore: number }

/** The epoch that is looked at, from which receipt on, and whether all of it was looked at and goes. */
type Place = { readonly epoch: number; readonly from: number; readonly isDoomed: boolean }

function createReceiptSweep(database: DatabaseSync, chargeable: string) {
  const nextEpoch = database.prepare('SELECT min(epoch) AS epoch FROM receipts WHERE epoch > ?')
  const siblings = database.prepare(
    `SELECT number, created_at >= ?2 AS young, EXISTS (SELECT 1 FROM leases WHERE lease_id = receipts.lease_id AND ${chargeable}) AS needed
     FROM receipts WHERE epoch = ?1 AND number > ?5 ORDER BY number LIMIT ?3`,
  )
  const dropSome = database.prepare(
    'DELETE FROM receipts WHERE number IN (SELECT number FROM receipts WHERE epoch = ? LIMIT ?)',
  )
  let done = -1
  let place: Place | undefined
  const finish = (epoch: number) => {
    done = epoch
    place = undefined
  }

  /** Returns the rows it took. */
  function step({ epoch, from, isDoomed }: Place, rowsMax: number, { olderThan, endedBefore }: SweepTimes): number {
    if (isDoomed) {
      const dropped = Number(dropSome.run(epoch, rowsMax).changes)
      if (dropped < rowsMax) finish(epoch)
      return dropped
    }
    const rows = siblings.all(epoch, olderThan, rowsMax, endedBefore, from)
    if (rows.some(({ young, needed }) => young === 1 || needed === 1)) finish(epoch)
    else place = { epoch, from: Number(rows.at(-1)?.number ?? from), isDoomed: rows.length < rowsMax }
    return rows.length
  }

  return (times: SweepTimes): void => {
    for (let left = prunedRowsMax; left > 0; ) {
      if (place === undefined) {
        const epoch = nextEpoch.get(done)?.epoch
        if (typeof epoch !== 'number') {
          done = -1
          return
        }
        place = { epoch, from: -1, isDoomed: false }
      }
      // One at least, so that it ends.
      left -= Math.max(1, step(place, left, times))
    }
  }
}
