/**
 * One end of a line: bytes both ways over a stream of frames, as `line-frame.ts` of the protocol says. It reads all that comes at once,
 * so that grants get through whatever a slow reader leaves; what it holds of content is bounded by what it granted.
 *
 * Invariants: content is read in the order it was sent; what a reader has taken is known by its asking for more; a window only grows.
 */
import {
  decodeLineFrame,
  encodeLineFrame,
  type LineContent,
  type LineFrame,
  lineCost,
  lineFrameBytesMax,
  lineFrameCost,
  lineWindowBytes,
  lineWindowBytesMax,
  type PeerStream,
} from '@millrace/protocol'
import { PeerClosedError, PeerProtocolViolationError } from '../peer-error.ts'
import type { LineBudget } from './line-budget.ts'
import { lineLimits } from './line-limits.ts'

/** What the other side said, besides what the line itself is about. */
export type LineEvent = Exclude<LineFrame, { readonly type: 'grant' | 'end' }>

export type Line = {
  /**
   * Returns the next of what the other side says, undefined once it ended. What was returned before counts as taken. One reader.
   *
   * @throws {PeerClosedError} {@link PeerProtocolViolationError} @throws what the stream does.
   */
  next(): Promise<LineEvent | undefined>
  /** Sends content as the other side takes it; resolves when all is on its way. One sender. Throws as `next` does. */
  send(type: LineContent, bytes: Uint8Array): Promise<void>
  /** Sends what takes no room. Does nothing on a line that is over. */
  tell(frame: Extract<LineFrame, { readonly type: 'resize' | 'exit' }>): void
  /** No more from this side. */
  end(): void
  /** Breaks it off, both ways. */
  reset(): void
  /** Resolves when it is over, however. */
  readonly over: Promise<void>
  /** Resolves when it was broken off, by whomever, also with nobody reading; else never. */
  readonly broken: Promise<void>
}

export type LineInit = {
  readonly stream: PeerStream
  /** The rest of the stream's frames, where some were read. */
  readonly frames: AsyncIterator<Uint8Array>
  /** What windows may grow by, for all lines that share it. */
  readonly budget: LineBudget
  /** Told of each frame, either way. */
  readonly onActivity?: () => void
}

export function createLine({ stream, frames, budget, onActivity }: LineInit): Line {
  const over = Promise.withResolvers<void>()
  const broken = Promise.withResolvers<void>()
  const queue: LineEvent[] = []
  let reader: PromiseWithResolvers<LineEvent | undefined> | undefined
  /** What the other side may still send, and what it took of it that it was not granted anew. */
  let window = lineWindowBytes
  let granted = lineWindowBytes
  let taken = 0
  let lastTaken = 0
  let controls = 0
  /** What we may still send. */
  let credit = lineWindowBytes
  let room: PromiseWithResolvers<void> | undefined
  let isEnded = false
  let isRemoteEnded = false
  let failure: unknown

  read().catch(fail)

  async function read(): Promise<void> {
    for (;;) {
      const next = await frames.next()
      if (next.done === true) break
      onActivity?.()
      receive(decodeLineFrame(next.value))
    }
    if (!isRemoteEnded || !isEnded) throw new PeerClosedError('a line ended without a word')
  }

  function receive(frame: LineFrame): void {
    if (frame.type === 'grant') {
      receiveGrant(frame.bytes)
      return
    }
    if (isRemoteEnded) throw new PeerProtocolViolationError('content after the end of a line')
    if (frame.type === 'end') isRemoteEnded = true
    else queue.push(admitted(frame))
    settleReader()
    endStream()
  }

  function receiveGrant(bytes: number): void {
    credit += bytes
    if (credit > lineWindowBytesMax) throw new PeerProtocolViolationError('a window without measure')
    room?.resolve()
    room = undefined
  }

  function admitted(frame: LineEvent): LineEvent {
    if (!('bytes' in frame)) {
      if (++controls > lineLimits.controlsQueuedMax) throw new PeerProtocolViolationError('controls that nobody reads')
      return frame
    }
    granted -= lineCost(frame.bytes.length)
    if (granted < 0) throw new PeerProtocolViolationError('more content than was granted')
    const { type, bytes } = frame
    // A small view would keep the whole piece that it came in alive.
    return bytes.buffer.byteLength > 2 * bytes.length ? { type, bytes: bytes.slice() } : frame
  }

  /** What was handed out last is taken. */
  function grantTaken(): void {
    taken += lastTaken
    lastTaken = 0
    if (taken * lineLimits.grantsPerWindow < window || isRemoteEnded) return
    const more = budget.take(Math.min(window, lineLimits.windowBytesMax - window))
    window += more
    granted += taken + more
    const bytes = taken + more
    taken = 0
    transmit({ type: 'grant', bytes })?.catch(fail)
  }

  function settleReader(): void {
    if (reader === undefined) return
    const event = queue.shift()
    if (event !== undefined) reader.resolve(handedOut(event))
    else if (isRemoteEnded) reader.resolve(undefined)
    else if (failure !== undefined) reader.reject(failure)
    else return
    reader = undefined
  }

  function handedOut(event: LineEvent): LineEvent {
    if ('bytes' in event) lastTaken = lineCost(event.bytes.length)
    else controls--
    return event
  }

  function transmit(frame: LineFrame): Promise<void> | undefined {
    onActivity?.()
    try {
      return stream.send(encodeLineFrame(frame))
    } catch (error) {
      fail(error)
      return undefined
    }
  }

  function endStream(): void {
    if (!isEnded || !isRemoteEnded || failure !== undefined) return
    stream.end()
    finish()
  }

  function fail(error: unknown): void {
    if (failure !== undefined || (isEnded && isRemoteEnded)) return
    failure = error
    broken.resolve()
    stream.reset()
    room?.reject(error)
    room = undefined
    settleReader()
    finish()
  }

  function finish(): void {
    budget.give(window - lineWindowBytes)
    window = lineWindowBytes
    over.resolve()
  }

  return {
    over: over.promise,
    broken: broken.promise,
    next() {
      if (reader !== undefined) throw new TypeError('A line has one reader, which awaits each event.')
      grantTaken()
      reader = Promise.withResolvers()
      const { promise } = reader
      settleReader()
      return promise
    },
    async send(type, bytes) {
      for (let at = 0; at < bytes.length; ) {
        if (failure !== undefined) throw failure
        if (isEnded) throw new PeerClosedError('this side has ended the line')
        const left = bytes.length - at
        if (credit < lineCost(Math.min(left, lineLimits.pieceBytesMin))) {
          room ??= Promise.withResolvers()
          await room.promise
          continue
        }
        const count = Math.min(left, lineFrameBytesMax - 1, credit - lineFrameCost - 1)
        credit -= lineCost(count)
        await transmit({ type, bytes: bytes.subarray(at, at + count) })
        at += count
      }
      if (failure !== undefined) throw failure
    },
    tell(frame) {
      if (isEnded || failure !== undefined) return
      transmit(frame)?.catch(fail)
    },
    end() {
      if (isEnded || failure !== undefined) return
      transmit({ type: 'end' })?.catch(fail)
      isEnded = true
      endStream()
    },
    reset: () => fail(new PeerClosedError('this side broke the line off')),
  }
}
