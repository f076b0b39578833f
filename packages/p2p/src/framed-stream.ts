/**
 * One stream of a connection: a bounded queue of frames for one reader, and sending with back-pressure.
 *
 * Invariants: frames are read in the order they came; what came before the end, a reset by the peer or the loss of the
 * connection is still read; what a local reset or an overflow ends is dropped.
 */
import { frameBytesMax, type MillraceError, type PeerStream } from '@millrace/protocol'
import { FrameKind } from './frame.ts'
import {
  PeerClosedError,
  PeerFrameTooLargeError,
  PeerProtocolViolationError,
  PeerStreamOverflowError,
  PeerStreamResetError,
} from './peer-error.ts'
import type { TransportLimits } from './transport-limits.ts'

/** The connection, as its streams see it. */
export type StreamHost = {
  readonly limits: TransportLimits
  /** Bytes that the channel has not yet taken. */
  readonly waiting: number
  /** Returns whether there is room for more once this is written. */
  write(kind: FrameKind, streamId: number, payload: Uint8Array): boolean
  /** The stream's queue grew or shrank by so many bytes. */
  queueChanged(stream: FramedStream, bytes: number): void
  /** Nothing more comes or goes on this stream. */
  streamClosed(stream: FramedStream): void
  /** The stream wants roomMade() to be called at the next drain. */
  waitForRoom(stream: FramedStream): void
}

const nothing = new Uint8Array(0)
/** What a queued frame costs beside its bytes, so that empty frames are not free. */
const queuedFrameOverheadBytes = 128
/** Read slots at the front of the queue that are worth moving the rest for. */
const spentSlotsMax = 512

export class FramedStream implements PeerStream {
  readonly id: number
  readonly frames: AsyncIterable<Uint8Array>
  readonly #host: StreamHost
  #queue: Uint8Array[] = []
  #head = 0
  #queuedBytes = 0
  #reader: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> | undefined
  #room: PromiseWithResolvers<void> | undefined
  /** What the reader gets once the queue is empty. */
  #readEnd: { readonly error?: MillraceError } | undefined
  #failure: MillraceError | undefined
  #localEnded = false
  #remoteEnded = false

  constructor(id: number, host: StreamHost) {
    this.id = id
    this.#host = host
    const iterator: AsyncIterator<Uint8Array, undefined> = { next: () => this.#next() }
    this.frames = { [Symbol.asyncIterator]: () => iterator }
  }

  get queuedBytes(): number {
    return this.#queuedBytes
  }

  /** Sends a frame. The bytes must not change after: a large frame is not copied. */
  send(frame: Uint8Array): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#localEnded) throw new PeerClosedError('this side has ended the stream')
    if (frame.length > frameBytesMax) throw new PeerFrameTooLargeError(frame.length)
    const { sendOverflowBytesMax } = this.#host.limits
    if (this.#room !== undefined && this.#host.waiting > sendOverflowBytesMax) {
      throw this.#giveUp(
        new PeerStreamOverflowError('were sent without waiting for room', sendOverflowBytesMax, 'bytes'),
      )
    }
    if (this.#host.write(FrameKind.data, this.id, frame)) return undefined
    if (this.#room === undefined) {
      this.#room = Promise.withResolvers()
      // A sender that drops the promise meets the failure at its next send; the process must not end for it.
      this.#room.promise.catch(ignore)
      this.#host.waitForRoom(this)
    }
    return this.#room.promise
  }

