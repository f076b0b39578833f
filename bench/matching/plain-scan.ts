/**
 * The peer in the same run: a plain loop over all offers as objects, as a marketplace's screener would write it. It stops at the
 * first constraint that an offer fails, keeps the best, and tells no reasons.
 */
import {
  type BookEntry,
  type MatchOrder,
  type OfferBook,
  type Reputation,
  reputationLowerBound,
  roundTripEstimateMs,
} from '@millrace/matching'
import { type Address, regionOfCountry } from '@millrace/protocol'

export type PlainOffer = BookEntry & {
  readonly region: string
  readonly input: number
  readonly output: number
  readonly state: PlainNode
}
export type PlainNode = { reputation: number; roundTripMs: number | undefined; unavailableUntil: number }

/** What the buyer knows of nodes, told to a book and kept beside it for the scan. */
export type NodeNews = Pick<OfferBook, 'setReputation' | 'setRoundTrip' | 'setUnavailable'>

export function plainNodeOf(states: Map<string, PlainNode>, node: Address): PlainNode {
  const reputation = millionthsOf({ good: 0, bad: 0 })
  const state = states.get(node) ?? { reputation, roundTripMs: undefined, unavailableUntil: 0 }
  states.set(node, state)
  return state
}

/** Returns where to tell the news, so that both learn of it. */
export function toldToBoth(book: OfferBook, states: Map<string, PlainNode>): NodeNews {
  return {
    setReputation(node, record) {
      book.setReputation(node, record)
      plainNodeOf(states, node).reputation = millionthsOf(record)
    },
    setRoundTrip(node, roundTripMs) {
      book.setRoundTrip(node, roundTripMs)
      plainNodeOf(states, node).roundTripMs = roundTripMs
    },
    setUnavailable(node, until, reason) {
      book.setUnavailable(node, until, reason)
      plainNodeOf(states, node).unavailableUntil = until
    },
  }
}

function millionthsOf(record: Reputation): number {
  return Math.round(reputationLowerBound(record) * 1e6)
}

export function plainOfferOf(entry: BookEntry, state: PlainNode): PlainOffer {
  const region = regionOfCountry(entry.country)
  return { ...entry, region, input: Number(entry.inputPrice), output: Number(entry.outputPrice), state }
}

/** Returns the scores of the best offers in whole base units, best first; fewer than asked for when they cannot be distinct. */
export function plainScan(offers: readonly PlainOffer[], order: MatchOrder, nowMs: number): readonly number[] {
  const isDistinct = order.distinct !== undefined
  const found: { score: number; offer: PlainOffer }[] = []
  let worst = Number.POSITIVE_INFINITY
  for (const offer of offers) {
    if (!isMatch(offer, order, nowMs)) continue
    const score = scoreOf(offer, order)
    if (score >= worst) continue
    found.push({ score, offer })
    if (isDistinct || found.length < order.count * 64) continue
    found.sort((a, b) => a.score - b.score)
    found.length = order.count
    worst = found[order.count - 1]?.score ?? worst
  }
  found.sort((a, b) => a.score - b.score)
  const chosen: typeof found = []
  for (const candidate of found) {
    if (chosen.length === order.count) break
    if (chosen.every(({ offer }) => !shares(offer, candidate.offer, order))) chosen.push(candidate)
  }
  return chosen.map(({ score }) => Math.ceil(score / 1e6))
}

function shares(a: PlainOffer, b: PlainOffer, { distinct }: MatchOrder): boolean {
  if (distinct?.operator === true && a.operator === b.operator) return true
  if (distinct?.subnet === true && a.subnet === b.subnet) return true
  return distinct?.region === true && a.region === b.region
}

function isMatch(offer: PlainOffer, order: MatchOrder, nowMs: number): boolean {
  if (offer.workload !== order.workload) return false
  if (order.modelRoot !== undefined && offer.modelRoot !== order.modelRoot) return false
  if (offer.expiresAt * 1_000 <= nowMs || offer.slots === 0 || offer.state.unavailableUntil > nowMs) return false
  if (offer.availableFrom * 1_000 > nowMs) return false
  if ((offer.availableUntil * 1_000 - nowMs) / 1_000 < order.availableForSeconds) return false
  if (order.terms !== undefined && offer.terms !== order.terms) return false
  if (order.resourceClass !== undefined && offer.resourceClass !== order.resourceClass) return false
  if (order.gpuMemoryMibMin !== undefined && offer.gpuMemoryMib < order.gpuMemoryMibMin) return false
  if (order.regions !== undefined && !(order.regions as readonly string[]).includes(offer.region)) return false
  if (order.countries !== undefined && !order.countries.includes(offer.country)) return false
  if (order.attestations !== undefined && (order.attestations & ~offer.attestations) !== 0) return false
  if (order.exactnessMin !== undefined && offer.exactness < order.exactnessMin) return false
  if (offer.contextTokensMax < order.contextTokens) return false
  if (order.inputPriceMax !== undefined && offer.inputPrice > order.inputPriceMax) return false
  if (order.outputPriceMax !== undefined && offer.outputPrice > order.outputPriceMax) return false
  if (order.costMax !== undefined && workOf(offer, order) > Number(order.costMax)) return false
  if (order.roundTripMsMax !== undefined && roundTripOf(offer, order) > order.roundTripMsMax) return false
  if (order.firstTokenMsMax !== undefined && firstTokenOf(offer, order) > order.firstTokenMsMax) return false
  return order.reputationMin === undefined || offer.state.reputation / 1e6 >= order.reputationMin
}

/** In millionths of a base unit. */
function scoreOf(offer: PlainOffer, order: MatchOrder): number {
  const work = order.inputUnits * offer.input + order.outputUnits * offer.output
  const price = Number(order.latencyPricePerSecond)
  const decodeMs = (order.outputUnits * 1_000) / (offer.rates.decodeTokensPerSecond || 5)
  const latency = price === 0 ? 0 : price * (firstTokenOf(offer, order) + decodeMs) * 1_000
  return work + latency + (1e6 - offer.state.reputation) * (work / 1e6)
}

function workOf(offer: PlainOffer, order: MatchOrder): number {
  return Math.ceil((order.inputUnits * offer.input + order.outputUnits * offer.output) / 1e6)
}

function firstTokenOf(offer: PlainOffer, order: MatchOrder): number {
  const rate = offer.rates.prefillTokensPerSecond || 50
  return roundTripOf(offer, order) + offer.rates.queueMs + (order.inputUnits * 1_000) / rate
}

function roundTripOf(offer: PlainOffer, order: MatchOrder): number {
  if (offer.state.roundTripMs !== undefined) return offer.state.roundTripMs
  if (offer.coordinate === undefined || order.coordinate === undefined) return 250
  return roundTripEstimateMs(offer.coordinate, order.coordinate)
}
