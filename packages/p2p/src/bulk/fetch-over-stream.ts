/**
 * Fetches objects over framed streams from a peer whose bulk server cannot be reached: slower, bounded by what relays carry,
 * and verified all the same. What the reader has taken is told to the sender, which stays a bounded number of bytes ahead.
 */
import { MillraceError, type PeerStream } from '@millrace/protocol'
import {
  BulkBusyError,
  BulkInterruptedError,
  BulkObjectUnknownError,
  BulkProtocolViolationError,
} from './bulk-error.ts'
import { type BulkStreamLimits, bulkStreamLimits } from './bulk-stream-limits.ts'
import type { ByteRange } from './byte-range.ts'
import { Patience } from './patience.ts'
import { decodeStreamMessage, encodeStreamMessage, type Refusal, type StreamMessage } from './stream-message.ts'
import { transferVerified, type WantedObject } from './verified-transfer.ts'

/**
 * Opens a stream on which the peer serves one object, with all that precedes it (the opening and its answer) done and its
 * frames otherwise unread. Called for each part of the object, and again after an interruption.
 */
export type OpenBulkStream = (options: { readonly signal: AbortSignal }) => Promise<PeerStream>

/**
 * Yields the object's bytes, verified: the last piece comes only when the digest of the whole is right. On abort, or when
 * the caller stops reading, the stream is reset.
 *
 * @throws {BulkDigestMismatchError} {@link BulkObjectUnknownError} {@link BulkProtocolViolationError}
 * {@link BulkInterruptedError} {@link BulkStalledError} {@link BulkBusyError} and what `open` throws.
 */
export function fetchOverStream(
  open: OpenBulkStream,
  wanted: WantedObject,
  init: { readonly limits?: Partial<BulkStreamLimits> } = {},
): AsyncGenerator<Uint8Array, void, void> {
  const limits = { ...bulkStreamLimits, ...init.limits }
  const attempt = async function* (from: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    for (let at = from; at < wanted.bytes; ) {
      const range = { start: at, end: Math.min(wanted.bytes, at + limits.streamBytesMax) }
      const stream = await open({ signal })
      at = yield* fetchPart(stream, wanted, { range, limits, signal })
    }
  }
  return transferVerified(wanted, attempt, limits)
}

type PartInit = { readonly range: ByteRange; readonly limits: BulkStreamLimits; readonly signal: AbortSignal }

/** Yields one stream's part of the object and returns where it ended. */
async function* fetchPart(
  stream: PeerStream,
  wanted: WantedObject,
  { range, limits, signal }: PartInit,
): AsyncGenerator<Uint8Array, number, void> {
  const patience = new Patience(limits)
  const frames = stream.frames[Symbol.asyncIterator]()
  const reset = (): void => stream.reset()
  const next = async (): Promise<StreamMessage | undefined> => {
    const frame = await patience.wait(frames.next(), reset)
    return frame.done === true ? undefined : decodeStreamMessage(frame.value)
  }
  signal.addEventListener('abort', reset, { once: true })
  let at = range.start
  let isWhole = false
  try {
    signal.throwIfAborted()
    await stream.send(encodeStreamMessage({ type: 'get', sha256: wanted.sha256, ...range }))
    expectFound(await next(), wanted)
    for (let message = await next(); message !== undefined; message = await next()) {
      if (message.type !== 'data') throw new BulkProtocolViolationError(`${message.type} where data was expected`)
      const { bytes } = message
      at += bytes.length
      if (bytes.length === 0 || at > range.end) {
        throw new BulkProtocolViolationError(`a chunk of ${bytes.length} bytes up to ${at} of ${range.end}`)
      }
      patience.progress(bytes.length)
      yield bytes
      await stream.send(encodeStreamMessage({ type: 'taken', bytes: at - range.start }))
    }
    if (at === range.start) throw new BulkInterruptedError('a stream ended without bytes')
    stream.end()
    isWhole = true
    return at
  } catch (error) {
    throw error instanceof MillraceError ? error : new BulkInterruptedError('the stream failed', error)
  } finally {
    signal.removeEventListener('abort', reset)
    if (!isWhole) stream.reset()
  }
}

function expectFound(message: StreamMessage | undefined, { sha256, bytes }: WantedObject): void {
  if (message === undefined) throw new BulkInterruptedError('the stream ended before an answer')
  if (message.type === 'refused') throw refusalError(message.reason, sha256)
  if (message.type !== 'found') throw new BulkProtocolViolationError(`${message.type} where found was expected`)
  if (message.bytes !== bytes) throw new BulkProtocolViolationError(`an object of ${message.bytes} bytes, not ${bytes}`)
}

function refusalError(reason: Refusal, sha256: string): MillraceError {
  if (reason === 'unknown') return new BulkObjectUnknownError(sha256)
  if (reason === 'busy') return new BulkBusyError('the peer sends as many objects as it allows')
  return new BulkProtocolViolationError('it has no such range of the object')
}
