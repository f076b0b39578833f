/**
 * What the matcher must answer, computed plainly: every offer is held against every constraint and scored, in one loop over
 * objects. The tests hold the matcher to it; the bench runs it beside.
 */
import { type Address, regionNames, regionOfCountry } from '@millrace/protocol'
import type { BookEntry } from '../../src/book/book-entry.ts'
import { mix32 } from '../../src/book/hash-index.ts'
import { roundTripEstimateMs } from '../../src/coordinates.ts'
import { firstTokenEstimateMs } from '../../src/first-token.ts'
import type { ConstraintName, MatchAt, MatchOrder } from '../../src/match/match-order.ts'
import { type Reputation, reputationLowerBound } from '../../src/reputation.ts'

export type ScanNode = {
  /** In millionths. */
  readonly reputation: number
  readonly roundTripMs?: number
  readonly unavailableUntil: number
}
export type ScanOffer = {
  readonly entry: BookEntry
  readonly inputPrice: number
  readonly outputPrice: number
  readonly region: number
  /** First two words of the id. */
  readonly tie: readonly [number, number]
}
export type ScanBook = { readonly offers: readonly ScanOffer[]; readonly nodes: ReadonlyMap<Address, ScanNode> }
export type Ranked = { readonly offer: ScanOffer; readonly score: number; readonly tie: number }
export type ScanResult = {
  readonly outcome: 'matched' | 'no-match'
  /** The best that satisfy the order together, best first. */
  readonly chosen: readonly Ranked[]
  /** All that pass every constraint, best first. */
  readonly matching: readonly Ranked[]
  readonly considered: number
  /** Offers of the market by what they fail. */
  readonly failures: readonly { readonly offer: ScanOffer; readonly failed: readonly ConstraintName[] }[]
  readonly excluded: Readonly<Record<string, { readonly excluded: number; readonly wouldMatch?: number }>>
}

export const newcomer: ScanNode = { reputation: millionthsOf({ good: 0, bad: 0 }), unavailableUntil: 0 }

export function millionthsOf(record: Reputation): number {
  return Math.round(reputationLowerBound(record) * 1e6)
}

export function scanOfferOf(entry: BookEntry): ScanOffer {
  return {
    entry,
    inputPrice: Number(entry.inputPrice),
    outputPrice: Number(entry.outputPrice),
    region: regionNames.indexOf(regionOfCountry(entry.country)),
    tie: [Number(`0x${entry.id.slice(2, 10)}`), Number(`0x${entry.id.slice(10, 18)}`)],
  }
}

/** Answers an order by looking at every offer. */
export function scan(book: ScanBook, order: MatchOrder, at: MatchAt): ScanResult {
  const matching: Ranked[] = []
  const failures: ScanResult['failures'][number][] = []
  const other = { workload: 0, modelRoot: 0 }
  for (const offer of book.offers) {
    const { entry } = offer
    if (entry.workload !== order.workload) other.workload++
    else if (order.modelRoot !== undefined && entry.modelRoot !== order.modelRoot) other.modelRoot++
    else {
      const node = book.nodes.get(entry.node) ?? newcomer
      const failed = failuresOf(offer, node, order, at)
      failures.push({ offer, failed })
      const tie = mix32(mix32(at.seed >>> 0, offer.tie[0]), offer.tie[1])
      if (failed.length === 0) matching.push({ offer, score: scoreOf(offer, node, order), tie })
    }
  }
  matching.sort(compareRanked)
  const chosen = choose(matching, order)
  const isDistinct = Object.values(order.distinct ?? {}).some((asked) => asked)
  const countMin = order.countMin ?? (isDistinct ? order.count : 1)
  const isEnough = chosen.length >= countMin
  const excluded: Record<string, { excluded: number; wouldMatch?: number }> = {}
  for (const [name, excludedBy] of Object.entries(other)) if (excludedBy > 0) excluded[name] = { excluded: excludedBy }
  for (const { failed } of failures) {
    for (const name of failed) {
      const count = excluded[name] ?? { excluded: 0, wouldMatch: matching.length }
      excluded[name] = {
        excluded: count.excluded + 1,
        wouldMatch: (count.wouldMatch ?? 0) + (failed.length === 1 ? 1 : 0),
      }
    }
  }
  if (!isEnough && matching.length > 0) {
    const name = isDistinct && matching.length >= countMin ? 'distinct' : 'count'
    excluded[name] = { excluded: matching.length - chosen.length, wouldMatch: matching.length }
  }
  const outcome = isEnough ? 'matched' : 'no-match'
  return { outcome, chosen, matching, considered: failures.length, failures, excluded }
}

function compareRanked(a: Ranked, b: Ranked): number {
  return grainsOf(a) - grainsOf(b) || a.tie - b.tie || (a.offer.entry.id < b.offer.entry.id ? -1 : 1)
}

/** Offers whose scores differ by less than a quarter of a base unit may be equals. */
function grainsOf({ score }: Ranked): number {
  return Math.floor(score * (1 / 250_000))
}

