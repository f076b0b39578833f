/** Bytes on their way into the cache whose address is known only when the last has come. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { ObjectOutline } from '../object/object-outline.ts'
import { onDisk } from './on-disk.ts'
import type { CacheParts } from './open-object.ts'
import { writeFully } from './partial-object.ts'

/** Bytes reserved at a time where the size is not known. */
const reserveStepBytes = 67_108_864

export type Spool = AsyncDisposable & {
  /** Reserves room for a known size at once. @throws {StorageFullError} */
  reserve(bytes: number): void
  /** @throws {StorageFullError} */
  append(data: Uint8Array): Promise<void>
  /** Forgets what was appended. */
  restart(): Promise<void>
  /** Makes the bytes the object of this outline, written through to the disk. */
  publish(outline: ObjectOutline): Promise<void>
}

/** Disposing of a spool that was not published removes it. */
export async function openSpool({ files, index }: CacheParts): Promise<Spool> {
  const id = randomUUID()
  const path = files.spoolPath(id)
  index.reserveSpool(id, 0)
  const handle: FileHandle = await open(path, 'wx+', 0o600)
  let reserved = 0
  let done = 0
  let isOpen = true
  const reserve = (bytes: number): void => {
    if (bytes <= reserved) return
    index.reserveSpool(id, bytes)
    reserved = bytes
  }
  return {
    reserve,
    async append(data) {
      if (done + data.length > reserved)
        reserve(reserved === 0 && data.length > 0 ? data.length : reserved + stepFor(reserved, data.length))
      await onDisk(files.directory, () => writeFully(handle, data, done))
      done += data.length
    },
    async restart() {
      await onDisk(files.directory, () => handle.truncate(0))
      done = 0
    },
    async publish(outline) {
      await onDisk(files.directory, async () => {
        await handle.chmod(0o444)
        await handle.sync()
        index.adopt(id, outline, {
          publish: () => files.publish(path, outline.address),
          drop: () => rmSync(path, { force: true }),
        })
      })
    },
    async [Symbol.asyncDispose]() {
      if (!isOpen) return
      isOpen = false
      await handle.close()
      await rm(path, { force: true })
      index.dropSpool(id)
    },
  }
}

/** Small files reserve little, large ones not often. */
function stepFor(reserved: number, needed: number): number {
  return Math.max(needed, Math.min(reserved, reserveStepBytes))
}
