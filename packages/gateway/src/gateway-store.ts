/**
 * What the gateway keeps: API keys and money set aside for runs in progress in one SQLite file, receipts in another beside it.
 *
 * The serving gateway holds the balances in memory and is the only one to write them (`serve` takes a lock that the
 * operating system releases when the process dies). Reservations are committed once per turn of the event loop, before any
 * answer of the network can be read, so each is on file before the run it is for can cost anything. Settlements are gathered
 * for {@link settlementsGatheredMs}: a crash within that time charges those runs in full. Other processes (the command line)
 * may add, revoke and change keys at the same time.
 */
import { DatabaseSync } from 'node:sqlite'
import type { Amount, Hash } from '@millrace/protocol'
import { type ApiKey, type ApiKeyInit, createKey, type KeySources, revokeKey, setBudget } from './api-key.ts'
import { GatewayStateError } from './gateway-error.ts'
import { createKeyTable } from './key-table.ts'
import { createMemoryReceiptKeeper, createReceiptKeeper, type ReceiptKeeperInit } from './receipt-keeper.ts'
import type { StoredReceipt } from './receipt-table.ts'
import { createReservationTable, type StoredReservation } from './reservation-table.ts'

/** Milliseconds to wait for another process that writes to the same file. */
const busyMsMax = 5_000
/** Milliseconds for which settlements are gathered into one commit. */
export const settlementsGatheredMs = 25

export type Balance = Pick<ApiKey, 'id' | 'spent' | 'spentInDay' | 'day'>

export type GatewayStore = {
  /** Makes a key and returns it with its secret, which cannot be read again. @throws {GatewayStateError} `API_KEY_INIT_INVALID` */
  createKey(init: ApiKeyInit, sources: KeySources): { readonly secret: string; readonly key: ApiKey }
  /** Returns all keys, oldest first. */
  listKeys(): readonly ApiKey[]
  /** Disables a key for good: requests with it are refused from now on. Returns whether there was such a key. */
  revokeKey(id: string): boolean
  /** Replaces a key's budgets; undefined removes the limit. Returns whether there was such a key. */
  setBudget(
    id: string,
    budgets: { readonly budget: Amount | undefined; readonly budgetPerDay?: Amount | undefined },
  ): boolean
  findKey(hash: Uint8Array): { readonly key: ApiKey; readonly hash: Uint8Array } | undefined
  readKey(id: string): ApiKey | undefined
  /** How often keys were added or changed through this handle. */
  changes(): number
  /** A number that changes when another process has written. */
  foreignVersion(): number
  /**
   * Takes the right to serve from this store and charges in full what an earlier gateway had set aside and not settled.
   * Returns what was so charged. @throws {GatewayStateError} `GATEWAY_STORE_IN_USE` while another gateway serves from it.
   */
  serve(): { readonly settled: readonly StoredReservation[]; readonly release: () => void }
  /** Gathers a reservation for the next commit. */
  reserve(reservation: StoredReservation): void
  /** Gathers the end of a reservation, the balance after it, and the receipts of all who served it. */
  settle(outcome: {
    readonly reservationId: string | undefined
    readonly balance: Balance | undefined
    readonly receipts: readonly StoredReceipt[]
  }): void
  readReceipt(id: Hash): StoredReceipt | undefined
  /** Commits what was gathered. */
  flush(): void
  /** The error of the last commit, until one succeeds. */
  failure(): unknown
  /** Commits what was gathered, waits until receipts are written, and closes. */
  close(): Promise<void>
}

export type GatewayStoreInit = ReceiptKeeperInit

