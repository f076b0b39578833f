/**
 * What a cache holds, in one SQLite file that several processes share: objects with their chunk hashes, what is reserved, who
 * uses what. Files change places only inside its transactions, so no process sees one half.
 *
 * Invariants: reserved bytes never pass the bound; an object in use (pinned, or being written) by a process that lives is
 * never evicted; the file of a `complete` object is in place, that of a `partial` one may be there in part. Losing the last
 * transactions, or the whole file, costs fetching again and nothing else.
 */
import type { BlockHash, ObjectAddress } from '../object/object-address.ts'
import { blockHashBytes } from '../object/object-layout.ts'
import { hashBlocks, type ObjectKind, type ObjectOutline } from '../object/object-outline.ts'
import { StorageFullError } from '../storage-error.ts'
import { type CacheDatabase, openCacheDatabase, type Row } from './cache-database.ts'
import { type CacheHolders, type CacheHoldersInit, createCacheHolders } from './cache-holders.ts'

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

/** What becomes of a file when its object is complete: put in place, or dropped where another one is there already. */
type FileMoves = { readonly publish: () => void; readonly drop: () => void }

export type CacheIndexInit = CacheHoldersInit & {
  readonly path: string
  readonly bytesMax: number
  /** Removes the files of an evicted object. */
  readonly unlink: (address: ObjectAddress) => void
}

export type CacheIndex = Omit<CacheHolders, 'sweep' | 'end'> &
  Pick<CacheDatabase, 'together'> & {
    find(address: ObjectAddress): CacheEntry | undefined
    /** Returns the places of a block in complete objects, at most a few. */
    places(sha256: BlockHash): readonly BlockPlace[]
    /** Reserves room for an object, unless it is there. @throws {StorageFullError} */
    begin(outline: ObjectOutline): void
    /** Marks an object as complete, with its file. @throws {StorageFullError} */
    complete(outline: ObjectOutline, files: FileMoves): void
    /** Turns a spooled file into an object: its reservation goes over. */
    adopt(id: string, outline: ObjectOutline, files: FileMoves): void
    /** Takes an object back to be fetched in part; `move` takes its file out of place. */
    demote(address: ObjectAddress, move: () => void): void
    /** Drops an object with its files. */
    forget(address: ObjectAddress): void
    /** Raises a spool's reservation to so many bytes. @throws {StorageFullError} */
    reserveSpool(id: string, bytes: number): void
    dropSpool(id: string): void
    objects(): readonly { readonly address: ObjectAddress; readonly isComplete: boolean }[]
    spools(): readonly string[]
    usage(): CacheUsage
    close(): void
  }

type Parts = CacheIndexInit & { readonly database: CacheDatabase; readonly holders: CacheHolders }

/** Opens or makes the index. Every call may wait for the disk and for other processes. @throws {StorageFailedError} */
export function openCacheIndex(init: CacheIndexInit): CacheIndex {
  const database = openCacheDatabase(init.path)
  const holders = createCacheHolders(database, init)
  const parts = { ...init, database, holders }
  const { one, all, run, together } = database
  together(() => {
    holders.beat()
    holders.sweep()
  })
  return {
    ...holders,
    together,
    find(address) {
      const row = one('SELECT kind, bytes, hashes, complete FROM object WHERE address = ?', address)
      return row === undefined ? undefined : toEntry(row)
    },
    places(sha256) {
      const sql = 'SELECT address, level, position FROM block WHERE sha256 = ? LIMIT 4'
      return all(sql, Buffer.from(sha256, 'hex')).map(toPlace)
    },
    begin: (outline) => together(() => insertMissing(parts, outline)),
    complete: (outline, files) => together(() => complete(parts, outline, files)),
    adopt(id, outline, files) {
      together(() => {
        run('DELETE FROM spool WHERE id = ?', id)
        complete(parts, outline, files)
      })
    },
    demote(address, move) {
      together(() => {
        if (run('UPDATE object SET complete = 0 WHERE address = ? AND complete = 1', address) === 0) return
        run('DELETE FROM block WHERE address = ?', address)
        move()
      })
    },
    forget: (address) => together(() => forget(parts, address)),
    reserveSpool: (id, bytes) => together(() => reserveSpool(parts, id, bytes)),
    dropSpool(id) {
      if (database.isOpen) run('DELETE FROM spool WHERE id = ?', id)
    },
    objects: () =>
      all('SELECT address, complete FROM object').map((row) => ({
        address: String(row.address),
        isComplete: row.complete === 1,
      })),
    spools: () => all('SELECT id FROM spool').map((row) => String(row.id)),
    usage() {
      const objects = Number(one('SELECT COUNT(*) AS n FROM object WHERE complete = 1')?.n)
      const pinned = Number(one('SELECT COUNT(DISTINCT address) AS n FROM pin')?.n)
      return { bytes: charged(parts), objects, pinned }
    },
    close() {
      holders.end()
      if (database.isOpen) database.close()
    },
  }
}

