/**
 * Takes a file or directory that a job has left into the cache. What is there was made by a stranger: only plain files in plain
 * directories are taken, links and devices are refused and never followed, and names are as tree-listing.ts allows.
 */
import type { BigIntStats } from 'node:fs'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { onDisk } from '../cache/on-disk.ts'
import type { ObjectAddress } from '../object/object-address.ts'
import type { ObjectKind, ObjectOutline } from '../object/object-outline.ts'
import { encodeTreeListing, type TreeEntry, treeLimits, treePathFault } from '../object/tree-listing.ts'
import { fileSource } from '../source/file-source.ts'
import type { ObjectSource } from '../source/object-source.ts'
import { ObjectChangedError, ObjectTooLargeError, PathRefusedError } from '../storage-error.ts'
import { atOnce } from './at-once.ts'

export type StoreInit = {
  /** Takes bytes in; the caller holds the object. */
  readonly take: (source: ObjectSource, kind: ObjectKind, signal: AbortSignal) => Promise<ObjectOutline>
  /** Most bytes of all files together. */
  readonly bytesMax: number
  readonly filesAtOnceMax: number
  readonly signal: AbortSignal
  /** Called after each file. */
  readonly onProgress: (progress: StoredProgress) => void
}

export type StoredProgress = {
  readonly filesDone: number
  readonly filesTotal: number
  readonly bytesDone: number
  readonly bytesTotal: number
}

export type StoredPath = {
  readonly address: ObjectAddress
  readonly kind: ObjectKind
  /** Bytes of the file, or of all files of the tree. */
  readonly bytes: number
}

type Found = { readonly path: string; readonly file: string; readonly stat: BigIntStats }

/**
 * Returns the object of a file or directory. On abort what was taken is left to eviction.
 *
 * @throws {PathRefusedError} {@link ObjectTooLargeError} {@link ObjectChangedError} {@link StorageFullError}
 */
export async function storePath(path: string, init: StoreInit): Promise<StoredPath> {
  const stat = await onDisk(path, () => lstat(path, { bigint: true }))
  if (!stat.isFile() && !stat.isDirectory())
    throw new PathRefusedError(path, 'it is neither a plain file nor a directory')
  const found = stat.isFile() ? [{ path: '', file: path, stat }] : await onDisk(path, () => walk(path, init.signal))
  const entries = await storeFiles(found, init)
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  const [only] = entries
  if (stat.isFile() && only !== undefined) return { address: only.address, kind: 'file', bytes }
  const listing = encodeTreeListing(entries)
  const { address } = await init.take(bytesSource('the listing', listing), 'tree', init.signal)
  return { address, kind: 'tree', bytes }
}

async function storeFiles(
  found: readonly Found[],
  { take, bytesMax, filesAtOnceMax, signal, onProgress }: StoreInit,
): Promise<readonly TreeEntry[]> {
  const bytesTotal = found.reduce((sum, { stat }) => sum + Number(stat.size), 0)
  if (bytesTotal > bytesMax) throw new ObjectTooLargeError(bytesMax)
  const entries: TreeEntry[] = []
  let bytesDone = 0
  await atOnce(found, filesAtOnceMax, signal, async ({ path, file, stat }, ended) => {
    const { address, bytes } = await take(fileSource(file), 'file', ended)
    const after = await onDisk(file, () => lstat(file, { bigint: true }))
    if (!isSame(stat, after) || BigInt(bytes) !== after.size)
      throw new ObjectChangedError(`file ${JSON.stringify(path)}`)
    entries.push({ path, address, bytes, executable: (stat.mode & 0o111n) !== 0n })
    bytesDone += bytes
    onProgress({ filesDone: entries.length, filesTotal: found.length, bytesDone, bytesTotal })
  })
  return entries
}

function isSame(before: BigIntStats, after: BigIntStats): boolean {
  return (['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const).every((field) => before[field] === after[field])
}

/** Returns all files below a directory. */
async function walk(root: string, signal: AbortSignal): Promise<readonly Found[]> {
  const real = await realpath(root)
  const found: Found[] = []
  const directories = ['']
  // Directories that are found are added while this runs.
  for (const directory of directories) {
    signal.throwIfAborted()
    // A directory that was replaced by a link after it was found leads elsewhere.
    if ((await realpath(join(real, directory))) !== join(real, directory))
      throw new PathRefusedError(directory, 'it is a link')
    for (const name of await readdir(join(real, directory))) {
      const path = directory === '' ? name : `${directory}/${name}`
      const fault = name.includes('\ufffd') ? 'its name is not UTF-8' : treePathFault(path)
      if (fault !== undefined) throw new PathRefusedError(path, fault)
      const stat = await lstat(join(real, path), { bigint: true })
      if (stat.isDirectory()) directories.push(path)
      else if (stat.isFile()) found.push({ path, file: join(real, path), stat })
      else throw new PathRefusedError(path, 'it is neither a plain file nor a directory')
      if (found.length + directories.length > treeLimits.entriesMax) {
        throw new PathRefusedError(directory, `there are more than ${treeLimits.entriesMax} files and directories`)
      }
    }
  }
  return found
}

/** Bytes in memory as a source. */
function bytesSource(label: string, data: Uint8Array): ObjectSource {
  return {
    label,
    open: async ({ start }) => ({
      start,
      bytesTotal: data.length,
      validator: label,
      pieces: piecesOf(data.subarray(start)),
    }),
    readOutline: async () => undefined,
  }
}

async function* piecesOf(data: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  if (data.length > 0) yield data
}