  end(): void {
    if (this.#failure !== undefined || this.#localEnded) return
    this.#localEnded = true
    this.#host.write(FrameKind.end, this.id, nothing)
    if (this.#remoteEnded) this.#host.streamClosed(this)
  }

  reset(): void {
    if (this.#failure !== undefined || (this.#localEnded && this.#remoteEnded)) return
    this.#giveUp(new PeerStreamResetError('this side reset it'))
  }

  /** Takes a frame from the peer. `held` as of FrameSink. @throws {PeerProtocolViolationError} after the peer's end. */
  receive(frame: Uint8Array, held: number): void {
    if (this.#remoteEnded) throw new PeerProtocolViolationError(`a frame after the end of stream ${this.id}`)
    if (this.#reader !== undefined) {
      const reader = this.#reader
      this.#reader = undefined
      reader.resolve({ value: frame, done: false })
      return
    }
    const { streamQueuedFramesMax, streamQueuedBytesMax } = this.#host.limits
    if (this.#queue.length - this.#head >= streamQueuedFramesMax) {
      this.#giveUp(new PeerStreamOverflowError('came unread', streamQueuedFramesMax, 'frames'))
      return
    }
    const bytes = frame.length + queuedFrameOverheadBytes
    if (this.#queuedBytes + bytes > streamQueuedBytesMax) {
      this.#giveUp(new PeerStreamOverflowError('came unread', streamQueuedBytesMax, 'bytes'))
      return
    }
    // A small view would keep the whole piece that it came in alive for as long as it waits.
    this.#queue.push(held > 2 * frame.length ? frame.slice() : frame)
    this.#countQueued(bytes)
  }

  /** The peer sends no more. @throws {PeerProtocolViolationError} when it said so before. */
  receiveEnd(): void {
    if (this.#remoteEnded) throw new PeerProtocolViolationError(`a second end of stream ${this.id}`)
    this.#remoteEnded = true
    this.#readEnd ??= {}
    this.#settleReader()
    if (this.#localEnded) this.#host.streamClosed(this)
  }

  receiveReset(): void {
    this.fail(new PeerStreamResetError('the peer reset it'))
  }

  /** There is room again. */
  roomMade(): void {
    this.#room?.resolve()
    this.#room = undefined
  }

  /** Ends both directions; frames that came before are still read. */
  fail(error: MillraceError): void {
    if (this.#failure !== undefined) return
    this.#failure = error
    this.#readEnd ??= { error }
    this.#settleReader()
    this.#room?.reject(error)
    this.#room = undefined
    this.#host.streamClosed(this)
  }

  /** Drops the queue, for a reader that is too far behind. */
  overflow(limit: number): void {
    const error = new PeerStreamOverflowError('came unread on all streams of the connection', limit, 'bytes')
    if (this.#failure === undefined && !(this.#localEnded && this.#remoteEnded)) this.#giveUp(error)
    else this.#dropQueue(error)
  }

  #giveUp(error: MillraceError): MillraceError {
    this.#dropQueue(error)
    this.#host.write(FrameKind.reset, this.id, nothing)
    this.fail(error)
    return error
  }

  #dropQueue(error: MillraceError): void {
    if (this.#head < this.#queue.length) this.#readEnd = { error }
    this.#queue = []
    this.#head = 0
    this.#countQueued(-this.#queuedBytes)
  }

  #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const frame = this.#queue[this.#head]
    if (frame !== undefined) {
      this.#head++
      if (this.#head === this.#queue.length || this.#head > spentSlotsMax) {
        this.#queue.splice(0, this.#head)
        this.#head = 0
      }
      this.#countQueued(-(frame.length + queuedFrameOverheadBytes))
      return Promise.resolve({ value: frame, done: false })
    }
    if (this.#reader !== undefined) throw new Error('A stream has one reader, which awaits each frame.')
    this.#reader = Promise.withResolvers()
    const { promise } = this.#reader
    this.#settleReader()
    return promise
  }

  #settleReader(): void {
    if (this.#reader === undefined || this.#readEnd === undefined) return
    const reader = this.#reader
    this.#reader = undefined
    if (this.#readEnd.error === undefined) reader.resolve({ value: undefined, done: true })
    else reader.reject(this.#readEnd.error)
  }

  #countQueued(bytes: number): void {
    if (bytes === 0) return
    this.#queuedBytes += bytes
    this.#host.queueChanged(this, bytes)
  }
}

function ignore(): undefined {
  return undefined
}
