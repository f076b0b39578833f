/** A TLS socket as the channel of a peer connection. */
import type { TLSSocket } from 'node:tls'
import type { ByteChannel, ByteSink } from './byte-channel.ts'
import { PeerHandshakeRefusedError } from './peer-error.ts'

const exporterLabel = 'EXPORTER-millrace-peer-hello'
const exporterContext = Buffer.from('millrace peer hello')
const bindingBytes = 32

/** Returns the 32 bytes that only the two ends of this TLS connection can compute. */
export function tlsBindingOf(socket: TLSSocket): Uint8Array {
  return socket.exportKeyingMaterial(bindingBytes, exporterLabel, exporterContext)
}

export class TlsChannel implements ByteChannel {
  readonly #socket: TLSSocket
  #failure: Error | undefined

  constructor(socket: TLSSocket) {
    this.#socket = socket
    socket.setNoDelay(true)
    // Whoever waits for the socket hears of its errors; without a listener they would end the process.
    socket.on('error', (error) => {
      this.#failure = error
      socket.destroy()
    })
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress
  }

  get ending(): boolean {
    return this.#socket.writableEnded
  }

  get writableLength(): number {
    return this.#socket.writableLength
  }

  get full(): boolean {
    return this.#socket.writableNeedDrain
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes)
  }

  cork(): void {
    this.#socket.cork()
  }

  uncork(): void {
    this.#socket.uncork()
  }

  readExactly(bytes: number): Promise<Buffer> {
    const socket = this.#socket
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        socket.off('readable', read).off('end', hungUp).off('close', hungUp)
      }
      const hungUp = (): void => {
        settle()
        reject(new PeerHandshakeRefusedError('the peer hung up'))
      }
      const read = (): void => {
        const read: Buffer | null = socket.read(bytes)
        if (read === null) return
        settle()
        if (read.length === bytes) resolve(read)
        else reject(new PeerHandshakeRefusedError('the peer hung up'))
      }
      socket.on('readable', read).on('end', hungUp).on('close', hungUp)
      if (socket.destroyed) hungUp()
      else read()
    })
  }

  start(sink: ByteSink): void {
    const socket = this.#socket
    socket.on('data', (piece: Buffer) => sink.data(piece))
    socket.on('drain', () => sink.drained())
    socket.on('end', () => sink.ended())
    socket.on('close', () => sink.closed(this.#failure))
    socket.resume()
    // The socket may have closed while the handshake's last promise settled.
    if (socket.closed) queueMicrotask(() => sink.closed(this.#failure))
  }

  end(): void {
    this.#socket.end()
  }

  destroy(): void {
    this.#socket.destroy()
  }
}
