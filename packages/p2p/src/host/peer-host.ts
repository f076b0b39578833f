/**
 * One libp2p host per process: TCP and relays, Noise, Yamux. Offers, discovery and peer connections share it.
 *
 * Its peer id follows from the node key (peer-key.ts). Noise proves the peer id; who that is on the chain is proven by the
 * hello of each protocol that needs it.
 *
 * @see https://github.com/libp2p/specs
 */
import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { type Identify, type IdentifyPush, identify, identifyPush } from '@libp2p/identify'
import type { Connection, Libp2p, ServiceMap } from '@libp2p/interface'
import { noise } from '@libp2p/noise'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { type Ping, ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import type { Domain, RecoverSigner, Signer } from '@millrace/protocol'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type ServiceFactoryMap } from 'libp2p'
import { PeerListenError } from '../peer-error.ts'
import type { TransportLog } from '../transport-log.ts'
import { type AskIdentity, createAskIdentity } from './ask-identity.ts'
import { createDialGate } from './dial-gate.ts'
import { type HostLimits, hostLimits } from './host-limits.ts'
import { isPublicIp } from './network-address.ts'
import { derivePeerKey } from './peer-key.ts'
import { createPeerRecords } from './peer-records.ts'
import { createRelayKeeper, type RelayKeeper } from './relay-keeper.ts'
import type { TransportManager } from './transport-manager.ts'

export type PeerHostComponents = {
  /** The node key, or any other of a process that only buys. */
  readonly signer: Signer
  readonly recoverSigner: RecoverSigner
  readonly domain: Domain
  readonly log?: TransportLog
}

export type PeerHostInit<T extends ServiceMap> = {
  /** Multiaddrs to listen on, such as `/ip4/0.0.0.0/tcp/4001`. Empty: dial only, and be reached through relays. */
  readonly listen: readonly string[]
  /** Multiaddrs with peer id of hosts to start from. They are trusted as far as dialing them goes, wherever they are. */
  readonly bootstrap: readonly string[]
  /** `serve`: carries others' connections. `use`: keeps slots on relays. `none`: neither, but dials through relays. */
  readonly relay: 'serve' | 'use' | 'none'
  /** Multiaddrs to announce instead of those listened on: a forwarded port, a name. */
  readonly announce?: readonly string[]
  /** Whether to dial loopback, private and link-local addresses that others name. Off on the public internet. */
  readonly allowPrivate?: boolean
  readonly limits?: Partial<HostLimits>
  /** Further libp2p services, such as pubsub and dht, by name. */
  readonly services?: { readonly [K in keyof T]: (components: HostComponents & T) => T[K] }
}

export type HostServices = {
  readonly identify: Identify
  readonly identifyPush: IdentifyPush
  readonly ping: Ping
}

/** What libp2p hands to the factory of a service. */
export type HostComponents = Parameters<ServiceFactoryMap[string]>[0] & HostServices

export type PeerHost<T extends ServiceMap = ServiceMap> = AsyncDisposable & {
  readonly peerId: string
  readonly libp2p: Libp2p<T & HostServices>
  readonly limits: HostLimits
  readonly allowPrivate: boolean
  /** Addresses under which others reach this host, with `/p2p/…`: those announced or listened on, then relayed ones. */
  addresses(): string[]
  /** Calls the handler when {@link addresses} changed. Returns what stops that. */
  onAddresses(handler: (addresses: readonly string[]) => void): () => void
  /**
   * Connects to an address with peer id, beside whatever connections stand. It is checked like any that a stranger names.
   *
   * @throws what libp2p throws, or the signal's reason.
   */
  dial(address: Multiaddr, options: { readonly signal: AbortSignal }): Promise<Connection>
  /** Returns what the peer says of itself over this connection. */
  readonly askIdentity: AskIdentity
  close(): Promise<void>
}

/**
 * Returns a host that listens, and that keeps slots on relays when it is told to.
 *
 * @throws {PeerListenError} when an address cannot be listened on.
 *
 * @example
 * await using host = await createPeerHost({ signer, recoverSigner, domain }, {
 *   listen: ['/ip4/0.0.0.0/tcp/4001'], bootstrap: [], relay: 'none',
 * })
 * host.addresses() // ['/ip4/192.0.2.7/tcp/4001/p2p/12D3KooW…']
 */
