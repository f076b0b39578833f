/**
 * Brings an object of a known address into the cache from several sources, one after the other.
 *
 * Each chunk is checked before it is written, so a source that lies costs one chunk, and the next goes on where it stopped. For
 * that the outline is needed: from the cache, or from any source that has it. Where none has, the whole object is read and
 * compared at the end, which a liar can make as expensive as the object is large.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { isMillraceError, MillraceError } from '@millrace/protocol'
import type { OpenObject } from '../cache/open-object.ts'
import type { PartialObject } from '../cache/partial-object.ts'
import type { ObjectAddress } from '../object/object-address.ts'
import { chunkRange, objectChunkBytes } from '../object/object-layout.ts'
import { type ObjectKind, type ObjectOutline, parseOutline } from '../object/object-outline.ts'
import type { ObjectSource } from '../source/object-source.ts'
import {
  ObjectMismatchError,
  ObjectSourceError,
  ObjectUnavailableError,
  StorageFailedError,
  StorageFullError,
} from '../storage-error.ts'
import { importObject } from './import-object.ts'
import { pacedPieces, type TransferContext, type TransferOptions } from './transfer-context.ts'

/**
 * Returns the object, pinned, once it is whole here; the sources are only asked for when it is not. When another process fetches it, waits for that. On abort what came is
 * kept and the signal's reason is thrown.
 *
 * @throws {ObjectUnavailableError} with the failure of every source. {@link StorageFullError} {@link StorageFailedError}
 */
export async function fetchObject(
  context: TransferContext,
  address: ObjectAddress,
  sourcesOf: () => readonly ObjectSource[],
  options: TransferOptions,
): Promise<OpenObject> {
  const { cache, limits } = context
  const { signal } = options
  const there = await cache.open(address)
  if (there !== undefined) return there
  const sources = sourcesOf()
  if (sources.length > limits.sourcesMax) throw new RangeError(`At most ${limits.sourcesMax} sources are tried.`)
  using _writer = await cache.takeWriter(address, { pollMs: limits.writerPollMs, signal })
  using _held = cache.hold(address)
  const byNow = await cache.open(address)
  if (byNow !== undefined) return byNow
  const failures: MillraceError[] = []
  const outline = cache.outline(address) ?? (await findOutline(address, sources, failures, signal))
  if (outline === undefined) await fetchUnchecked(context, address, sources, failures, options)
  else await fetchChunks(context, outline, sources, failures, options)
  const fetched = await cache.open(address)
  if (fetched === undefined) throw new ObjectUnavailableError(address, failures)
  return fetched
}

/** Returns the first outline that gives the address again. */
async function findOutline(
  address: ObjectAddress,
  sources: readonly ObjectSource[],
  failures: MillraceError[],
  signal: AbortSignal,
): Promise<ObjectOutline | undefined> {
  for (const source of sources) {
    const found = await tried(failures, signal, async () => {
      const encoded = await source.readOutline(address, { signal })
      return encoded === undefined ? undefined : parseOutline(address, encoded)
    })
    if (found !== undefined) return found
  }
  return undefined
}

async function fetchChunks(
  context: TransferContext,
  outline: ObjectOutline,
  sources: readonly ObjectSource[],
  failures: MillraceError[],
  options: TransferOptions,
): Promise<void> {
  const { signal } = options
  await using partial = await context.cache.openPartial(outline, { signal })
  for (const source of sources) {
    if (partial.missing.size === 0) break
    await tried(failures, signal, () => fetchMissing(context, partial, source, options))
  }
  if (partial.missing.size === 0) await partial.publish()
}

