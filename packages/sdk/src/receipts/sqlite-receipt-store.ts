/** Receipts in the buyer's SQLite file: a row each, and a row for each opening of a channel. */
import type { DatabaseSync } from 'node:sqlite'
import {
  type Hash,
  messageToJson,
  parseMessage,
  type ReceiptInclusion,
  receiptType,
  type Signature,
} from '@millrace/protocol'
import { emptyTally, type KeptReceipt, type ReceiptStore } from './receipt-store.ts'

/** Tables of schema version 4. */
export const receiptTables = `
  CREATE TABLE kept_receipt (
    id INTEGER PRIMARY KEY, receipt_hash TEXT NOT NULL UNIQUE, state TEXT NOT NULL, not_before INTEGER NOT NULL,
    finished_at INTEGER NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX kept_receipt_due ON kept_receipt (state, not_before);
  CREATE INDEX kept_receipt_age ON kept_receipt (finished_at);
  CREATE TABLE receipt_tally (
    channel_id TEXT NOT NULL, epoch TEXT NOT NULL, items INTEGER NOT NULL, amount TEXT NOT NULL,
    PRIMARY KEY (channel_id, epoch)
  ) STRICT, WITHOUT ROWID;`

/** @param inOneCommit - all of the writing or nothing. */
export function createSqliteReceiptStore(
  database: DatabaseSync,
  inOneCommit: (write: () => void) => void,
): ReceiptStore {
  const statements = {
    add: database.prepare(
      'INSERT OR IGNORE INTO kept_receipt (receipt_hash, state, not_before, finished_at, record) VALUES (?, ?, ?, ?, ?)',
    ),
    change: database.prepare('UPDATE kept_receipt SET state = ?, not_before = ?, record = ? WHERE receipt_hash = ?'),
    due: database.prepare(
      `SELECT record FROM kept_receipt WHERE state = 'waiting' AND not_before <= ? ORDER BY not_before LIMIT ?`,
    ),
    unproven: database.prepare(`SELECT record FROM kept_receipt WHERE state = 'unproven' ORDER BY id DESC LIMIT ?`),
    find: database.prepare('SELECT record FROM kept_receipt WHERE receipt_hash = ?'),
    counts: database.prepare('SELECT state, count(*) AS count FROM kept_receipt GROUP BY state'),
    total: database.prepare('SELECT count(*) AS count FROM kept_receipt'),
    dropOld: database.prepare('DELETE FROM kept_receipt WHERE finished_at < ?'),
    dropFirst: database.prepare(
      `DELETE FROM kept_receipt WHERE id IN (SELECT id FROM kept_receipt
       ORDER BY CASE state WHEN 'proven' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END, id LIMIT ?)`,
    ),
    tally: database.prepare('SELECT items, amount FROM receipt_tally WHERE channel_id = ? AND epoch = ?'),
    saveTally: database.prepare('INSERT OR REPLACE INTO receipt_tally VALUES (?, ?, ?, ?)'),
  }

  function tally(channelId: Hash, channelEpoch: bigint) {
    const row = statements.tally.get(channelId, String(channelEpoch))
    return row === undefined ? emptyTally : { items: Number(row.items), amount: BigInt(String(row.amount)) }
  }

  function addOne(one: KeptReceipt): void {
    const { receiptHash, state, notBeforeMs, receipt, channelId, channelEpoch } = one
    const added = statements.add.run(receiptHash, state, notBeforeMs, receipt.finishedAt, textOf(one))
    if (added.changes === 0) return
    const { items, amount } = tally(channelId, channelEpoch)
    statements.saveTally.run(channelId, String(channelEpoch), items + 1, String(amount + receipt.amount))
  }

  return {
    add: (receipts, { receiptsMax, finishedFrom }) =>
      inOneCommit(() => {
        receipts.forEach(addOne)
        statements.dropOld.run(finishedFrom)
        const over = Number(statements.total.get()?.count) - receiptsMax
        if (over > 0) statements.dropFirst.run(over)
      }),
    change: (receipts) =>
      inOneCommit(() => {
        for (const one of receipts) statements.change.run(one.state, one.notBeforeMs, textOf(one), one.receiptHash)
      }),
    due: (nowMs, limit) => statements.due.all(Math.floor(nowMs), limit).map(receiptOf),
    unproven: (limit) => statements.unproven.all(limit).map(receiptOf),
    find(receiptHash) {
      const row = statements.find.get(receiptHash)
      return row === undefined ? undefined : receiptOf(row)
    },
    counts() {
      const counts = new Map(statements.counts.all().map(({ state, count }) => [state, Number(count)]))
      const of = (state: KeptReceipt['state']) => counts.get(state) ?? 0
      return { waiting: of('waiting'), proven: of('proven'), unproven: of('unproven') }
    },
    tally,
  }
}

type KeptText = Omit<KeptReceipt, 'receipt' | 'channelEpoch' | 'inclusion'> & {
  readonly receipt: unknown
  readonly signature: Signature
  readonly channelEpoch: string
  readonly inclusion?: Omit<ReceiptInclusion, 'epoch'> & { readonly epoch: string }
}

function textOf({ receipt, channelEpoch, inclusion, ...rest }: KeptReceipt): string {
  const text: KeptText = {
    ...rest,
    receipt: messageToJson(receiptType, receipt),
    channelEpoch: String(channelEpoch),
    ...(inclusion && { inclusion: { ...inclusion, epoch: String(inclusion.epoch) } }),
  }
  return JSON.stringify(text)
}

function receiptOf({ record }: Record<string, unknown>): KeptReceipt {
  const { receipt, channelEpoch, inclusion, ...rest } = JSON.parse(String(record)) as KeptText
  return {
    ...rest,
    receipt: parseMessage(receiptType, receipt),
    channelEpoch: BigInt(channelEpoch),
    ...(inclusion && { inclusion: { ...inclusion, epoch: BigInt(inclusion.epoch) } }),
  }
}
