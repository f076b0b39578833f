/**
 * The matcher: from an order and a book to the best offers with reasons, or to the reasons why there is none and the smallest
 * change that would find one. Pure: the same offers, order, time and seed give the same result, whatever the book went through.
 */
import { type RegionName, regionNames } from '@millrace/protocol'
import { idOf } from '../book/book-index.ts'
import { indexOf, type OfferBook } from '../book/offer-book.ts'
import {
  blockOf,
  handle,
  height,
  inputHigh,
  inputLow,
  kind,
  measured,
  node,
  none,
  operator,
  outputHigh,
  outputLow,
  reputation,
  rowOf,
} from '../book/offer-rows.ts'
import { countFailures, exclusionsOf, type FailureCounts, marketExclusions } from './exclusions.ts'
import { exactWorkOf, isExactWork } from './limit-screens.ts'
import type { ExclusionCounts, Match, MatchAt, MatchOrder, MatchReasons, MatchResult } from './match-order.ts'
import { decodeMsOf, firstTokenMsOf, latencyScoreOf, roundTripMsOf, workScoreOf } from './pricing.ts'
import { isDistinct, type Query, queryOf } from './query.ts'
import { relaxationCollectors, smallestRelaxation } from './relaxation.ts'
import { bestRows, type Candidate } from './search.ts'

/**
 * Returns the offers that cost the buyer least in expectation, best first, or why there are too few.
 *
 * @throws {BookEntryError} for an order with a value out of its range.
 *
 * @example
 * const result = matchOffers(book, order, { nowMs: Date.now(), seed: 7 })
 * if (result.outcome === 'matched') console.log(result.matches[0].node)
 */
export function matchOffers(book: OfferBook, order: MatchOrder, at: MatchAt): MatchResult {
  const query = queryOf(indexOf(book), order, at)
  const found = bestRows(query)
  const chosen = found.slice(0, order.count)
  const { considered } = query
  if (chosen.length >= query.countMin) {
    const costs = found.map((candidate) => costOf(query, candidate))
    const matches = chosen.map((candidate, i) => matchOf(query, candidate, costs[i] as Cost, costs[i + 1]))
    const excluded = at.countExclusions === true ? exclusionsOf(query, countFailures(query)) : marketExclusions(query)
    return { outcome: 'matched', matches, considered, excluded }
  }
  const collectors = relaxationCollectors(query)
  const failures = countFailures(query, collectors)
  const excluded = { ...exclusionsOf(query, failures), ...shortage(query, failures, chosen.length) }
  const relaxation = smallestRelaxation(query, failures, collectors, chosen.length)
  return { outcome: 'no-match', total: query.index.size, considered, excluded, relaxation }
}

/** Names `distinct` or `count` where offers match, but too few together. */
function shortage(query: Query, { matching }: FailureCounts, chosen: number): ExclusionCounts {
  if (matching === 0) return {}
  const count = { excluded: matching - chosen, wouldMatch: matching }
  return isDistinct(query.order) && matching >= query.countMin ? { distinct: count } : { count }
}

type Cost = NonNullable<MatchReasons['next']>

function matchOf(query: Query, { slot }: Candidate, cost: Cost, next: Cost | undefined): Match {
  const { block, row } = rowAt(query, slot)
  const { pricing } = query
  const what = block[kind + row] as number
  return {
    id: cost.id,
    node: cost.node,
    operator: query.index.operators.text(block[operator + row] as number),
    score: cost.score,
    reasons: {
      workCost: cost.workCost,
      latencyCost: cost.latencyCost,
      riskCost: cost.riskCost,
      inputPrice: wide(block[inputLow + row] as number, block[inputHigh + row] as number),
      outputPrice: wide(block[outputLow + row] as number, block[outputHigh + row] as number),
      roundTripMs: roundTripMsOf(pricing, block, row),
      roundTripFrom: roundTripFrom(query, block, row),
      firstTokenMs: firstTokenMsOf(pricing, block, row),
      decodeMs: decodeMsOf(pricing, block, row),
      reputation: (block[reputation + row] as number) / 1e6,
      region: regionNames[what & 255] as RegionName,
      terms: (what >>> 16) & 255,
      next,
    },
  }
}

/** Rounds sums, not parts: so the parts add up to the score, which is rounded up once and grows with the rank. */
function costOf(query: Query, { slot, score }: Candidate): Cost {
  const { block, row } = rowAt(query, slot)
  const work = workScoreOf(query.pricing, block, row)
  const [wholeWork, whole] = [Math.ceil(work / 1e6), Math.ceil(score / 1e6)]
  const wholeTimely = Math.ceil((work + latencyScoreOf(query.pricing, block, row)) / 1e6)
  const workCost = isExactWork(wholeWork) ? BigInt(wholeWork) : exactWorkOf(query.order, block, row)
  const latencyCost = BigInt(wholeTimely - wholeWork)
  const riskCost = BigInt(whole - wholeTimely)
  return {
    id: idOf(query.index, block[handle + row] as number),
    node: query.index.nodes.names.text(block[node + row] as number),
    // The differences of exact integers add up to the whole.
    score: isExactWork(whole) ? BigInt(whole) : workCost + latencyCost + riskCost,
    workCost,
    latencyCost,
    riskCost,
  }
}

function roundTripFrom(query: Query, block: Uint32Array, row: number): MatchReasons['roundTripFrom'] {
  if (block[measured + row] !== none) return 'measured'
  return block[height + row] !== none && query.pricing.isPlaced ? 'estimated' : 'assumed'
}

function rowAt({ index }: Query, slot: number): { readonly block: Uint32Array; readonly row: number } {
  return { block: blockOf(index.leaves.rows, slot), row: rowOf(slot) }
}

function wide(low: number, high: number): bigint {
  return high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low)
}
