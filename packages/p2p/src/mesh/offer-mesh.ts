/**
 * The network of offers: every node tells of its own, passes on those of others that hold, and keeps the newest. There is
 * no broker; what reaches a handler was signed by the node it names, that node is registered, and the offer is newer than
 * any of the same deal before.
 *
 * See docs/adr/0013-gossip-and-discovery.md for what is defended against, and how.
 */
import { type SubscriptionChangeData, TopicValidatorResult } from '@libp2p/gossipsub'
import type { Connection, Libp2p, PeerId } from '@libp2p/interface'
import {
  type Domain,
  domainSeparator,
  type OfferCoordinate,
  type RecoverSigner,
  type SignedOffer,
} from '@millrace/protocol'
import type { TransportLog } from '../transport-log.ts'
import { createAnnouncer, type RenewOffers } from './announcer.ts'
import { createBootstrapDialer } from './bootstrap-dialer.ts'
import { createCatchUpSchedule } from './catch-up-schedule.ts'
import { createCatchUpServer } from './catch-up-server.ts'
import { createCoordinateProbe, type RoundTrip } from './coordinate-probe.ts'
import { createForwarders } from './forwarders.ts'
import type { OfferGossip } from './gossip-service.ts'
import { HeldOffers } from './held-offers.ts'
import { type MeshLimits, meshLimits } from './mesh-limits.ts'
import { allOffers, type OfferInterest, topicsOf } from './mesh-topics.ts'
import { type News, newsOf, topicOfOffer, type Verdict } from './offer-check.ts'
import { createOfferValidator } from './offer-validator.ts'
import type { RegistryPort } from './registry-cache.ts'
import { createTopicSearch } from './topic-search.ts'

/** What the mesh needs of a host: one with the services `gossip` and `directory`. */
export type MeshHost = {
  readonly peerId: string
  readonly libp2p: Libp2p<{ readonly gossip: OfferGossip }>
  addresses(): string[]
}

export type OfferMeshComponents = {
  readonly recoverSigner: RecoverSigner
  readonly domain: Domain
  readonly isRegistered: RegistryPort
  readonly log?: TransportLog
  /** Unix milliseconds. */
  readonly now?: () => number
  /** Uniform in [0, 1). */
  readonly random?: () => number
}

export type OfferMeshInit = {
  /** Multiaddrs with peer id to keep connected to. */
  readonly bootstrap: readonly string[]
  /** Signs own offers anew before half of their life is over. Without it they run out unless announced again. */
  readonly renew?: RenewOffers
  readonly limits?: Partial<MeshLimits>
}

export type OfferAnnouncement = {
  /** Each newer than any of the same deal before; all of one node. */
  readonly offers: readonly SignedOffer[]
  /** The peer that passed it on, which need not be the node's. */
  readonly from: string
}

export type MeshPeer = {
  readonly peerId: string
  /** Gossip score: negative is distrusted. */
  readonly score: number
  readonly roundTripMs?: number
}

export type OfferMeshStats = {
  /** Announcements by verdict and reason, such as `accept:new` or `reject:expired`. */
  readonly verdicts: Readonly<Record<string, number>>
  readonly offersHeld: number
  readonly offersHeldBytes: number
  readonly waiting: number
  readonly peers: number
  readonly disconnected: number
  readonly handlerErrors: number
  readonly catchUps: { readonly done: number; readonly failed: number; readonly news: number; readonly open: number }
  readonly catchUpsServed: { readonly served: number; readonly refused: number }
  readonly search: { readonly found: number; readonly provided: number }
}

export type OfferMesh = AsyncDisposable & {
  /**
   * Announces own offers, now and, when they can be renewed, for as long as the mesh is open. An offer replaces those of
   * lower sequence of its deal; one with no slots withdraws it. Resolves when they were handed to gossip, which may be
   * before anybody is there to hear: whoever comes later asks.
   *
   * @throws {MalformedError} for an offer that cannot be announced.
   */
  announce(offers: readonly SignedOffer[], options: { readonly signal: AbortSignal }): Promise<void>
  /** Follows these offers, besides those followed before. */
  subscribe(interest: OfferInterest): void
  /** Calls the handler with what is new. It must return quickly. Returns what stops that. */
  onOffers(handler: (announcement: OfferAnnouncement) => void): () => void
  peers(): readonly MeshPeer[]
  stats(): OfferMeshStats
  /** Addresses of this host, with peer id. */
  addresses(): string[]
  /** Where this node stands in network coordinates. */
  coordinate(): OfferCoordinate
  /** Measures the round trip to some peers now, beside the regular rounds. */
  probe(options: { readonly signal: AbortSignal }): Promise<readonly RoundTrip[]>
  close(): Promise<void>
}

