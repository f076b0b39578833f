/**
 * Objects kept on disk by address, within a bound of bytes: the least recently used go first, those in use stay. Several
 * processes may share one directory, on a local file system.
 *
 * Invariants: what is read was checked against the address as it was read; a killed process leaves nothing that is taken
 * for an object, and what came of a known address is not fetched again; files in `objects` are never written to.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { ObjectAddress } from '../object/object-address.ts'
import type { ObjectOutline } from '../object/object-outline.ts'
import { cacheFilesIn, reconcile } from './cache-files.ts'
import { type CacheIndex, type CacheUsage, openCacheIndex } from './cache-index.ts'
import { onDisk, onDiskSync } from './on-disk.ts'
import { knownObject, type OpenObject, openObject } from './open-object.ts'
import { openPartialObject, type PartialObject } from './partial-object.ts'
import { ownProcessToken } from './process-token.ts'
import { openSpool, type Spool } from './spool.ts'

/** Milliseconds between two heartbeats, several to one {@link holderSilentMsMax}. */
const beatMs = 5_000

export type ObjectCacheInit = {
  /** A directory of its own on a local file system; made when missing. */
  readonly directory: string
  /** Most bytes kept, 4 KiB a file counted in. */
  readonly bytesMax: number
  /** Milliseconds since the epoch: processes that share the cache compare them. */
  readonly now: () => number
}

export type ObjectCache = {
  readonly directory: string
  /** Returns the object, pinned until it is disposed of, or undefined when it is not whole here. */
  open(address: ObjectAddress): Promise<OpenObject | undefined>
  /** Keeps an object from eviction, whether it is here or only comes. */
  hold(address: ObjectAddress): Disposable
  /** Returns the outline of an object that is here, if only in part. */
  outline(address: ObjectAddress): ObjectOutline | undefined
  /** Waits to be the only one who fetches the object. Aborting ends the wait with the signal's reason. */
  takeWriter(
    address: ObjectAddress,
    options: { readonly pollMs: number; readonly signal: AbortSignal },
  ): Promise<Disposable>
  /** Goes on with a partial object, or begins one; the caller is its writer. @throws {StorageFullError} */
  openPartial(outline: ObjectOutline, options: { readonly signal: AbortSignal }): Promise<PartialObject>
  /** Returns a place for bytes whose address is not known yet. */
  openSpool(): Promise<Spool>
  readonly index: CacheIndex
  usage(): CacheUsage
  close(): void
}

/** Opens or makes a cache. @throws {StorageFailedError} when the disk does not allow it. */
export function createObjectCache({ directory, bytesMax, now }: ObjectCacheInit): ObjectCache {
  const files = onDiskSync(directory, () => cacheFilesIn(directory))
  const holder = randomUUID()
  const index = onDiskSync(directory, () => {
    const { indexPath: path, remove: unlink } = files
    return openCacheIndex({ path, bytesMax, holder, token: ownProcessToken(), now, unlink })
  })
  onDiskSync(directory, () => reconcile(files, index))
  const heart = setInterval(() => beatOrMiss(index), beatMs)
  heart.unref()
  const parts = { files, index }
  return {
    directory,
    index,
    open: (address) => onDisk(directory, () => openObject(parts, address)),
    hold(address) {
      index.pin(address)
      let isHeld = true
      return {
        [Symbol.dispose]() {
          if (isHeld) index.unpin(address)
          isHeld = false
        },
      }
    },
    outline: (address) => knownObject(index, address)?.outline,
    async takeWriter(address, { pollMs, signal }) {
      const ticket = randomUUID()
      for (;;) {
        signal.throwIfAborted()
        if (index.takeWriter(address, ticket)) return { [Symbol.dispose]: () => index.dropWriter(address, ticket) }
        await pause(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted())
      }
    },
    openPartial: (outline, { signal }) => onDisk(directory, () => openPartialObject(parts, outline, signal)),
    openSpool: () => onDisk(directory, () => openSpool(parts)),
    usage: () => index.usage(),
    close() {
      clearInterval(heart)
      index.close()
    },
  }
}

/** One beat that is missed costs nothing, and what is wrong with the index is told by the next call that needs it. */
function beatOrMiss(index: CacheIndex): 'beaten' | 'missed' {
  try {
    index.beat()
    return 'beaten'
  } catch {
    return 'missed'
  }
}
