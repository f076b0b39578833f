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
import type { EarlierPart } from './answer.ts'
import { auditTables, createSqliteAuditStore } from './audits/sqlite-audit-store.ts'
import { BuyerStoreError, BuyerStoreInUseError, BuyerStoreTooNewError } from './buyer-error.ts'
import type { BuyerStore, IdempotencyRecord, LeaseRecord, NodeRecord, VoucherRecord } from './buyer-store.ts'
import { createSqliteReceiptStore, receiptTables } from './receipts/sqlite-receipt-store.ts'

/** Leases kept for checking replayed answers; the oldest go first. */
export const leasesKeptMax = 10_000
/** Idempotency keys remembered; the oldest go first. */
export const idempotencyKeysKeptMax = 100_000
/** Inserts between two prunings of a table. */
const pruneEvery = 256
/** Nodes whose record is kept; those heard of least recently go first. */
export const nodeRecordsKeptMax = 100_000
/** 1: one provider an answer. 2: parts of answers, records of nodes. 3: audits. 4: receipts and their proofs. */
const schemaVersion = 4
/** Milliseconds to wait for a buyer that is just ending to let go of the file. */
export const lockWaitMsMax = 2_000
/** SQLITE_BUSY, see https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5

const nodeTable = `CREATE TABLE node_record (
    node TEXT PRIMARY KEY, good REAL NOT NULL, bad REAL NOT NULL, at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`
/** Leases of version 1 are under quotes of the protocol before, which nobody can check any more. */
const migrationFrom1 = `
  ALTER TABLE idempotency ADD COLUMN parts TEXT NOT NULL DEFAULT '[]';
  DELETE FROM lease;
  ${nodeTable}
  ${auditTables}
  ${receiptTables}
  PRAGMA user_version = ${schemaVersion};
`
const migrationFrom2 = `
  ${auditTables}
  ${receiptTables}
  PRAGMA user_version = ${schemaVersion};
`
const migrationFrom3 = `
  ${receiptTables}
  PRAGMA user_version = ${schemaVersion};
`
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
    is_answered INTEGER NOT NULL, parts TEXT NOT NULL DEFAULT '[]'
  ) STRICT;
  ${nodeTable}
  ${auditTables}
  ${receiptTables}
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
    leases: database.prepare('SELECT record FROM lease ORDER BY id'),
    saveLease: database.prepare('INSERT OR REPLACE INTO lease (lease_id, record) VALUES (?, ?)'),
    pruneLeases: database.prepare(`DELETE FROM lease WHERE id <= (SELECT max(id) FROM lease) - ${leasesKeptMax}`),
    idempotency: database.prepare('SELECT * FROM idempotency WHERE key = ?'),
    saveIdempotency: database.prepare(
      'INSERT OR REPLACE INTO idempotency (key, ask_hash, node, request_hash, max_tokens, saved_at, is_answered, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    nodes: database.prepare('SELECT * FROM node_record'),
    saveNode: database.prepare('INSERT OR REPLACE INTO node_record VALUES (?, ?, ?, ?)'),
    pruneNodes: database.prepare(
      `DELETE FROM node_record WHERE node IN (SELECT node FROM node_record ORDER BY at DESC LIMIT -1 OFFSET ${nodeRecordsKeptMax})`,
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
    if (second === undefined) saveVoucher(first)
    else inOneCommit(() => records.forEach(saveVoucher))
  }

  function inOneCommit(write: () => void): void {
    database.exec('BEGIN IMMEDIATE')
    try {
      write()
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
    leases: () => statements.leases.all().map((row) => leaseOf(JSON.parse(row.record as string))),
    saveLease: (record) => pruned(() => statements.saveLease.run(record.leaseId, JSON.stringify(leaseToJson(record)))),
    idempotency(key) {
      const row = statements.idempotency.get(key)
      return row === undefined ? undefined : idempotencyOf(row)
    },
    saveIdempotency: ({ key, askHash, node, requestHash, maxTokens, savedAt, isAnswered, parts }) =>
      pruned(() =>
        statements.saveIdempotency.run(
          key,
          askHash,
          node,
          requestHash,
          maxTokens,
          Math.floor(savedAt),
          Number(isAnswered),
          JSON.stringify(parts, bigintAsDecimal),
        ),
      ),
    nodeRecords: () => statements.nodes.all().map(nodeOf),
    saveNodeRecords(records) {
      if (records.length === 0) return
      inOneCommit(() => {
        for (const { node, good, bad, at } of records) statements.saveNode.run(node, good, bad, Math.floor(at))
        statements.pruneNodes.run()
      })
    },
    audits: createSqliteAuditStore(database, inOneCommit),
    receipts: createSqliteReceiptStore(database, inOneCommit),
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
    // Texts that wait for their audit are gone when they are deleted.
    database.exec('PRAGMA secure_delete = ON')
    database.exec('BEGIN EXCLUSIVE; COMMIT;')
    const version = database.prepare('PRAGMA user_version').get()?.user_version
    if (version === 0) database.exec(`BEGIN; ${schema} COMMIT;`)
    else if (version === 1) database.exec(`BEGIN; ${migrationFrom1} COMMIT;`)
    else if (version === 2) database.exec(`BEGIN; ${migrationFrom2} COMMIT;`)
    else if (version === 3) database.exec(`BEGIN; ${migrationFrom3} COMMIT;`)
    else if (version !== schemaVersion) throw new BuyerStoreTooNewError(version, schemaVersion)
    return database
  } catch (cause) {
    if (cause instanceof BuyerStoreTooNewError) throw cause
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
    parts: (JSON.parse(row.parts as string) as Row[]).map(partOf),
  }
}

function partOf(json: Row): EarlierPart {
  return { ...(json as EarlierPart), amount: BigInt(json.amount as string) }
}

function nodeOf(row: Row): NodeRecord {
  return { node: row.node as Address, good: row.good as number, bad: row.bad as number, at: row.at as number }
}

function bigintAsDecimal(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