/**
 * Returns a mesh on a host that has the services of `offerServices`.
 *
 * @example
 * const host = await createPeerHost(components, { …, services: offerServices(domain, { directory: 'server' }) })
 * await using mesh = await createOfferMesh(host, { recoverSigner, domain, isRegistered }, { bootstrap })
 * mesh.onOffers(({ offers }) => offers.forEach((offer) => book.upsert(offer)))
 * mesh.subscribe(allOffers)
 */
export async function createOfferMesh(
  host: MeshHost,
  components: OfferMeshComponents,
  init: OfferMeshInit,
): Promise<OfferMesh> {
  const mesh = new Mesh(host, components, init)
  await mesh.start()
  return mesh
}

const actions = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
} as const

const nowhere: ReadonlySet<string> = new Set()

/** Milliseconds between two looks at which offers have expired and which peers are not read any more. */
const sweepMs = 5_000

class Mesh implements OfferMesh {
  readonly #host: MeshHost
  readonly #gossip: OfferGossip
  readonly #components: OfferMeshComponents
  readonly #limits: MeshLimits
  readonly #now: () => number
  readonly #random: () => number
  readonly #topics = new Set<string>()
  readonly #handlers = new Set<(announcement: OfferAnnouncement) => void>()
  readonly #closing = new AbortController()
  readonly #held
  readonly #validator
  readonly #forwarders
  readonly #announcer
  readonly #probe
  readonly #server
  readonly #catchUps
  readonly #search
  readonly #bootstrap
  readonly #timers = new Set<NodeJS.Timeout>()
  #handlerErrors = 0