export async function createPeerHost<T extends ServiceMap = ServiceMap>(
  { signer, recoverSigner, domain, log }: PeerHostComponents,
  init: PeerHostInit<T>,
): Promise<PeerHost<T>> {
  const limits = { ...hostLimits, ...init.limits }
  const allowPrivate = init.allowPrivate ?? false
  const gate = createDialGate({ allowPrivate, trusted: init.bootstrap })
  let transports: TransportManager | undefined
  let host: Host<T> | undefined
  const privateKey = await derivePeerKey(signer, recoverSigner, domain)
  const own = peerIdFromPrivateKey(privateKey).toCID().toString()
  const options = {
    privateKey,
    datastore: createPeerRecords({ own, recordsMax: limits.peerRecordsMax }),
    nodeInfo: { name: 'millrace', userAgent: 'millrace' },
    addresses: {
      listen: [...init.listen],
      announceFilter: () => host?.addresses().map((text) => multiaddr(text)) ?? [],
    },
    transports: [
      tcp({ dialOpts: { noDelay: true }, listenOpts: { noDelay: true } }),
      circuitRelayTransport({
        maxInboundStopStreams: limits.relayedConnectionsPerPeerMax,
        maxOutboundStopStreams: limits.relayedConnectionsPerPeerMax,
        reservationCompletionTimeout: limits.hostDialMsMax,
      }),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux(muxerInit(limits))],
    connectionGater: gate,
    connectionManager: connectionManagerInit(limits),
    connectionMonitor: {
      pingInterval: limits.hostPingMs,
      pingTimeout: { minTimeout: limits.hostPingMsMax, maxTimeout: limits.hostPingMsMax },
    },
    services: {
      ...init.services,
      identify: identify({ runOnConnectionOpen: false }),
      identifyPush: identifyPush(),
      ping: ping({ runOnLimitedConnection: true }),
      ...(init.relay === 'serve' ? { relayServer: circuitRelayServer(relayInit(limits)) } : {}),
      transports: (components: { transportManager: TransportManager }) => {
        transports = components.transportManager
        return {}
      },
    },
  }
  const libp2p = (await createLibp2p({ ...options, start: false } as never)) as Libp2p<T & HostServices>
  const askIdentity = createAskIdentity(libp2p, { waitMsMax: limits.hostNegotiationMsMax, log })
  await startListening(libp2p, init.listen)
  if (transports === undefined) throw new TypeError('libp2p made no transports')
  host = new Host(libp2p, transports, { gate, limits, allowPrivate, askIdentity, log }, init)
  await host.publishAddresses()
  return host
}

type HostParts = {
  readonly gate: ReturnType<typeof createDialGate>
  readonly limits: HostLimits
  readonly allowPrivate: boolean
  readonly askIdentity: AskIdentity
  readonly log: TransportLog | undefined
}

class Host<T extends ServiceMap> implements PeerHost<T> {
  readonly peerId: string
  readonly libp2p: Libp2p<T & HostServices>
  readonly limits: HostLimits
  readonly allowPrivate: boolean
  readonly askIdentity: AskIdentity
  readonly #transports: TransportManager
  readonly #gate: HostParts['gate']
  readonly #log: TransportLog | undefined
  readonly #announce: readonly string[]
  readonly #relays: RelayKeeper | undefined
  readonly #handlers = new Set<(addresses: readonly string[]) => void>()
  #lastAddresses: string
  #closing: Promise<void> | undefined

