/**
 * Peers over TLS 1.3 on TCP, found by host and port.
 *
 * TLS gives secrecy and integrity between two ends; the certificate is not trusted for anything. Who is at the other end
 * is proven by a signed hello that is bound to the TLS connection, see hello.ts.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { connect, createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import {
  type Address,
  type Domain,
  domainSeparator,
  type PeerConnection,
  type PeerEndpoint,
  type PeerListener,
  type PeerTransport,
  type RecoverSigner,
  type Signer,
  type StreamHandler,
} from '@millrace/protocol'
import { createCertificate } from './certificate.ts'
import { greetDialer, greetListener, type HandshakeIdentity } from './handshake.ts'
import {
  PeerClosedError,
  PeerHandshakeRefusedError,
  PeerHandshakeTimeoutError,
  PeerListenError,
  PeerUnreachableError,
} from './peer-error.ts'
import { ReceiveBudget } from './receive-budget.ts'
import { TlsConnection } from './tls-connection.ts'
import { type TransportLimits, transportLimits } from './transport-limits.ts'
import type { TransportLog } from './transport-log.ts'

export type TlsTransportComponents = {
  /** The key this side proves: the session key of a buyer, the node key of a provider. */
  readonly signer: Signer
  readonly recoverSigner: RecoverSigner
  /** The network: peers of another one are refused. */
  readonly domain: Domain
  readonly log?: TransportLog
}

export type TlsTransport = PeerTransport & AsyncDisposable

const tlsVersion = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } as const

/**
 * Returns a transport that proves the signer's key and makes the other side prove its own.
 *
 * A stream that a listener opens towards a dialer is reset: the port gives dialers no handler. When a handler resolves,
 * its side of the stream is ended.
 *
 * @example
 * await using transport = createTlsTransport({ signer, recoverSigner, domain })
 * const connection = await transport.dial({ host: '127.0.0.1', port: 7001, address }, { signal })
 * const stream = connection.openStream()
 * await stream.send(question)
 * for await (const frame of stream.frames) show(frame)
 */
export function createTlsTransport(
  components: TlsTransportComponents,
  init: { readonly limits?: Partial<TransportLimits> } = {},
): TlsTransport {
  return new Transport(components, { ...transportLimits, ...init.limits })
}

class Transport implements TlsTransport {
  readonly #identity: HandshakeIdentity
  readonly #log: TransportLog | undefined
  readonly #limits: TransportLimits
  readonly #budget: ReceiveBudget
  readonly #connections = new Set<TlsConnection>()
  readonly #servers = new Set<Server>()
  /** Stops each handshake that is under way, for a reason. */
  readonly #handshakes = new Set<(reason: unknown) => void>()
  #closed: PeerClosedError | undefined
  #secureContext: Promise<SecureContext> | undefined
  #handshakesPending = 0
  #accepted = 0

  constructor(components: TlsTransportComponents, limits: TransportLimits) {
    const { signer, recoverSigner, domain, log } = components
    this.#identity = { signer, recoverSigner, domain, separator: domainSeparator(domain) }
    this.#log = log
    this.#limits = limits
    this.#budget = new ReceiveBudget(limits.transportQueuedBytesMax)
  }

