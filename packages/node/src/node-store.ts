/**
 * The node's durable state in one SQLite file: channels with their best vouchers, leases, receipts, answers kept for
 * retries, settlements. Write-ahead log, synced before anything is confirmed: what a promise here has confirmed, or a
 * receipt or an answer that was found here, survives kill -9 and a loss of power.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type Address, type Amount, type Hash, MillraceError } from '@millrace/protocol'
import { createGroupCommit, inTransaction, openCommitLog } from './group-commit.ts'
import type { ReceiptRetention } from './receipt-retention.ts'
import { StoreError } from './store-error.ts'
import { storeLockWaitMsMax } from './store-limits.ts'
import type {
  AnswerRow,
  ChannelRow,
  LeaseRow,
  ReceiptRootRow,
  ReceiptRow,
  ReservationRow,
  SettlementRow,
  StoreIdentity,
} from './store-rows.ts'
import { migrations } from './store-schema.ts'
import { createStatements } from './store-statements.ts'

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5

export type NodeStore = {
  /**
   * Claims the file for one node on one chain.
   *
   * @throws {StoreError} STORE_FOREIGN when it is another's.
   */
  claim(identity: StoreIdentity): void
  /** Sets numbers aside that no one was given before, also across restarts. @returns the first of them. */
  reserveNumbers(count: number): bigint
  /** Whether saves still reach the disk; after one failed, none does. */
  readonly isGood: boolean
  liveChannels(): readonly ChannelRow[]
  /** Leases that were not closed and are not over. @param now - milliseconds. */
  openLeases(now: number): readonly LeaseRow[]
  /** Reservations that are not released and not over. @param now - milliseconds. */
  openReservations(now: number): readonly ReservationRow[]
  findChannel(channelId: Hash, epoch: bigint): ChannelRow | undefined
  findReceipt(leaseId: Hash, sequence: bigint): ReceiptRow | undefined
  findAnswer(scope: string, key: string): AnswerRow | undefined
  /** Hashes of all receipts of a receipt epoch. */
  receiptHashes(epoch: number): readonly Hash[]
  /** A lease, also one that is over, as long as its receipts are kept. */
  findLease(leaseId: Hash): LeaseRow | undefined
  /** Leases of a channel in one opening, those that are over included, the latest 4,096. */
  leasesOfChannel(channelId: Hash, channelEpoch: bigint): readonly LeaseRow[]
  receiptsOfLease(leaseId: Hash): readonly ReceiptRow[]
  /** Whether the epoch's root was posted. */
  isEpochPosted(epoch: number): boolean
  /** Block from which the court is followed; undefined in a new file. */
  courtBlock(): bigint | undefined
  saveCourtBlock(block: bigint): Promise<void>
  /** What the receipts of a receipt epoch charged, by token, tokens rising. */
  receiptTotals(epoch: number): readonly { readonly token: Address; readonly amount: Amount }[]
  countReceipts(epoch: number): number
  /** Returns what the epoch's receipts charge under orders that stake stands for: sampled, and convicted by one wrong answer. */
  stakeCharges(epoch: number): Amount
  /** Epochs from one until before another that have receipts and no posted root, the oldest 100. */
  unpostedEpochs(from: number, before: number): readonly number[]
  /** Epochs before this one get no more receipts. */
  receiptEpochsClosed(): number
  /** Lets epochs before this one get no more receipts; on disk when it returns. */
  closeReceiptEpochs(before: number): void
  /** Resolves when all that was saved before is on disk. */
  flushed(): Promise<void>
  /** The latest settlements, newest first. */
  settlements(limit: number): readonly SettlementRow[]
  /** How many receipts and settlements there were, and what all settlements paid. */
  counts(): { readonly receipts: number; readonly settlements: number; readonly settled: Amount }
  /**
   * The saves resolve once the row is on disk; all of one turn of the event loop are one transaction. A lazy one may wait
   * `lazyWriteMsMax` for company.
   */
  saveChannel(row: ChannelRow, options?: { readonly lazy: boolean }): Promise<void>
  saveLease(row: LeaseRow, options?: { readonly lazy: boolean }): Promise<void>
  saveReservation(row: ReservationRow): Promise<void>
  saveReceipt(row: ReceiptRow): Promise<void>
  saveAnswer(row: AnswerRow): Promise<void>
  saveSettlement(row: SettlementRow): Promise<void>
  saveReceiptRoot(row: ReceiptRootRow): Promise<void>
  /** Brings what waits for company to disk within this turn. */
  hurry(): void
  /** Removes what is too old or too much, a bounded number of rows. @param now - milliseconds. */
  /** @param retention - how long receipts are kept; the usual when left out. */
  prune(now: number, retention?: ReceiptRetention): void
  close(): void
}

