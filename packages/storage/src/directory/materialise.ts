/**
 * Writes objects to disk for a sandbox: a file object as a file, a tree object as a directory of read-only files.
 *
 * Invariants: nothing that exists is touched; the target appears whole or not at all, since it is made beside its place and
 * then moved; paths were checked when the listing was parsed, and no link is ever made to anything but a file of the cache.
 */
import { randomUUID } from 'node:crypto'
import { chmod, link, lstat, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { ObjectCache } from '../cache/object-cache.ts'
import { onDisk } from '../cache/on-disk.ts'
import type { OpenObject } from '../cache/open-object.ts'
import type { ObjectAddress } from '../object/object-address.ts'
import { parseTreeListing, type TreeEntry, treeLimits } from '../object/tree-listing.ts'
import { ObjectCorruptError, ObjectMalformedError, PathRefusedError } from '../storage-error.ts'
import { atOnce } from './at-once.ts'
import { placeFile } from './place-file.ts'

/** How often an object whose cached file is found wrong is fetched again before the error is passed on. */
export const corruptRetriesMax = 2

export type MaterialiseInit = {
  readonly cache: ObjectCache
  /** Returns the object, pinned, from the cache or from wherever it comes. */
  readonly obtain: (address: ObjectAddress) => Promise<OpenObject>
  readonly mode: 'copy' | 'link'
  readonly filesAtOnceMax: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: PlacedProgress) => void
}

export type PlacedProgress = {
  readonly filesDone: number
  readonly filesTotal: number
  /** Bytes written and checked. */
  readonly bytesDone: number
  readonly bytesTotal: number
}

export type Materialised = Disposable & {
  readonly path: string
  readonly kind: 'file' | 'tree'
  readonly files: number
  readonly bytes: number
}

/**
 * Makes the file or directory at `target`, whose parent must exist. Disposing of the result lets the cache drop what was
 * linked; the files stay. On abort nothing is left.
 *
 * @throws {PathRefusedError} {@link ObjectMalformedError} {@link ObjectCorruptError} {@link StorageFailedError}
 */
export async function materialise(
  address: ObjectAddress,
  target: string,
  init: MaterialiseInit,
): Promise<Materialised> {
  const path = resolve(target)
  await onDisk(path, () => refuseExisting(path))
  const staging = join(dirname(path), `.millrace-${randomUUID()}`)
  const holds = new DisposableStack()
  try {
    const placed = await place(address, staging, holds, init)
    await onDisk(path, () => (placed.kind === 'tree' ? rename(staging, path) : moveFile(staging, path)))
    return { ...placed, path, [Symbol.dispose]: () => holds.dispose() }
  } catch (error) {
    holds.dispose()
    await onDisk(path, () => rm(staging, { recursive: true, force: true }))
    throw error
  }
}

type Placed = { readonly kind: 'file' | 'tree'; readonly files: number; readonly bytes: number }

async function place(
  address: ObjectAddress,
  staging: string,
  holds: DisposableStack,
  init: MaterialiseInit,
): Promise<Placed> {
  const { outline, entries } = await withObject(address, init, async (object) => ({
    outline: object.outline,
    entries: object.outline.kind === 'tree' ? await readEntries(object, init.signal) : undefined,
  }))
  if (entries === undefined) {
    const entry = { path: '', address, bytes: outline.bytes, executable: false }
    await placeEntry(entry, staging, holds, { ...init, count: counter([entry], init) })
    return { kind: 'file', files: 1, bytes: outline.bytes }
  }
  await onDisk(staging, () => makeDirectories(staging, entries))
  const count = counter(entries, init)
  await atOnce(entries, init.filesAtOnceMax, init.signal, (entry, signal) =>
    placeEntry(entry, join(staging, entry.path), holds, { ...init, signal, count }),
  )
  return { kind: 'tree', files: entries.length, bytes: totalOf(entries) }
}

type Count = { readonly bytes: (bytes: number) => void; readonly file: () => void }

async function placeEntry(
  { address, bytes, executable }: TreeEntry,
  path: string,
  holds: DisposableStack,
  init: MaterialiseInit & { readonly count: Count },
): Promise<void> {
  const { mode, signal, count, cache } = init
  await withObject(address, init, async (object) => {
    const { outline } = object
    if (outline.kind !== 'file' || outline.bytes !== bytes) {
      throw new ObjectMalformedError(
        `the listing says a file of ${bytes} bytes, and the object is a ${outline.kind} of ${outline.bytes}`,
      )
    }
    let done = 0
    const onBytes = (more: number): void => {
      done += more
      count.bytes(more)
    }
    const how = await placeFile(object, path, { mode, executable, signal, onBytes }).catch(async (error: unknown) => {
      count.bytes(-done)
      await onDisk(path, () => rm(path, { force: true }))
      throw error
    })
    if (how === 'linked') holds.use(cache.hold(address))
  })
  count.file()
}

/** Runs the work with an object, again with a fresh one when the cached file turns out wrong. */
async function withObject<T>(
  address: ObjectAddress,
  { obtain, signal }: Pick<MaterialiseInit, 'obtain' | 'signal'>,
  work: (object: OpenObject) => Promise<T>,
): Promise<T> {
  for (let retries = 0; ; retries++) {
    signal.throwIfAborted()
    await using object = await obtain(address)
    try {
      return await work(object)
    } catch (error) {
      if (!(error instanceof ObjectCorruptError) || retries >= corruptRetriesMax) throw error
    }
  }
}

async function readEntries(object: OpenObject, signal: AbortSignal): Promise<readonly TreeEntry[]> {
  const { bytes } = object.outline
  if (bytes > treeLimits.listingBytesMax)
    throw new ObjectMalformedError(`a listing has at most ${treeLimits.listingBytesMax} bytes`)
  const pieces: Uint8Array[] = []
  for await (const piece of object.read({ start: 0, end: bytes }, { signal })) pieces.push(piece)
  return parseTreeListing(Buffer.concat(pieces))
}

async function makeDirectories(root: string, entries: readonly TreeEntry[]): Promise<void> {
  const directories = new Set(['.'])
  for (const { path } of entries) {
    for (let directory = dirname(path); !directories.has(directory); directory = dirname(directory))
      directories.add(directory)
  }
  // Shorter paths first: a directory comes before what is in it. The mode does not depend on the umask.
  for (const directory of [...directories].sort((a, b) => a.length - b.length)) {
    await mkdir(join(root, directory))
    await chmod(join(root, directory), 0o755)
  }
}

function counter(entries: readonly TreeEntry[], { onProgress }: Pick<MaterialiseInit, 'onProgress'>): Count {
  const totals = { filesTotal: entries.length, bytesTotal: totalOf(entries) }
  let filesDone = 0
  let bytesDone = 0
  const tell = (): void => onProgress({ filesDone, bytesDone, ...totals })
  return {
    bytes(bytes) {
      bytesDone += bytes
      tell()
    },
    file() {
      filesDone++
      tell()
    },
  }
}

function totalOf(entries: readonly TreeEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0)
}

async function refuseExisting(path: string): Promise<void> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found !== undefined) throw new PathRefusedError(path, 'something is there already')
}

/** Unlike a rename this replaces nothing. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new PathRefusedError(to, 'something is there already')
    }
    throw error
  }
  await rm(from, { force: true })
}
