/**
 * Reads from a libp2p stream at a bounded rate and with bounded memory. The stream's own iterator keeps whatever comes in a
 * list without end while its reader is busy; here the stream is paused instead, so what a peer sends too fast stays in its
 * own socket.
 *
 * Bytes are handed on in pieces between which the event loop runs: a thousand tiny messages take no longer than a large one.
 */
import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'
import { TokenBucket } from './token-bucket.ts'

/** Bytes handed on before other work gets its turn. */
export const pieceBytesMax = 16 * 1024

export type PacedReadsInit = {
  readonly burstBytes: number
  readonly bytesPerSecond: number
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

/** Returns what comes on the stream, and takes over its reading at once. Ends as the stream ends. */
export function pacedReads(stream: Stream, init: PacedReadsInit): AsyncGenerator<Uint8Array> {
  const incoming = new Incoming(stream)
  return readPaced(
    incoming,
    new TokenBucket({ burst: init.burstBytes, perSecond: init.bytesPerSecond }, init.now()),
    init,
  )
}

async function* readPaced(
  incoming: Incoming,
  budget: TokenBucket,
  { now }: PacedReadsInit,
): AsyncGenerator<Uint8Array> {
  try {
    while (true) {
      const chunk = await incoming.next()
      if (chunk === undefined) return
      for (let at = 0; at < chunk.length; at += pieceBytesMax) {
        const piece = chunk.subarray(at, at + pieceBytesMax)
        budget.owe(piece.length, now())
        yield piece
        await pause(budget.waitMs(0, now()))
      }
    }
  } finally {
    incoming.stop()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)))
}

/** Chunks that the stream delivered and nobody has read; while there are any, the stream is paused. */
class Incoming {
  readonly #stream: Stream
  readonly #chunks: Uint8Array[] = []
  #end: { readonly error?: Error } | undefined
  #wake: (() => void) | undefined

  constructor(stream: Stream) {
    this.#stream = stream
    stream.addEventListener('message', this.#onMessage)
    stream.addEventListener('close', this.#onClose)
    stream.addEventListener('end', this.#onEnd)
    if (stream.readableEnded) this.#end = {}
  }

  /** Returns the next chunk, or undefined at the end. @throws what broke the stream. */
  async next(): Promise<Uint8Array | undefined> {
    while (true) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) return chunk
      if (this.#end?.error !== undefined) throw this.#end.error
      if (this.#end !== undefined) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        if (this.#stream.readStatus === 'paused') this.#stream.resume()
      })
    }
  }

  stop(): void {
    this.#stream.removeEventListener('message', this.#onMessage)
    this.#stream.removeEventListener('close', this.#onClose)
    this.#stream.removeEventListener('end', this.#onEnd)
    this.#chunks.length = 0
  }

  readonly #onMessage = ({ data }: StreamMessageEvent): void => {
    this.#chunks.push(data.subarray())
    if (this.#stream.status === 'open' && this.#stream.readStatus === 'readable') this.#stream.pause()
    this.#wake?.()
  }

  /** A stream that closed in good order while it was paused still has what came before; then it tells its end. */
  readonly #onClose = ({ error }: StreamCloseEvent): void => {
    if (error !== undefined) this.#end ??= { error }
    else if (this.#stream.readBufferLength === 0) this.#end ??= {}
    this.#wake?.()
  }

  /** A broken stream ends too, and then closes with what broke it. */
  readonly #onEnd = (): void => {
    if (this.#stream.status === 'aborted' || this.#stream.status === 'reset') return
    this.#end ??= {}
    this.#wake?.()
  }
}
