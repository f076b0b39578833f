/**
 * The SQLite file of a cache (cache-index.ts): tables, transactions over all processes, and its errors. A file that is no
 * database, as after a crash of the disk, is put aside and a new one begun; the cache then starts empty.
 */
import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { StorageFailedError } from '../storage-error.ts'
import { onDiskSync } from './on-disk.ts'

/** Milliseconds to wait for another process's transaction; the longest moves files of one eviction. */
export const indexLockWaitMsMax = 30_000

const schemaVersion = 1
const schema = `
  CREATE TABLE holder (
    id TEXT PRIMARY KEY, host TEXT NOT NULL, pid INTEGER NOT NULL, started TEXT NOT NULL, beat_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE object (
    address TEXT PRIMARY KEY, kind TEXT NOT NULL, bytes INTEGER NOT NULL, hashes BLOB NOT NULL, complete INTEGER NOT NULL,
    charged INTEGER NOT NULL, used_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX object_by_use ON object (used_ms);
  CREATE TABLE spool (
    id TEXT PRIMARY KEY, holder TEXT NOT NULL REFERENCES holder ON DELETE CASCADE, charged INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE pin (
    address TEXT NOT NULL, holder TEXT NOT NULL REFERENCES holder ON DELETE CASCADE, count INTEGER NOT NULL,
    PRIMARY KEY (address, holder)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE writer (
    address TEXT PRIMARY KEY, holder TEXT NOT NULL REFERENCES holder ON DELETE CASCADE, ticket TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE block (
    sha256 BLOB NOT NULL, address TEXT NOT NULL REFERENCES object ON DELETE CASCADE, level INTEGER NOT NULL,
    position INTEGER NOT NULL, PRIMARY KEY (sha256, address)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX block_of_object ON block (address);
  CREATE TABLE total (one INTEGER PRIMARY KEY CHECK (one = 1), charged INTEGER NOT NULL) STRICT;
  INSERT INTO total VALUES (1, 0);
  CREATE TRIGGER object_added AFTER INSERT ON object BEGIN UPDATE total SET charged = charged + new.charged; END;
  CREATE TRIGGER object_gone AFTER DELETE ON object BEGIN UPDATE total SET charged = charged - old.charged; END;
  CREATE TRIGGER spool_added AFTER INSERT ON spool BEGIN UPDATE total SET charged = charged + new.charged; END;
  CREATE TRIGGER spool_grew AFTER UPDATE OF charged ON spool
    BEGIN UPDATE total SET charged = charged + new.charged - old.charged; END;
  CREATE TRIGGER spool_gone AFTER DELETE ON spool BEGIN UPDATE total SET charged = charged - old.charged; END;
  PRAGMA user_version = ${schemaVersion};
`

export type Row = Readonly<Record<string, unknown>>

export type CacheDatabase = {
  readonly isOpen: boolean
  one(sql: string, ...values: SQLInputValue[]): Row | undefined
  all(sql: string, ...values: SQLInputValue[]): readonly Row[]
  /** Returns how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number
  prepare(sql: string): StatementSync
  /** All of it or nothing, and nobody else in between; within another one it is part of that. */
  together<T>(work: () => T): T
  close(): void
}

/** Opens or makes the file. Every call waits on the disk and for other processes, on this thread. @throws {StorageFailedError} */
export function openCacheDatabase(path: string): CacheDatabase {
  const database = onDiskSync(path, () => opened(path))
  const guarded = <T>(work: () => T): T => onDiskSync(path, work)
  let isTogether = false

  function together<T>(work: () => T): T {
    if (isTogether) return work()
    return guarded(() => {
      database.exec('BEGIN IMMEDIATE')
      isTogether = true
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        // A full disk rolls back by itself.
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      } finally {
        isTogether = false
      }
    })
  }

  together(() => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
    if (version === 0) database.exec(schema)
    else if (version !== schemaVersion)
      throw new StorageFailedError(path, new Error(`The index is of version ${version}.`))
  })
  return {
    get isOpen() {
      return database.isOpen
    },
    one: (sql, ...values) => guarded(() => database.prepare(sql).get(...values)),
    all: (sql, ...values) => guarded(() => database.prepare(sql).all(...values)),
    run: (sql, ...values) => guarded(() => Number(database.prepare(sql).run(...values).changes)),
    prepare: (sql) => guarded(() => database.prepare(sql)),
    together,
    close: () => database.close(),
  }
}

function opened(path: string): DatabaseSync {
  try {
    return configured(path)
  } catch (error) {
    if (!isBroken(error)) throw error
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
    renameSync(path, `${path}.broken`)
    return configured(path)
  }
}

function configured(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: indexLockWaitMsMax })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; SELECT COUNT(*) FROM sqlite_schema')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
function isBroken(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === 11 || error.errcode === 26)
}
