/**
 * Group commit: what is written within one turn of the event loop goes to disk in one transaction, and everybody who
 * wrote learns of it together. Writes of one row within a turn collapse into the last.
 *
 * A commit only appends to the write-ahead log (`synchronous=NORMAL`); the log is then synced by a thread of the pool, so
 * that the disk, 0.2 ms when idle and much more when busy, never holds up the event loop. Nothing is confirmed before its
 * sync, which makes a confirmation worth as much as under `synchronous=FULL`: there SQLite makes the same call on the same
 * file at the same place. What comes while a sync is under way shares the next transaction, and a write that nobody needs
 * at once may wait a few milliseconds for company.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_synchronous
 */
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from './store-error.ts'

/** Milliseconds that a write may wait for company. */
export const lazyWriteMsMax = 4

export type GroupCommit = {
  /**
   * Queues a write. Resolves when it is on disk.
   *
   * @param key - writes of one key within a turn collapse; the last wins.
   * @param lazy - whether it may wait for company.
   * @throws {StoreError} STORE_WRITE_FAILED, then and for every later write: what is in memory may be ahead of the disk.
   */
  write(key: string, run: () => void, lazy?: boolean): Promise<void>
  /** Writes what waits for company within this turn. */
  hurry(): void
  /** Puts on disk, now, all that was committed: called before something is read that may not be confirmed yet. */
  syncNow(): void
  /** Whether writes still reach the disk. */
  readonly isGood: boolean
  close(): void
}

type Turn = { readonly writes: Map<string, () => void>; readonly done: PromiseWithResolvers<void> }

/** A database's write-ahead log, as what makes commits durable. */
export type CommitLog = {
  /** Calls back once all that was committed before is on disk, or with why it is not. */
  sync(done: (cause: Error | null) => void): void
  /** The same, at once. @throws when it failed. */
  syncNow(): void
  close(): void
}

/** @param database - in write-ahead mode with `synchronous=NORMAL`. */
export function createGroupCommit(database: DatabaseSync, log: CommitLog): GroupCommit {
  let turn: Turn | undefined
  /** Committed, and on its way to the disk. */
  let syncing: Turn | undefined
  let failed: StoreError | undefined
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined

  const fail = (lost: Turn, cause: unknown) => {
    failed = new StoreError('STORE_WRITE_FAILED', "The node's file could not be written.", cause)
    lost.done.reject(failed)
  }
  /** Commits the turn. Returns it when it is to be synced. */
  const commit = (): Turn | undefined => {
    clearImmediate(soon)
    clearTimeout(later)
    soon = undefined
    later = undefined
    const current = turn
    turn = undefined
    if (current === undefined) return undefined
    try {
      if (failed !== undefined) throw failed
      inTransaction(database, () => {
        for (const run of current.writes.values()) run()
      })
    } catch (cause) {
      fail(current, cause)
      return undefined
    }
    return current
  }
  const onSynced = (synced: Turn, cause: Error | null) => {
    // Settled by syncNow meanwhile.
    if (syncing !== synced) return
    syncing = undefined
    if (cause === null) synced.done.resolve()
    else fail(synced, cause)
    if (turn !== undefined && later === undefined) flush()
  }
  const flush = () => {
    if (syncing !== undefined) {
      // The next transaction begins when this one is on disk; then even what could wait has waited.
      clearTimeout(later)
      later = undefined
      soon = undefined
      return
    }
    const committed = commit()
    if (committed === undefined) return
    syncing = committed
    log.sync((cause) => onSynced(committed, cause))
  }
  const syncNow = () => {
    const synced = syncing
    if (synced === undefined) return
    syncing = undefined
    try {
      log.syncNow()
      synced.done.resolve()
    } catch (cause) {
      fail(synced, cause)
    }
    if (turn !== undefined && later === undefined) hurry()
  }
  const hurry = () => {
    if (turn === undefined) return
    clearTimeout(later)
    later = undefined
    soon ??= setImmediate(flush)
  }

  return {
    hurry,
    syncNow,
    write(key, run, lazy = false) {
      if (failed !== undefined) return unheeded(Promise.reject(failed))
      const isFirst = turn === undefined
      if (turn === undefined) {
        turn = { writes: new Map(), done: Promise.withResolvers() }
        void unheeded(turn.done.promise)
      }
      turn.writes.set(key, run)
      if (!lazy) hurry()
      else if (isFirst) later = setTimeout(flush, lazyWriteMsMax)
      return turn.done.promise
    },
    get isGood() {
      return failed === undefined
    },
    close() {
      syncNow()
      syncing = commit()
      syncNow()
      failed ??= new StoreError('STORE_CLOSED', "The node's file is closed.")
      log.close()
    },
  }
}

/** Opens the write-ahead log of a database that was written to since it was opened. @param path - of the database. */
export function openCommitLog(path: string): CommitLog {
  const file = openSync(`${path}-wal`, 'r')
  return {
    sync: (done) => fdatasync(file, done),
    syncNow: () => fdatasyncSync(file),
    close: () => closeSync(file),
  }
}

/** Runs all of it or none. */
export function inTransaction(database: DatabaseSync, run: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    run()
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Whoever awaits the promise hears of its failure; a write that nobody waits for must not end the process. */
function unheeded(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
