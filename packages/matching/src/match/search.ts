/**
 * The best rows for an order: branch and bound over leaves, in the order of the least score that a row of each could have.
 * A leaf that cannot beat what was found is never looked into, and none after it is.
 *
 * Rows rank by score, down to a fraction of a base unit (a grain), then by a hash of the order's seed and the offer's id, so that equal
 * offers share the load and the order in which the book came to know them cannot be seen.
 */
import { regionNames } from '@millrace/protocol'
import { idColumn, subnetColumn } from '../book/book-index.ts'
import { mix32 } from '../book/hash-index.ts'
import { boundCount, inputMost, leafCount, outputMost, regionsAny } from '../book/leaf-bounds.ts'
import { groupScores } from '../book/leaf-groups.ts'
import {
  blockOf,
  blockOfLeaf,
  firstOfLeaf,
  handle,
  kind,
  leafShift,
  operator,
  reputation,
  rowOf,
} from '../book/offer-rows.ts'
import { scoreBoundCount } from '../book/score-bounds.ts'
import {
  latencyScoreOf,
  leastLatencyScoreOf,
  leastScoreOf,
  narrowWorkScoreOf,
  riskScoreOf,
  workScoreOf,
} from './pricing.ts'
import {
  failsLate,
  hopeless,
  isDistinct,
  isHopeless,
  judgeLeaf,
  keepPassing,
  markOwn,
  passingAt,
  type Query,
} from './query.ts'
import { lowestBit, wordsFor } from './row-bits.ts'

export type Candidate = {
  readonly slot: number
  readonly score: number
  /** The score in whole grains: offers of one grain are equals, and share the load. */
  readonly grains: number
}

/**
 * Scores are in millionths of a base unit. A quarter of one is a difference nobody pays for: ranked by it, all orders would crowd
 * at whoever a round trip is a millisecond shorter to. Whole units would make equals of all cheap offers, and each must be looked at.
 */
const grainsPerMillionth = 1 / 250_000

/**
 * Returns the best rows, best first: as many as were asked for and one more to compare with, or as many as there are. When
 * they must be distinct they are chosen greedily: each is the best of those that share nothing forbidden with the ones before it.
 *
 * Cost: O(leaves of the workload and model) with a small constant, and the rows of the few leaves that are looked into.
 */
export function bestRows(query: Query): readonly Candidate[] {
  const { order } = query
  if (!isDistinct(order)) return ranked(query, order.count + 1, [])
  const chosen: Candidate[] = []
  while (chosen.length < order.count) {
    const found = ranked(query, (order.count - chosen.length) * 4, chosen)
    for (const candidate of found) {
      if (chosen.length < order.count && !sharesWithAny(query, candidate.slot, chosen)) chosen.push(candidate)
    }
    if (found.length === 0) break
  }
  return chosen
}

/** Returns the best rows that share nothing forbidden with those already chosen. */
function ranked(query: Query, wanted: number, chosen: readonly Candidate[]): readonly Candidate[] {
  const best: Candidate[] = []
  const { leaves, heap } = query.index
  const closed = closedRegions(query, chosen)
  if (closed === everyRegion) return best
  const isTaken = (bounds: Float64Array, at: number): boolean => ((bounds[at + regionsAny] as number) & ~closed) === 0
  pushPlaces(query)
  while (heap.size > 0) {
    const item = heap.pop()
    const worst = worstOf(best, wanted)
    if (grainsOf(heap.score) > worst) break
    if (item < 0) {
      const group = leaves.groups.order[~item] as number
      if (isTaken(leaves.groups.bounds, group * boundCount) || isHopeless(query, group)) continue
      pushLeavesOf(query, ~item, worst)
    } else {
      if (isTaken(leaves.bounds, item * boundCount)) continue
      const open = judgeLeaf(query, item)
      if (open === hopeless) continue
      markOwn(query, item)
      if (keepPassing(query, item, open & ~query.late))
        addRows(query, item, open & query.late, { best, wanted, chosen })
    }
  }
  return best
}

/** Fewer leaves than this are looked at one by one: the bounds of their groups would tell little. */
const fewLeaves = 16

/** Fills the heap with what there is to look at: groups, by their places, or a few leaves. */
function pushPlaces(query: Query): void {
  const { heap, leaves } = query.index
  const { groups } = leaves
  heap.clear()
  if (query.end === query.start) return
  const isFew = query.end - query.start < fewLeaves
  const last = groups.placeOf(query.end - 1)
  for (let place = groups.placeOf(query.start); place <= last; place++) {
    if (isFew) pushLeavesOf(query, place, Number.POSITIVE_INFINITY)
    else pushGroup(query, place)
  }
}

function pushGroup({ index, pricing }: Query, place: number): void {
  const { order, scores, memoryScores } = index.leaves.groups
  const score = leastScoreOf(pricing, scores, memoryScores, (order[place] as number) * scoreBoundCount)
  if (score !== Number.POSITIVE_INFINITY) index.heap.push(~place, score)
}

function pushLeavesOf({ index, pricing, start, end }: Query, place: number, worst: number): void {
  const { order, groups } = index.leaves
  const { starts, leafScores, leafMemoryScores } = groups
  const first = starts[place] as number
  const until = Math.min(starts[place + 1] as number, end)
  const own = (groups.order[place] as number) * groupScores
  for (let position = Math.max(first, start); position < until; position++) {
    const score = leastScoreOf(pricing, leafScores, leafMemoryScores, own + (position - first) * scoreBoundCount)
    if (score !== Number.POSITIVE_INFINITY && grainsOf(score) <= worst)
      index.heap.push(order[position] as number, score)
  }
}

