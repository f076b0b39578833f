/**
 * Fetches objects by content address from a reachable peer, over HTTP/2 on TLS 1.3.
 *
 * The peer is trusted for nothing: its certificate is compared before the token is sent, its answers are bounded in size
 * and time, and the bytes are the object's or they are refused. Flow control reaches from the peer's disk to the caller:
 * at most `windowBytesMax` are in memory for a caller that does not read.
 */
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2'
import { type BulkClientLimits, bulkClientLimits } from './bulk-client-limits.ts'
import {
  BulkBusyError,
  BulkFingerprintMismatchError,
  BulkInterruptedError,
  BulkObjectUnknownError,
  BulkProtocolViolationError,
  BulkTokenRefusedError,
} from './bulk-error.ts'
import { type ByteRange, parseContentRange, rangeHeader } from './byte-range.ts'
import { Patience } from './patience.ts'
import { type BulkEndpoint, openPinnedSession, toTransferError } from './pinned-session.ts'
import { createTransferSlots } from './transfer-slots.ts'
import { type TransferAttempt, transferVerified, type WantedObject } from './verified-transfer.ts'

export type BulkFetchOptions = {
  /**
   * Asked for a fresh endpoint, over the peer's authenticated stream, when this one is stale: the token is refused, as it is
   * when it expires in the middle, or the peer is gone from there, as it is after a restart.
   */
  readonly renew?: (options: { readonly signal: AbortSignal }) => Promise<BulkEndpoint>
}

export type BulkClient = {
  /**
   * Yields the object's bytes, verified: the last piece comes only when the digest of the whole is right. What breaks off
   * goes on with a range. On abort, or when the caller stops reading, the connection is closed.
   *
   * @throws {BulkDigestMismatchError} {@link BulkObjectUnknownError} {@link BulkTokenRefusedError}
   * {@link BulkFingerprintMismatchError} {@link BulkProtocolViolationError} {@link BulkInterruptedError}
   * {@link BulkStalledError} {@link BulkBusyError}
   */
  fetchObject(
    endpoint: BulkEndpoint,
    wanted: WantedObject,
    options?: BulkFetchOptions,
  ): AsyncGenerator<Uint8Array, void, void>
}

/**
 * Returns a client that fetches a bounded number of objects at once, each on a connection of its own.
 *
 * @example
 * const client = createBulkClient()
 * for await (const piece of client.fetchObject(endpoint, { sha256, bytes, signal })) await file.appendFile(piece)
 */
export function createBulkClient(init: { readonly limits?: Partial<BulkClientLimits> } = {}): BulkClient {
  const limits = { ...bulkClientLimits, ...init.limits }
  const slots = createTransferSlots(limits)
  return {
    async *fetchObject(endpoint, wanted, { renew } = {}) {
      let current = endpoint
      const attempt: TransferAttempt = async function* (from, signal) {
        let at = from
        try {
          for await (const piece of fetchFrom(current, wanted, { from, limits, signal })) {
            at += piece.length
            yield piece
          }
        } catch (error) {
          if (renew === undefined || !isStale(error, at > from)) throw error
          current = await renew({ signal })
          throw new BulkInterruptedError('the peer had to be asked again where it serves', error)
        }
      }
      const release = await slots.take(wanted)
      try {
        yield* transferVerified(wanted, attempt, limits)
      } finally {
        release()
      }
    },
  }
}

/** Returns whether a new endpoint may help. One that brought bytes and broke off is tried again as it is first. */
function isStale(error: unknown, hasBrought: boolean): boolean {
  if (error instanceof BulkTokenRefusedError || error instanceof BulkFingerprintMismatchError) return true
  return error instanceof BulkInterruptedError && !hasBrought
}

type FetchInit = { readonly from: number; readonly limits: BulkClientLimits; readonly signal: AbortSignal }

