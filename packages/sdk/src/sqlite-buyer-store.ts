/**
 * The buyer's store in one SQLite file. Write-ahead log with `synchronous=NORMAL`: what was saved survives a kill of the
 * process; after a loss of power the last vouchers may be missing, and the providers show them.
 */
import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import {
  type Address,
  type Hash,
  messageToJson,
  orderType,
  parseMessage,
  parseModelContent,
  quoteType,
  type Signature,
} from '@millrace/protocol'
import { BuyerStoreError, BuyerStoreInUseError } from './buyer-error.ts'
import type { BuyerStore, IdempotencyRecord, LeaseRecord, VoucherRecord } from './buyer-store.ts'

/** Leases kept for checking replayed answers; the oldest go first. */
export const leasesKeptMax = 10_000
/** Idempotency keys remembered; the oldest go first. */
export const idempotencyKeysKeptMax = 100_000
/** Inserts between two prunings of a table. */
const pruneEvery = 256
const schemaVersion = 1
/** Milliseconds to wait for a buyer that is just ending to let go of the file. */
export const lockWaitMsMax = 2_000
/** SQLITE_BUSY, see https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5

const schema = `
  CREATE TABLE secret (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL) STRICT;
  CREATE TABLE voucher (
    channel_id TEXT NOT NULL, epoch TEXT NOT NULL, operator TEXT NOT NULL, token TEXT NOT NULL,
    amount TEXT NOT NULL, signature TEXT NOT NULL, credit TEXT NOT NULL,
    PRIMARY KEY (channel_id, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE lease (id INTEGER PRIMARY KEY, lease_id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
  CREATE TABLE idempotency (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, ask_hash TEXT NOT NULL, node TEXT NOT NULL,
    request_hash TEXT NOT NULL, max_tokens INTEGER NOT NULL, saved_at INTEGER NOT NULL,
    is_answered INTEGER NOT NULL
  ) STRICT;
  PRAGMA user_version = ${schemaVersion};
`

/**
 * Opens or creates the store; the file is readable by its owner only.
 *
 * @throws {BuyerStoreInUseError} while another buyer has it open.
 * @throws {BuyerStoreError} when the file cannot be opened or is of a later version.
 */
