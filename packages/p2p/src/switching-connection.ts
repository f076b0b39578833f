/**
 * A connection to a peer that may change what it runs over: it starts on a relay and moves to a direct way when one
 * stands. New streams open on the new way; the old one goes on until its streams have ended.
 */
import type { Address, PeerConnection, PeerStream } from '@millrace/protocol'
import type { FramedConnection } from './framed-connection.ts'

export class SwitchingConnection implements PeerConnection {
  readonly remote: Address
  readonly closed: Promise<void>
  readonly #closed = Promise.withResolvers<void>()
  /** All that stand, the one for new streams last. */
  #ways: FramedConnection[] = []
  #last: FramedConnection

  constructor(first: FramedConnection) {
    this.remote = first.remote
    this.closed = this.#closed.promise
    this.#last = first
    this.#add(first)
  }

  openStream(): PeerStream {
    return this.#last.openStream()
  }

  async close(): Promise<void> {
    await Promise.all(this.#ways.map((way) => way.close()))
  }

  /** Opens streams on another way from now on. It is closed when this connection is over already. */
  switchTo(way: FramedConnection): void {
    if (this.#last.failure !== undefined) {
      void way.close()
      return
    }
    const before = this.#last
    this.#add(way)
    before.closeWhenIdle()
  }

  #add(way: FramedConnection): void {
    this.#ways.push(way)
    this.#last = way
    void way.closed.then(() => {
      this.#ways = this.#ways.filter((other) => other !== way)
      if (this.#ways.length === 0) this.#closed.resolve()
    })
  }
}
