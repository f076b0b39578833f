/**
 * Takes one named file out of a gzipped tarball. Names in the archive are only compared, never used as paths, so an archive cannot
 * write anywhere; links and devices are not followed.
 */
import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'

/** Bytes an archive may unpack to, so that a hostile one costs only time. */
export const archiveUnpackedBytesMax = 68_719_476_736

/**
 * Appends the entry to the file.
 *
 * @returns the bytes appended, or undefined when the archive has no such regular file.
 * @throws {RangeError} when the entry is longer than `bytesMax`, before any of it is written.
 */
export async function appendTarballEntry(
  {
    tarballPath,
    entryPath,
    bytesMax,
  }: { readonly tarballPath: string; readonly entryPath: string; readonly bytesMax: number },
  file: FileHandle,
  { signal }: { readonly signal: AbortSignal },
): Promise<number | undefined> {
  const found = new AbortController()
  const entries = extract()
  const unpacking = pipeline(createReadStream(tarballPath), createGunzip(), boundBytes, entries, {
    signal: AbortSignal.any([signal, found.signal]),
  })
  // awaited below; until then a failure also ends the loop
  const unpacked = unpacking.then(
    () => undefined,
    (error: unknown) => error,
  )
  let appended: number | undefined
  for await (const entry of entries) {
    const { name, type, size = 0 } = entry.header
    if (name !== entryPath || type !== 'file') {
      entry.resume()
      continue
    }
    if (size > bytesMax) throw new RangeError(`the entry ${entryPath} is ${size} bytes, expected at most ${bytesMax}`)
    for await (const piece of entry as AsyncIterable<Uint8Array>) await file.appendFile(piece)
    appended = size
    break
  }
  found.abort()
  const error = await unpacked
  signal.throwIfAborted()
  if (appended === undefined && error !== undefined && !found.signal.aborted) throw error
  return appended
}

async function* boundBytes(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.byteLength
    if (bytes > archiveUnpackedBytesMax)
      throw new RangeError(`the archive unpacks to over ${archiveUnpackedBytesMax} bytes`)
    yield piece
  }
}
