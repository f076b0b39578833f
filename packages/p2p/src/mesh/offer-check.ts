/**
 * Whether an announcement may be believed and passed on: checks from the cheapest to the dearest, without waiting.
 *
 * What an honest peer could pass on in good faith is ignored; what it could not is rejected and costs the sender its
 * score. An announcement is not signed as a whole, so every offer in it is either newer than the one held or the very one
 * held: nothing forged travels in the company of something genuine.
 */
import {
  announcementBytesMax,
  bytesToHex,
  type Domain,
  decodeAnnouncement,
  digest,
  domainSeparator,
  encodeAnnouncement,
  MalformedError,
  messageId,
  modelRoot,
  offerDetailsHash,
  offerTopic,
  offerType,
  ProtocolVersionError,
  type RecoverSigner,
  type ResourceClass,
  regionOfCountry,
  resourceClasses,
  type SignedOffer,
} from '@millrace/protocol'
import { dealKey, type HeldOffer, type HeldOffers } from './held-offers.ts'

/** Why an announcement is neither delivered nor passed on, at no cost to who sent it. */
export const ignoredReasons = [
  'known',
  'stale',
  'just-expired',
  'lives-just-too-long',
  'signer-too-often',
  'node-has-too-many-deals',
  'sender-too-often',
  'registry-silent',
  'not-registered',
] as const
/** Why an announcement costs its sender. */
export const rejectedReasons = [
  'too-large',
  'unknown-topic',
  'malformed',
  'version',
  'other-topic',
  'same-deal-twice',
  'expired',
  'lives-too-long',
  'details-do-not-match',
  'model-does-not-match',
  'signature-does-not-match',
  'not-registered',
] as const

export type Verdict =
  | { readonly action: 'accept'; readonly reason: 'new'; readonly news: readonly News[] }
  | { readonly action: 'ignore'; readonly reason: (typeof ignoredReasons)[number] }
  | { readonly action: 'reject'; readonly reason: (typeof rejectedReasons)[number] }

/** An offer that is newer than the one held, and how it would be held. */
export type News = { readonly signed: SignedOffer; readonly held: HeldOffer }

export type OfferCheckInit = {
  readonly domain: Domain
  readonly recoverSigner: RecoverSigner
  readonly held: HeldOffers
  readonly lifetimeSecondsMax: number
  readonly clockSkewSecondsMax: number
  /** Whether this signer may announce so much now; asked before its signatures are checked. */
  readonly mayAnnounce: (node: string, size: AnnouncedSize) => boolean
}

/** How much of an announcement is new. */
export type AnnouncedSize = { readonly offers: number; readonly bytes: number }

/** @param topics - where its offers may belong: all of them on the same one. */
export type OfferCheck = (bytes: Uint8Array, topics: ReadonlySet<string>, nowSeconds: bigint) => Verdict

const classNames = new Map<number, ResourceClass>(
  Object.entries(resourceClasses).map(([name, code]) => [code, name as ResourceClass]),
)

/** Returns the topic an offer belongs on, or undefined for a class that has none. */
export function topicOfOffer(domain: Domain, { offer }: SignedOffer): string | undefined {
  const resourceClass = classNames.get(offer.resourceClass)
  return resourceClass && offerTopic(domain, resourceClass, regionOfCountry(offer.country))
}

/**
 * Returns a check of announcements. A verdict that accepts has changed nothing yet.
 *
 * Cost: about 150 µs for one offer with a small model, most of it parsing and hashing.
 */
export function createOfferCheck(init: OfferCheckInit): OfferCheck {
  const separator = domainSeparator(init.domain)
  return (bytes, topics, nowSeconds) => {
    const offers = decode(bytes)
    if (typeof offers === 'string') return { action: 'reject', reason: offers }
    const misplaced = placeReason(init.domain, offers, topics)
    if (misplaced !== undefined) return { action: 'reject', reason: misplaced }
    const untimely = timeVerdict(init, offers, nowSeconds)
    if (untimely !== undefined) return untimely
    const candidates = offers.map((signed) => candidateOf(init.held, signed))
    if (new Set(candidates.map(({ deal }) => deal)).size !== candidates.length) {
      return { action: 'reject', reason: 'same-deal-twice' }
    }
    const idle = idleReason(candidates, bytes.length, init.mayAnnounce)
    if (idle !== undefined) return { action: 'ignore', reason: idle }
    // Offers have one form, or anybody could blow them up, or have gossip take them for others.
    if (Buffer.compare(encodeAnnouncement(offers), bytes) !== 0) return { action: 'reject', reason: 'malformed' }
    return checkProofs(init, separator, candidates)
  }
}