  constructor(host: MeshHost, components: OfferMeshComponents, init: OfferMeshInit) {
    const { domain, log } = components
    const { libp2p } = host
    this.#host = host
    this.#gossip = libp2p.services.gossip
    this.#components = components
    this.#limits = { ...meshLimits, ...init.limits }
    this.#now = components.now ?? Date.now
    this.#random = components.random ?? Math.random
    const limits = this.#limits
    const shared = { libp2p, limits, log, monotonic, random: this.#random, now: this.#now }
    this.#held = new HeldOffers({
      offersMax: limits.offersHeldMax,
      bytesMax: limits.offersHeldBytesMax,
      dealsPerNodeMax: limits.dealsPerNodeMax,
    })
    const held = this.#held
    this.#validator = createOfferValidator({ ...components, ...shared, held })
    this.#forwarders = createForwarders({ ...shared, gossip: this.#gossip })
    this.#announcer = createAnnouncer({ ...shared, domain, renew: init.renew, publish: this.#publish })
    this.#probe = createCoordinateProbe({ ...shared, now: monotonic })
    this.#server = createCatchUpServer({ ...shared, held })
    this.#catchUps = createCatchUpSchedule({
      ...shared,
      held,
      topics: () => [...this.#topics],
      peers: () => this.#gossip.getPeers(),
      validate: (bytes, from) => this.#judge(bytes, this.#topics, from, false),
      onNews: this.#relay,
    })
    this.#search = createTopicSearch({ ...shared, gossip: this.#gossip, topics: () => [...this.#topics] })
    this.#bootstrap = createBootstrapDialer({ ...shared, addresses: init.bootstrap })
  }

  async start(): Promise<void> {
    await Promise.all([this.#probe.serve(), this.#server.serve()])
    for (const topic of topicsOf(this.#components.domain, allOffers)) {
      const only = new Set([topic])
      this.#gossip.topicValidators.set(topic, async (from, { data }) => {
        const { action } = await this.#judge(data, this.#topics.has(topic) ? only : nowhere, from, true)
        return actions[action]
      })
    }
    this.#gossip.addEventListener('subscription-change', this.#onSubscriptions)
    this.#host.libp2p.addEventListener('connection:open', this.#onConnection)
    this.#every(sweepMs, () => {
      this.#held.expire(BigInt(Math.floor(this.#now() / 1_000)))
      this.#forwarders.sweep()
    })
    this.#every(this.#limits.probeIntervalMs, () => {
      this.#probe.probe(this.#gossip.getPeers(), { signal: this.#closing.signal }).catch((error: unknown) => {
        if (!this.#closing.signal.aborted) this.#components.log?.debug({ error }, 'A round of probes failed.')
      })
    })
  }

  async announce(offers: readonly SignedOffer[], options: { readonly signal: AbortSignal }): Promise<void> {
    const { domain } = this.#components
    const announced = this.#announcer.announce(offers, options)
    this.#follow(offers.flatMap((offer) => topicOfOffer(domain, offer) ?? []))
    for (const offer of offers) this.#held.put(newsOf(domain, domainSeparator(domain), offer).held)
    await announced
  }

  subscribe(interest: OfferInterest): void {
    this.#follow(topicsOf(this.#components.domain, interest))
  }

  onOffers(handler: (announcement: OfferAnnouncement) => void): () => void {
    if (this.#handlers.size >= this.#limits.handlersMax) {
      throw new RangeError(`At most ${this.#limits.handlersMax} handlers of offers.`)
    }
    this.#handlers.add(handler)
    return () => this.#handlers.delete(handler)
  }

  peers(): readonly MeshPeer[] {
    const roundTrips = new Map(this.#probe.roundTrips().map(({ peer, roundTripMs }) => [peer, roundTripMs]))
    return this.#gossip.getPeers().map((peer) => {
      const peerId = peer.toString()
      const roundTripMs = roundTrips.get(peerId)
      return { peerId, score: this.#gossip.getScore(peerId), ...(roundTripMs !== undefined && { roundTripMs }) }
    })
  }

  stats(): OfferMeshStats {
    return {
      verdicts: Object.fromEntries(this.#validator.counts),
      offersHeld: this.#held.size,
      offersHeldBytes: this.#held.bytes,
      waiting: this.#validator.waiting,
      peers: this.#gossip.getPeers().length,
      disconnected: this.#forwarders.disconnected,
      handlerErrors: this.#handlerErrors,
      catchUps: { ...this.#catchUps.counts, open: this.#catchUps.open },
      catchUpsServed: { ...this.#server.counts },
      search: { ...this.#search.counts },
    }
  }

  addresses(): string[] {
    return this.#host.addresses()
  }

  coordinate(): OfferCoordinate {
    return this.#probe.coordinate()
  }

  probe(options: { readonly signal: AbortSignal }): Promise<readonly RoundTrip[]> {
    return this.#probe.probe(this.#gossip.getPeers(), options)
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    for (const timer of this.#timers) clearInterval(timer)
    this.#gossip.removeEventListener('subscription-change', this.#onSubscriptions)
    this.#host.libp2p.removeEventListener('connection:open', this.#onConnection)
    for (const part of [this.#announcer, this.#catchUps, this.#search, this.#bootstrap, this.#validator]) part.close()
    for (const topic of this.#gossip.getTopics()) if (this.#topics.has(topic)) this.#gossip.unsubscribe(topic)
    this.#gossip.topicValidators.clear()
    await Promise.all([this.#probe.close(), this.#server.close()])
    this.#handlers.clear()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  readonly #publish = (topic: string, bytes: Uint8Array): Promise<unknown> => this.#gossip.publish(topic, bytes)

  #follow(topics: readonly string[]): void {
    const added = topics.filter((topic) => !this.#topics.has(topic))
    for (const topic of added) {
      this.#topics.add(topic)
      this.#gossip.subscribe(topic)
    }
    if (added.length === 0) return
    this.#search.restart()
    this.#catchUps.wantAgain()
  }

  async #judge(bytes: Uint8Array, topics: ReadonlySet<string>, from: PeerId, charged: boolean): Promise<Verdict> {
    const verdict = await this.#validator.validate({ bytes, topics, from: from.toString(), charged })
    if (verdict.action === 'reject') this.#forwarders.refused(from, verdict.reason)
    if (verdict.action === 'accept') this.#deliver(verdict.news, from)
    return verdict
  }

  #deliver(news: readonly News[], from: PeerId): void {
    const announcement = { offers: news.map(({ signed }) => signed), from: from.toString() }
    for (const handler of this.#handlers) {
      try {
        handler(announcement)
      } catch (error) {
        this.#handlerErrors++
        this.#components.log?.warn({ error }, 'A handler of offers failed.')
      }
    }
  }

  /** Passes on what a catch-up brought, as after a partition; but not the whole network, which others have. */
  readonly #relay = (news: readonly News[], _from: PeerId, first: boolean): void => {
    if (first) return
    for (const { held } of news.slice(0, this.#limits.catchUpRelayedMax)) {
      if (held.bytes === undefined) continue
      this.#publish(held.topic, held.bytes).catch((error: unknown) =>
        this.#components.log?.debug({ error }, 'An offer was not passed on.'),
      )
    }
  }

  readonly #onSubscriptions = ({ detail }: CustomEvent<SubscriptionChangeData>): void => {
    const shared = detail.subscriptions.some(({ topic, subscribe }) => subscribe && this.#topics.has(topic))
    if (shared) this.#catchUps.want(detail.peerId)
  }

  readonly #onConnection = ({ detail }: CustomEvent<Connection>): void => this.#forwarders.connected(detail)

  #every(ms: number, act: () => void): void {
    const timer = setInterval(act, ms)
    timer.unref()
    this.#timers.add(timer)
  }
}

function monotonic(): number {
  return performance.now()
}
