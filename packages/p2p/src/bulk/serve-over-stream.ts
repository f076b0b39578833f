/**
 * Sends objects over framed streams, to peers that cannot reach the bulk server. A framed stream has no flow control of its
 * own and is reset when its queue overflows, so the sender stays a bounded number of bytes ahead of what the reader says it
 * has taken. All such transfers share one rate, because they run through relays and beside tokens.
 */
import type { Address, PeerStream } from '@millrace/protocol'
import type { TransportLog } from '../transport-log.ts'
import { BulkProtocolViolationError } from './bulk-error.ts'
import { type BulkStreamLimits, bulkStreamLimits } from './bulk-stream-limits.ts'
import type { ByteRange } from './byte-range.ts'
import type { ObjectStore } from './object-store.ts'
import { Patience } from './patience.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { decodeStreamMessage, encodeStreamMessage, type Refusal } from './stream-message.ts'

export type BulkStreamServer = {
  /**
   * Serves the one object that the peer asks for on this stream, or none when the peer ends it first, and ends this side.
   * On abort the stream is reset and the promise rejects with the signal's reason.
   *
   * @throws {BulkStalledError} when the peer asks or takes too slowly. @throws {BulkProtocolViolationError}
   * @throws {MalformedError} and what the stream throws. The stream is reset then.
   */
  serveOverStream(stream: PeerStream, options: { readonly peer: Address; readonly signal: AbortSignal }): Promise<void>
}

export type BulkStreamServerComponents = {
  readonly objects: ObjectStore
  /** Returns a time in ms that never goes back. */
  readonly now: () => number
  readonly log?: TransportLog
}

export function createBulkStreamServer(
  { objects, now, log }: BulkStreamServerComponents,
  init: { readonly limits?: Partial<BulkStreamLimits> } = {},
): BulkStreamServer {
  const limits = { ...bulkStreamLimits, ...init.limits }
  const rate = createRateLimit(limits.bytesPerSecondMax, now)
  const openOf = new Map<Address, number>()
  let open = 0
  return {
    async serveOverStream(stream, { peer, signal }) {
      const ofPeer = openOf.get(peer) ?? 0
      const isBusy = open >= limits.transfersMax || ofPeer >= limits.transfersPerPeerMax
      if (isBusy) {
        refuse(stream, 'busy')
        return
      }
      open++
      openOf.set(peer, ofPeer + 1)
      const reset = (): void => stream.reset()
      signal.addEventListener('abort', reset, { once: true })
      try {
        signal.throwIfAborted()
        await serveOne(stream, { objects, rate, limits, signal })
      } catch (error) {
        log?.debug({ error, peer }, 'An object was not sent over a stream to its end.')
        stream.reset()
        signal.throwIfAborted()
        throw error
      } finally {
        signal.removeEventListener('abort', reset)
        open--
        const left = (openOf.get(peer) ?? 1) - 1
        if (left === 0) openOf.delete(peer)
        else openOf.set(peer, left)
      }
    },
  }
}

type ServeInit = {
  readonly objects: ObjectStore
  readonly rate: RateLimit
  readonly limits: BulkStreamLimits
  readonly signal: AbortSignal
}

async function serveOne(stream: PeerStream, { objects, rate, limits, signal }: ServeInit): Promise<void> {
  const patience = new Patience(limits)
  const frames = stream.frames[Symbol.asyncIterator]()
  const giveUp = (): void => stream.reset()
  const first = await patience.wait(frames.next(), giveUp)
  if (first.done === true) {
    stream.end()
    return
  }
  const asked = decodeStreamMessage(first.value)
  if (asked.type !== 'get') throw new BulkProtocolViolationError(`${asked.type} where get was expected`)
  const found = await objects.stat(asked.sha256, { signal })
  if (found === undefined) {
    refuse(stream, 'unknown')
    return
  }
  const range = { start: asked.start, end: Math.min(asked.end, found.bytes, asked.start + limits.streamBytesMax) }
  if (range.end <= range.start) {
    refuse(stream, 'range')
    return
  }
  await stream.send(encodeStreamMessage({ type: 'found', bytes: found.bytes }))
  const window = createWindow(frames, range, { limits, patience, giveUp })
  for await (const piece of objects.openRange(asked.sha256, range, { signal })) {
    for (let at = 0; at < piece.length; at += limits.chunkBytesMax) {
      const bytes = piece.subarray(at, at + limits.chunkBytesMax)
      await window.room(bytes.length)
      await rate.spend(bytes.length, { signal })
      await patience.wait(Promise.resolve(stream.send(encodeStreamMessage({ type: 'data', bytes }))), giveUp)
    }
  }
  stream.end()
  await window.emptied()
}

type Window = {
  /** Resolves when so many bytes more may be sent, and counts them as sent. */
  room(bytes: number): Promise<void>
  /** Resolves when the reader has taken everything, or has ended its side. */
  emptied(): Promise<void>
}

function createWindow(
  frames: AsyncIterator<Uint8Array>,
  { start, end }: ByteRange,
  {
    limits,
    patience,
    giveUp,
  }: { readonly limits: BulkStreamLimits; readonly patience: Patience; readonly giveUp: () => void },
): Window {
  let sent = 0
  let taken = 0
  /** Returns whether the reader goes on. */
  const readTaken = async (): Promise<boolean> => {
    const next = await patience.wait(frames.next(), giveUp)
    if (next.done === true) return false
    const message = decodeStreamMessage(next.value)
    if (message.type !== 'taken') throw new BulkProtocolViolationError(`${message.type} where taken was expected`)
    if (message.bytes <= taken || message.bytes > sent) {
      throw new BulkProtocolViolationError(`${message.bytes} bytes taken, of ${sent} sent and ${taken} taken before`)
    }
    patience.progress(message.bytes - taken)
    taken = message.bytes
    return true
  }
  return {
    async room(bytes) {
      while (sent + bytes - taken > limits.unacknowledgedBytesMax) {
        if (!(await readTaken())) throw new BulkProtocolViolationError('its side ended in the middle')
      }
      sent += bytes
    },
    async emptied() {
      while (taken < end - start && (await readTaken()));
    },
  }
}

function refuse(stream: PeerStream, reason: Refusal): void {
  // One small frame: there is always room, or the stream is gone.
  void stream.send(encodeStreamMessage({ type: 'refused', reason }))
  stream.end()
}
