/**
 * Peers over libp2p, directly or through a relay: one long-lived stream per pair of peers carries our own frames.
 *
 * Noise proves the peer ids of both ends to each other, through a relay too; the relay sees ciphertext. Which chain key
 * that is, the hello proves: it is bound to both peer ids and the protocol. A dialer that reached its peer through a relay moves
 * to a direct connection as soon as either side could make one.
 */
import { createHash } from 'node:crypto'
import type { Connection, Stream } from '@libp2p/interface'
import {
  type Address,
  type Domain,
  domainSeparator,
  isMillraceError,
  type PeerConnection,
  type PeerEndpoint,
  type PeerListener,
  type PeerTransport,
  ProtocolVersionError,
  protocolVersion,
  type RecoverSigner,
  type Signer,
  type StreamHandler,
} from '@millrace/protocol'
import { multiaddr } from '@multiformats/multiaddr'
import type { PeerAddress } from './address.ts'
import { ConnectionTable } from './connection-table.ts'
import { type DialAttempt, raceDials } from './dial-race.ts'
import { type DialTarget, dialTargets, type ResolveName } from './dial-target.ts'
import { seekDirectConnection, seeksMax, seeksPerPeerMax } from './direct-seeker.ts'
import { addressesOfKind } from './endpoint.ts'
import type { FramedConnection } from './framed-connection.ts'
import { type ExpectedPeer, greetDialer, greetListener, type HandshakeIdentity } from './handshake.ts'
import type { PeerHost } from './host/peer-host.ts'
import { Libp2pChannel } from './libp2p-channel.ts'
import {
  PeerClosedError,
  PeerHandshakeRefusedError,
  PeerListenError,
  PeerUnreachableError,
  PeerUnresponsiveError,
} from './peer-error.ts'
import { refuseStreams } from './refuse-streams.ts'
import { SwitchingConnection } from './switching-connection.ts'
import { type TransportLimits, transportLimits } from './transport-limits.ts'
import type { TransportLog } from './transport-log.ts'

/** Name of the protocol between peers. The version is that of the messages. */
export const peerProtocol = `/millrace/peer/${protocolVersion}`

/** How long a connection that stands already has before a new one is tried beside it, in ms: it may be dead. */
export const reuseHeadStartMs = 1_000

export type Libp2pTransportComponents = {
  /** The key this side proves: the session key of a buyer, the node key of a provider. */
  readonly signer: Signer
  readonly recoverSigner: RecoverSigner
  readonly domain: Domain
  readonly log?: TransportLog
}

export type Libp2pTransportInit = {
  readonly limits?: Partial<TransportLimits>
  /** Resolves names; the system's resolver unless given. */
  readonly resolve?: ResolveName
  /** Returns the IP addresses of this machine; asked from the system unless given. */
  readonly localAddresses?: () => readonly string[]
}

export type Libp2pTransport = PeerTransport & AsyncDisposable

/**
 * Returns a transport over a host, which stays the caller's: closing the transport leaves it.
 *
 * The host listens where it was told to, so listen() looks at no host and port; it serves one handler at a time.
 *
 * @example
 * await using transport = createLibp2pTransport(host, { signer, recoverSigner, domain })
 * const connection = await transport.dial({ address, addresses: ['/ip4/192.0.2.7/tcp/4001/p2p/12D3KooW…'] }, { signal })
 */
export function createLibp2pTransport(
  host: PeerHost,
  components: Libp2pTransportComponents,
  init: Libp2pTransportInit = {},
): Libp2pTransport {
  return new Transport(host, components, init)
}

/** A framed connection and what it runs over. */
type Way = { readonly framed: FramedConnection; readonly connection: Connection }

/** A connection of this side that began on a relay and would rather run over a direct way. */
type Relayed = {
  readonly logical: SwitchingConnection
  readonly expected: ExpectedPeer
  state: 'relayed' | 'switching' | 'direct'
}

