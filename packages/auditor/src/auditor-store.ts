/**
 * What an auditor must not forget, in one SQLite file: verdicts with their salts before they are committed to, its own cases with
 * their evidence, and where it stands with each provider. Written through to the disk (`synchronous=FULL`) and locked: two
 * processes on one file could vote twice.
 */
import { chmodSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { AuditorStoreError } from './auditor-error.ts'

const schemaVersion = 1
/** Milliseconds to wait for an auditor that is just ending to let go of the file. */
export const auditorLockWaitMsMax = 2_000

const schema = `
  CREATE TABLE duty (
    id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, round INTEGER NOT NULL, locator TEXT NOT NULL, state TEXT NOT NULL,
    receipt_hash TEXT, outcome INTEGER, evidence_hash TEXT, salt TEXT, reason TEXT,
    UNIQUE (case_id, round)
  ) STRICT;
  CREATE TABLE own_case (
    receipt_hash TEXT PRIMARY KEY, case_id TEXT UNIQUE, node TEXT NOT NULL, bundle TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT NOT NULL, opened_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE panel_call (case_id TEXT PRIMARY KEY, locator TEXT NOT NULL, block INTEGER NOT NULL) STRICT;
  CREATE TABLE spent (day INTEGER NOT NULL, what TEXT NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (day, what)) STRICT;
  CREATE TABLE canary (
    id INTEGER PRIMARY KEY, node TEXT NOT NULL, payer TEXT NOT NULL, sent_at INTEGER NOT NULL, state TEXT NOT NULL,
    bundle TEXT, outcome TEXT, reason TEXT, attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX canary_to_judge ON canary (state, id);
  CREATE TABLE provider (node TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE test_state (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`

export type Row = Readonly<Record<string, unknown>>

/** The file behind typed views of it (court-store.ts, canary-store.ts). */
export type AuditorStore = {
  all(sql: string, ...values: SQLInputValue[]): readonly Row[]
  one(sql: string, ...values: SQLInputValue[]): Row | undefined
  /** On disk when it returns. @throws {AuditorStoreError} */
  write(sql: string, ...values: SQLInputValue[]): void
  /** All of it or nothing. */
  together<T>(work: () => T): T
  /** Returns a small named value. */
  kept(name: string): string | undefined
  keep(name: string, value: string): void
  close(): void
}

/** Opens or creates the file, readable by its owner only. @throws {AuditorStoreError} also while another auditor has it open. */
export function openAuditorStore(path: string): AuditorStore {
  const database = opened(path)
  const guarded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      throw new AuditorStoreError(path, 'writing failed', cause)
    }
  }
  const store: AuditorStore = {
    all: (sql, ...values) => database.prepare(sql).all(...values),
    one: (sql, ...values) => database.prepare(sql).get(...values),
    write: (sql, ...values) => guarded(() => void database.prepare(sql).run(...values)),
    together(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    kept(name) {
      const value = store.one('SELECT value FROM kept WHERE name = ?', name)?.value
      return value === undefined ? undefined : String(value)
    },
    keep: (name, value) => store.write('INSERT OR REPLACE INTO kept VALUES (?, ?)', name, value),
    close: () => database.close(),
  }
  return store
}

function opened(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: auditorLockWaitMsMax })
    chmodSync(path, 0o600)
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    // Takes the lock now rather than at the first write.
    database.exec('BEGIN EXCLUSIVE; COMMIT')
    const version = database.prepare('PRAGMA user_version').get()?.user_version
    if (version === 0) database.exec(`BEGIN; ${schema} COMMIT`)
    else if (version !== schemaVersion) throw new Error(`its version is ${version}, not ${schemaVersion}`)
    return database
  } catch (cause) {
    throw new AuditorStoreError(path, 'it is in use, damaged or of a later version', cause)
  }
}
