/**
 * Brings bytes into the cache whose address is not known: it is computed as they come. Whoever asks trusts the source this
 * once; from then on the address names exactly these bytes.
 *
 * What breaks off goes on only with the same version, as the source's validator proves; otherwise it starts again.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { isMillraceError } from '@millrace/protocol'
import type { OpenObject } from '../cache/open-object.ts'
import type { Spool } from '../cache/spool.ts'
import type { ObjectAddress } from '../object/object-address.ts'
import { objectBytesMax } from '../object/object-layout.ts'
import { type ObjectKind, type ObjectOutline, outlineOf } from '../object/object-outline.ts'
import { createOutlineBuilder, type OutlineBuilder } from '../object/outline-builder.ts'
import type { ObjectSource, OpenedBytes } from '../source/object-source.ts'
import {
  ObjectChangedError,
  ObjectMismatchError,
  ObjectSourceError,
  ObjectTooLargeError,
  StorageFailedError,
  StorageFullError,
} from '../storage-error.ts'
import { pacedPieces, type TransferContext, type TransferOptions } from './transfer-context.ts'

export type ImportOptions = TransferOptions & {
  /** Most bytes to take; {@link objectBytesMax} when left out. */
  readonly bytesMax?: number
  /** `file` when left out. */
  readonly kind?: ObjectKind
  /** What it must turn out to be, where that is known but cannot be checked earlier. */
  readonly expected?: { readonly address: ObjectAddress; readonly kinds: readonly ObjectKind[] }
}

type Taking = { spool: Spool; builder: OutlineBuilder; validator: string | undefined; restarts: number }

/**
 * Returns the object, pinned. On abort, and after a crash, what came is dropped.
 *
 * @throws {ObjectSourceError} {@link ObjectChangedError} {@link ObjectTooLargeError} {@link ObjectMismatchError}
 * {@link SourceRefusedError} {@link StorageFullError} {@link StorageFailedError}
 */
export async function importObject(
  context: TransferContext,
  source: ObjectSource,
  options: ImportOptions,
): Promise<OpenObject> {
  const { cache, bounds, limits } = context
  const { signal, bytesMax = objectBytesMax } = options
  using _turn = await bounds.turn({ signal })
  await using spool = await cache.openSpool()
  const taking: Taking = { spool, builder: createOutlineBuilder(bytesMax), validator: undefined, restarts: 0 }
  for (let failed = 0, before = 0; ; ) {
    try {
      await take(context, taking, source, options)
      break
    } catch (error) {
      signal.throwIfAborted()
      const isOurs =
        error instanceof StorageFailedError || error instanceof StorageFullError || error instanceof ObjectChangedError
      if (!(isMillraceError(error) && error.retryable) || isOurs) throw error
      if (taking.builder.bytes > before) failed = 0
      before = taking.builder.bytes
      failed++
      if (failed >= limits.attemptsMax) throw error
      await pause(limits.retryDelayMs * 2 ** (failed - 1), undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  }
  const outline = outlineWanted(taking.builder, options, source.label)
  using _held = cache.hold(outline.address)
  await spool.publish(outline)
  const object = await cache.open(outline.address)
  if (object === undefined) throw new StorageFailedError(cache.directory, undefined)
  return object
}

/** Reads on from what is there, or from the start, to the end. */
async function take(
  context: TransferContext,
  taking: Taking,
  source: ObjectSource,
  options: ImportOptions,
): Promise<void> {
  const { signal, onProgress, bytesMax = objectBytesMax } = options
  const { validator } = taking
  const isResumable = validator !== undefined && taking.builder.bytes > 0
  const wanted = isResumable ? { start: taking.builder.bytes, validator } : { start: 0 }
  const opened = await source.open(wanted, { signal })
  const { bytesTotal, pieces } = opened
  if (bytesTotal !== undefined && bytesTotal > bytesMax) {
    await pieces[Symbol.asyncIterator]().return?.()
    throw new ObjectTooLargeError(bytesMax)
  }
  await align(context, taking, opened, source.label, bytesMax)
  if (bytesTotal !== undefined) taking.spool.reserve(bytesTotal)
  for await (const piece of pacedPieces(pieces, source, context.limits, signal)) {
    await context.bounds.spend(piece.length, { signal })
    taking.builder.update(piece)
    await taking.spool.append(piece)
    onProgress?.({ bytesDone: taking.builder.bytes, bytesTotal, source: source.label })
  }
  const { bytes } = taking.builder
  if (bytesTotal !== undefined && bytes < bytesTotal) {
    throw new ObjectSourceError(source.label, `it ended after ${bytes} of ${bytesTotal} bytes`, { retryable: true })
  }
}

/** Starts again where the bytes that come do not belong to those that are there. */
async function align(
  { limits }: TransferContext,
  taking: Taking,
  opened: OpenedBytes,
  label: string,
  bytesMax: number,
): Promise<void> {
  const { bytes } = taking.builder
  const isSame = opened.start === bytes && (bytes === 0 || opened.validator === taking.validator)
  taking.validator = opened.validator
  if (isSame) return
  const fits = opened.start === 0
  taking.restarts++
  await taking.spool.restart()
  taking.builder = createOutlineBuilder(bytesMax)
  if (!fits || taking.restarts >= limits.attemptsMax) {
    await opened.pieces[Symbol.asyncIterator]().return?.()
    if (taking.restarts >= limits.attemptsMax) throw new ObjectChangedError(label)
    throw new ObjectSourceError(label, 'it gave bytes of another version', { retryable: true })
  }
}

function outlineWanted(
  builder: OutlineBuilder,
  { kind = 'file', expected }: ImportOptions,
  label: string,
): ObjectOutline {
  const outline = builder.finish(kind)
  if (expected === undefined) return outline
  const { bytes, chunkHashes } = outline
  const right = expected.kinds
    .map((kind) => outlineOf(kind, bytes, chunkHashes))
    .find(({ address }) => address === expected.address)
  if (right === undefined) throw new ObjectMismatchError(label, `all ${bytes} bytes together`)
  return right
}