class Transport implements Libp2pTransport {
  readonly #host: PeerHost
  readonly #identity: HandshakeIdentity
  readonly #table: ConnectionTable
  readonly #resolve: ResolveName | undefined
  readonly #log: TransportLog | undefined
  readonly #closing = new AbortController()
  /** By peer id. */
  readonly #relayed = new Map<string, Set<Relayed>>()
  readonly #incoming = new Map<string, number>()
  /** Relayed connections whose peer is looked for, however many streams they carry. */
  readonly #sought = new Set<Connection>()
  /** libp2p connections that exist for this transport's sake. */
  readonly #own = new WeakSet<Connection>()
  /** Peer streams that this side has opened or is opening on a connection. */
  readonly #users = new WeakMap<Connection, number>()
  #listening = false

  constructor(host: PeerHost, components: Libp2pTransportComponents, init: Libp2pTransportInit) {
    const { signer, recoverSigner, domain, log } = components
    this.#host = host
    this.#identity = { signer, recoverSigner, domain, separator: domainSeparator(domain) }
    this.#log = log
    this.#resolve = init.resolve
    const limits = { ...transportLimits, ...init.limits }
    this.#table = new ConnectionTable({ limits, log, localAddresses: init.localAddresses })
    host.libp2p.addEventListener('connection:open', this.#onConnection)
  }

  /**
   * Connects to the first of the endpoint's libp2p addresses that works, direct ones first, and proves both identities.
   * On abort the promise rejects with the signal's reason.
   *
   * @throws {PeerUnreachableError} {@link PeerHandshakeTimeoutError} {@link PeerHandshakeRefusedError}
   * {@link PeerIdentityMismatchError} {@link PeerIdentityUnprovenError} {@link PeerWrongNetworkError}
   * {@link ProtocolVersionError} {@link PeerTooManyConnectionsError} {@link PeerProtocolViolationError}
   * {@link PeerAddressMalformedError} {@link PeerAddressRefusedError} {@link PeerClosedError}
   */
  async dial(endpoint: PeerEndpoint, { signal }: { signal: AbortSignal }): Promise<PeerConnection> {
    signal.throwIfAborted()
    this.#closing.signal.throwIfAborted()
    const attempts = addressesOfKind(endpoint, ['libp2p', 'relayed']).map((address) =>
      attempt(address.text, (within) => this.#dialAddress(endpoint.address, address, within)),
    )
    const { framed, connection } = await raceDials(attempts, {
      signal: AbortSignal.any([signal, this.#closing.signal]),
    })
    const logical = new SwitchingConnection(framed)
    if (!connection.direct) this.#preferDirect(logical, connection)
    return logical
  }

  /**
   * Serves peers that come to the host, directly or through relays. The signal governs the start only; close() ends it.
   * Closing stops accepting; connections live on until they or the transport are closed.
   *
   * @throws {PeerListenError} when somebody serves them already.
   */
  async listen({ signal }: { signal: AbortSignal }, handler: StreamHandler): Promise<PeerListener> {
    signal.throwIfAborted()
    this.#closing.signal.throwIfAborted()
    const { connectionsPerPeerMax } = this.#table.limits
    try {
      await this.#host.libp2p.handle(peerProtocol, (stream, connection) => this.#accept(stream, connection, handler), {
        maxInboundStreams: connectionsPerPeerMax,
        maxOutboundStreams: connectionsPerPeerMax,
        runOnLimitedConnection: true,
      })
    } catch (error) {
      throw new PeerListenError('the host', error)
    }
    this.#listening = true
    const host = this.#host
    return {
      get addresses() {
        return host.addresses()
      },
      close: () => this.#stopListening(),
    }
  }

  /** Stops serving, ends dials, handshakes and connections, and resolves when all streams are closed. The host stays. */
  async close(): Promise<void> {
    this.#closing.abort(new PeerClosedError('this side closed its transport'))
    this.#host.libp2p.removeEventListener('connection:open', this.#onConnection)
    await this.#stopListening()
    await this.#table.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #stopListening(): Promise<void> {
    if (!this.#listening) return
    this.#listening = false
    await this.#host.libp2p.unhandle(peerProtocol)
  }

  #accept(stream: Stream, connection: Connection, handler: StreamHandler): void {
    const peer = connection.remotePeer.toString()
    const count = this.#incoming.get(peer) ?? 0
    const channel = new Libp2pChannel(stream)
    const binding = bindingOf(peer, this.#host.peerId)
    const accepted =
      count < this.#table.limits.connectionsPerPeerMax &&
      this.#table.accept(channel, handler, async () => {
        const remote = await greetDialer(channel, binding, this.#identity, this.#table.full)
        if (!connection.direct) this.#seek(connection)
        return remote
      })
    if (!accepted) {
      channel.destroy()
      return
    }
    this.#incoming.set(peer, count + 1)
    stream.addEventListener('close', () => {
      const left = (this.#incoming.get(peer) ?? 1) - 1
      if (left > 0) this.#incoming.set(peer, left)
      else this.#incoming.delete(peer)
    })
  }

  async #dialAddress(address: Address, target: PeerAddress, signal: AbortSignal): Promise<Way> {
    const expected = { address, where: target.text }
    const standing = this.#standing(target)
    const fresh = attempt(target.text, (within) => this.#dialTargets(expected, target, within))
    if (standing === undefined) return fresh.start(signal)
    const reuse = attempt('the connection that stands', (within) => this.#open(standing, expected, within))
    return raceDials([reuse, fresh], { signal, staggerMs: reuseHeadStartMs })
  }

  /** Returns a connection to the address's peer that is as direct as the address. */
  #standing({ kind, peerId }: PeerAddress): Connection | undefined {
    const open = this.#host.libp2p
      .getConnections()
      .filter(({ remotePeer, status }) => status === 'open' && remotePeer.toString() === peerId)
    return open.find(({ direct }) => direct) ?? (kind === 'relayed' ? open[0] : undefined)
  }

  async #dialTargets(expected: ExpectedPeer, address: PeerAddress, signal: AbortSignal): Promise<Way> {
    const { allowPrivate } = this.#host
    const targets = await dialTargets(address, { allowPrivate, resolve: this.#resolve, signal })
    const attempts = targets.map((target) => attempt(target.ip, (within) => this.#dialTarget(expected, target, within)))
    return raceDials(attempts, { signal })
  }

  async #dialTarget(expected: ExpectedPeer, { text }: DialTarget, signal: AbortSignal): Promise<Way> {
    const connection = await this.#host.dial(multiaddr(text), { signal }).catch((error: unknown) => {
      throw dialErrorOf(error, expected.where)
    })
    this.#own.add(connection)
    return this.#open(connection, expected, signal)
  }

  async #open(connection: Connection, expected: ExpectedPeer, signal: AbortSignal): Promise<Way> {
    this.#users.set(connection, (this.#users.get(connection) ?? 0) + 1)
    try {
      const stream = await connection.newStream(peerProtocol, {
        signal,
        runOnLimitedConnection: true,
        maxOutboundStreams: this.#table.limits.connectionsPerPeerMax,
      })
      const channel = new Libp2pChannel(stream)
      const binding = bindingOf(this.#host.peerId, connection.remotePeer.toString())
      const remote = await this.#table.handshake(channel, signal, () =>
        greetListener(channel, binding, this.#identity, expected),
      )
      const framed = this.#table.add(channel, { remote, dialed: true, handler: refuseStreams })
      void framed.closed.then(() => this.#release(connection, framed.failure))
      return { framed, connection }
    } catch (error) {
      const isForeign = nameOf(error) === 'UnsupportedProtocolError'
      const failure = isForeign ? await this.#protocolErrorOf(connection, expected.where, signal) : error
      // Only now: a connection that nobody uses is closed, and the peer is asked over it.
      this.#release(connection, undefined)
      throw dialErrorOf(failure, expected.where)
    }
  }

  /** What the peer speaks instead, by what it says over this connection: what is remembered of it may be of another day. */
  async #protocolErrorOf(connection: Connection, where: string, signal: AbortSignal): Promise<unknown> {
    try {
      const { protocols } = await this.#host.askIdentity(connection, { signal })
      const other = protocols.map(versionOf).find((version) => version !== undefined && version !== protocolVersion)
      return other === undefined
        ? new PeerUnreachableError(where, 'it serves no peers')
        : new ProtocolVersionError(other)
    } catch (error) {
      return error
    }
  }

  /** Closes a connection that was made for peer streams once it carries none, and one that is dead at once. */
  #release(connection: Connection, failure: Error | undefined): void {
    this.#users.set(connection, (this.#users.get(connection) ?? 1) - 1)
    if (failure instanceof PeerUnresponsiveError) connection.abort(failure)
    else this.#closeUnused(connection)
  }

  #closeUnused(connection: Connection): void {
    if (!this.#own.has(connection) || (this.#users.get(connection) ?? 0) > 0) return
    if (connection.streams.some(isInUse)) return
    connection.close().catch((error: Error) => connection.abort(error))
  }

  #preferDirect(logical: SwitchingConnection, connection: Connection): void {
    const peer = connection.remotePeer.toString()
    const where = connection.remoteAddr.toString()
    const entry: Relayed = { logical, expected: { address: logical.remote, where }, state: 'relayed' }
    const entries = this.#relayed.get(peer) ?? new Set()
    this.#relayed.set(peer, entries.add(entry))
    void logical.closed.then(() => this.#forget(peer, entry))
    const standing = this.#host.libp2p.getConnections(connection.remotePeer).find(({ direct }) => direct)
    if (standing === undefined) this.#seek(connection)
    else this.#switch(peer, entry, standing)
  }

  #forget(peer: string, entry: Relayed): void {
    const entries = this.#relayed.get(peer)
    entries?.delete(entry)
    if (entries?.size === 0) this.#relayed.delete(peer)
  }

  #seek(relayed: Connection): void {
    const ofPeer = [...this.#sought].filter(({ remotePeer }) => remotePeer.equals(relayed.remotePeer))
    if (ofPeer.includes(relayed) || ofPeer.length >= seeksPerPeerMax || this.#sought.size >= seeksMax) return
    this.#sought.add(relayed)
    const over = new AbortController()
    relayed.addEventListener('close', () => over.abort())
    seekDirectConnection(this.#host, relayed, { signal: AbortSignal.any([over.signal, this.#closing.signal]) })
      .catch((error: unknown) => this.#log?.warn({ error }, 'The search for a direct way failed.'))
      .finally(() => this.#sought.delete(relayed))
  }

  readonly #onConnection = ({ detail: connection }: { detail: Connection }): void => {
    const peer = connection.remotePeer.toString()
    const entries = this.#relayed.get(peer)
    if (!connection.direct || entries === undefined) return
    // Made for these connections, by this side or by the other one; when both made one, one is too many.
    this.#own.add(connection)
    for (const entry of entries) this.#switch(peer, entry, connection)
    this.#closeUnused(connection)
  }

  #switch(peer: string, entry: Relayed, direct: Connection): void {
    if (entry.state !== 'relayed') return
    entry.state = 'switching'
    this.#open(direct, entry.expected, this.#closing.signal).then(
      ({ framed }) => {
        entry.logical.switchTo(framed)
        entry.state = 'direct'
      },
      (error: unknown) => {
        entry.state = 'relayed'
        this.#log?.debug({ peer, error }, 'A direct connection was not taken; the relay goes on.')
      },
    )
  }
}

function attempt(where: string, start: (signal: AbortSignal) => Promise<Way>): DialAttempt<Way> {
  return { where, start, discard: ({ framed }) => void framed.close() }
}

/** Returns 32 bytes that stand for a protocol stream between these two, in these roles. */
export function bindingOf(dialerPeerId: string, listenerPeerId: string): Uint8Array {
  return createHash('sha256').update([peerProtocol, dialerPeerId, listenerPeerId].join('\n')).digest()
}

/** Returns the version of the protocol between peers that a protocol's name says, if it is one. */
function versionOf(protocol: string): number | undefined {
  const digits = /^\/millrace\/peer\/(\d{1,5})$/.exec(protocol)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Whether a stream is more than libp2p's own housekeeping, which also is what has no protocol yet. */
function isInUse({ protocol, status }: Stream): boolean {
  const housekeeping = protocol === '' || protocol.startsWith('/ipfs/id/') || protocol.startsWith('/ipfs/ping/')
  return status === 'open' && !housekeeping
}

function dialErrorOf(error: unknown, where: string): unknown {
  if (isMillraceError(error)) return error
  if (nameOf(error) === 'EncryptionFailedError')
    return new PeerHandshakeRefusedError('no key of the peer id answers', error)
  return new PeerUnreachableError(where, error)
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined
}
