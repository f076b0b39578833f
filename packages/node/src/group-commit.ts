/**
 * Group commit: what is written within one turn of the event loop goes to disk in one transaction, and everybody who
 * wrote learns of it together. Writes of one row within a turn collapse into the last.
 *
 * A write that nobody needs at once may wait a few milliseconds for company: every transaction costs an fsync, about
 * 0.2 ms on a local disk and much more on a busy one, whatever the number of rows, and holds up the event loop.
 */
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
  /** Whether writes still reach the disk. */
  readonly isGood: boolean
  close(): void
}

type Turn = { readonly writes: Map<string, () => void>; readonly done: PromiseWithResolvers<void> }

export function createGroupCommit(database: DatabaseSync): GroupCommit {
  let turn: Turn | undefined
  let failed: StoreError | undefined
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined

  const flush = () => {
    clearImmediate(soon)
    clearTimeout(later)
    soon = undefined
    later = undefined
    const current = turn
    turn = undefined
    if (current === undefined) return
    try {
      inTransaction(database, () => {
        for (const run of current.writes.values()) run()
      })
    } catch (cause) {
      failed = new StoreError('STORE_WRITE_FAILED', "The node's file could not be written.", cause)
      current.done.reject(failed)
      return
    }
    current.done.resolve()
  }
  const hurry = () => {
    if (turn !== undefined) soon ??= setImmediate(flush)
  }

  return {
    hurry,
    write(key, run, lazy = false) {
      if (failed !== undefined) return unheeded(Promise.reject(failed))
      if (turn === undefined) {
        turn = { writes: new Map(), done: Promise.withResolvers() }
        void unheeded(turn.done.promise)
      }
      turn.writes.set(key, run)
      if (lazy) later ??= setTimeout(flush, lazyWriteMsMax)
      else hurry()
      return turn.done.promise
    },
    get isGood() {
      return failed === undefined
    },
    close() {
      flush()
      failed = new StoreError('STORE_CLOSED', "The node's file is closed.")
    },
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