/**
 * Opens or creates a node's file.
 *
 * @throws {StoreError} STORE_NEWER when a later version wrote it, STORE_CORRUPT when it is no intact node file,
 * STORE_IN_USE when another process has it open: two writers would put old vouchers over new ones.
 */
export function openNodeStore(path: string): NodeStore {
  const database = openDatabase(path)
  const group = createGroupCommit(database, openCommitLog(path))
  const rows = createStatements(database)
  return {
    ...rows.reads,
    // Peers are shown these: not before they are on disk.
    findReceipt(leaseId, sequence) {
      group.syncNow()
      return rows.reads.findReceipt(leaseId, sequence)
    },
    findAnswer(scope, key) {
      group.syncNow()
      return rows.reads.findAnswer(scope, key)
    },
    get isGood() {
      return group.isGood
    },
    claim: (identity) => synced(database, () => claim(database, identity)),
    reserveNumbers(count) {
      let first = 0n
      synced(database, () =>
        inTransaction(database, () => {
          first = BigInt(rows.fact('numbers') ?? '1')
          rows.setFact('numbers', String(first + BigInt(count)))
        }),
      )
      return first
    },
    closeReceiptEpochs(before) {
      synced(database, () => inTransaction(database, () => rows.setFact('receipt-epochs-closed', String(before))))
    },
    saveCourtBlock: (block) => group.write('court-block', () => rows.setFact('court-block', String(block)), true),
    flushed: () => group.write('flush', () => undefined),
    saveChannel: (row, options) =>
      group.write(`channel ${row.channelId} ${row.epoch}`, () => rows.putChannel(row), options?.lazy),
    hurry: group.hurry,
    saveLease: (row, options) => group.write(`lease ${row.leaseId}`, () => rows.putLease(row), options?.lazy),
    saveReservation: (row) => group.write(`reservation ${row.leaseId}`, () => rows.putReservation(row)),
    saveReceipt: (row) =>
      group.write(`receipt ${row.receipt.leaseId} ${row.receipt.sequence}`, () => rows.putReceipt(row)),
    saveAnswer: (row) => group.write(`answer ${row.scope} ${row.key}`, () => rows.putAnswer(row)),
    saveSettlement: (row) => group.write(`settlement ${row.transactionHash}`, () => rows.putSettlement(row)),
    saveReceiptRoot: (row) => group.write(`root ${row.epoch}`, () => rows.putReceiptRoot(row)),
    prune: (now, retention) => inTransaction(database, () => rows.prune(now, retention)),
    close() {
      if (!database.isOpen) return
      group.close()
      database.close()
    },
  }
}

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    // Kept answers are the buyers' own: for this account's eyes only.
    closeSync(openSync(path, 'a', 0o600))
    database = new DatabaseSync(path, { timeout: storeLockWaitMsMax })
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    checkIntegrity(database)
    migrate(database)
    database.exec('PRAGMA synchronous = NORMAL')
    return database
  } catch (cause) {
    database?.close()
    if (cause instanceof MillraceError) throw cause
    if ((cause as { errcode?: unknown }).errcode === sqliteBusy) {
      throw new StoreError('STORE_IN_USE', "Another process has the node's file open.", cause)
    }
    throw new StoreError('STORE_CORRUPT', "The node's file cannot be opened or is no node file.", cause)
  }
}

/** Has SQLite sync what is committed meanwhile, for what is rare and has no promise. */
function synced(database: DatabaseSync, write: () => void): void {
  database.exec('PRAGMA synchronous = FULL')
  try {
    write()
  } finally {
    database.exec('PRAGMA synchronous = NORMAL')
  }
}

function checkIntegrity(database: DatabaseSync): void {
  const result = database.prepare('PRAGMA quick_check(1)').get()
  if (result?.quick_check !== 'ok') throw new StoreError('STORE_CORRUPT', "The node's file is damaged.")
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (version > migrations.length) {
    throw new StoreError(
      'STORE_NEWER',
      `The node's file has version ${version}; this program knows ${migrations.length}.`,
    )
  }
  inTransaction(database, () => {
    database.exec(
      'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT',
    )
    migrations.slice(version).forEach((sql, index) => {
      database.exec(sql)
      database
        .prepare("INSERT INTO migrations VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")
        .run(version + index + 1)
    })
    database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}

function claim(database: DatabaseSync, identity: StoreIdentity): void {
  const mine = JSON.stringify([identity.chainId, identity.escrow, identity.node, identity.operator, identity.token])
  inTransaction(database, () => {
    database.prepare("INSERT INTO facts VALUES ('identity', ?) ON CONFLICT DO NOTHING").run(mine)
  })
  const owner = database.prepare("SELECT value FROM facts WHERE name = 'identity'").get()?.value
  if (owner !== mine) {
    throw new StoreError('STORE_FOREIGN', `The node's file belongs to ${String(owner)}, not to ${mine}.`)
  }
}