/** Opens a connection and asks for range after range. */
async function* fetchFrom(
  endpoint: BulkEndpoint,
  wanted: WantedObject,
  { from, limits, signal }: FetchInit,
): AsyncGenerator<Uint8Array, void, void> {
  const session = await openPinnedSession(endpoint, limits, signal)
  const failures: unknown[] = []
  session.on('error', (error) => failures.push(error))
  const abort = (): void => session.destroy()
  signal.addEventListener('abort', abort, { once: true })
  const patience = new Patience(limits)
  try {
    for (let at = from; at < wanted.bytes; ) {
      const range = { start: at, end: Math.min(wanted.bytes, at + limits.requestBytesMax) }
      const stream = request(session, endpoint, wanted, range)
      at = yield* readAnswer(stream, wanted, { range, limits, patience })
    }
  } catch (error) {
    throw toTransferError(failures[0] ?? error)
  } finally {
    signal.removeEventListener('abort', abort)
    session.destroy()
  }
}

function request(
  session: ClientHttp2Session,
  { token }: BulkEndpoint,
  { sha256 }: WantedObject,
  range: ByteRange,
): ClientHttp2Stream {
  return session.request(
    {
      ':method': 'GET',
      ':path': `/v1/objects/${sha256}`,
      authorization: `Bearer ${token}`,
      range: rangeHeader(range),
    },
    { endStream: true },
  )
}

type ReadInit = { readonly range: ByteRange; readonly limits: BulkClientLimits; readonly patience: Patience }

/** Yields the body of an answer and returns where it ended. */
async function* readAnswer(
  stream: ClientHttp2Stream,
  wanted: WantedObject,
  { range, limits, patience }: ReadInit,
): AsyncGenerator<Uint8Array, number, void> {
  const giveUp = (error: Error): void => void stream.destroy(error)
  const headers = await patience.wait(answerTo(stream, limits), giveUp)
  const end = endOf(headers, wanted, range)
  const pieces: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]()
  for (let at = range.start; ; ) {
    const { value: piece, done } = await patience.wait(pieces.next(), giveUp)
    if (done === true) {
      const bytes = at - range.start
      // A server may answer with less than was asked for, but not so little that asking is most of the work.
      const isScanty = at < range.end && bytes < limits.progressBytesMin
      if (at < end || isScanty) throw new BulkInterruptedError(`an answer ended after ${bytes} bytes`)
      return at
    }
    patience.progress(piece.length)
    at += piece.length
    if (at > end) throw new BulkProtocolViolationError('an answer is longer than it announced')
    yield piece
  }
}

/** Returns the headers of the answer. Early answers (1xx) are counted and ignored. */
function answerTo(
  stream: ClientHttp2Stream,
  { controlFramesMax }: BulkClientLimits,
): Promise<IncomingHttpHeaders & IncomingHttpStatusHeader> {
  return new Promise((resolve, reject) => {
    let early = 0
    stream.on('headers', () => {
      early++
      if (early > controlFramesMax) stream.destroy(new BulkProtocolViolationError(`${early} early answers`))
    })
    stream.once('response', resolve)
    stream.once('error', reject)
    stream.once('close', () => reject(new BulkInterruptedError('the peer closed the request')))
  })
}

/** Returns the offset that the answer goes up to. */
function endOf(
  headers: IncomingHttpHeaders & IncomingHttpStatusHeader,
  { sha256, bytes }: WantedObject,
  { start, end }: ByteRange,
): number {
  const status = headers[':status']
  if (status === 401) throw new BulkTokenRefusedError()
  if (status === 404) throw new BulkObjectUnknownError(sha256)
  if (status === 429 || status === 503) throw new BulkBusyError(`the peer answered with status ${status}`)
  if (status !== 206) throw new BulkProtocolViolationError(`an answer with status ${status}`)
  const got = parseContentRange(headers['content-range'])
  if (got === undefined || got.start !== start || got.end > end || got.bytes !== bytes) {
    const shown = String(headers['content-range']).slice(0, 80)
    throw new BulkProtocolViolationError(`asked for bytes ${start}-${end - 1}/${bytes}, got ${shown}`)
  }
  return got.end
}