  /**
   * Connects and proves both identities. On abort the socket is closed and the promise rejects with the signal's reason.
   *
   * @throws {PeerUnreachableError} {@link PeerHandshakeTimeoutError} {@link PeerHandshakeRefusedError}
   * {@link PeerIdentityMismatchError} {@link PeerIdentityUnprovenError} {@link PeerWrongNetworkError}
   * {@link PeerTooManyConnectionsError} {@link PeerProtocolViolationError} {@link PeerClosedError}
   */
  async dial(endpoint: PeerEndpoint, { signal }: { signal: AbortSignal }): Promise<PeerConnection> {
    signal.throwIfAborted()
    this.#throwIfClosed()
    const { host, port } = endpoint
    const socket = connect({ host, port, ...tlsVersion, rejectUnauthorized: false })
    let reached = false
    socket.once('connect', () => {
      reached = true
    })
    const remote = await this.#handshake(socket, signal, async () => {
      await secured(socket, (cause) =>
        reached ? new PeerHandshakeRefusedError('TLS failed', cause) : new PeerUnreachableError(endpoint, cause),
      )
      return greetListener(socket, this.#identity, endpoint)
    }).catch((error: unknown) => {
      if (error instanceof PeerHandshakeTimeoutError && !reached) throw new PeerUnreachableError(endpoint, error)
      throw error
    })
    return this.#connection(socket, { remote, dialed: true, handler: refuse })
  }

  /**
   * Listens. The signal governs the start only; close() ends it. Closing stops accepting; connections live on until they
   * or the transport are closed.
   *
   * @throws {PeerListenError} when the address cannot be listened on.
   */
  async listen(
    { host, port, signal }: { host: string; port: number; signal: AbortSignal },
    handler: StreamHandler,
  ): Promise<PeerListener> {
    signal.throwIfAborted()
    this.#throwIfClosed()
    this.#secureContext ??= createCertificate().then(({ cert, key }) =>
      createSecureContext({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }), ...tlsVersion }),
    )
    const secureContext = await this.#secureContext
    const server = createServer((socket) => this.#accept(socket, secureContext, handler))
    this.#servers.add(server)
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(new PeerListenError(`${host}:${port}`, cause)))
      server.listen({ host, port }, resolve)
    }).catch((error: unknown) => {
      this.#servers.delete(server)
      throw error
    })
    const close = async (): Promise<void> => {
      this.#servers.delete(server)
      server.close()
    }
    if (signal.aborted || this.#closed !== undefined) await close()
    signal.throwIfAborted()
    this.#throwIfClosed()
    const bound = server.address()
    return { port: typeof bound === 'object' && bound !== null ? bound.port : port, close }
  }

  /** Stops listening, ends handshakes and connections, and resolves when all sockets are closed. */
  async close(): Promise<void> {
    this.#closed ??= new PeerClosedError('this side closed its transport')
    for (const stop of this.#handshakes) stop(this.#closed)
    for (const server of this.#servers) server.close()
    this.#servers.clear()
    await Promise.all([...this.#connections].map((connection) => connection.close()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #throwIfClosed(): void {
    if (this.#closed !== undefined) throw this.#closed
  }

  #accept(raw: Socket, secureContext: SecureContext, handler: StreamHandler): void {
    if (this.#handshakesPending >= this.#limits.handshakesPendingMax) {
      raw.destroy()
      return
    }
    this.#handshakesPending++
    const socket = new TLSSocket(raw, { isServer: true, secureContext })
    this.#handshake(socket, undefined, async () => {
      await secured(socket, (cause) => new PeerHandshakeRefusedError('TLS failed', cause))
      return greetDialer(socket, this.#identity, this.#accepted >= this.#limits.connectionsMax)
    })
      .then((remote) => {
        this.#accepted++
        void this.#connection(socket, { remote, dialed: false, handler }).closed.then(() => this.#accepted--)
      })
      .catch((error: unknown) => this.#log?.debug({ error }, 'An incoming connection did not complete the handshake.'))
      .finally(() => this.#handshakesPending--)
  }

  /** Runs a handshake until it is done, too slow or aborted. On failure the socket is closed. */
  async #handshake(
    socket: TLSSocket,
    signal: AbortSignal | undefined,
    greet: () => Promise<Address>,
  ): Promise<Address> {
    const { handshakeMsMax, closeMsMax } = this.#limits
    const stops: unknown[] = []
    const stop = (reason: unknown): void => {
      stops.push(reason)
      socket.destroy()
    }
    const abort = (): void => stop(signal?.reason)
    const timer = setTimeout(() => stop(new PeerHandshakeTimeoutError(handshakeMsMax)), handshakeMsMax)
    // Errors reach the caller through secured() and readExactly(); without a listener they would end the process.
    socket.on('error', () => socket.destroy())
    signal?.addEventListener('abort', abort)
    this.#handshakes.add(stop)
    try {
      const remote = await greet()
      if (stops.length > 0) throw stops[0]
      return remote
    } catch (error) {
      // One that was told why it is refused gets a moment to read it.
      if (socket.writableEnded) setTimeout(() => socket.destroy(), closeMsMax).unref()
      else socket.destroy()
      throw stops.length > 0 ? stops[0] : error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      this.#handshakes.delete(stop)
    }
  }

  #connection(socket: TLSSocket, init: { remote: Address; dialed: boolean; handler: StreamHandler }): TlsConnection {
    const connection = new TlsConnection(socket, { limits: this.#limits, budget: this.#budget, log: this.#log }, init)
    this.#connections.add(connection)
    if (this.#closed !== undefined) void connection.close()
    void connection.closed.then(() => this.#connections.delete(connection))
    return connection
  }
}

/** Resolves when TLS stands. */
function secured(socket: TLSSocket, failure: (cause: unknown) => Error): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secure', resolve)
    socket.once('error', (error) => reject(failure(error)))
    socket.once('close', () => reject(failure(undefined)))
  })
}

/** Serves no stream. */
async function refuse(stream: { reset(): void }): Promise<void> {
  stream.reset()
}