function toEntry(row: Row): CacheEntry {
  return {
    kind: row.kind as ObjectKind,
    bytes: Number(row.bytes),
    chunkHashes: row.hashes as Uint8Array,
    isComplete: row.complete === 1,
  }
}

function toPlace(row: Row): BlockPlace {
  return { address: String(row.address), level: Number(row.level), position: Number(row.position) }
}

function charged({ database }: Parts): number {
  return Number(database.one('SELECT charged FROM total')?.charged)
}

/** Evicts what was used longest ago until so many bytes fit. @throws {StorageFullError} */
function makeRoom(parts: Parts, bytes: number): void {
  const { database, holders, bytesMax } = parts
  if (charged(parts) + bytes <= bytesMax) return
  holders.sweep()
  const idle = `SELECT address FROM object WHERE address NOT IN (SELECT address FROM pin)
    AND address NOT IN (SELECT address FROM writer) ORDER BY used_ms LIMIT 1`
  while (charged(parts) + bytes > bytesMax) {
    const address = database.one(idle)?.address
    if (address === undefined) throw new StorageFullError(bytes, bytesMax)
    forget(parts, String(address))
  }
}

function forget({ database, unlink }: Parts, address: ObjectAddress): void {
  database.run('DELETE FROM object WHERE address = ?', address)
  unlink(address)
}

function insertMissing(parts: Parts, { address, kind, bytes, chunkHashes }: ObjectOutline): void {
  const { database, now } = parts
  if (database.one('SELECT 1 FROM object WHERE address = ?', address) !== undefined) return
  const charge = chargeOf(bytes)
  makeRoom(parts, charge)
  database.run('INSERT INTO object VALUES (?, ?, ?, ?, 0, ?, ?)', address, kind, bytes, chunkHashes, charge, now())
}

function complete(parts: Parts, outline: ObjectOutline, { publish, drop }: FileMoves): void {
  const { database, now } = parts
  const { address, chunkHashes } = outline
  if (database.one('SELECT complete FROM object WHERE address = ?', address)?.complete === 1) {
    drop()
    return
  }
  insertMissing(parts, outline)
  publish()
  database.run('UPDATE object SET complete = 1, used_ms = ? WHERE address = ?', now(), address)
  const add = database.prepare('INSERT OR IGNORE INTO block VALUES (?, ?, ?, ?)')
  for (let at = 0; at < chunkHashes.length; at += blockHashBytes) {
    add.run(chunkHashes.subarray(at, at + blockHashBytes), address, 0, at / blockHashBytes)
  }
  for (const { sha256, level, position } of hashBlocks(chunkHashes)) {
    add.run(Buffer.from(sha256, 'hex'), address, level, position)
  }
}

function reserveSpool(parts: Parts, id: string, bytes: number): void {
  const { database, holders, holder } = parts
  const before = Number(database.one('SELECT charged FROM spool WHERE id = ?', id)?.charged ?? 0)
  const charge = chargeOf(bytes)
  if (charge <= before) return
  makeRoom(parts, charge - before)
  holders.beat()
  const sql = 'INSERT INTO spool VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET charged = excluded.charged'
  database.run(sql, id, holder, charge)
}

/** Returns what an object of this size counts against the bound. */
function chargeOf(bytes: number): number {
  return bytes + overheadBytes
}
