/**
 * A libp2p stream as the channel of a peer connection.
 *
 * Yamux gives the stream a window; what does not fit waits in the stream and is counted here. libp2p speaks of room at each
 * window update, however small; here there is room once nothing waits, or one large frame after the other would pile up.
 */
import type { Stream } from '@libp2p/interface'
import type { ByteChannel, ByteSink } from './byte-channel.ts'
import { PeerHandshakeRefusedError } from './peer-error.ts'

export class Libp2pChannel implements ByteChannel {
  readonly localAddress = undefined
  readonly #stream: Stream
  /** Pieces that came before the start. */
  #early: Buffer = Buffer.alloc(0)
  #failure: Error | undefined
  #onEarly: (() => void) | undefined
  #sink: ByteSink | undefined

  /** Takes over a stream whose protocol is agreed and that nobody else reads. */
  constructor(stream: Stream) {
    this.#stream = stream
    this.#pause()
    stream.addEventListener('message', ({ data }) => {
      for (const piece of data instanceof Uint8Array ? [data] : data) this.#receive(piece)
    })
    stream.addEventListener('remoteCloseWrite', () => {
      this.#sink?.ended()
      this.#onEarly?.()
    })
    stream.addEventListener('idle', () => this.#sink?.drained())
    stream.addEventListener('close', ({ error }) => {
      this.#failure = error
      this.#sink?.closed(error)
      this.#onEarly?.()
    })
  }

  get ending(): boolean {
    return this.#stream.writeStatus !== 'writable'
  }

  get writableLength(): number {
    return this.#stream.writeBufferLength
  }

  get full(): boolean {
    return this.#stream.writeBufferLength > 0
  }

  write(bytes: Uint8Array): void {
    // A stream that closed has said so, or is about to.
    if (this.#stream.writeStatus === 'writable') this.#stream.send(bytes)
  }

  cork(): undefined {
    return undefined
  }

  uncork(): undefined {
    return undefined
  }

  readExactly(bytes: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        // Resuming may have brought the bytes, and what follows them is not ours.
        if (this.#onEarly !== check) return
        if (this.#early.length >= bytes) {
          this.#onEarly = undefined
          this.#pause()
          resolve(this.#early.subarray(0, bytes))
          this.#early = this.#early.subarray(bytes)
        } else if (this.#stream.status !== 'open' || this.#stream.remoteWriteStatus === 'closed') {
          this.#onEarly = undefined
          reject(new PeerHandshakeRefusedError('the peer hung up', this.#failure))
        }
      }
      this.#onEarly = check
      this.#resume()
      check()
    })
  }

  start(sink: ByteSink): void {
    const early = this.#early
    this.#early = Buffer.alloc(0)
    this.#sink = sink
    if (early.length > 0) sink.data(early)
    this.#resume()
    if (this.#stream.status === 'open') {
      if (this.#stream.remoteWriteStatus === 'closed') queueMicrotask(() => sink.ended())
    } else if (this.#stream.status !== 'closing') queueMicrotask(() => sink.closed(this.#failure))
  }

  end(): void {
    this.#stream.close().catch((error: Error) => this.#stream.abort(error))
  }

  destroy(): void {
    this.#stream.abort(new Error('the connection is over'))
  }

  #receive(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    if (this.#sink !== undefined) this.#sink.data(bytes)
    else {
      this.#early = Buffer.concat([this.#early, bytes])
      this.#onEarly?.()
    }
  }

  #pause(): void {
    if (this.#stream.readStatus === 'readable') this.#stream.pause()
  }

  #resume(): void {
    if (this.#stream.readStatus === 'paused') this.#stream.resume()
  }
}
