/**
 * A whole object of the cache, in use: its file stays until it is disposed of, even when somebody else drops it from the
 * cache. Whatever is read is checked chunk by chunk; a wrong chunk is put aside and the object goes back to be fetched, of
 * which only what is wrong is fetched again.
 */
import { existsSync, renameSync } from 'node:fs'
import { type FileHandle, open, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectAddress } from '../object/object-address.ts'
import { type ByteRange, blockHashBytes, chunkCount, chunkRange, objectChunkBytes } from '../object/object-layout.ts'
import { isChunk, type ObjectOutline, outlineOf } from '../object/object-outline.ts'
import { ObjectCorruptError } from '../storage-error.ts'
import type { CacheFiles } from './cache-files.ts'
import type { CacheIndex } from './cache-index.ts'
import { onDisk } from './on-disk.ts'

/** Wrong chunks that are kept to be looked at; later ones are dropped. */
export const quarantinedChunksMax = 16

export type CacheParts = { readonly files: CacheFiles; readonly index: CacheIndex }

export type OpenObject = AsyncDisposable & {
  readonly outline: ObjectOutline
  /** The file, read-only: never to be written to or to be given to anyone who could. */
  readonly path: string
  /**
   * Yields the bytes of a range, checked. Cost: reading and hashing every chunk that the range touches.
   *
   * @throws {ObjectCorruptError} before any byte of a chunk that is wrong. On abort: the signal's reason.
   */
  read(range: ByteRange, options: { readonly signal: AbortSignal }): AsyncGenerator<Uint8Array, void, void>
  /** Takes the object out of use because a copy of it was found wrong. Always throws {@link ObjectCorruptError}. */
  reject(): Promise<never>
}

/** Returns the object, pinned, or undefined when it is not whole here. */
export async function openObject(parts: CacheParts, address: ObjectAddress): Promise<OpenObject | undefined> {
  parts.index.pin(address)
  const opened = await openPinned(parts, address).catch((error: unknown) => {
    parts.index.unpin(address)
    throw error
  })
  if (opened === undefined) parts.index.unpin(address)
  return opened
}

async function openPinned(parts: CacheParts, address: ObjectAddress): Promise<OpenObject | undefined> {
  const { files, index } = parts
  const path = files.objectPath(address)
  const known = knownObject(index, address)
  if (known?.isComplete !== true) return undefined
  const { outline } = known
  const handle = await openOrMissing(path)
  if (handle === undefined) {
    index.together(() => existsSync(path) || index.forget(address))
    return undefined
  }
  const reject = (wrong?: { readonly position: number; readonly data: Uint8Array }): Promise<never> =>
    onDisk(files.directory, async () => {
      if (wrong !== undefined) await quarantine(files, address, wrong)
      index.demote(address, () => renameSync(path, files.partialPath(address)))
      throw new ObjectCorruptError(address)
    })
  let isOpen = true
  return {
    outline,
    path,
    reject: () => reject(),
    async *read({ start, end }, { signal }) {
      if (start === end) return
      const last = Math.floor((end - 1) / objectChunkBytes)
      for (let position = Math.floor(start / objectChunkBytes); position <= last; position++) {
        signal.throwIfAborted()
        const range = chunkRange(position, outline.bytes)
        const data = await onDisk(files.directory, () => readFully(handle, range))
        if (!isChunk(outline, position, data)) await reject({ position, data })
        yield data.subarray(Math.max(0, start - range.start), Math.min(data.length, end - range.start))
      }
    },
    async [Symbol.asyncDispose]() {
      if (!isOpen) return
      isOpen = false
      await handle.close()
      index.unpin(address)
    },
  }
}

/** Returns what the index knows of an object; an entry that does not give the address again is dropped. */
export function knownObject(
  index: CacheIndex,
  address: ObjectAddress,
): { readonly outline: ObjectOutline; readonly isComplete: boolean } | undefined {
  const entry = index.find(address)
  if (entry === undefined) return undefined
  const { kind, bytes, chunkHashes, isComplete } = entry
  if (chunkHashes.length === chunkCount(bytes) * blockHashBytes) {
    const outline = outlineOf(kind, bytes, chunkHashes)
    if (outline.address === address) return { outline, isComplete }
  }
  index.forget(address)
  return undefined
}

/** Returns the bytes of a range of a file, fewer where it ends before. */
export async function readFully(handle: FileHandle, { start, end }: ByteRange): Promise<Uint8Array> {
  const data = Buffer.allocUnsafe(end - start)
  let done = 0
  while (done < data.length) {
    const { bytesRead } = await handle.read(data, done, data.length - done, start + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return data.subarray(0, done)
}

/** Returns the chunks of an object that a file does not have right, in order. Cost: reading and hashing what is there. */
export async function wrongChunks(handle: FileHandle, outline: ObjectOutline, signal: AbortSignal): Promise<number[]> {
  const { size } = await handle.stat()
  const wrong: number[] = []
  for (let position = 0; position < chunkCount(outline.bytes); position++) {
    signal.throwIfAborted()
    const range = chunkRange(position, outline.bytes)
    const isThere = range.end <= size && isChunk(outline, position, await readFully(handle, range))
    if (!isThere) wrong.push(position)
  }
  return wrong
}

async function openOrMissing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function quarantine(
  { quarantineDirectory }: CacheFiles,
  address: ObjectAddress,
  { position, data }: { readonly position: number; readonly data: Uint8Array },
): Promise<void> {
  const kept = await readdir(quarantineDirectory)
  for (const name of kept.slice(0, Math.max(0, kept.length + 1 - quarantinedChunksMax))) {
    await rm(join(quarantineDirectory, name), { force: true })
  }
  await writeFile(join(quarantineDirectory, `${address}.${position}`), data, { mode: 0o600 })
}
