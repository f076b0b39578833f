/**
 * Many streams over one socket whose other end has proven who it is.
 *
 * The dialer opens streams with odd ids, the listener with even ones, each higher than the one before. A peer that breaks
 * a rule loses the connection; a reader that falls behind loses its stream. Nothing a peer sends makes this side hold
 * more than the limits say: queues are bounded per stream and per connection, and answers to control frames are counted.
 */
import type { TLSSocket } from 'node:tls'
import {
  type Address,
  type MillraceError,
  type PeerConnection,
  type PeerStream,
  type StreamHandler,
  streamsPerConnectionMax,
} from '@millrace/protocol'
import { FrameKind, goawayCode } from './frame.ts'
import { FrameParser } from './frame-parser.ts'
import { FrameWriter } from './frame-writer.ts'
import {
  PeerClosedError,
  PeerOverloadedError,
  PeerProtocolViolationError,
  PeerTooManyStreamsError,
  PeerUnresponsiveError,
} from './peer-error.ts'
import type { BudgetHolder, ReceiveBudget } from './receive-budget.ts'
import { type StreamHost, TlsStream } from './tls-stream.ts'
import type { TransportLimits } from './transport-limits.ts'
import type { TransportLog } from './transport-log.ts'

export type TlsConnectionComponents = {
  readonly limits: TransportLimits
  readonly budget: ReceiveBudget
  readonly log: TransportLog | undefined
}

export type TlsConnectionInit = {
  readonly remote: Address
  /** Whether this side dialed. */
  readonly dialed: boolean
  /** Serves the streams that the peer opens. */
  readonly handler: StreamHandler
}

const nothing = new Uint8Array(0)
const streamIdMax = 0xffff_ffff
/** Control frames written in answer to the peer while it reads nothing. A correct peer reads. */
const unreadAnswersMax = 65_536

