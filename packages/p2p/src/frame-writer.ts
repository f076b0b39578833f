/**
 * Sends frames, all of one event-loop turn in as few TLS records as possible.
 *
 * Small frames are copied into a slab that is written when the turn's I/O is done; large ones are passed on uncopied, so
 * their bytes must not change after.
 */
import { frameHeaderBytes, writeFrameHeader } from './frame.ts'

/** Part of a channel that a writer needs. */
export type FrameSocket = {
  write(bytes: Uint8Array): unknown
  cork(): void
  uncork(): void
  readonly writableLength: number
}

/** Memory that small frames of one or more turns share, in bytes. Twice the largest TLS record. */
const slabBytes = 32 * 1024
/** Payloads up to this are copied, in bytes: a copy is cheaper than another write of its own. */
const copiedBytesMax = 4096

export class FrameWriter {
  readonly #socket: FrameSocket
  #slab = Buffer.allocUnsafeSlow(slabBytes)
  /** Written bytes lie before start, waiting ones between start and end. */
  #start = 0
  #end = 0
  #scheduled: NodeJS.Immediate | undefined

  constructor(socket: FrameSocket) {
    this.#socket = socket
  }

  /** Bytes that the channel has not yet taken. */
  get waiting(): number {
    return this.#socket.writableLength + this.#end - this.#start
  }

  write(kind: number, streamId: number, payload: Uint8Array): void {
    const copied = payload.length <= copiedBytesMax
    this.#makeRoom(frameHeaderBytes + (copied ? payload.length : 0))
    writeFrameHeader(this.#slab, this.#end, payload.length, streamId, kind)
    this.#end += frameHeaderBytes
    if (copied) {
      this.#slab.set(payload, this.#end)
      this.#end += payload.length
      this.#scheduled ??= setImmediate(this.flush)
      return
    }
    this.#socket.cork()
    this.flush()
    this.#socket.write(payload)
    this.#socket.uncork()
  }

  /** Passes everything on to the socket now. */
  readonly flush = (): void => {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled)
    this.#scheduled = undefined
    if (this.#end === this.#start) return
    const waiting = this.#slab.subarray(this.#start, this.#end)
    this.#start = this.#end
    this.#socket.write(waiting)
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= slabBytes) return
    this.flush()
    // The socket may still hold the old slab, so it is left to the collector rather than reused.
    this.#slab = Buffer.allocUnsafeSlow(slabBytes)
    this.#start = 0
    this.#end = 0
  }
}