/** Fetches run after run of missing chunks, and goes on after what breaks off. */
async function fetchMissing(
  { bounds, limits }: TransferContext,
  partial: PartialObject,
  source: ObjectSource,
  { signal, onProgress }: TransferOptions,
): Promise<void> {
  using _turn = await bounds.turn({ signal })
  const tell = (): void =>
    onProgress?.({ bytesDone: partial.bytesDone, bytesTotal: partial.outline.bytes, source: source.label })
  tell()
  let failed = 0
  let before = partial.missing.size
  while (partial.missing.size > 0) {
    try {
      await fetchRun(partial, source, { bounds, limits, signal, tell })
    } catch (error) {
      signal.throwIfAborted()
      if (!(isMillraceError(error) && error.retryable) || error instanceof StorageFailedError) throw error
      if (partial.missing.size < before) failed = 0
      before = partial.missing.size
      failed++
      if (failed >= limits.attemptsMax) throw error
      await pause(limits.retryDelayMs * 2 ** (failed - 1), undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
}

type RunInit = Pick<TransferContext, 'bounds' | 'limits'> & { readonly signal: AbortSignal; readonly tell: () => void }

async function fetchRun(
  partial: PartialObject,
  source: ObjectSource,
  { bounds, limits, signal, tell }: RunInit,
): Promise<void> {
  const { outline, missing } = partial
  const run = firstRun(missing)
  const wanted = { start: chunkRange(run.first, outline.bytes).start, end: chunkRange(run.last, outline.bytes).end }
  const opened = await source.open({ ...wanted, outline }, { signal })
  const { bytesTotal, pieces } = opened
  if (bytesTotal !== undefined && bytesTotal !== outline.bytes) {
    await closed(pieces)
    throw new ObjectMismatchError(source.label, `${bytesTotal} bytes instead of ${outline.bytes}`)
  }
  let at = opened.start
  let position = run.first
  let chunk = chunkBuffer(position, outline)
  let filled = 0
  const keep = async (): Promise<void> => {
    if (!(await partial.write(position, chunk)))
      throw new ObjectMismatchError(source.label, `chunk ${position} is wrong`)
    tell()
    position++
    filled = 0
    if (position <= run.last) chunk = chunkBuffer(position, outline)
  }
  for await (const piece of pacedPieces(pieces, source, limits, signal)) {
    await bounds.spend(piece.length, { signal })
    // A source that cannot start in the middle starts at 0.
    let from = Math.min(piece.length, Math.max(0, wanted.start - at))
    at += piece.length
    while (from < piece.length && position <= run.last) {
      const part = piece.subarray(from, from + chunk.length - filled)
      chunk.set(part, filled)
      filled += part.length
      from += part.length
      if (filled === chunk.length) await keep()
    }
    if (position > run.last) return
  }
  throw new ObjectSourceError(source.label, `it ended after ${at} of ${outline.bytes} bytes`, { retryable: true })
}

/** Returns the first missing chunks that follow each other. Cost: O(missing). */
function firstRun(missing: ReadonlySet<number>): { readonly first: number; readonly last: number } {
  const [first = 0] = missing
  let last = first
  while (missing.has(last + 1)) last++
  return { first, last }
}

function chunkBuffer(position: number, { bytes }: ObjectOutline): Uint8Array {
  const { start, end } = chunkRange(position, bytes)
  return Buffer.allocUnsafe(Math.min(objectChunkBytes, end - start))
}

async function closed(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await pieces[Symbol.asyncIterator]().return?.()
}

async function fetchUnchecked(
  context: TransferContext,
  address: ObjectAddress,
  sources: readonly ObjectSource[],
  failures: MillraceError[],
  options: TransferOptions,
): Promise<void> {
  const kinds: readonly ObjectKind[] = ['file', 'tree']
  for (const source of sources) {
    const done = await tried(failures, options.signal, async () => {
      await using object = await importObject(context, source, { ...options, expected: { address, kinds } })
      return object.outline
    })
    if (done !== undefined) return
  }
}

/** Runs the work and returns its result; the failure of a source is kept, and what is not the source's fault passes. */
async function tried<T>(
  failures: MillraceError[],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof MillraceError) || error instanceof StorageFullError || error instanceof StorageFailedError)
      throw error
    failures.push(error)
    return undefined
  }
}