export class TlsConnection implements PeerConnection, StreamHost, BudgetHolder {
  readonly remote: Address
  readonly closed: Promise<void>
  readonly limits: TransportLimits
  readonly #closed = Promise.withResolvers<void>()
  readonly #socket: TLSSocket
  readonly #handler: StreamHandler
  readonly #log: TransportLog | undefined
  readonly #writer: FrameWriter
  readonly #budget: ReceiveBudget
  readonly #parser = new FrameParser(
    (kind, id, payload, held) => this.#receive(kind, id, payload, held),
    (bytes) => this.#partialChanged(bytes),
  )
  readonly #streams = new Map<number, TlsStream>()
  readonly #behind = new Set<TlsStream>()
  readonly #waitingForRoom = new Set<TlsStream>()
  readonly #keepalive: NodeJS.Timeout
  readonly #dialed: boolean
  #nextId: number
  #lastPeerId: number
  #ownStreams = 0
  #peerStreams = 0
  #queuedBytes = 0
  /** Bytes of a frame that is not whole yet. */
  #partialBytes = 0
  #unreadAnswers = 0
  #pongDue = false
  #silentMs = 0
  #stalledMs = 0
  #socketError: Error | undefined
  /** Why the connection is over, once it is. */
  #over: MillraceError | undefined

  constructor(
    socket: TLSSocket,
    { limits, budget, log }: TlsConnectionComponents,
    { remote, dialed, handler }: TlsConnectionInit,
  ) {
    this.#socket = socket
    this.limits = limits
    this.#log = log
    this.#budget = budget
    budget.join(this)
    this.remote = remote
    this.#handler = handler
    this.#dialed = dialed
    this.#nextId = dialed ? 1 : 2
    this.#lastPeerId = dialed ? 0 : -1
    this.#writer = new FrameWriter(socket)
    this.closed = this.#closed.promise
    this.#keepalive = setInterval(() => this.#checkLife(), limits.keepaliveMs)
    socket.setNoDelay(true)
    socket.on('data', (piece: Buffer) => this.#parse(piece))
    socket.on('drain', () => this.#drained())
    socket.on('end', () => this.#finish(new PeerClosedError('the peer hung up')))
    socket.on('error', (error) => {
      this.#socketError = error
    })
    socket.on('close', () => this.#lost())
    socket.resume()
    // The socket may have closed while the handshake's last promise settled.
    if (socket.closed) queueMicrotask(() => this.#lost())
  }

  get waiting(): number {
    return this.#writer.waiting
  }

  /**
   * Opens a stream.
   *
   * @throws {PeerClosedError} when the connection is over; {PeerTooManyStreamsError} when too many are open.
   */
  openStream(): PeerStream {
    if (this.#over !== undefined) throw this.#over
    if (this.#ownStreams >= streamsPerConnectionMax) throw new PeerTooManyStreamsError()
    if (this.#nextId > streamIdMax) throw new PeerClosedError('it has used up its stream ids')
    const stream = new TlsStream(this.#nextId, this)
    this.#nextId += 2
    this.#ownStreams++
    this.#streams.set(stream.id, stream)
    this.write(FrameKind.open, stream.id, nothing)
    return stream
  }

  /** Ends the connection and its streams. Resolves when the socket is closed, within closeMsMax. */
  close(): Promise<void> {
    this.#finish(new PeerClosedError('this side closed it'))
    return this.closed
  }

  write(kind: FrameKind, streamId: number, payload: Uint8Array): boolean {
    if (this.#over !== undefined) return true
    this.#writer.write(kind, streamId, payload)
    if (this.#writer.waiting <= this.limits.sendBufferedBytesMax) return true
    this.#writer.flush()
    // Without a drain to come there is nothing to wait for.
    return !this.#socket.writableNeedDrain
  }

  queueChanged(stream: TlsStream, bytes: number): void {
    this.#queuedBytes += bytes
    if (stream.queuedBytes === 0) this.#behind.delete(stream)
    else if (stream.queuedBytes === bytes) this.#behind.add(stream)
    if (bytes > 0 && this.#queuedBytes > this.limits.connectionQueuedBytesMax) this.#dropLongestQueue()
    this.#budget.change(this, bytes)
  }

  get heldBytes(): number {
    return this.#queuedBytes + this.#partialBytes
  }

  shed(): void {
    if (this.#queuedBytes >= this.#partialBytes) this.#dropLongestQueue()
    else this.#finish(new PeerOverloadedError())
  }

  #partialChanged(bytes: number): void {
    this.#partialBytes += bytes
    this.#budget.change(this, bytes)
  }

  waitForRoom(stream: TlsStream): void {
    this.#waitingForRoom.add(stream)
  }

  streamClosed(stream: TlsStream): void {
    if (!this.#streams.delete(stream.id)) return
    this.#waitingForRoom.delete(stream)
    if (this.#isOwn(stream.id)) this.#ownStreams--
    else this.#peerStreams--
  }

  #isOwn(streamId: number): boolean {
    return (streamId % 2 === 1) === this.#dialed
  }

  #parse(piece: Buffer): void {
    this.#silentMs = 0
    if (this.#over !== undefined) return
    try {
      this.#parser.push(piece)
    } catch (error) {
      if (!(error instanceof PeerProtocolViolationError)) throw error
      this.#log?.warn({ peer: this.remote, code: error.code }, error.message)
      this.#finish(error)
    }
  }

  #receive(kind: FrameKind, streamId: number, payload: Uint8Array, held: number): boolean {
    switch (kind) {
      case FrameKind.data:
        this.#streamOf(streamId)?.receive(payload, held)
        break
      case FrameKind.open:
        this.#accept(streamId)
        break
      case FrameKind.end:
        this.#streamOf(streamId)?.receiveEnd()
        break
      case FrameKind.reset:
        this.#streamOf(streamId)?.receiveReset()
        break
      case FrameKind.ping:
        if (this.#socket.writableNeedDrain) this.#pongDue = true
        else this.write(FrameKind.pong, 0, nothing)
        break
      case FrameKind.pong:
        break
      default:
        this.#finish(new PeerClosedError(`the peer closed it with ${goawayCode(payload)}`))
    }
    return this.#over === undefined
  }

  /** Returns the stream, or undefined for one that this side has closed: what the peer sent before it knew is dropped. */
  #streamOf(streamId: number): TlsStream | undefined {
    const stream = this.#streams.get(streamId)
    if (stream !== undefined) return stream
    const known = this.#isOwn(streamId) ? streamId < this.#nextId : streamId <= this.#lastPeerId
    if (streamId === 0 || !known) throw new PeerProtocolViolationError(`a frame for stream ${streamId}, never opened`)
    return undefined
  }

  #accept(streamId: number): void {
    if (streamId === 0 || this.#isOwn(streamId)) {
      throw new PeerProtocolViolationError(`opened stream ${streamId}, an id of the other side`)
    }
    if (streamId <= this.#lastPeerId) throw new PeerProtocolViolationError(`opened stream ${streamId} again`)
    if (this.#peerStreams >= streamsPerConnectionMax) {
      throw new PeerProtocolViolationError(`more than ${streamsPerConnectionMax} streams open`)
    }
    this.#lastPeerId = streamId
    this.#peerStreams++
    const stream = new TlsStream(streamId, this)
    this.#streams.set(streamId, stream)
    this.#serve(stream).catch((error: unknown) => {
      this.#log?.warn({ peer: this.remote, streamId, error }, 'A stream handler failed; its stream is reset.')
      stream.reset()
    })
    if (this.#socket.writableNeedDrain && ++this.#unreadAnswers > unreadAnswersMax) {
      this.#finish(new PeerProtocolViolationError('opens streams without reading the answers'))
    }
  }

  async #serve(stream: TlsStream): Promise<void> {
    await this.#handler(stream, this)
    stream.end()
  }

  #dropLongestQueue(): void {
    let longest: TlsStream | undefined
    for (const stream of this.#behind) {
      if (longest === undefined || stream.queuedBytes > longest.queuedBytes) longest = stream
    }
    longest?.overflow(this.limits.connectionQueuedBytesMax)
  }

  #drained(): void {
    this.#unreadAnswers = 0
    if (this.#pongDue) {
      this.#pongDue = false
      this.write(FrameKind.pong, 0, nothing)
    }
    const streams = [...this.#waitingForRoom]
    this.#waitingForRoom.clear()
    for (const stream of streams) stream.roomMade()
  }

  #checkLife(): void {
    const { keepaliveMs, silenceMsMax, writeStallMsMax } = this.limits
    this.#silentMs += keepaliveMs
    this.#stalledMs = this.#socket.writableNeedDrain ? this.#stalledMs + keepaliveMs : 0
    if (this.#silentMs >= silenceMsMax) this.#abandon(new PeerUnresponsiveError('sent', silenceMsMax))
    else if (this.#stalledMs >= writeStallMsMax) this.#abandon(new PeerUnresponsiveError('took', writeStallMsMax))
    else if (!this.#socket.writableNeedDrain) this.write(FrameKind.ping, 0, nothing)
  }

  /** Ends it without farewell: nobody would read it. */
  #abandon(error: MillraceError): void {
    this.#log?.warn({ peer: this.remote, code: error.code }, error.message)
    this.#over ??= error
    this.#socket.destroy()
  }

  /** Says why, hangs up, and lets the other side do the same for a while. */
  #finish(error: MillraceError): void {
    if (this.#over !== undefined) return
    this.#writer.write(FrameKind.goaway, 0, Buffer.from(error.code, 'latin1'))
    this.#writer.flush()
    this.#over = error
    this.#parser.stop()
    this.#partialChanged(-this.#partialBytes)
    this.#failStreams(error)
    this.#socket.end()
    const linger = setTimeout(() => this.#socket.destroy(), this.limits.closeMsMax)
    this.#socket.once('close', () => clearTimeout(linger))
  }

  #lost(): void {
    clearInterval(this.#keepalive)
    this.#parser.stop()
    // What came before the loss is still read, but a reader that never does must not take from the others for ever.
    this.#budget.leave(this)
    this.#over ??= new PeerClosedError('the connection was lost', this.#socketError)
    this.#failStreams(this.#over)
    this.#closed.resolve()
  }

  #failStreams(error: MillraceError): void {
    for (const stream of [...this.#streams.values()]) stream.fail(error)
  }
}
