/**
 * Many streams over one channel whose other end has proven who it is.
 *
 * The dialer opens streams with odd ids, the listener with even ones, each higher than the one before. A peer that breaks
 * a rule loses the connection; a reader that falls behind loses its stream. Nothing a peer sends makes this side hold
 * more than the limits say: queues are bounded per stream and per connection, and answers to control frames are counted.
 */
import {
  type Address,
  type MillraceError,
  type PeerConnection,
  type PeerStream,
  type StreamHandler,
  streamsPerConnectionMax,
} from '@millrace/protocol'
import type { ByteChannel } from './byte-channel.ts'
import { FrameKind, goawayCode } from './frame.ts'
import { FrameParser } from './frame-parser.ts'
import { FrameWriter } from './frame-writer.ts'
import { FramedStream, type StreamHost } from './framed-stream.ts'
import {
  PeerClosedError,
  PeerOverloadedError,
  PeerProtocolViolationError,
  PeerTooManyStreamsError,
  PeerUnresponsiveError,
} from './peer-error.ts'
import type { BudgetHolder, ReceiveBudget } from './receive-budget.ts'
import type { TransportLimits } from './transport-limits.ts'
import type { TransportLog } from './transport-log.ts'

export type FramedConnectionComponents = {
  readonly limits: TransportLimits
  readonly budget: ReceiveBudget
  readonly log: TransportLog | undefined
}

