/**
 * Server-sent events on a response: what is written within one turn of the event loop leaves in one piece, and a reader that
 * is behind shows as `blocked`.
 *
 * PERF: the pieces of the chunked encoding are put together here. Node would hand length, line ends and data to the kernel as
 * four buffers a write, and the write is most of what a stream costs.
 */
import type { ServerResponse } from 'node:http'

export class EventWriter {
  readonly #raw: ServerResponse
  readonly #gatheredCharsMax: number
  #gathered = ''
  #scheduled = false
  #blocked = false
  #chunked = false

  constructor(raw: ServerResponse, gatheredCharsMax: number) {
    this.#raw = raw
    this.#gatheredCharsMax = gatheredCharsMax
  }

  /** Sends status and headers with the first events. @param headers - names and values, flat. */
  start(headers: readonly string[]): void {
    // HTTP/1.0 knows no chunks; there Node ends the connection instead.
    this.#chunked = this.#raw.req.httpVersionMinor !== 0
    this.#raw.writeHead(200, this.#chunked ? [...headers, 'transfer-encoding', 'chunked'] : [...headers])
    if (this.#chunked) this.#raw.chunkedEncoding = false
  }

  /** Whether the connection is full: wait for {@link drained} before more is written. */
  get blocked(): boolean {
    return this.#blocked
  }

  write(events: string): void {
    this.#gathered += events
    if (this.#gathered.length >= this.#gatheredCharsMax) this.#flush()
    else if (!this.#scheduled) {
      this.#scheduled = true
      setImmediate(this.#flush)
    }
  }

  /** Writes the last events and ends the response. */
  end(events: string): void {
    const last = this.#gathered + events
    this.#gathered = ''
    this.#raw.end(this.#framed(last) + (this.#chunked ? '0\r\n\r\n' : ''))
  }

  /** Resolves when the reader has caught up or is gone. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      const raw = this.#raw
      if (raw.destroyed) return resolve()
      const settle = () => {
        raw.off('drain', settle)
        raw.off('close', settle)
        this.#blocked = false
        resolve()
      }
      raw.on('drain', settle)
      raw.on('close', settle)
    })
  }

  readonly #flush = (): void => {
    this.#scheduled = false
    const events = this.#gathered
    if (events === '' || this.#raw.destroyed) return
    this.#gathered = ''
    if (!this.#raw.write(this.#framed(events))) this.#blocked = true
  }

  #framed(events: string): string {
    return this.#chunked && events !== '' ? `${Buffer.byteLength(events).toString(16)}\r\n${events}\r\n` : events
  }
}
