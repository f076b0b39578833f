/**
 * Fetches one object by its content address, whatever carries the bytes: goes on where an attempt broke off, counts, and
 * hashes as it goes.
 *
 * Invariants: pieces come in order and without gaps; the last piece is handed out only when the digest of the whole is
 * right, so whoever got all bytes got the right ones; no more than one piece is held here.
 */
import { createHash, type Hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { MillraceError } from '@millrace/protocol'
import { BulkDigestMismatchError, BulkInterruptedError, BulkProtocolViolationError } from './bulk-error.ts'

export type WantedObject = {
  /** 64 lower-case hex digits. */
  readonly sha256: string
  /** Size; at least 1. */
  readonly bytes: number
  /** Offset to begin at, 0 when left out; less than `bytes`. */
  readonly from?: number
  /**
   * The running SHA-256 of the bytes before `from`; it is not changed. Without it a fetch from the middle checks only the
   * length, and the caller must check the digest of the whole before use.
   */
  readonly earlier?: Hash
  readonly signal: AbortSignal
  /** Bytes of the object that came, those before `from` included. Called for each piece. */
  readonly onProgress?: (bytesDone: number) => void
}

/** Brings bytes from an offset on: to the end, or as far as it gets. Retryable errors lead to another attempt. */
export type TransferAttempt = (from: number, signal: AbortSignal) => AsyncIterable<Uint8Array>

export type TransferLimits = {
  readonly progressBytesMin: number
  readonly attemptsMax: number
  readonly retryDelayMs: number
}

/**
 * Yields the object's bytes from `from` on. On abort the attempt is ended and the iterator throws the signal's reason.
 * Cost: one SHA-256 of the bytes, on this thread.
 *
 * @throws {BulkDigestMismatchError} after the last but one piece, when the bytes are not the object.
 * @throws {BulkProtocolViolationError} when more bytes come than the object has.
 * @throws what the last attempt threw, when none is left or it is not retryable.
 */
export async function* transferVerified(
  wanted: WantedObject,
  attempt: TransferAttempt,
  limits: TransferLimits,
): AsyncGenerator<Uint8Array, void, void> {
  const { sha256, bytes, from = 0, signal, onProgress } = checked(wanted)
  const hash = from === 0 ? createHash('sha256') : wanted.earlier?.copy()
  const retry = createRetry(from, limits)
  let done = from
  let held: Uint8Array | undefined
  while (done < bytes) {
    signal.throwIfAborted()
    const failure = yield* untilFailure(async function* () {
      for await (const piece of attempt(done, signal)) {
        if (piece.length > bytes - done) throw new BulkProtocolViolationError(`more than ${bytes} bytes came`)
        if (piece.length === 0) continue
        hash?.update(piece)
        done += piece.length
        onProgress?.(done)
        if (held !== undefined) yield held
        held = piece
      }
      if (done < bytes) throw new BulkInterruptedError(`it ended after ${done} of ${bytes} bytes`)
    })
    signal.throwIfAborted()
    if (failure !== undefined) await retry(failure, done, signal)
  }
  const got = hash?.digest('hex') ?? sha256
  if (got !== sha256) throw new BulkDigestMismatchError(sha256, got)
  if (held !== undefined) yield held
}

function checked(wanted: WantedObject): WantedObject {
  const { sha256, bytes, from = 0 } = wanted
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('An object is named by 64 lower-case hex digits.')
  if (!Number.isSafeInteger(bytes) || bytes < 1) throw new RangeError('An object has at least one byte.')
  if (!Number.isSafeInteger(from) || from < 0 || from >= bytes)
    throw new RangeError('A fetch begins within the object.')
  return wanted
}

/** Yields what the work yields and returns the error that ended it, if any. */
async function* untilFailure(
  work: () => AsyncGenerator<Uint8Array, void, void>,
): AsyncGenerator<Uint8Array, unknown, void> {
  try {
    yield* work()
    return undefined
  } catch (error) {
    return error
  }
}

/** Returns a function that waits before the next attempt, or throws the failure when there is to be none. */
function createRetry(
  from: number,
  { progressBytesMin, attemptsMax, retryDelayMs }: TransferLimits,
): (failure: unknown, done: number, signal: AbortSignal) => Promise<void> {
  let failures = 0
  let mark = from
  return async (failure, done, signal) => {
    if (!(failure instanceof MillraceError && failure.retryable)) throw failure
    if (done - mark >= progressBytesMin) {
      failures = 0
      mark = done
    }
    failures++
    if (failures >= attemptsMax) throw failure
    await pause(retryDelayMs * 2 ** (failures - 1), undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}
