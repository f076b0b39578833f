/**
 * The offers that a buyer believes, in the matcher's book and in full beside it, however they came. Bounded: when there are
 * too many, the dearest and those about to expire leave first, never those of nodes that the buyer lists or has used.
 */
import { type BookEntry, coordinateFromDetails, createOfferBook, type OfferBook } from '@millrace/matching'
import type { Address, Hash, ModelContent } from '@millrace/protocol'
import type { ProviderOffer } from './offer-view.ts'
import { subnetOf } from './subnet.ts'

/** Offers kept of one node. */
export const offersPerProviderMax = 256
/** Offers kept of one operator: a registration costs something, a node key does not. */
export const offersPerOperatorMax = 4_096
/** Names that mean several models, for which the choice is kept. */
const ambiguousNamesMax = 1_024
/** Offers looked at to find the one that leaves when there is no room. */
const evictionLooks = 64

export type HeldOffers = {
  /** For the matcher. Its offers are those of {@link get}. */
  readonly matching: OfferBook
  readonly size: number
  /** Keeps the offer; `known` when it is held already, `stale` when a newer one of the same deal is, `full` without room. */
  put(offer: ProviderOffer): 'kept' | 'known' | 'stale' | 'full'
  get(hash: Hash): ProviderOffer | undefined
  remove(hash: Hash): void
  offersOf(node: Address): readonly ProviderOffer[]
  hasNode(node: Address): boolean
  /** Every offer that has not expired and was not withdrawn. Cost: O(n). */
  live(): readonly ProviderOffer[]
  /**
   * Roots of the models of that name which are on offer. Where there are several, those of nodes that are listed or were used
   * count alone: a stranger cannot make a name ambiguous.
   */
  rootsOf(name: string): readonly Hash[]
  hasRoot(root: Hash): boolean
  names(): readonly string[]
  /** Removes what has expired. Cost: O(n) at most once a second, else nothing. */
  expire(nowMs: number): void
  /** Called with each offer that is kept. Returns how to stop it. */
  onKept(listener: (offer: ProviderOffer) => void): () => void
}

type Init = {
  readonly offersMax: number
  /** 32 random bits, so that strangers cannot crowd the matcher's index. */
  readonly hashSeed: number
  readonly now: () => number
  /** Whether the node's offers may not be the ones that leave. */
  readonly isProtected: (node: Address) => boolean
  /** Told of a node's first offer. */
  readonly onNode: (node: Address) => void
}