type Ranking = { readonly best: Candidate[]; readonly wanted: number; readonly chosen: readonly Candidate[] }

/** @param late - bits of constraints yet to be asked. */
function addRows(query: Query, leaf: number, late: number, ranking: Ranking): void {
  const { pricing, bits, index } = query
  const { best, wanted, chosen } = ranking
  const block = blockOfLeaf(index.leaves.rows, leaf)
  const { bounds, groups } = index.leaves
  const at = leaf * boundCount
  const latencyLeast = leastLatencyScoreOf(pricing, groups.leafScores, groups.scoresOf(leaf))
  const words = wordsFor(bounds[at + leafCount] as number)
  const dearest = Math.max(bounds[at + inputMost] as number, bounds[at + outputMost] as number)
  const workOfRow = dearest < 2 ** 32 ? narrowWorkScoreOf : workScoreOf
  let worst = worstOf(best, wanted)
  for (let word = 0; word < words; word++) {
    for (let left = bits[passingAt + word] as number; left !== 0; left &= left - 1) {
      const i = word * 32 + lowestBit(left)
      const row = firstOfLeaf(leaf) + i
      const work = workOfRow(pricing, block, row)
      if (grainsOf(work + latencyLeast) > worst) continue
      const risk = riskScoreOf(pricing, work, block[reputation + row] as number)
      if (grainsOf(work + latencyLeast + risk) > worst) continue
      const score = work + latencyScoreOf(pricing, block, row) + risk
      const grains = grainsOf(score)
      if (grains > worst || failsLate(query, block, row, late)) continue
      const slot = (leaf << leafShift) + i
      if (chosen.length > 0 && sharesWithAny(query, slot, chosen)) continue
      place(query, best, wanted, { slot, score, grains })
      worst = worstOf(best, wanted)
    }
  }
}

/** Returns the grains above which a row has no place among those wanted. */
function worstOf(best: readonly Candidate[], wanted: number): number {
  return best.length < wanted ? Number.POSITIVE_INFINITY : (best[wanted - 1] as Candidate).grains
}

/** Returns the score in whole grains; never decreases. */
function grainsOf(score: number): number {
  return Math.floor(score * grainsPerMillionth)
}

/** Puts a candidate in its place, when it has one among those wanted. */
function place(query: Query, best: Candidate[], wanted: number, candidate: Candidate): void {
  let at = best.length
  while (at > 0 && isBetter(query, candidate, best[at - 1] as Candidate)) at--
  if (at === wanted) return
  if (best.length < wanted) best.push(candidate)
  for (let i = best.length - 1; i > at; i--) best[i] = best[i - 1] as Candidate
  best[at] = candidate
}

function isBetter(query: Query, a: Candidate, b: Candidate): boolean {
  if (a.grains !== b.grains) return a.grains < b.grains
  const [tieA, tieB] = [tieOf(query, a.slot), tieOf(query, b.slot)]
  if (tieA !== tieB) return tieA < tieB
  const [handleA, handleB] = [handleOf(query, a.slot), handleOf(query, b.slot)]
  for (let word = 0; word < 8; word++) {
    const [wordA, wordB] = [idWord(query, handleA, word), idWord(query, handleB, word)]
    if (wordA !== wordB) return wordA < wordB
  }
  return false
}

/** Returns the number that orders equal scores. */
function tieOf(query: Query, slot: number): number {
  const offer = handleOf(query, slot)
  return mix32(mix32(query.seed, idWord(query, offer, 0)), idWord(query, offer, 1))
}

function idWord(query: Query, offer: number, word: number): number {
  return query.index.records.get(offer, idColumn + word)
}

function handleOf(query: Query, slot: number): number {
  return wordAt(query, slot, handle)
}

function wordAt({ index }: Query, slot: number, column: number): number {
  return blockOf(index.leaves.rows, slot)[column + rowOf(slot)] as number
}

function sharesWithAny(query: Query, slot: number, chosen: readonly Candidate[]): boolean {
  for (const other of chosen) if (shares(query, slot, other.slot)) return true
  return false
}

/** Returns whether two rows are of one operator, subnet or region where the order forbids it. */
export function shares(query: Query, a: number, b: number): boolean {
  const { distinct } = query.order
  if (distinct?.operator === true && wordAt(query, a, operator) === wordAt(query, b, operator)) return true
  if (distinct?.region === true && ((wordAt(query, a, kind) ^ wordAt(query, b, kind)) & 255) === 0) return true
  return distinct?.subnet === true && subnetOf(query, a) === subnetOf(query, b)
}

function subnetOf(query: Query, slot: number): number {
  return query.index.records.get(handleOf(query, slot), subnetColumn)
}

/** Bits of all regions. */
const everyRegion = 2 ** regionNames.length - 1

/** Returns the bits of the regions in which nothing more may be chosen; none when regions may repeat. */
function closedRegions(query: Query, chosen: readonly Candidate[]): number {
  const { distinct, regions: wanted } = query.order
  if (distinct?.region !== true) return 0
  let regions = 0
  if (wanted !== undefined) {
    for (const region of wanted) regions |= 1 << regionNames.indexOf(region)
    regions = ~regions & everyRegion
  }
  for (const { slot } of chosen) regions |= 1 << (wordAt(query, slot, kind) & 31)
  return regions
}
