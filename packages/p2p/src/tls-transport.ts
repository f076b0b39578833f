/**
 * Peers over TLS 1.3 on TCP, found by direct addresses.
 *
 * TLS gives secrecy and integrity between two ends; the certificate is not trusted for anything. Who is at the other end
 * is proven by a signed hello that is bound to the TLS connection, see hello.ts.
 */
import { createServer, isIPv6, type Server, type Socket } from 'node:net'
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
import { formatTlsAddress, type PeerAddress } from './address.ts'
import { createCertificate } from './certificate.ts'
import { addressesOfThisMachine, ConnectionTable } from './connection-table.ts'
import { type DialAttempt, raceDials } from './dial-race.ts'
import { type DialTarget, dialTargets, type ResolveName } from './dial-target.ts'
import { addressesOfKind } from './endpoint.ts'
import { greetDialer, greetListener, type HandshakeIdentity } from './handshake.ts'
import {
  PeerHandshakeRefusedError,
  PeerHandshakeTimeoutError,
  PeerListenError,
  PeerUnreachableError,
} from './peer-error.ts'
import { refuseStreams } from './refuse-streams.ts'
import { TlsChannel, tlsBindingOf } from './tls-channel.ts'
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

export type TlsTransportInit = {
  readonly limits?: Partial<TransportLimits>
  /** Whether to dial loopback, private and link-local addresses. Off on the public internet, where strangers name them. */
  readonly allowPrivate?: boolean
  /** Resolves names; the system's resolver unless given. */
  readonly resolve?: ResolveName
  /** Returns the IP addresses of this machine; asked from the system unless given. */
  readonly localAddresses?: () => readonly string[]
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
 * const connection = await transport.dial({ address, addresses: ['/ip4/192.0.2.7/tcp/7001/tls'] }, { signal })
 * const stream = connection.openStream()
 * await stream.send(question)
 * for await (const frame of stream.frames) show(frame)
 */
export function createTlsTransport(components: TlsTransportComponents, init: TlsTransportInit = {}): TlsTransport {
  return new Transport(components, init)
}

class Transport implements TlsTransport {
  readonly #identity: HandshakeIdentity
  readonly #table: ConnectionTable
  readonly #allowPrivate: boolean
  readonly #resolve: ResolveName | undefined
  readonly #localAddresses: () => readonly string[]
  readonly #servers = new Set<Server>()
  #secureContext: Promise<SecureContext> | undefined

  constructor(components: TlsTransportComponents, init: TlsTransportInit) {
    const { signer, recoverSigner, domain, log } = components
    this.#identity = { signer, recoverSigner, domain, separator: domainSeparator(domain) }
    const limits = { ...transportLimits, ...init.limits }
    this.#table = new ConnectionTable({ limits, log, localAddresses: init.localAddresses })
    this.#allowPrivate = init.allowPrivate ?? false
    this.#resolve = init.resolve
    this.#localAddresses = init.localAddresses ?? addressesOfThisMachine
  }

  /**
   * Connects to the first of the endpoint's TLS addresses that works and proves both identities. On abort the socket is
   * closed and the promise rejects with the signal's reason.
   *
   * @throws {PeerUnreachableError} {@link PeerHandshakeTimeoutError} {@link PeerHandshakeRefusedError}
   * {@link PeerIdentityMismatchError} {@link PeerIdentityUnprovenError} {@link PeerWrongNetworkError}
   * {@link PeerTooManyConnectionsError} {@link PeerProtocolViolationError} {@link PeerAddressMalformedError}
   * {@link PeerAddressRefusedError} {@link PeerClosedError}
   */
  async dial(endpoint: PeerEndpoint, { signal }: { signal: AbortSignal }): Promise<PeerConnection> {
    signal.throwIfAborted()
    this.#table.throwIfClosed()
    const attempts = addressesOfKind(endpoint, ['tls']).map((address) =>
      this.#attempt(address.text, (within) => this.#dialAddress(endpoint.address, address, within)),
    )
    return raceDials(attempts, { signal })
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
    this.#table.throwIfClosed()
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
    try {
      signal.throwIfAborted()
      this.#table.throwIfClosed()
    } catch (error) {
      await close()
      throw error
    }
    const bound = server.address()
    const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port
    const hosts = () => reachableHosts(host, this.#localAddresses())
    return {
      /** As of now: a machine that changes networks is reached elsewhere. */
      get addresses() {
        return hosts().map((own) => formatTlsAddress(own, boundPort))
      },
      close,
    }
  }

  /** Stops listening, ends handshakes and connections, and resolves when all sockets are closed. */
  async close(): Promise<void> {
    for (const server of this.#servers) server.close()
    this.#servers.clear()
    await this.#table.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #attempt(where: string, start: (signal: AbortSignal) => Promise<PeerConnection>): DialAttempt<PeerConnection> {
    return { where, start, discard: (connection) => void connection.close() }
  }

  async #dialAddress(expected: Address, address: PeerAddress, signal: AbortSignal): Promise<PeerConnection> {
    const allowPrivate = this.#allowPrivate
    const targets = await dialTargets(address, { allowPrivate, resolve: this.#resolve, signal })
    const attempts = targets.map((target) =>
      this.#attempt(target.ip, (within) => this.#dialTarget(expected, address, target, within)),
    )
    return raceDials(attempts, { signal })
  }

  async #dialTarget(
    expected: Address,
    { port, text: where }: PeerAddress,
    { ip }: DialTarget,
    signal: AbortSignal,
  ): Promise<PeerConnection> {
    this.#table.throwIfClosed()
    const socket = connect({ host: ip, port, ...tlsVersion, rejectUnauthorized: false })
    const channel = new TlsChannel(socket)
    let reached = false
    socket.once('connect', () => {
      reached = true
    })
    const remote = await this.#table
      .handshake(channel, signal, async () => {
        await secured(socket, (cause) =>
          reached ? new PeerHandshakeRefusedError('TLS failed', cause) : new PeerUnreachableError(where, cause),
        )
        return greetListener(channel, tlsBindingOf(socket), this.#identity, { address: expected, where })
      })
      .catch((error: unknown) => {
        if (error instanceof PeerHandshakeTimeoutError && !reached) throw new PeerUnreachableError(where, error)
        throw error
      })
    return this.#table.add(channel, { remote, dialed: true, handler: refuseStreams })
  }

  #accept(raw: Socket, secureContext: SecureContext, handler: StreamHandler): void {
    const socket = new TLSSocket(raw, { isServer: true, secureContext })
    const channel = new TlsChannel(socket)
    const accepted = this.#table.accept(channel, handler, async () => {
      await secured(socket, (cause) => new PeerHandshakeRefusedError('TLS failed', cause))
      return greetDialer(channel, tlsBindingOf(socket), this.#identity, this.#table.full)
    })
    if (!accepted) raw.destroy()
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

/** Returns the hosts under which a listener can be dialed: those of its machine when it listens on all. */
function reachableHosts(host: string, localAddresses: readonly string[]): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  // A link-local address means nothing without the interface.
  return localAddresses.filter((own) => (host === '::' || !isIPv6(own)) && !own.startsWith('fe80:'))
}