export function createHeldOffers({ offersMax, hashSeed, now, isProtected, onNode }: Init): HeldOffers {
  const matching = createOfferBook({ offersMax, hashSeed })
  const offers = new Map<Hash, ProviderOffer>()
  const hashesOfNode = new Map<Address, Map<string, Hash>>()
  const countOfOperator = new Map<Address, number>()
  const models = new Map<Hash, { readonly content: ModelContent; count: number }>()
  const rootsOfName = new Map<string, Set<Hash>>()
  /** PERF: found by a look at all offers, so kept for a second. */
  const trustedRoots = new Map<string, { readonly second: number; readonly roots: readonly Hash[] }>()
  const listeners = new Set<(offer: ProviderOffer) => void>()
  let expiredAt = 0

  function put(given: ProviderOffer): 'kept' | 'known' | 'stale' | 'full' {
    if (offers.has(given.offerHash)) return 'known'
    const deals = hashesOfNode.get(given.node)
    const replaced = deals?.get(dealOf(given))
    if (replaced === undefined && !makeRoom(given, deals?.size ?? 0)) return 'full'
    const outcome = matching.upsert(entryOf(given))
    if (outcome === 'stale' || outcome === 'full') return outcome
    if (replaced !== undefined) forget(replaced)
    keep(given)
    for (const listener of [...listeners]) listener(given)
    return 'kept'
  }

  function keep(given: ProviderOffer): void {
    const { node, operator, modelRoot, offerHash } = given
    const model = models.get(modelRoot) ?? { content: given.model, count: 0 }
    model.count++
    models.set(modelRoot, model)
    const roots = rootsOfName.get(model.content.name) ?? new Set()
    rootsOfName.set(model.content.name, roots.add(modelRoot))
    // One content for all offers of a model: it is most of what an offer weighs.
    offers.set(offerHash, { ...given, model: model.content })
    const deals = hashesOfNode.get(node)
    if (deals === undefined) {
      hashesOfNode.set(node, new Map([[dealOf(given), offerHash]]))
      onNode(node)
    } else deals.set(dealOf(given), offerHash)
    countOfOperator.set(operator, (countOfOperator.get(operator) ?? 0) + 1)
  }

  /** Forgets an offer that is not in the matcher's book any more. */
  function forget(hash: Hash): void {
    const offer = offers.get(hash)
    if (offer === undefined) return
    offers.delete(hash)
    const { node, operator, modelRoot } = offer
    const deals = hashesOfNode.get(node)
    if (deals?.get(dealOf(offer)) === hash) deals.delete(dealOf(offer))
    if (deals?.size === 0) hashesOfNode.delete(node)
    const count = (countOfOperator.get(operator) ?? 1) - 1
    if (count === 0) countOfOperator.delete(operator)
    else countOfOperator.set(operator, count)
    const model = models.get(modelRoot)
    if (model === undefined || --model.count > 0) return
    models.delete(modelRoot)
    const roots = rootsOfName.get(model.content.name)
    roots?.delete(modelRoot)
    if (roots?.size === 0) rootsOfName.delete(model.content.name)
  }

  function remove(hash: Hash): void {
    matching.remove(hash)
    forget(hash)
  }

  function makeRoom(given: ProviderOffer, heldOfNode: number): boolean {
    if (heldOfNode >= offersPerProviderMax) return false
    if (!isProtected(given.node) && (countOfOperator.get(given.operator) ?? 0) >= offersPerOperatorMax) return false
    if (offers.size < offersMax) return true
    const worst = worstHeld()
    if (worst === undefined || (!isProtected(given.node) && !isWorse(worst, given))) return false
    remove(worst.offerHash)
    return true
  }

  /** The worst of the offers looked at longest ago. */
  function worstHeld(): ProviderOffer | undefined {
    let worst: ProviderOffer | undefined
    const looked: ProviderOffer[] = []
    for (const offer of offers.values()) {
      if (looked.push(offer) > evictionLooks) break
      if (!isProtected(offer.node) && (worst === undefined || isWorse(offer, worst))) worst = offer
    }
    for (const offer of looked) {
      offers.delete(offer.offerHash)
      offers.set(offer.offerHash, offer)
    }
    return worst
  }

  function rootsOf(name: string): readonly Hash[] {
    const roots = [...(rootsOfName.get(name) ?? [])]
    if (roots.length < 2) return roots
    const second = Math.floor(now() / 1000)
    const known = trustedRoots.get(name)
    if (known?.second === second) return known.roots
    const trusted = new Set<Hash>()
    for (const { node, modelRoot } of offers.values()) {
      if (!trusted.has(modelRoot) && roots.includes(modelRoot) && isProtected(node)) trusted.add(modelRoot)
    }
    const counted = trusted.size === 0 ? roots : [...trusted]
    if (trustedRoots.size >= ambiguousNamesMax) trustedRoots.clear()
    trustedRoots.set(name, { second, roots: counted })
    return counted
  }

  function isWorse(a: ProviderOffer, b: ProviderOffer): boolean {
    const [isAOver, isBOver] = [isOver(a), isOver(b)]
    if (isAOver !== isBOver) return isAOver
    return a.prices.inputPrice + a.prices.outputPrice > b.prices.inputPrice + b.prices.outputPrice
  }

  function isOver({ offer }: ProviderOffer): boolean {
    return offer.slots === 0 || Number(offer.expiresAt) * 1000 <= now()
  }

  return {
    matching,
    get size() {
      return offers.size
    },
    put,
    get: (hash) => offers.get(hash),
    remove,
    offersOf(node) {
      const hashes = [...(hashesOfNode.get(node)?.values() ?? [])]
      return hashes.flatMap((hash) => offers.get(hash) ?? []).filter((offer) => !isOver(offer))
    },
    hasNode: (node) => hashesOfNode.has(node),
    live: () => [...offers.values()].filter((offer) => !isOver(offer)),
    rootsOf,
    hasRoot: (root) => models.has(root),
    names: () => [...rootsOfName.keys()].sort(),
    expire(nowMs) {
      const second = Math.floor(nowMs / 1000)
      if (second === expiredAt) return
      expiredAt = second
      if (matching.expire(second) === 0) return
      for (const [hash, { offer }] of offers) if (Number(offer.expiresAt) <= second) forget(hash)
    },
    onKept(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function dealOf({ offer }: ProviderOffer): string {
  return `${offer.modelRoot}:${offer.workload}:${offer.terms}`
}

/** The offer in the matcher's terms. */
function entryOf({ offer, offerHash, details, endpoint }: ProviderOffer): BookEntry {
  const { coordinate: claimed, rates } = details
  const coordinate = claimed === undefined ? undefined : coordinateFromDetails(claimed)
  return {
    ...offer,
    id: offerHash,
    rates,
    subnet: subnetOf(endpoint.addresses),
    ...(coordinate === undefined ? {} : { coordinate }),
    availableFrom: secondsOf(offer.availableFrom),
    availableUntil: secondsOf(offer.availableUntil),
    expiresAt: secondsOf(offer.expiresAt),
  }
}

/** Far times are all the same: they never come. */
function secondsOf(time: bigint): number {
  return Number(time < maxSafe ? time : maxSafe)
}

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)
