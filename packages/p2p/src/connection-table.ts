/**
 * What every transport keeps for its connections, whatever carries them: handshakes with a time limit, the bounds on how
 * many there are, one budget for what they hold, and an eye on this machine's own addresses.
 */
import { networkInterfaces } from 'node:os'
import type { Address, StreamHandler } from '@millrace/protocol'
import type { ByteChannel } from './byte-channel.ts'
import { FramedConnection } from './framed-connection.ts'
import { PeerClosedError, PeerHandshakeTimeoutError } from './peer-error.ts'
import { ReceiveBudget } from './receive-budget.ts'
import type { TransportLimits } from './transport-limits.ts'
import type { TransportLog } from './transport-log.ts'

export type ConnectionTableInit = {
  readonly limits: TransportLimits
  readonly log: TransportLog | undefined
  /** Returns the IP addresses of this machine. */
  readonly localAddresses?: (() => readonly string[]) | undefined
}

export class ConnectionTable {
  readonly limits: TransportLimits
  readonly #log: TransportLog | undefined
  readonly #localAddresses: () => readonly string[]
  readonly #budget: ReceiveBudget
  readonly #connections = new Set<FramedConnection>()
  /** Stops each handshake that is under way, for a reason. */
  readonly #handshakes = new Set<(reason: unknown) => void>()
  #closed: PeerClosedError | undefined
  #incoming = 0
  #accepted = 0
  #watch: NodeJS.Timeout | undefined
  #seenAddresses = ''

  constructor({ limits, log, localAddresses = addressesOfThisMachine }: ConnectionTableInit) {
    this.limits = limits
    this.#log = log
    this.#localAddresses = localAddresses
    this.#budget = new ReceiveBudget(limits.transportQueuedBytesMax)
  }

  /** Whether as many peers that have proven themselves are connected as this side accepts. */
  get full(): boolean {
    return this.#accepted >= this.limits.connectionsMax
  }

  throwIfClosed(): void {
    if (this.#closed !== undefined) throw this.#closed
  }

  /**
   * Takes an incoming channel through its handshake and serves it. A failure is only logged: nobody waits for it.
   *
   * @returns whether there was room for one more handshake; else the channel is left to the caller.
   */
  accept(channel: ByteChannel, handler: StreamHandler, greet: () => Promise<Address>): boolean {
    if (this.#closed !== undefined || this.#incoming >= this.limits.handshakesPendingMax) return false
    this.#incoming++
    this.handshake(channel, undefined, greet)
      .then((remote) => {
        this.#accepted++
        void this.add(channel, { remote, dialed: false, handler }).closed.then(() => this.#accepted--)
      })
      .catch((error: unknown) => this.#log?.debug({ error }, 'An incoming connection did not complete the handshake.'))
      .finally(() => this.#incoming--)
    return true
  }

  /** Runs a handshake until it is done, too slow or aborted. On failure the channel is closed. */
  async handshake<T>(channel: ByteChannel, signal: AbortSignal | undefined, greet: () => Promise<T>): Promise<T> {
    const { handshakeMsMax, closeMsMax } = this.limits
    const stops: unknown[] = []
    const stop = (reason: unknown): void => {
      stops.push(reason)
      channel.destroy()
    }
    const abort = (): void => stop(signal?.reason)
    const timer = setTimeout(() => stop(new PeerHandshakeTimeoutError(handshakeMsMax)), handshakeMsMax)
    signal?.addEventListener('abort', abort)
    this.#handshakes.add(stop)
    try {
      const result = await greet()
      if (stops.length > 0) throw stops[0]
      return result
    } catch (error) {
      // One that was told why it is refused gets a moment to read it.
      if (channel.ending) setTimeout(() => channel.destroy(), closeMsMax).unref()
      else channel.destroy()
      throw stops.length > 0 ? stops[0] : error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      this.#handshakes.delete(stop)
    }
  }

  /** Returns the connection over a channel whose other end has proven who it is. */
  add(channel: ByteChannel, init: { remote: Address; dialed: boolean; handler: StreamHandler }): FramedConnection {
    const components = { limits: this.limits, budget: this.#budget, log: this.#log }
    const connection = new FramedConnection(channel, components, init)
    this.#connections.add(connection)
    this.#startWatch()
    if (this.#closed !== undefined) void connection.close()
    void connection.closed.then(() => {
      this.#connections.delete(connection)
      if (this.#connections.size === 0) this.#stopWatch()
    })
    return connection
  }

  /** Ends handshakes and connections, and resolves when all channels are closed. */
  async close(): Promise<void> {
    this.#closed ??= new PeerClosedError('this side closed its transport')
    for (const stop of this.#handshakes) stop(this.#closed)
    await Promise.all([...this.#connections].map((connection) => connection.close()))
  }

  #startWatch(): void {
    if (this.#watch !== undefined) return
    this.#seenAddresses = this.#localAddresses().join()
    this.#watch = setInterval(() => this.#checkNetwork(), this.limits.networkCheckMs)
    this.#watch.unref()
  }

  #stopWatch(): void {
    clearInterval(this.#watch)
    this.#watch = undefined
  }

  /** A connection whose own address is gone is dead; the others may be, and are asked. */
  #checkNetwork(): void {
    const addresses = this.#localAddresses()
    if (addresses.join() === this.#seenAddresses) return
    this.#seenAddresses = addresses.join()
    for (const connection of this.#connections) {
      const own = connection.localAddress?.replace(/^::ffff:/, '')
      if (own === undefined || addresses.includes(own)) connection.probe()
      else connection.abandon(new PeerClosedError(`this machine no longer has the address ${own}`))
    }
  }
}

/** Returns the IP addresses of this machine, sorted. */
export function addressesOfThisMachine(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => address)
    .sort()
}