function choose(matching: readonly Ranked[], { count, distinct }: MatchOrder): readonly Ranked[] {
  const chosen: Ranked[] = []
  for (const candidate of matching) {
    if (chosen.length === count) break
    const { entry, region } = candidate.offer
    const isTaken = chosen.some(
      ({ offer }) =>
        (distinct?.operator === true && offer.entry.operator === entry.operator) ||
        (distinct?.subnet === true && offer.entry.subnet === entry.subnet) ||
        (distinct?.region === true && offer.region === region),
    )
    if (!isTaken) chosen.push(candidate)
  }
  return chosen
}

export function roundTripMsOf({ entry }: ScanOffer, node: ScanNode, order: MatchOrder): number {
  if (node.roundTripMs !== undefined) return node.roundTripMs
  if (entry.coordinate === undefined || order.coordinate === undefined) return 250
  return roundTripEstimateMs(entry.coordinate, order.coordinate)
}

export function firstTokenMsOf(offer: ScanOffer, node: ScanNode, order: MatchOrder): number {
  const { rates } = offer.entry
  return firstTokenEstimateMs({
    roundTripMs: roundTripMsOf(offer, node, order),
    queueMs: rates.queueMs,
    inputUnits: order.inputUnits,
    prefillTokensPerSecond: rates.prefillTokensPerSecond || 50,
  })
}

export function workOf(offer: ScanOffer, order: MatchOrder): number {
  return Math.ceil((order.inputUnits * offer.inputPrice + order.outputUnits * offer.outputPrice) / 1e6)
}

export function exactWorkOf({ entry }: ScanOffer, order: MatchOrder): bigint {
  const cost = BigInt(order.inputUnits) * entry.inputPrice + BigInt(order.outputUnits) * entry.outputPrice
  return (cost + 999_999n) / 1_000_000n
}

/** In millionths of a base unit. */
function scoreOf(offer: ScanOffer, node: ScanNode, order: MatchOrder): number {
  const work = order.inputUnits * offer.inputPrice + order.outputUnits * offer.outputPrice
  const price = Number(order.latencyPricePerSecond)
  const decodeMs = (order.outputUnits * 1_000) / (offer.entry.rates.decodeTokensPerSecond || 5)
  const latency = price === 0 ? 0 : price * (firstTokenMsOf(offer, node, order) + decodeMs) * 1_000
  const failureCost = order.failureCost === undefined ? work / 1e6 : Number(order.failureCost)
  return work + latency + (1e6 - node.reputation) * failureCost
}

/** Returns for how many seconds an offer stays available; below any number when it is not yet. */
export function stayOf({ entry }: ScanOffer, nowMs: number): number {
  if (entry.availableFrom * 1_000 > nowMs) return Number.NEGATIVE_INFINITY
  return (entry.availableUntil * 1_000 - nowMs) / 1_000
}

function failuresOf(offer: ScanOffer, node: ScanNode, order: MatchOrder, { nowMs }: MatchAt): ConstraintName[] {
  const { entry, region } = offer
  const failed: ConstraintName[] = []
  const check = (passes: boolean, name: ConstraintName): void => {
    if (!passes) failed.push(name)
  }
  check(entry.expiresAt * 1_000 > nowMs, 'expired')
  check(entry.slots > 0, 'withdrawn')
  check(node.unavailableUntil <= nowMs, 'unavailable')
  if (order.excludedNodes) check(!order.excludedNodes.includes(entry.node), 'excludedNodes')
  check(stayOf(offer, nowMs) >= order.availableForSeconds, 'availableForSeconds')
  if (order.terms !== undefined) check(entry.terms === order.terms, 'terms')
  if (order.resourceClass !== undefined) check(entry.resourceClass === order.resourceClass, 'resourceClass')
  if (order.gpuMemoryMibMin !== undefined) check(entry.gpuMemoryMib >= order.gpuMemoryMibMin, 'gpuMemoryMibMin')
  const regionName = regionNames[region]
  if (order.regions) check(regionName !== undefined && order.regions.includes(regionName), 'regions')
  if (order.countries) check(order.countries.includes(entry.country), 'countries')
  if (order.attestations !== undefined) {
    check((entry.attestations & order.attestations) >>> 0 === order.attestations, 'attestations')
  }
  if (order.exactnessMin !== undefined) check(entry.exactness >= order.exactnessMin, 'exactnessMin')
  check(entry.contextTokensMax >= order.contextTokens, 'contextTokens')
  if (order.inputPriceMax !== undefined) check(entry.inputPrice <= order.inputPriceMax, 'inputPriceMax')
  if (order.outputPriceMax !== undefined) check(entry.outputPrice <= order.outputPriceMax, 'outputPriceMax')
  if (order.costMax !== undefined) check(exactWorkOf(offer, order) <= order.costMax, 'costMax')
  if (order.roundTripMsMax !== undefined) {
    check(roundTripMsOf(offer, node, order) <= order.roundTripMsMax, 'roundTripMsMax')
  }
  if (order.firstTokenMsMax !== undefined) {
    check(firstTokenMsOf(offer, node, order) <= order.firstTokenMsMax, 'firstTokenMsMax')
  }
  if (order.reputationMin !== undefined) check(node.reputation / 1e6 >= order.reputationMin, 'reputationMin')
  if (order.operators) check(order.operators.includes(entry.operator), 'operators')
  if (order.nodes) check(order.nodes.includes(entry.node), 'nodes')
  return failed
}
