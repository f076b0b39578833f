/** Receipts with what is needed to check them, newest kept, bounded in number and in size. */
import type { DatabaseSync } from 'node:sqlite'
import type { Hash } from '@millrace/protocol'

/** Receipts kept by default. */
export const receiptsKeptMaxDefault = 100_000
/** Characters of receipts kept by default, in all. */
export const receiptCharsKeptMaxDefault = 1024 * 1024 * 1024

/** Receipts removed in one go once there are too many. */
const evictedAtOnce = 256

export type StoredReceipt = {
  readonly id: Hash
  /** The key it was made for. */
  readonly keyId: string
  /** Unix milliseconds. */
  readonly createdAt: number
  /** JSON of the bundle. */
  readonly bundle: string
}

export type ReceiptTable = {
  /** Adds receipts, inside the caller's transaction; one that is there already stays as it is. */
  insert(receipts: readonly StoredReceipt[]): void
}

type Row = { id: Hash; key_id: string; created_at: number; bundle: string }

/** Makes the table where there is none, and the statements that write to it. One writer at a time: it keeps the totals. */
export function createReceiptTable(
  database: DatabaseSync,
  init: { readonly receiptsKeptMax?: number | undefined; readonly receiptCharsKeptMax?: number | undefined },
): ReceiptTable {
  const keptMax = init.receiptsKeptMax ?? receiptsKeptMaxDefault
  const charsKeptMax = init.receiptCharsKeptMax ?? receiptCharsKeptMaxDefault
  makeTables(database)
  const insert = database.prepare(
    'INSERT OR IGNORE INTO receipts (id, key_id, created_at, chars, bundle) VALUES (?, ?, ?, ?, ?)',
  )
  const evict = database.prepare(
    'DELETE FROM receipts WHERE number IN (SELECT number FROM receipts ORDER BY number LIMIT ?) RETURNING chars',
  )
  const readTotals = database.prepare('SELECT count, chars FROM receipt_totals')
  const writeTotals = database.prepare('UPDATE receipt_totals SET count = ?, chars = ?')

  return {
    insert(receipts) {
      let { count, chars } = readTotals.get() as { count: number; chars: number }
      for (const { id, keyId, createdAt, bundle } of receipts) {
        if (insert.run(id, keyId, createdAt, bundle.length, bundle).changes === 0) continue
        count++
        chars += bundle.length
      }
      while (count > 1 && (count > keptMax || chars > charsKeptMax)) {
        const evicted = evict.all(Math.min(evictedAtOnce, Math.ceil(count / 8))) as { chars: number }[]
        count -= evicted.length
        for (const row of evicted) chars -= row.chars
      }
      writeTotals.run(count, chars)
    },
  }
}

/** Returns how to read a receipt. */
export function createReceiptReader(database: DatabaseSync): (id: Hash) => StoredReceipt | undefined {
  makeTables(database)
  const read = database.prepare('SELECT id, key_id, created_at, bundle FROM receipts WHERE id = ?')
  return (id) => {
    const row = read.get(id) as Row | undefined
    if (row === undefined) return undefined
    return { id: row.id, keyId: row.key_id, createdAt: row.created_at, bundle: row.bundle }
  }
}

function makeTables(database: DatabaseSync): void {
  database.exec(`CREATE TABLE IF NOT EXISTS receipts (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key_id TEXT NOT NULL, created_at INTEGER NOT NULL,
      chars INTEGER NOT NULL, bundle TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS receipt_totals (
      row INTEGER PRIMARY KEY CHECK (row = 1), count INTEGER NOT NULL, chars INTEGER NOT NULL
    ) STRICT;
    INSERT OR IGNORE INTO receipt_totals VALUES (1, 0, 0)`)
}
