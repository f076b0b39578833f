/** Money set aside for runs in progress. What a crash leaves here is charged in full at the next start. */
import type { DatabaseSync } from 'node:sqlite'
import { type Amount, parseUint } from '@millrace/protocol'

export type StoredReservation = {
  readonly id: string
  readonly keyId: string
  readonly amount: Amount
  /** UTC day it was made on, in days since 1970. */
  readonly day: number
}

type Row = { id: string; key_id: string; amount: string; day: number }

export type ReservationTable = {
  insert(reservation: StoredReservation): void
  remove(id: string): void
  list(): readonly StoredReservation[]
}

/** Makes the table where there is none, and the statements on it. */
export function createReservationTable(database: DatabaseSync): ReservationTable {
  database.exec(`CREATE TABLE IF NOT EXISTS reservations (
    id TEXT PRIMARY KEY, key_id TEXT NOT NULL, amount TEXT NOT NULL, day INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`)
  const insert = database.prepare('INSERT INTO reservations VALUES (?, ?, ?, ?)')
  const remove = database.prepare('DELETE FROM reservations WHERE id = ?')
  const list = database.prepare('SELECT * FROM reservations')
  return {
    insert: ({ id, keyId, amount, day }) => void insert.run(id, keyId, String(amount), day),
    remove: (id) => void remove.run(id),
    list: () =>
      (list.all() as Row[]).map((row) => ({
        id: row.id,
        keyId: row.key_id,
        amount: parseUint(row.amount, 256, 'amount'),
        day: row.day,
      })),
  }
}