export type FramedConnectionInit = {
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

export class FramedConnection implements PeerConnection, StreamHost, BudgetHolder {
  readonly remote: Address
  readonly closed: Promise<void>
  readonly limits: TransportLimits
  readonly #closed = Promise.withResolvers<void>()
  readonly #channel: ByteChannel
  readonly #handler: StreamHandler
  readonly #log: TransportLog | undefined
  readonly #writer: FrameWriter
  readonly #budget: ReceiveBudget
  readonly #parser = new FrameParser(
    (kind, id, payload, held) => this.#receive(kind, id, payload, held),
    (bytes) => this.#partialChanged(bytes),
  )
  readonly #streams = new Map<number, FramedStream>()
  readonly #behind = new Set<FramedStream>()
  readonly #waitingForRoom = new Set<FramedStream>()
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
  /** Since the last ping, in ms. */
  #restedMs = 0
  #stalledMs = 0
  #closeWhenIdle = false
  #linger: NodeJS.Timeout | undefined
  #probe: NodeJS.Timeout | undefined
  /** Why the connection is over, once it is. */
  #over: MillraceError | undefined

  constructor(
    channel: ByteChannel,
    { limits, budget, log }: FramedConnectionComponents,
    { remote, dialed, handler }: FramedConnectionInit,
  ) {
    this.#channel = channel
    this.limits = limits
    this.#log = log
    this.#budget = budget
    budget.join(this)
    this.remote = remote
    this.#handler = handler
    this.#dialed = dialed
    this.#nextId = dialed ? 1 : 2
    this.#lastPeerId = dialed ? 0 : -1
    this.#writer = new FrameWriter(channel)
    this.closed = this.#closed.promise
    this.#keepalive = setInterval(() => this.#checkLife(), limits.activeKeepaliveMs)
    channel.start({
      data: (piece) => this.#parse(piece),
      drained: () => this.#drained(),
      ended: () => this.#finish(new PeerClosedError('the peer hung up')),
      closed: (cause) => this.#lost(cause),
    })
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
    // From here on silence counts as of a busy connection; what was silence of an idle one does not.
    if (this.#streams.size === 0) this.#silentMs = 0
    const stream = new FramedStream(this.#nextId, this)
    this.#nextId += 2
    this.#ownStreams++
    this.#streams.set(stream.id, stream)
    this.write(FrameKind.open, stream.id, nothing)
    return stream
  }

  /** Ends the connection and its streams. Resolves when the channel is closed, within closeMsMax. */
  close(): Promise<void> {
    this.#finish(new PeerClosedError('this side closed it'))
    return this.closed
  }

  /**
   * Asks the peer at once whether it is still there, as after a change of the network, and gives up when nothing comes
   * within probeMsMax.
   */
  probe(): void {
    if (this.#over !== undefined || this.#probe !== undefined) return
    const { probeMsMax } = this.limits
    const late = (): void => {
      if (this.#probe !== undefined) this.#abandon(new PeerUnresponsiveError('sent', probeMsMax))
    }
    // After a turn that took long the timer comes before what has arrived meanwhile, so that is read first.
    this.#probe = setTimeout(() => setImmediate(late), probeMsMax)
    this.#ping()
  }

  /** IP address of this side, where it is known. */
  get localAddress(): string | undefined {
    return this.#channel.localAddress
  }

  /** Why the connection is over, once it is. */
  get failure(): MillraceError | undefined {
    return this.#over
  }

  /** Ends the connection once no stream is open. */
  closeWhenIdle(): void {
    this.#closeWhenIdle = true
    if (this.#streams.size === 0) this.#finish(new PeerClosedError('it was replaced by a direct one'))
  }

  /** Lets go of it without farewell: the way to the peer is gone. */
  abandon(error: MillraceError): void {
    this.#abandon(error)
  }

  write(kind: FrameKind, streamId: number, payload: Uint8Array): boolean {
    if (this.#over !== undefined) return true
    this.#writer.write(kind, streamId, payload)
    if (this.#writer.waiting <= this.limits.sendBufferedBytesMax) return true
    this.#writer.flush()
    // Without a drain to come there is nothing to wait for.
    return !this.#channel.full
  }

  queueChanged(stream: FramedStream, bytes: number): void {
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

  waitForRoom(stream: FramedStream): void {
    this.#waitingForRoom.add(stream)
  }

  streamClosed(stream: FramedStream): void {
    if (!this.#streams.delete(stream.id)) return
    this.#waitingForRoom.delete(stream)
    if (this.#isOwn(stream.id)) this.#ownStreams--
    else this.#peerStreams--
    if (this.#closeWhenIdle) this.closeWhenIdle()
  }

  #isOwn(streamId: number): boolean {
    return (streamId % 2 === 1) === this.#dialed
  }

  #parse(piece: Buffer): void {
    this.#silentMs = 0
    if (this.#probe !== undefined) this.#endProbe()
    if (this.#over !== undefined) return
    try {
      this.#parser.push(piece)
    } catch (error) {
      if (!(error instanceof PeerProtocolViolationError)) throw error
      this.#log?.warn({ peer: this.remote, code: error.code }, error.message)
      this.#finish(error)
    }
  }

  #endProbe(): void {
    clearTimeout(this.#probe)
    this.#probe = undefined
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
        if (this.#channel.full) this.#pongDue = true
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
  #streamOf(streamId: number): FramedStream | undefined {
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
    const stream = new FramedStream(streamId, this)
    this.#streams.set(streamId, stream)
    this.#serve(stream).catch((error: unknown) => {
      this.#log?.warn({ peer: this.remote, streamId, error }, 'A stream handler failed; its stream is reset.')
      stream.reset()
    })
    if (this.#channel.full && ++this.#unreadAnswers > unreadAnswersMax) {
      this.#finish(new PeerProtocolViolationError('opens streams without reading the answers'))
    }
  }

  async #serve(stream: FramedStream): Promise<void> {
    await this.#handler(stream, this)
    stream.end()
  }

  #dropLongestQueue(): void {
    let longest: FramedStream | undefined
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
    if (this.#waitingForRoom.size === 0) return
    const streams = [...this.#waitingForRoom]
    this.#waitingForRoom.clear()
    for (const stream of streams) stream.roomMade()
  }

  #checkLife(): void {
    const { activeKeepaliveMs, activeSilenceMsMax, keepaliveMs, silenceMsMax, writeStallMsMax } = this.limits
    const [pingMs, deadMs] =
      this.#streams.size > 0 ? [activeKeepaliveMs, activeSilenceMsMax] : [keepaliveMs, silenceMsMax]
    this.#silentMs += activeKeepaliveMs
    this.#restedMs += activeKeepaliveMs
    this.#stalledMs = this.#channel.full ? this.#stalledMs + activeKeepaliveMs : 0
    if (this.#silentMs >= deadMs) this.#abandon(new PeerUnresponsiveError('sent', deadMs))
    else if (this.#stalledMs >= writeStallMsMax) this.#abandon(new PeerUnresponsiveError('took', writeStallMsMax))
    else if (this.#restedMs >= pingMs) this.#ping()
  }

  #ping(): void {
    if (this.#channel.full) return
    this.#restedMs = 0
    this.write(FrameKind.ping, 0, nothing)
  }

  /** Ends it without farewell: nobody would read it. */
  #abandon(error: MillraceError): void {
    this.#log?.warn({ peer: this.remote, code: error.code }, error.message)
    this.#over ??= error
    this.#channel.destroy()
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
    this.#channel.end()
    this.#linger = setTimeout(() => this.#channel.destroy(), this.limits.closeMsMax)
  }

  #lost(cause: Error | undefined): void {
    clearInterval(this.#keepalive)
    clearTimeout(this.#linger)
    this.#endProbe()
    this.#parser.stop()
    // What came before the loss is still read, but a reader that never does must not take from the others for ever.
    this.#budget.leave(this)
    this.#over ??= new PeerClosedError('the connection was lost', cause)
    this.#failStreams(this.#over)
    this.#closed.resolve()
  }

  #failStreams(error: MillraceError): void {
    for (const stream of [...this.#streams.values()]) stream.fail(error)
  }
}
