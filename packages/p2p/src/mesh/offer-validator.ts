/**
 * Decides on announcements as they come: every forwarding peer gets its turn to have one checked, within a budget; a
 * signer's rate is charged only once its signature holds, so that nobody can use up another's; and the registry has the
 * last word. An accepted announcement is held at once, so that the same news is accepted once.
 */
import { announcementBytesMax, type Domain, type RecoverSigner, type SignedOffer } from '@millrace/protocol'
import { createFairQueue } from './fair-queue.ts'
import type { HeldOffers } from './held-offers.ts'
import type { MeshLimits } from './mesh-limits.ts'
import { type AnnouncedSize, createOfferCheck, type News, type Verdict } from './offer-check.ts'
import { createRegistryCache, type RegistryPort } from './registry-cache.ts'
import { TokenBuckets } from './token-bucket.ts'

/** Forwarding peers whose strangers are remembered. */
const strangersPeersMax = 4_096
/** Bytes of an announcement that count as one check: about one offer with its model. */
const bytesPerCheck = 4_096

export type OfferValidatorInit = {
  readonly domain: Domain
  readonly recoverSigner: RecoverSigner
  readonly isRegistered: RegistryPort
  readonly held: HeldOffers
  readonly limits: MeshLimits
  /** Unix milliseconds. */
  readonly now: () => number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
}

export type Arrival = {
  readonly bytes: Uint8Array
  /** The topic it came on, or those it was asked for; none when it came on a topic that is not followed. */
  readonly topics: ReadonlySet<string>
  /** The peer that passed it on. */
  readonly from: string
  /** Whether the signer's rate counts: not for what was asked for. */
  readonly charged: boolean
}

export type OfferValidator = {
  /** Never rejects. */
  validate(arrival: Arrival): Promise<Verdict>
  /** How many announcements got each verdict, by reason. */
  readonly counts: ReadonlyMap<string, number>
  readonly waiting: number
  close(): void
}

export function createOfferValidator(init: OfferValidatorInit): OfferValidator {
  const { held, limits, now, monotonic } = init
  const signers = createSignerRates(limits)
  const strangers = new TokenBuckets(
    { burst: limits.strangersBurst, perSecond: limits.strangersPerMinute / 60 },
    strangersPeersMax,
  )
  const registry = createRegistryCache({
    isRegistered: init.isRegistered,
    entriesMax: limits.registryEntriesMax,
    lookupsMax: limits.registryLookupsMax,
    waitingMax: limits.registryWaitingMax,
    lookupMsMax: limits.registryMsMax,
    registeredMs: limits.registeredMs,
    unregisteredMs: limits.unregisteredMs,
    silentMs: limits.registrySilentMs,
    now: monotonic,
  })
  const queue = createFairQueue({
    queuedPerSourceMax: limits.forwarderQueuedMax,
    burst: limits.checksBurst,
    perSecond: limits.checksPerSecond,
    sliceMsMax: limits.checkSliceMsMax,
    now: monotonic,
  })
  const checkInit = {
    ...init,
    lifetimeSecondsMax: limits.offerLifetimeSecondsMax,
    clockSkewSecondsMax: limits.clockSkewSecondsMax,
  }
  const check = {
    charged: createOfferCheck({ ...checkInit, mayAnnounce: (node, size) => signers.has(node, size, monotonic()) }),
    free: createOfferCheck({ ...checkInit, mayAnnounce: () => true }),
  }
  const counts = new Map<string, number>()

  const decide = async ({ bytes, topics, from, charged }: Arrival): Promise<Verdict> => {
    if (topics.size === 0) return { action: 'reject', reason: 'unknown-topic' }
    if (bytes.length > announcementBytesMax) return { action: 'reject', reason: 'too-large' }
    const verdict = await queue.run(from, Math.ceil(bytes.length / bytesPerCheck), () => {
      const checked = check[charged ? 'charged' : 'free'](bytes, topics, BigInt(Math.floor(now() / 1000)))
      if (charged && checked.action === 'accept')
        signers.charge(nodeOf(checked.news), sizeOf(checked.news), monotonic())
      return checked
    })
    if (verdict === undefined) return { action: 'ignore', reason: 'sender-too-often' }
    if (verdict.action !== 'accept') return verdict
    return register(verdict.news, from)
  }

  const register = async (news: readonly News[], from: string): Promise<Verdict> => {
    for (const operator of new Set(news.map(({ signed }) => signed.offer.operator))) {
      const node = nodeOf(news)
      const remembered = registry.remembered(node, operator)
      const registration = remembered ?? (await registry.ask(node, operator))
      if (registration === 'unregistered') {
        // An honest peer may see another block; but each new stranger costs a read of the chain.
        const isInGoodFaith = remembered !== undefined || strangers.of(from, monotonic()).take(1, monotonic())
        return { action: isInGoodFaith ? 'ignore' : 'reject', reason: 'not-registered' }
      }
      if (registration === 'unknown') return { action: 'ignore', reason: 'registry-silent' }
    }
    const taken = news.filter(({ held: offer }) => held.put(offer))
    return taken.length > 0 ? { action: 'accept', reason: 'new', news: taken } : { action: 'ignore', reason: 'known' }
  }

  return {
    async validate(arrival) {
      const verdict = await decide(arrival)
      const name = `${verdict.action}:${verdict.reason}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
      return verdict
    },
    counts,
    get waiting() {
      return queue.waiting
    },
    close() {
      queue.close()
      registry.close()
    },
  }
}

type SignerRates = {
  has(node: string, size: AnnouncedSize, nowMs: number): boolean
  charge(node: string, size: AnnouncedSize, nowMs: number): void
}

/** Counts offers, and bytes of each one alone, so that it makes no difference who divides announcements how. */
function createSignerRates(limits: MeshLimits): SignerRates {
  const offersOf = new TokenBuckets(
    { burst: limits.signerBurst, perSecond: limits.signerPerMinute / 60 },
    limits.signersMax,
  )
  const bytesOf = new TokenBuckets(
    { burst: limits.signerBurstBytes, perSecond: limits.signerBytesPerMinute / 60 },
    limits.signersMax,
  )
  return {
    has: (node, { offers, bytes }, nowMs) => offersOf.has(node, offers, nowMs) && bytesOf.has(node, bytes, nowMs),
    charge(node, { offers, bytes }, nowMs) {
      offersOf.of(node, nowMs).owe(offers, nowMs)
      bytesOf.of(node, nowMs).owe(bytes, nowMs)
    },
  }
}

function sizeOf(news: readonly News[]): AnnouncedSize {
  return { offers: news.length, bytes: news.reduce((sum, { held }) => sum + (held.bytes?.length ?? 0), 0) }
}

function nodeOf(news: readonly News[]): SignedOffer['offer']['node'] {
  const first = news[0]
  if (first === undefined) throw new TypeError('A verdict that accepts has news.')
  return first.signed.offer.node
}
