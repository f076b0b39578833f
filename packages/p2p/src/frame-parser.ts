/**
 * Splits a byte stream into frames, whatever the pieces it arrives in.
 *
 * PERF: Cost = O(bytes). A frame that lies within one piece is handed on as a view; a frame that spans pieces is copied
 * once, into a buffer of its length. A length is checked before anything is allocated for it.
 */
import { frameBytesMax } from '@millrace/protocol'
import { FrameKind, frameHeaderBytes, goawayBytesMax } from './frame.ts'
import { PeerProtocolViolationError } from './peer-error.ts'

/**
 * Takes one frame. `held` is the number of bytes of memory that the payload keeps alive: its own length, or that of the
 * piece it is a view of. Returning false stops the parser for good.
 */
export type FrameSink = (kind: FrameKind, streamId: number, payload: Uint8Array, held: number) => boolean

/** The parser holds so many bytes more of a frame that is not whole yet, or fewer. */
export type PartialFrameListener = (bytes: number) => void

const empty = new Uint8Array(0)

export class FrameParser {
  readonly #sink: FrameSink
  readonly #partial: PartialFrameListener | undefined
  readonly #header = Buffer.alloc(frameHeaderBytes)
  #headerFilled = 0
  #length = 0
  #streamId = 0
  #kind: FrameKind = FrameKind.hello
  #body: Uint8Array | undefined
  #bodyFilled = 0
  #stopped = false

  constructor(sink: FrameSink, partial?: PartialFrameListener) {
    this.#sink = sink
    this.#partial = partial
  }

  /** Parses one piece. @throws {PeerProtocolViolationError} when a header is not one that a peer sends; the parser is then dead. */
  push(piece: Buffer): void {
    let offset = 0
    while (!this.#stopped && offset < piece.length) {
      if (this.#body !== undefined) offset = this.#fillBody(this.#body, piece, offset)
      else {
        offset = this.#fillHeader(piece, offset)
        if (this.#headerFilled === frameHeaderBytes) offset = this.#startBody(piece, offset)
      }
    }
  }

  /** Takes nothing more, and lets go of a frame that is not whole. */
  stop(): void {
    this.#stopped = true
    this.#body = undefined
  }

  #fillHeader(piece: Buffer, offset: number): number {
    if (this.#headerFilled === 0 && piece.length - offset >= frameHeaderBytes) {
      this.#readHeader(piece, offset)
      this.#headerFilled = frameHeaderBytes
      return offset + frameHeaderBytes
    }
    const taken = Math.min(frameHeaderBytes - this.#headerFilled, piece.length - offset)
    piece.copy(this.#header, this.#headerFilled, offset, offset + taken)
    this.#headerFilled += taken
    if (this.#headerFilled === frameHeaderBytes) this.#readHeader(this.#header, 0)
    return offset + taken
  }

  #readHeader(source: Buffer, offset: number): void {
    this.#length = source.readUInt32BE(offset)
    this.#streamId = source.readUInt32BE(offset + 4)
    const kind = source[offset + 8] ?? -1
    if (kind < FrameKind.open || kind > FrameKind.goaway) this.#refuse(`unknown frame kind ${kind}`)
    this.#kind = kind as FrameKind
    const lengthMax = kind === FrameKind.data ? frameBytesMax : kind === FrameKind.goaway ? goawayBytesMax : 0
    if (this.#length > lengthMax) {
      this.#refuse(`a frame of kind ${kind} with ${this.#length} bytes, at most ${lengthMax} allowed`)
    }
  }

  #refuse(what: string): never {
    this.#stopped = true
    throw new PeerProtocolViolationError(what)
  }

  #startBody(piece: Buffer, offset: number): number {
    this.#headerFilled = 0
    const end = offset + this.#length
    if (end <= piece.length) {
      if (this.#length === 0) this.#emit(empty, 0)
      else this.#emit(new Uint8Array(piece.buffer, piece.byteOffset + offset, this.#length), piece.length)
      return end
    }
    // Not zeroed: pages of a large body become resident only as the peer's bytes fill them.
    this.#body = Buffer.allocUnsafeSlow(this.#length)
    this.#bodyFilled = 0
    return offset
  }

  #fillBody(body: Uint8Array, piece: Buffer, offset: number): number {
    const taken = Math.min(body.length - this.#bodyFilled, piece.length - offset)
    piece.copy(body, this.#bodyFilled, offset, offset + taken)
    this.#bodyFilled += taken
    this.#partial?.(taken)
    if (this.#bodyFilled === body.length && !this.#stopped) {
      this.#body = undefined
      this.#partial?.(-body.length)
      this.#emit(new Uint8Array(body.buffer, body.byteOffset, body.length), body.length)
    }
    return offset + taken
  }

  #emit(payload: Uint8Array, held: number): void {
    if (!this.#sink(this.#kind, this.#streamId, payload, held)) this.#stopped = true
  }
}
