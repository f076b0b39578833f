/**
 * How fast a folder's disk takes a file, down to the platter as far as the system tells, and gives it back.
 *
 * Reading is what programs see, the system's cache included: a file that was just written is likely still in memory, and the
 * figure then says little of the disk. `isReadCached` says so. Nothing is left behind.
 */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { rateOf } from './measure-memory.ts'

export type DiskSpeed = {
  /** Written and synced. */
  readonly writeBytesPerSecond: number
  readonly readBytesPerSecond: number
  readonly bytes: number
  /** Always, here: no way around the cache that every file system takes. */
  readonly isReadCached: true
}

/** Bytes written by default: enough to pass what a disk buffers, little enough for its wear. */
export const diskBenchBytes = 268_435_456
/** Most bytes that may be asked for. */
export const diskBenchBytesMax = 4_294_967_296
const chunkBytes = 4_194_304

/** @param folder - where the data goes; a folder is made in it and removed. @throws as the file system does. */
export async function measureDisk(
  folder: string,
  {
    bytes = diskBenchBytes,
    now,
    signal,
  }: { readonly bytes?: number; readonly now: () => number; readonly signal: AbortSignal },
): Promise<DiskSpeed> {
  if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > diskBenchBytesMax) {
    throw new RangeError(`bytes must be from 1 to ${diskBenchBytesMax}, got ${bytes}`)
  }
  const own = await mkdtemp(join(folder, 'millrace-disk-'))
  try {
    const path = join(own, 'bench')
    const writeMs = await writeAll(path, bytes, now, signal)
    const readMs = await readAll(path, bytes, now, signal)
    return {
      ...{ writeBytesPerSecond: rateOf(bytes, writeMs), readBytesPerSecond: rateOf(bytes, readMs) },
      ...{ bytes, isReadCached: true },
    }
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

async function writeAll(path: string, bytes: number, now: () => number, signal: AbortSignal): Promise<number> {
  await using file = await open(path, 'wx', 0o600)
  const chunk = unevenBytes()
  const start = now()
  for (let at = 0; at < bytes; at += chunkBytes) {
    signal.throwIfAborted()
    await file.write(chunk, 0, Math.min(chunkBytes, bytes - at), at)
  }
  await file.sync()
  return now() - start
}

async function readAll(path: string, bytes: number, now: () => number, signal: AbortSignal): Promise<number> {
  await using file = await open(path, 'r')
  const chunk = Buffer.alloc(chunkBytes)
  const start = now()
  for (let at = 0; at < bytes; ) {
    signal.throwIfAborted()
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, at)
    if (bytesRead === 0) throw new Error(`the file ended after ${at} of ${bytes} bytes`)
    at += bytesRead
  }
  return now() - start
}

/** Bytes that no file system makes smaller: a multiplicative walk through the words. */
function unevenBytes(): Buffer {
  const words = new Uint32Array(chunkBytes / 4)
  let word = 2_463_534_242
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13
    word ^= word >>> 17
    word ^= word << 5
    words[i] = word
  }
  return Buffer.from(words.buffer)
}
