/**
 * Keeps slots on relays for a host that cannot be reached: a few of those configured and of those met on the way, others
 * when one vanishes, after waits that grow.
 *
 * libp2p renews a slot while its connection lives, but does nothing once a configured relay was lost; and each of its circuit
 * listeners stays until the host closes, even one that failed. So slots are reserved without a listener: an incoming
 * relayed connection needs none, and the host announces the addresses itself.
 */
import { RELAY_V2_HOP_CODEC } from '@libp2p/circuit-relay-v2'
import type { Connection, IdentifyResult, Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import type { TransportLog } from '../transport-log.ts'
import type { HostLimits } from './host-limits.ts'
import { type ReservationStore, reservationStoreOf, type TransportManager } from './transport-manager.ts'

export type RelayKeeperComponents = {
  readonly libp2p: Libp2p
  readonly transports: TransportManager
  readonly limits: HostLimits
  readonly log: TransportLog | undefined
  dial(address: Multiaddr, options: { readonly signal: AbortSignal }): Promise<Connection>
}

export type RelayKeeper = {
  /** Addresses of the relays that hold a slot for this host, with their peer id. */
  relays(): string[]
  close(): Promise<void>
}

type Candidate = {
  readonly id: string
  readonly address: string
  state: 'free' | 'held'
  failures: number
  /** Not tried before this time, in ms of the monotonic clock. */
  notBefore: number
}

/** Returns a keeper that has begun with the relays it was given, each a multiaddr with peer id. */
export function createRelayKeeper(
  components: RelayKeeperComponents,
  init: { readonly relays: readonly string[]; readonly changed: () => void },
): RelayKeeper {
  return new Keeper(components, init)
}

class Keeper implements RelayKeeper {
  readonly #libp2p: Libp2p
  readonly #limits: HostLimits
  readonly #log: TransportLog | undefined
  readonly #dial: RelayKeeperComponents['dial']
  readonly #changed: () => void
  readonly #store: ReservationStore
  readonly #candidates = new Map<string, Candidate>()
  readonly #closing = new AbortController()
  #tending: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(
    { libp2p, transports, limits, log, dial }: RelayKeeperComponents,
    { relays, changed }: { readonly relays: readonly string[]; readonly changed: () => void },
  ) {
    this.#libp2p = libp2p
    this.#limits = limits
    this.#log = log
    this.#dial = dial
    this.#changed = changed
    this.#store = reservationStoreOf(transports)
    this.#store.addEventListener('relay:removed', ({ detail }) => this.#lost(detail.relay.toString()))
    libp2p.addEventListener('peer:identify', this.#met)
    for (const relay of relays) this.#learn(relay)
    this.#wake()
  }

  relays(): string[] {
    return [...this.#candidates.values()].filter(({ state }) => state === 'held').map(({ address }) => address)
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the host is closing'))
    clearTimeout(this.#timer)
    this.#libp2p.removeEventListener('peer:identify', this.#met)
    await this.#tending
  }

  /** A peer that this host dialed directly and that serves as a relay is a candidate. */
  readonly #met = ({ detail }: { detail: IdentifyResult }): void => {
    const { connection, protocols } = detail
    if (connection.direction !== 'outbound' || !connection.direct || !protocols.includes(RELAY_V2_HOP_CODEC)) return
    this.#learn(connection.remoteAddr.toString())
    this.#wake()
  }

  #learn(address: string): void {
    const id = multiaddr(address)
      .getComponents()
      .findLast(({ name }) => name === 'p2p')?.value
    if (id === undefined || id === this.#libp2p.peerId.toString() || this.#candidates.has(id)) return
    if (this.#candidates.size >= this.#limits.relayCandidatesMax) return
    this.#candidates.set(id, { id, address, state: 'free', failures: 0, notBefore: 0 })
  }

  #lost(id: string): void {
    const candidate = this.#candidates.get(id)
    if (candidate?.state !== 'held') return
    candidate.state = 'free'
    this.#postpone(candidate)
    this.#changed()
    this.#wake()
  }

  #postpone(candidate: Candidate): void {
    const { relayRetryMs, relayRetryMsMax } = this.#limits
    candidate.notBefore = performance.now() + Math.min(relayRetryMs * 2 ** candidate.failures, relayRetryMsMax)
    candidate.failures++
  }

  #wake(): void {
    if (this.#tending !== undefined || this.#closing.signal.aborted) return
    clearTimeout(this.#timer)
    this.#tending = this.#tend().finally(() => {
      this.#tending = undefined
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#closing.signal.aborted || this.relays().length >= this.#limits.relaysKept) return
    const times = [...this.#candidates.values()].filter(({ state }) => state === 'free').map((c) => c.notBefore)
    if (times.length === 0) return
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, Math.min(...times) - performance.now()))
    this.#timer.unref()
  }

  async #tend(): Promise<void> {
    for (const candidate of [...this.#candidates.values()]) {
      if (this.#closing.signal.aborted || this.relays().length >= this.#limits.relaysKept) return
      if (candidate.state === 'held' || candidate.notBefore > performance.now()) continue
      await this.#reserve(candidate).then(
        () => {
          candidate.state = 'held'
          candidate.failures = 0
          this.#changed()
        },
        (error: unknown) => {
          this.#postpone(candidate)
          this.#log?.debug({ relay: candidate.address, error }, 'A relay gave no slot.')
        },
      )
    }
  }

  async #reserve(candidate: Candidate): Promise<void> {
    const peer = peerIdFromString(candidate.id)
    const connected = this.#libp2p.getConnections(peer).some(({ direct, status }) => direct && status === 'open')
    if (!connected) await this.#dial(multiaddr(candidate.address), { signal: this.#closing.signal })
    await this.#store.addRelay(peer, 'configured')
    // A relay that was lost in the meantime has said so before the slot counted as held.
    if (!this.#store.hasReservation(peer)) throw new Error('the relay was lost at once')
  }
}