/** Returns how an offer whose signature holds is held. @param separator - from domainSeparator(domain). */
export function newsOf(domain: Domain, separator: Uint8Array, signed: SignedOffer): News {
  const { offer, signature } = signed
  const { node, sequence, expiresAt } = offer
  const id = messageId(separator, offerType, offer)
  const topic = topicOfOffer(domain, signed) ?? ''
  const bytes = encodeAnnouncement([signed])
  return { signed, held: { deal: dealKey(offer), node, id, signature, sequence, expiresAt, topic, bytes } }
}

type Candidate = { readonly signed: SignedOffer; readonly deal: string; readonly newest: HeldOffer | undefined }

function candidateOf(held: HeldOffers, signed: SignedOffer): Candidate {
  const deal = dealKey(signed.offer)
  return { signed, deal, newest: held.newest(deal) }
}

function decode(bytes: Uint8Array): readonly SignedOffer[] | 'too-large' | 'version' | 'malformed' {
  if (bytes.length > announcementBytesMax) return 'too-large'
  try {
    return decodeAnnouncement(bytes)
  } catch (error) {
    if (error instanceof ProtocolVersionError) return 'version'
    if (error instanceof MalformedError) return 'malformed'
    throw error
  }
}

function placeReason(
  domain: Domain,
  offers: readonly SignedOffer[],
  topics: ReadonlySet<string>,
): 'other-topic' | undefined {
  const [topic, ...others] = new Set(offers.map((offer) => topicOfOffer(domain, offer)))
  return topic !== undefined && others.length === 0 && topics.has(topic) ? undefined : 'other-topic'
}

function timeVerdict(
  { lifetimeSecondsMax, clockSkewSecondsMax }: OfferCheckInit,
  offers: readonly SignedOffer[],
  nowSeconds: bigint,
): Verdict | undefined {
  const skew = BigInt(clockSkewSecondsMax)
  const latest = nowSeconds + BigInt(lifetimeSecondsMax) + skew
  let ignored: 'just-expired' | 'lives-just-too-long' | undefined
  for (const { offer } of offers) {
    // Who passed it on in good faith took it by a clock that may differ as much, so there is room for that on both ends.
    if (offer.expiresAt > latest + skew) return { action: 'reject', reason: 'lives-too-long' }
    if (offer.expiresAt + skew <= nowSeconds) return { action: 'reject', reason: 'expired' }
    if (offer.expiresAt > latest) ignored = 'lives-just-too-long'
    else if (offer.expiresAt <= nowSeconds) ignored = 'just-expired'
  }
  return ignored && { action: 'ignore', reason: ignored }
}

/** Returns why nothing in it is worth checking, or may not be checked now. */
function idleReason(
  candidates: readonly Candidate[],
  bytes: number,
  mayAnnounce: OfferCheckInit['mayAnnounce'],
): 'known' | 'stale' | 'signer-too-often' | undefined {
  const isKnown = ({ signed, newest }: Candidate) => newest?.sequence === signed.offer.sequence
  const fresh = candidates.filter((candidate) => !isKnown(candidate))
  const [first] = fresh
  if (first === undefined) return 'known'
  if (fresh.some(({ signed, newest }) => newest !== undefined && newest.sequence > signed.offer.sequence))
    return 'stale'
  const size = { offers: fresh.length, bytes: Math.ceil((bytes * fresh.length) / candidates.length) }
  return mayAnnounce(first.signed.offer.node, size) ? undefined : 'signer-too-often'
}

function checkProofs(
  { domain, recoverSigner, held }: OfferCheckInit,
  separator: Uint8Array,
  candidates: readonly Candidate[],
): Verdict {
  const news: News[] = []
  let signedAgain = false
  for (const { signed, newest } of candidates) {
    const { offer, signature, model, details } = signed
    if (offerDetailsHash(details) !== offer.detailsHash) return { action: 'reject', reason: 'details-do-not-match' }
    if (modelRoot(model) !== offer.modelRoot) return { action: 'reject', reason: 'model-does-not-match' }
    const offerDigest = digest(separator, offerType, offer)
    const id = bytesToHex(offerDigest)
    if (newest?.id === id && newest.signature === signature) continue
    if (recoverSigner(offerDigest, signature) !== offer.node) {
      return { action: 'reject', reason: 'signature-does-not-match' }
    }
    signedAgain ||= newest?.sequence === offer.sequence
    news.push(newsOf(domain, separator, signed))
  }
  if (signedAgain) return { action: 'ignore', reason: 'stale' }
  const added = news.filter(({ held: { deal } }) => held.newest(deal) === undefined).length
  const node = candidates[0]?.signed.offer.node
  if (added > 0 && node !== undefined && !held.hasRoomFor(node)) {
    return { action: 'ignore', reason: 'node-has-too-many-deals' }
  }
  return { action: 'accept', reason: 'new', news }
}