/** Opens the store, and makes it where there is none. `:memory:` keeps nothing. */
export function openGatewayStore(path: string, init: GatewayStoreInit = {}): GatewayStore {
  const isFile = path !== ':memory:'
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = ${busyMsMax};`)
  // The receipts' thread does it, away from requests.
  if (isFile) database.exec('PRAGMA wal_autocheckpoint = 0')
  const keys = createKeyTable(database)
  const reservations = createReservationTable(database)
  const receipts = isFile ? createReceiptKeeper(path, init) : createMemoryReceiptKeeper(database, init)
  const dataVersion = database.prepare('PRAGMA data_version')

  let reserved: StoredReservation[] = []
  let ended: string[] = []
  let endedReceipts: StoredReceipt[] = []
  const balances = new Map<string, Balance>()
  let nextTurn: NodeJS.Immediate | undefined
  let nextCommit: NodeJS.Timeout | undefined
  let failure: unknown
  let changes = 0

  /** Returns whether it was done. What could not be written stays for the next try; new requests are refused meanwhile. */
  function commit(write: () => void): boolean {
    try {
      database.exec('BEGIN IMMEDIATE')
      write()
      database.exec('COMMIT')
      failure = undefined
      return true
    } catch (error) {
      failure = error
      if (database.isTransaction) database.exec('ROLLBACK')
      return false
    }
  }

  function commitReserved(): boolean {
    clearImmediate(nextTurn)
    nextTurn = undefined
    if (reserved.length === 0) return true
    if (!commit(() => reserved.forEach(reservations.insert))) return false
    reserved = []
    return true
  }

  function flush(): void {
    clearTimeout(nextCommit)
    nextCommit = undefined
    if (!commitReserved()) return
    if (ended.length > 0 || balances.size > 0) {
      const isDone = commit(() => {
        ended.forEach(reservations.remove)
        for (const balance of balances.values()) keys.writeBalance(balance)
      })
      if (!isDone) return
      ended = []
      balances.clear()
    }
    if (endedReceipts.length > 0) receipts.keep(endedReceipts)
    endedReceipts = []
  }

  return {
    createKey(init, sources) {
      changes++
      return createKey(keys, init, sources)
    },
    revokeKey(id) {
      changes++
      return revokeKey(keys, id)
    },
    setBudget(id, budgets) {
      changes++
      return setBudget(keys, id, budgets)
    },
    listKeys: keys.listKeys,
    findKey: keys.findKey,
    readKey: keys.readKey,
    changes: () => changes,
    foreignVersion: () => (dataVersion.get() as { data_version: number }).data_version,
    serve() {
      const lock = takeLock(path)
      receipts.start()
      const left = reservations.list()
      database.exec('BEGIN IMMEDIATE')
      for (const reservation of left) {
        const key = keys.readKey(reservation.keyId)
        if (key !== undefined) keys.writeBalance(afterSpending(key, reservation.amount, reservation.day))
        reservations.remove(reservation.id)
      }
      database.exec('COMMIT')
      return { settled: left, release: () => lock?.close() }
    },
    reserve(reservation) {
      reserved.push(reservation)
      nextTurn ??= setImmediate(commitReserved)
    },
    settle({ reservationId, balance, receipts: made }) {
      if (reservationId !== undefined) ended.push(reservationId)
      if (balance !== undefined) balances.set(balance.id, balance)
      endedReceipts.push(...made)
      nextCommit ??= setTimeout(flush, settlementsGatheredMs)
    },
    readReceipt(id) {
      flush()
      return receipts.read(id)
    },
    flush,
    failure: () => failure ?? receipts.failure(),
    async close() {
      flush()
      await receipts.close()
      database.close()
    },
  }
}

/** Returns the balance after an amount was spent on a UTC day; a day in the past only counts towards the total. */
export function afterSpending(balance: Balance, amount: Amount, day: number): Balance {
  const spentInDay = day > balance.day ? amount : day === balance.day ? balance.spentInDay + amount : balance.spentInDay
  return { id: balance.id, spent: balance.spent + amount, spentInDay, day: Math.max(day, balance.day) }
}

/** Holds a lock in a file of its own, which ends with the process: nothing to clean up after a crash. */
function takeLock(path: string): DatabaseSync | undefined {
  if (path === ':memory:' || path === '') return undefined
  const lock = new DatabaseSync(`${path}.lock`)
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw new GatewayStateError({
      code: 'GATEWAY_STORE_IN_USE',
      message: 'Another gateway serves from the same store.',
      hint: 'Stop it, or give this one a store of its own: two would each spend the whole budget.',
      retryable: false,
      cause,
    })
  }
  return lock
}
