/**
 * Tells the network of this node's own offers: grouped by topic into announcements, no more often than receivers accept,
 * and anew before half of their life is over, so that an offer that is heard of twice in its life never runs out.
 */
import {
  announcementBytesMax,
  type Domain,
  decodeAnnouncement,
  encodeAnnouncement,
  MalformedError,
  offersPerAnnouncementMax,
  type SignedOffer,
} from '@millrace/protocol'
import type { TransportLog } from '../transport-log.ts'
import { dealKey } from './held-offers.ts'
import type { MeshLimits } from './mesh-limits.ts'
import { topicOfOffer } from './offer-check.ts'
import { TokenBucket } from './token-bucket.ts'
import { orAborted, sleep } from './waits.ts'

/** Signs offers again, with higher sequences and later expiries. Those it leaves out are not renewed any more. */
export type RenewOffers = (offers: readonly SignedOffer[]) => Promise<readonly SignedOffer[]>

/** What receivers accept, and what is sent: clocks drift, and gossip bunches messages. */
const shareOfAcceptedRate = 0.75
/** Milliseconds in which renewals that are due soon are done together, and after which one that failed is tried again. */
const renewTogetherMs = 5_000
/** Longest wait a timer takes, in milliseconds. */
const timerMsMax = 2 ** 31 - 1

export type AnnouncerInit = {
  readonly domain: Domain
  readonly limits: MeshLimits
  readonly publish: (topic: string, bytes: Uint8Array) => Promise<unknown>
  readonly renew: RenewOffers | undefined
  readonly log: TransportLog | undefined
  /** Unix milliseconds. */
  readonly now: () => number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  readonly random: () => number
}

export type Announcer = {
  /**
   * Resolves when all have been handed to gossip. Offers that wait are replaced by newer ones of the same deal.
   *
   * @throws {MalformedError} for an offer that is too large to be announced, or of a class that has no topic.
   */
  announce(offers: readonly SignedOffer[], options: { readonly signal: AbortSignal }): Promise<void>
  close(): void
}

export function createAnnouncer(init: AnnouncerInit): Announcer {
  const { domain, limits, publish, renew, log, now, monotonic, random } = init
  const pending = new Map<string, SignedOffer>()
  const own = new Map<string, { readonly signed: SignedOffer; readonly dueAt: number }>()
  const closing = new AbortController()
  const rates = senderRates(limits, monotonic())
  let sending: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const send = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const batch = nextAnnouncement(domain, [...pending.values()])
      if (batch === undefined) break
      const waitMs = Math.max(
        rates.offers.waitMs(batch.offers.length, monotonic()),
        rates.bytes.waitMs(batch.bytes.length, monotonic()),
      )
      if (waitMs > 0) {
        await sleep(waitMs, closing.signal)
        continue
      }
      rates.offers.owe(batch.offers.length, monotonic())
      rates.bytes.owe(batch.bytes.length, monotonic())
      for (const { offer } of batch.offers) pending.delete(dealKey(offer))
      await publish(batch.topic, batch.bytes)
    }
  }

  const follow = (signed: SignedOffer) => {
    const deal = dealKey(signed.offer)
    const lifeMs = Number(signed.offer.expiresAt) * 1_000 - now()
    own.delete(deal)
    if (renew === undefined || signed.offer.slots === 0 || lifeMs <= 0) return
    own.set(deal, { signed, dueAt: now() + (lifeMs / 2) * (1 - random() / 8) })
  }

  const schedule = () => {
    clearTimeout(timer)
    if (own.size === 0 || closing.signal.aborted) return
    const dueAt = Math.min(...[...own.values()].map((each) => each.dueAt))
    timer = setTimeout(() => void renewDue(), Math.min(Math.max(0, dueAt - now()), timerMsMax))
    timer.unref()
  }

  const renewDue = async (): Promise<void> => {
    const due = [...own].filter(([, { dueAt }]) => dueAt <= now() + renewTogetherMs)
    for (const [deal] of due) own.delete(deal)
    try {
      const renewed = await renew?.(due.map(([, { signed }]) => signed))
      if (renewed !== undefined) await announce(renewed, { signal: closing.signal })
    } catch (error) {
      if (closing.signal.aborted) return
      log?.warn({ error }, 'Offers were not renewed; trying again.')
      for (const [deal, { signed }] of due) own.set(deal, { signed, dueAt: now() + 2 * renewTogetherMs })
    }
    schedule()
  }

  const announce: Announcer['announce'] = async (offers, { signal }) => {
    signal.throwIfAborted()
    const fresh = new Map(offers.map((signed) => [dealKey(signed.offer), signed]))
    const followed = new Set([...pending.keys(), ...own.keys(), ...fresh.keys()])
    if (followed.size > limits.dealsPerNodeMax) {
      throw new RangeError(`A node announces at most ${limits.dealsPerNodeMax} deals, this would be ${followed.size}.`)
    }
    for (const signed of fresh.values()) checkAnnounceable(domain, signed)
    for (const [deal, signed] of fresh) {
      pending.set(deal, signed)
      follow(signed)
    }
    schedule()
    sending ??= send().finally(() => {
      sending = undefined
    })
    await orAborted(sending, signal)
  }

  return {
    announce,
    close() {
      closing.abort()
      clearTimeout(timer)
      pending.clear()
      own.clear()
    },
  }
}

function senderRates(limits: MeshLimits, nowMs: number): { readonly offers: TokenBucket; readonly bytes: TokenBucket } {
  const rate = (burst: number, perMinute: number) =>
    new TokenBucket({ burst: burst * shareOfAcceptedRate, perSecond: (perMinute / 60) * shareOfAcceptedRate }, nowMs)
  return {
    offers: rate(limits.signerBurst, limits.signerPerMinute),
    bytes: rate(limits.signerBurstBytes, limits.signerBytesPerMinute),
  }
}

/** What others would refuse costs this node its score, so it is not sent. */
function checkAnnounceable(domain: Domain, signed: SignedOffer): void {
  decodeAnnouncement(encodeAnnouncement([signed]))
  if (topicOfOffer(domain, signed) === undefined) {
    throw new MalformedError('offer.resourceClass', 'a class with a topic', signed.offer.resourceClass)
  }
}

type Batch = { readonly topic: string; readonly bytes: Uint8Array; readonly offers: readonly SignedOffer[] }

/** Returns an announcement of as many offers as fit, all of the first one's node and topic. */
function nextAnnouncement(domain: Domain, offers: readonly SignedOffer[]): Batch | undefined {
  const [first] = offers
  const topic = first && topicOfOffer(domain, first)
  if (first === undefined || topic === undefined) return undefined
  const batch: SignedOffer[] = []
  let bytes = envelopeBytes
  for (const signed of offers) {
    if (signed.offer.node !== first.offer.node || topicOfOffer(domain, signed) !== topic) continue
    bytes += encodeAnnouncement([signed]).length
    if (batch.length === offersPerAnnouncementMax || bytes > announcementBytesMax) break
    batch.push(signed)
  }
  // The first one fits alone, but not with the envelope counted twice when it is of the largest size.
  const chosen = batch.length > 0 ? batch : [first]
  return { topic, bytes: encodeAnnouncement(chosen), offers: chosen }
}

/** Bytes of an announcement besides its offers, rounded up. */
const envelopeBytes = 64
