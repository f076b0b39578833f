/**
 * What a cache holds, in one SQLite file that several processes share: objects with their chunk hashes, what is reserved, who
 * uses what. Files change places only inside its transactions, so no process sees one half.
 *
 * Invariants: reserved bytes never pass the bound; an object in use (pinned, or being written) by a process that lives is
 * never evicted; the file of a `complete` object is in place, that of a `partial` one may be there in part. Losing the last
 * transactions, or the whole file, costs fetching again and nothing else.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { BlockHash, ObjectAddress } from '../object/object-address.ts'
import { hashBlocks, type ObjectKind, type ObjectOutline } from '../object/object-outline.ts'
import { StorageFullError } from '../storage-error.ts'
import { isRunning, type ProcessToken } from './process-token.ts'

/** Milliseconds to wait for another process's transaction; the longest moves files of one eviction. */
export const indexLockWaitMsMax = 30_000
/** Milliseconds without a heartbeat after which a process that cannot be seen from here counts as dead. */
export const holderSilentMsMax = 60_000
/** What a file costs beside its bytes: its inode, its row, and half a block of the file system on average. */
const overheadBytes = 4_096

export type CacheEntry = {
  readonly kind: ObjectKind
  readonly bytes: number
  readonly chunkHashes: Uint8Array
  readonly isComplete: boolean
}
/** Where a block lies: level 0 are chunks, others are made of the chunk hashes. */
export type BlockPlace = { readonly address: ObjectAddress; readonly level: number; readonly position: number }
export type CacheUsage = { readonly bytes: number; readonly objects: number; readonly pinned: number }

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
  CREATE TABLE spool (id TEXT PRIMARY KEY, holder TEXT NOT NULL REFERENCES holder ON DELETE CASCADE, charged INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE pin (address TEXT NOT NULL, holder TEXT NOT NULL REFERENCES holder ON DELETE CASCADE, count INTEGER NOT NULL, PRIMARY KEY (address, holder)) STRICT, WITHOUT ROWID;
  CREATE TABLE writer (address TEXT PRIMARY KEY, holder TEXT NOT NULL REFERENCES holder ON DELETE CASCADE, ticket TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE block (
    sha256 BLOB NOT NULL, address TEXT NOT NULL REFERENCES object ON DELETE CASCADE, level INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (sha256, address)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX block_of_object ON block (address);
  CREATE TABLE total (one INTEGER PRIMARY KEY CHECK (one = 1), charged INTEGER NOT NULL) STRICT;
  INSERT INTO total VALUES (1, 0);
  CREATE TRIGGER object_added AFTER INSERT ON object BEGIN UPDATE total SET charged = charged + new.charged; END;
  CREATE TRIGGER object_gone AFTER DELETE ON object BEGIN UPDATE total SET charged = charged - old.charged; END;
  CREATE TRIGGER spool_added AFTER INSERT ON spool BEGIN UPDATE total SET charged = charged + new.charged; END;
  CREATE TRIGGER spool_grew AFTER UPDATE OF charged ON spool BEGIN UPDATE total SET charged = charged + new.charged - old.charged; END;
  CREATE TRIGGER spool_gone AFTER DELETE ON spool BEGIN UPDATE total SET charged = charged - old.charged; END;
  PRAGMA user_version = ${schemaVersion};
`

/** What becomes of a file when its object is complete: put in place, or dropped where another one is there already. */
type FileMoves = { readonly publish: () => void; readonly drop: () => void }

export type CacheIndexInit = {
  readonly path: string
  readonly bytesMax: number
  /** This process, or this cache within it: its pins end with it. */
  readonly holder: string
  readonly token: ProcessToken
  readonly now: () => number
  /** Removes the files of an evicted object. */
  readonly unlink: (address: ObjectAddress) => void
}

export type CacheIndex = ReturnType<typeof openCacheIndex>

/** Opens or makes the index. What this process held ends with `close`; letting go of it after that is harmless. Its calls wait on the disk and for other processes, on this thread. */
export function openCacheIndex({ path, bytesMax, holder, token, now, unlink }: CacheIndexInit) {
  const database = new DatabaseSync(path, { timeout: indexLockWaitMsMax })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  const one = (sql: string, ...values: SQLInputValue[]) => database.prepare(sql).get(...values)
  const all = (sql: string, ...values: SQLInputValue[]) => database.prepare(sql).all(...values)
  const run = (sql: string, ...values: SQLInputValue[]) => Number(database.prepare(sql).run(...values).changes)
  let depth = 0

  /** All of it or nothing; alone over all processes. */
  function together<T>(work: () => T): T {
    if (depth > 0) return work()
    database.exec('BEGIN IMMEDIATE')
    depth++
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    } finally {
      depth--
    }
  }

  function sweepHolders(): void {
    for (const row of all('SELECT * FROM holder WHERE id <> ?', holder)) {
      const other = { host: String(row.host), pid: Number(row.pid), started: String(row.started) }
      const isDead =
        isRunning(other, token) === false ||
        (isRunning(other, token) === undefined && now() - Number(row.beat_ms) > holderSilentMsMax)
      if (isDead) run('DELETE FROM holder WHERE id = ?', String(row.id))
    }
  }

  function charged(): number {
    return Number(one('SELECT charged FROM total')?.charged)
  }

  /** Evicts what was used longest ago until so many bytes fit. @throws {StorageFullError} */
  function makeRoom(bytes: number): void {
    if (charged() + bytes <= bytesMax) return
    sweepHolders()
    const idle = `SELECT address FROM object WHERE address NOT IN (SELECT address FROM pin)
      AND address NOT IN (SELECT address FROM writer) ORDER BY used_ms LIMIT 1`
    while (charged() + bytes > bytesMax) {
      const address = one(idle)?.address
      if (address === undefined) throw new StorageFullError(bytes, bytesMax)
      forget(String(address))
    }
  }

  function forget(address: ObjectAddress): void {
    together(() => {
      run('DELETE FROM object WHERE address = ?', address)
      unlink(address)
    })
  }

  function beat(): void {
    if (!database.isOpen) return
    run(
      `INSERT INTO holder VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET beat_ms = excluded.beat_ms`,
      ...[holder, token.host, token.pid, token.started, now()],
    )
  }

  function insert({ address, kind, bytes, chunkHashes }: ObjectOutline): void {
    const charge = chargeOf(bytes)
    makeRoom(charge)
    run('INSERT INTO object VALUES (?, ?, ?, ?, 0, ?, ?)', address, kind, bytes, chunkHashes, charge, now())
  }

  function complete(outline: ObjectOutline, { publish, drop }: FileMoves): void {
    together(() => {
      const { address, chunkHashes } = outline
      const row = one('SELECT complete FROM object WHERE address = ?', address)
      if (row?.complete === 1) return drop()
      if (row === undefined) insert(outline)
      publish()
      run('UPDATE object SET complete = 1, used_ms = ? WHERE address = ?', now(), address)
      const add = database.prepare('INSERT OR IGNORE INTO block VALUES (?, ?, ?, ?)')
      for (let at = 0; at < chunkHashes.length; at += 32)
        add.run(chunkHashes.subarray(at, at + 32), address, 0, at / 32)
      for (const { sha256, level, position } of hashBlocks(chunkHashes)) {
        add.run(Buffer.from(sha256, 'hex'), address, level, position)
      }
    })
  }

  together(() => {
    if (Number(one('PRAGMA user_version')?.user_version) === 0) database.exec(schema)
    beat()
    sweepHolders()
  })

  return {
    together,
    beat,
    forget,
    find(address: ObjectAddress): CacheEntry | undefined {
      const row = one('SELECT kind, bytes, hashes, complete FROM object WHERE address = ?', address)
      if (row === undefined) return undefined
      return {
        kind: row.kind as ObjectKind,
        bytes: Number(row.bytes),
        chunkHashes: row.hashes as Uint8Array,
        isComplete: row.complete === 1,
      }
    },
    /** Returns the places of a block in complete objects, at most a few. */
    places(sha256: BlockHash): readonly BlockPlace[] {
      const rows = all(
        'SELECT address, level, position FROM block WHERE sha256 = ? LIMIT 4',
        Buffer.from(sha256, 'hex'),
      )
      return rows.map((row) => ({
        address: String(row.address),
        level: Number(row.level),
        position: Number(row.position),
      }))
    },
    /** Reserves room for an object, unless it is there. @throws {StorageFullError} */
    begin(outline: ObjectOutline): void {
      together(() => {
        if (one('SELECT 1 FROM object WHERE address = ?', outline.address) === undefined) insert(outline)
      })
    },
    /** Marks an object as complete, with its file. */
    complete,
    /** Turns a spooled file into an object: its reservation goes over, and what was there already stays. */
    adopt(id: string, outline: ObjectOutline, files: FileMoves): void {
      together(() => {
        run('DELETE FROM spool WHERE id = ?', id)
        complete(outline, files)
      })
    },
    /** Takes an object back to be fetched in part; `move` takes its file out of place. */
    demote(address: ObjectAddress, move: () => void): void {
      together(() => {
        if (run('UPDATE object SET complete = 0 WHERE address = ? AND complete = 1', address) === 0) return
        run('DELETE FROM block WHERE address = ?', address)
        move()
      })
    },
    /** Raises a spool's reservation to so many bytes. @throws {StorageFullError} */
    reserveSpool(id: string, bytes: number): void {
      together(() => {
        const before = Number(one('SELECT charged FROM spool WHERE id = ?', id)?.charged ?? 0)
        const charge = chargeOf(bytes)
        if (charge <= before) return
        makeRoom(charge - before)
        beat()
        run(
          'INSERT INTO spool VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET charged = excluded.charged',
          id,
          holder,
          charge,
        )
      })
    },
    dropSpool(id: string): void {
      if (!database.isOpen) return
      run('DELETE FROM spool WHERE id = ?', id)
    },
    /** Keeps an object from eviction until it is unpinned as often. Also counts as use. */
    pin(address: ObjectAddress): void {
      together(() => {
        beat()
        run('INSERT INTO pin VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1', address, holder)
        run('UPDATE object SET used_ms = ? WHERE address = ?', now(), address)
      })
    },
    unpin(address: ObjectAddress): void {
      if (!database.isOpen) return
      together(() => {
        run('UPDATE pin SET count = count - 1 WHERE address = ? AND holder = ?', address, holder)
        run('DELETE FROM pin WHERE address = ? AND holder = ? AND count <= 0', address, holder)
      })
    },
    /** Returns whether the object is now this ticket's to write; false while another one that lives has it. */
    takeWriter(address: ObjectAddress, ticket: string): boolean {
      return together(() => {
        beat()
        sweepHolders()
        run('INSERT OR IGNORE INTO writer VALUES (?, ?, ?)', address, holder, ticket)
        return one('SELECT ticket FROM writer WHERE address = ?', address)?.ticket === ticket
      })
    },
    dropWriter(address: ObjectAddress, ticket: string): void {
      if (!database.isOpen) return
      run('DELETE FROM writer WHERE address = ? AND ticket = ?', address, ticket)
    },
    objects(): readonly { readonly address: ObjectAddress; readonly isComplete: boolean }[] {
      return all('SELECT address, complete FROM object').map((row) => ({
        address: String(row.address),
        isComplete: row.complete === 1,
      }))
    },
    spools(): readonly string[] {
      return all('SELECT id FROM spool').map((row) => String(row.id))
    },
    usage(): CacheUsage {
      const objects = Number(one('SELECT COUNT(*) AS n FROM object WHERE complete = 1')?.n)
      const pinned = Number(one('SELECT COUNT(DISTINCT address) AS n FROM pin')?.n)
      return { bytes: charged(), objects, pinned }
    },
    close(): void {
      if (!database.isOpen) return
      run('DELETE FROM holder WHERE id = ?', holder)
      database.close()
    },
  }
}

/** Returns what an object of this size counts against the bound. */
export function chargeOf(bytes: number): number {
  return bytes + overheadBytes
}