  constructor(
    libp2p: Libp2p<T & HostServices>,
    transports: TransportManager,
    { gate, limits, allowPrivate, askIdentity, log }: HostParts,
    { announce, bootstrap, relay }: PeerHostInit<T>,
  ) {
    this.libp2p = libp2p
    this.peerId = libp2p.peerId.toString()
    this.limits = limits
    this.allowPrivate = allowPrivate
    this.askIdentity = askIdentity
    this.#transports = transports
    this.#gate = gate
    this.#log = log
    this.#announce = announce ?? []
    for (const event of ['transport:listening', 'transport:close'] as const) {
      libp2p.addEventListener(event, this.#changed)
    }
    if (relay === 'use') {
      this.#relays = createRelayKeeper(
        { libp2p, transports, limits, log, dial: (address, options) => this.dial(address, options) },
        { relays: bootstrap, changed: this.#changed },
      )
    }
    this.#lastAddresses = this.addresses().join()
  }

  addresses(): string[] {
    const listened = this.#transports
      .getAddrs()
      .filter((address) => this.allowPrivate || isPublicIp(address.getComponents()[0]?.value ?? ''))
      .map(String)
    const own = (this.#announce.length > 0 ? this.#announce : listened).map((address) => this.#withPeerId(address))
    const relayed = this.#relays?.relays() ?? []
    return [...new Set([...own, ...relayed.map((relay) => `${relay}/p2p-circuit/p2p/${this.peerId}`)])]
  }

  onAddresses(handler: (addresses: readonly string[]) => void): () => void {
    this.#handlers.add(handler)
    return () => this.#handlers.delete(handler)
  }

  async dial(address: Multiaddr, { signal }: { readonly signal: AbortSignal }): Promise<Connection> {
    signal.throwIfAborted()
    this.#gate.check(address)
    // The TCP socket keeps this signal for life, so it must not fire once the dial is done.
    const over = new AbortController()
    const abort = (): void => over.abort(signal.reason)
    const timer = setTimeout(() => over.abort(new Error('it took too long')), this.limits.hostDialMsMax)
    signal.addEventListener('abort', abort)
    try {
      // Past the dial queue of libp2p: that would join this dial to another one of the same peer and try their addresses in turn.
      return await this.#transports.dial(address, { signal: over.signal })
    } catch (error) {
      signal.throwIfAborted()
      throw over.signal.aborted ? over.signal.reason : error
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.#handlers.clear()
    await this.#relays?.close()
    await this.libp2p.stop()
  }

  readonly #changed = (): void => {
    const addresses = this.addresses()
    if (addresses.join() === this.#lastAddresses) return
    this.#lastAddresses = addresses.join()
    this.publishAddresses().catch((error: unknown) => this.#log?.warn({ error }, 'Addresses were not published.'))
    for (const handler of this.#handlers) handler(addresses)
  }

  /** Has identify tell them to the peers that are connected and to those to come. */
  async publishAddresses(): Promise<void> {
    if (this.#closing !== undefined) return
    await this.libp2p.peerStore.patch(this.libp2p.peerId, {
      multiaddrs: this.addresses().map((text) => multiaddr(text).decapsulate(`/p2p/${this.peerId}`)),
    })
  }

  #withPeerId(address: string): string {
    return address.endsWith(`/p2p/${this.peerId}`) ? address : `${address}/p2p/${this.peerId}`
  }
}

async function startListening(libp2p: Libp2p, listen: readonly string[]): Promise<void> {
  try {
    await libp2p.start()
  } catch (cause) {
    await libp2p.stop()
    throw new PeerListenError(listen.join(', '), cause)
  }
}

function muxerInit(limits: HostLimits) {
  return {
    maxInboundStreams: limits.hostStreamsPerConnectionMax,
    maxOutboundStreams: limits.hostStreamsPerConnectionMax,
    streamOptions: {
      maxStreamWindowSize: limits.hostStreamWindowBytesMax,
      maxReadBufferLength: limits.hostStreamBufferedBytesMax,
      maxWriteBufferLength: limits.hostStreamBufferedBytesMax,
    },
  }
}

function connectionManagerInit(limits: HostLimits) {
  return {
    maxConnections: limits.hostConnectionsMax,
    maxIncomingPendingConnections: limits.hostUpgradesPendingMax,
    inboundConnectionThreshold: limits.hostConnectionsPerSecondMax,
    maxParallelDials: limits.hostDialsMax,
    maxDialQueueLength: limits.hostDialsQueuedMax,
    maxPeerAddrsToDial: limits.hostAddressesPerPeerMax,
    dialTimeout: limits.hostDialMsMax,
    inboundUpgradeTimeout: limits.hostDialMsMax,
    inboundStreamProtocolNegotiationTimeout: limits.hostNegotiationMsMax,
    outboundStreamProtocolNegotiationTimeout: limits.hostNegotiationMsMax,
  }
}

function relayInit(limits: HostLimits) {
  return {
    hopTimeout: limits.hostNegotiationMsMax,
    maxInboundHopStreams: limits.relayedConnectionsPerPeerMax,
    maxOutboundHopStreams: limits.relayedConnectionsPerPeerMax,
    maxOutboundStopStreams: limits.relayedConnectionsPerPeerMax,
    reservations: {
      maxReservations: limits.relayReservationsMax,
      reservationTtl: limits.relayReservationMs,
      defaultDurationLimit: limits.relayedConnectionMsMax,
      defaultDataLimit: BigInt(limits.relayedBytesMax),
    },
  }
}
