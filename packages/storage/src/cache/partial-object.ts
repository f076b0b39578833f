/**
 * An object of a known address as far as it has come. There is no record of which chunks are there: the file is read and each
 * chunk is checked, so a crash at any moment loses at most the chunk being written.
 */
import { constants, rmSync } from 'node:fs'
import { chmod, copyFile, type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { chunkCount, chunkRange } from '../object/object-layout.ts'
import { isChunk, type ObjectOutline } from '../object/object-outline.ts'
import { onDisk } from './on-disk.ts'
import { type CacheParts, wrongChunks } from './open-object.ts'

export type PartialObject = AsyncDisposable & {
  readonly outline: ObjectOutline
  /** Chunks that are not there yet. */
  readonly missing: ReadonlySet<number>
  /** Bytes that are there. */
  readonly bytesDone: number
  /** Writes a chunk, unless it is not the right one. Returns whether it was. */
  write(position: number, data: Uint8Array): Promise<boolean>
  /** Puts the object in place, written through to the disk; nothing may be missing. */
  publish(): Promise<void>
}

/** Opens the file and finds out what is missing. @throws {StorageFullError} when there is no room. */
export async function openPartialObject(
  parts: CacheParts,
  outline: ObjectOutline,
  signal: AbortSignal,
): Promise<PartialObject> {
  const { files, index } = parts
  const { address, bytes } = outline
  const path = files.partialPath(address)
  index.pin(address)
  let handle: FileHandle | undefined
  try {
    index.begin(outline)
    await ownFile(path)
    handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    if ((await handle.stat()).size > bytes) await handle.truncate(bytes)
    const missing = new Set(await wrongChunks(handle, outline, signal))
    return partialOf(parts, outline, handle, missing)
  } catch (error) {
    await handle?.close()
    index.unpin(address)
    throw error
  }
}

function partialOf(
  { files, index }: CacheParts,
  outline: ObjectOutline,
  file: FileHandle,
  missing: Set<number>,
): PartialObject {
  const { address, bytes } = outline
  const path = files.partialPath(address)
  const sizeOf = (position: number): number => {
    const { start, end } = chunkRange(position, bytes)
    return end - start
  }
  let handle: FileHandle | undefined = file
  let bytesDone = bytes
  for (const position of missing) bytesDone -= sizeOf(position)
  return {
    outline,
    missing,
    get bytesDone() {
      return bytesDone
    },
    async write(position, data) {
      if (position < 0 || position >= chunkCount(bytes)) throw new RangeError('The object has no such chunk.')
      if (!isChunk(outline, position, data)) return false
      await onDisk(files.directory, () => writeFully(file, data, chunkRange(position, bytes).start))
      if (missing.delete(position)) bytesDone += data.length
      return true
    },
    async publish() {
      if (missing.size > 0) throw new TypeError('Only a whole object is published.')
      await onDisk(files.directory, async () => {
        await file.chmod(0o444)
        await file.sync()
        index.complete(outline, {
          publish: () => files.publish(path, address),
          drop: () => rmSync(path, { force: true }),
        })
      })
    },
    async [Symbol.asyncDispose]() {
      if (handle === undefined) return
      handle = undefined
      await file.close()
      index.unpin(address)
    },
  }
}

/** A file that was whole once may be mounted or linked somewhere: what is written goes into a copy. */
async function ownFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found === undefined || (found.mode & 0o777) === 0o600) return
  const copy = `${path}.copy`
  await rm(copy, { force: true })
  await copyFile(path, copy, constants.COPYFILE_FICLONE)
  await chmod(copy, 0o600)
  await rename(copy, path)
}

/** Writes all of the bytes at an offset. */
export async function writeFully(handle: FileHandle, data: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < data.length; ) {
    done += (await handle.write(data, done, data.length - done, at + done)).bytesWritten
  }
}