export function openBuyerStore(path: string): BuyerStore {
  const database = openDatabase(path)
  const statements = {
    secret: database.prepare('SELECT value FROM secret WHERE id = 1'),
    saveSecret: database.prepare('INSERT INTO secret (id, value) VALUES (1, ?)'),
    voucher: database.prepare('SELECT * FROM voucher WHERE channel_id = ? AND epoch = ?'),
    vouchers: database.prepare('SELECT * FROM voucher'),
    saveVoucher: database.prepare('INSERT OR REPLACE INTO voucher VALUES (?, ?, ?, ?, ?, ?, ?)'),
    lease: database.prepare('SELECT record FROM lease WHERE lease_id = ?'),
    saveLease: database.prepare('INSERT OR REPLACE INTO lease (lease_id, record) VALUES (?, ?)'),
    pruneLeases: database.prepare(`DELETE FROM lease WHERE id <= (SELECT max(id) FROM lease) - ${leasesKeptMax}`),
    idempotency: database.prepare('SELECT * FROM idempotency WHERE key = ?'),
    saveIdempotency: database.prepare(
      'INSERT OR REPLACE INTO idempotency (key, ask_hash, node, request_hash, max_tokens, saved_at, is_answered) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    pruneIdempotency: database.prepare(
      `DELETE FROM idempotency WHERE id <= (SELECT max(id) FROM idempotency) - ${idempotencyKeysKeptMax}`,
    ),
  }
  let inserts = 0

  function voucher(channelId: Hash, epoch: bigint): VoucherRecord | undefined {
    const row = statements.voucher.get(channelId, String(epoch))
    return row === undefined ? undefined : voucherOf(row)
  }

  function saveVouchers(records: readonly VoucherRecord[]): void {
    const [first, second] = records
    if (first === undefined) return
    if (second === undefined) {
      saveVoucher(first)
      return
    }
    database.exec('BEGIN IMMEDIATE')
    try {
      records.forEach(saveVoucher)
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }

  function saveVoucher(record: VoucherRecord): void {
    const { channelId, epoch, operator, token, amount, signature, credit } = record
    const known = voucher(channelId, epoch)
    if (known !== undefined && known.amount > amount) return
    statements.saveVoucher.run(channelId, String(epoch), operator, token, String(amount), signature, String(credit))
  }

  function pruned(save: () => void): void {
    save()
    inserts++
    if (inserts % pruneEvery !== 0) return
    statements.pruneLeases.run()
    statements.pruneIdempotency.run()
  }

  return {
    secret(create) {
      const row = statements.secret.get()
      if (row !== undefined) return row.value as Uint8Array
      const value = create()
      statements.saveSecret.run(value)
      return value
    },
    voucher,
    vouchers: () => statements.vouchers.all().map(voucherOf),
    saveVouchers,
    lease(leaseId) {
      const row = statements.lease.get(leaseId)
      return row === undefined ? undefined : leaseOf(JSON.parse(row.record as string))
    },
    saveLease: (record) => pruned(() => statements.saveLease.run(record.leaseId, JSON.stringify(leaseToJson(record)))),
    idempotency(key) {
      const row = statements.idempotency.get(key)
      return row === undefined ? undefined : idempotencyOf(row)
    },
    saveIdempotency: ({ key, askHash, node, requestHash, maxTokens, savedAt, isAnswered }) =>
      pruned(() =>
        statements.saveIdempotency.run(
          key,
          askHash,
          node,
          requestHash,
          maxTokens,
          Math.floor(savedAt),
          Number(isAnswered),
        ),
      ),
    close() {
      if (database.isOpen) database.close()
    },
  }
}

function openDatabase(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: lockWaitMsMax })
    if (path !== ':memory:') chmodSync(path, 0o600)
    // Two buyers that sign on the same channels would each fall behind the other, so the file is one buyer's at a time.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
    database.exec('BEGIN EXCLUSIVE; COMMIT;')
    const version = database.prepare('PRAGMA user_version').get()?.user_version
    if (version === 0) database.exec(`BEGIN; ${schema} COMMIT;`)
    else if (version !== schemaVersion) throw new Error(`its version is ${version}, not ${schemaVersion}.`)
    return database
  } catch (cause) {
    if (isLocked(cause)) throw new BuyerStoreInUseError(cause)
    throw new BuyerStoreError(`the file could not be opened: ${cause instanceof Error ? cause.message : ''}`, cause)
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}

type Row = Record<string, unknown>

function voucherOf(row: Row): VoucherRecord {
  return {
    channelId: row.channel_id as Hash,
    epoch: BigInt(row.epoch as string),
    operator: row.operator as Address,
    token: row.token as Address,
    amount: BigInt(row.amount as string),
    signature: row.signature as Signature,
    credit: BigInt(row.credit as string),
  }
}

function leaseToJson({ leaseId, model, quote, quoteSignature, order, orderSignature }: LeaseRecord): Row {
  return {
    leaseId,
    model,
    quote: messageToJson(quoteType, quote),
    quoteSignature,
    order: messageToJson(orderType, order),
    orderSignature,
  }
}

function leaseOf(json: Row): LeaseRecord {
  return {
    leaseId: json.leaseId as Hash,
    model: parseModelContent(json.model),
    quote: parseMessage(quoteType, json.quote),
    quoteSignature: json.quoteSignature as Signature,
    order: parseMessage(orderType, json.order),
    orderSignature: json.orderSignature as Signature,
  }
}

function idempotencyOf(row: Row): IdempotencyRecord {
  return {
    key: row.key as string,
    askHash: row.ask_hash as Hash,
    node: row.node as Address,
    requestHash: row.request_hash as Hash,
    maxTokens: row.max_tokens as number,
    savedAt: row.saved_at as number,
    isAnswered: row.is_answered === 1,
  }
}
