/** How many offers each constraint rules out, by itself and alone: one pass over the leaves of the workload and model. */
import { bitsOf, rowWords } from '../book/flag-sets.ts'
import { boundCount, leafCount } from '../book/leaf-bounds.ts'
import { blockOfLeaf, firstOfLeaf } from '../book/offer-rows.ts'
import { flagScreensOf, isOne, isToldByFlags, type Tally, tallyGroup, tallyLeaf } from './flag-tally.ts'
import {
  allOf,
  countPassing,
  failingAlone,
  failingBoth,
  forEachGroup,
  forEachRow,
  markFailures,
} from './leaf-failures.ts'
import type { ExclusionCount, ExclusionCounts } from './match-order.ts'
import {
  failuresWithin,
  hopeless,
  isHopeless,
  judgeLeaf,
  markPassing,
  passingAt,
  type Query,
  thriceAt,
  twiceAt,
} from './query.ts'
import { lowestBit, wordsFor } from './row-bits.ts'

/** How many offers of the workload and model fail what. */
export type FailureCounts = Readonly<Omit<Tally, 'pairs'>> & { readonly pairs: ReadonlySet<number> }

/** Is shown rows that fail one constraint, leaf by leaf. */
export type RowCollector = {
  /** Returns a number that is not above what any row within the bounds needs; infinite when none of them would be kept. */
  leastNeed(bounds: Float64Array, at: number): number
  add(block: Uint32Array, row: number): void
}

/** Leaves whose rows were counted and are yet to be shown to a collector: positions, end excluded, and what their bounds say. */
type Shown = {
  readonly leastNeed: number
  readonly screen: number
  readonly start: number
  readonly end: number
  readonly failed: number
  readonly open: number
}

/**
 * Returns how many offers fail which constraints. Cost: O(groups of the workload and model) where flags tell the rest, else O(its
 * leaves), and the rows of those that have other rows open.
 *
 * @param collectors - by screen: each is shown the rows that fail this one only, as long as no offer is found that matches.
 */
export function countFailures(query: Query, collectors: readonly (RowCollector | undefined)[] = []): FailureCounts {
  const screens = query.screens.length
  const [excluded, alone] = [new Uint32Array(screens), new Uint32Array(screens)]
  const tally: Tally = { matching: 0, excluded, alone, pairs: new Set() }
  const flags = flagScreensOf(query)
  const shown: Shown[] = []
  const { order, bounds, groups } = query.index.leaves

  /** Notes what a collector should see of rows that flags told of, the unflagged ones of which fail just `failed`. */
  function showLater(start: number, end: number, failed: number, open: number, within: Float64Array, at: number): void {
    if (tally.matching > 0 || !isOne(failed)) return
    const screen = lowestBit(failed)
    const leastNeed = collectors[screen]?.leastNeed(within, at) ?? Number.POSITIVE_INFINITY
    if (leastNeed !== Number.POSITIVE_INFINITY) shown.push({ leastNeed, screen, start, end, failed, open })
  }

  forEachGroup(query, (place, start, end) => {
    const group = groups.order[place] as number
    const failed = failuresWithin(query, groups.bounds, ~group, allOf(query))
    const open = query.open[0] as number
    if (isToldByFlags(query, flags, open, groups.bounds, group * boundCount)) {
      if (tallyGroup(query, tally, flags, place, failed) > 0)
        showLater(start, end, failed, open, groups.bounds, group * boundCount)
      return
    }
    for (let position = start; position < end; position++) {
      const leaf = order[position] as number
      const failedInLeaf = failed | failuresWithin(query, bounds, leaf, open)
      const openInLeaf = query.open[0] as number
      if (!isToldByFlags(query, flags, openInLeaf, bounds, leaf * boundCount))
        countLeaf(query, tally, collectors, leaf, failedInLeaf, openInLeaf)
      else if (tallyLeaf(query, tally, flags, leaf, failedInLeaf) > 0)
        showLater(position, position + 1, failedInLeaf, openInLeaf, bounds, leaf * boundCount)
    }
  })
  if (tally.matching === 0)
    for (const item of shown.sort((a, b) => a.leastNeed - b.leastNeed)) show(query, item, collectors)
  return tally
}

/** Counts the rows of a leaf one by one. */
function countLeaf(
  query: Query,
  tally: Tally,
  collectors: readonly (RowCollector | undefined)[],
  leaf: number,
  failed: number,
  open: number,
): void {
  const { bounds } = query.index.leaves
  markFailures(query, leaf, failed, open)
  const words = wordsFor(bounds[leaf * boundCount + leafCount] as number)
  tally.matching += countPassing(query, words)
  for (let left = failed | open; left !== 0; left &= left - 1) {
    const screen = lowestBit(left)
    const alone = addCounts(query, tally, screen, words)
    const collector = alone === 0 || tally.matching > 0 ? undefined : collectors[screen]
    if (collector !== undefined && isOfUse(collector, bounds, leaf)) addAlone(query, leaf, { screen, words, collector })
  }
  notePairs(query, failed | open, words, tally.pairs)
}

function isOfUse(collector: RowCollector, bounds: Float64Array, leaf: number): boolean {
  return collector.leastNeed(bounds, leaf * boundCount) !== Number.POSITIVE_INFINITY
}

function show(query: Query, item: Shown, collectors: readonly (RowCollector | undefined)[]): void {
  const { order, bounds } = query.index.leaves
  const { screen, failed, open } = item
  const collector = collectors[screen] as RowCollector
  for (let position = item.start; position < item.end; position++) {
    const leaf = order[position] as number
    if (!isOfUse(collector, bounds, leaf)) continue
    markFailures(query, leaf, failed, open)
    addAlone(query, leaf, { screen, words: wordsFor(bounds[leaf * boundCount + leafCount] as number), collector })
  }
}

/** Counts the rows that fail a screen. Returns how many of them fail no other. */
function addCounts(query: Query, { excluded, alone }: Tally, screen: number, words: number): number {
  let [all, only] = [0, 0]
  for (let word = 0; word < words; word++) {
    const rows = query.bits[screen * rowWords + word] as number
    if (rows === 0) continue
    all += bitsOf(rows)
    only += bitsOf(failingAlone(query, screen, word))
  }
  excluded[screen] = (excluded[screen] as number) + all
  alone[screen] = (alone[screen] as number) + only
  return only
}

function addAlone(
  query: Query,
  leaf: number,
  { screen, words, collector }: { readonly screen: number; readonly words: number; readonly collector: RowCollector },
): void {
  const { leaves } = query.index
  const [block, first] = [blockOfLeaf(leaves.rows, leaf), firstOfLeaf(leaf)]
  for (let word = 0; word < words; word++) {
    forEachRow(failingAlone(query, screen, word), first + word * 32, (row) => collector.add(block, row))
  }
}

/** Adds the pairs of screens that some rows fail, and no others. */
function notePairs(query: Query, asked: number, words: number, pairs: Set<number>): void {
  const { bits } = query
  let any = 0
  for (let word = 0; word < words; word++) any |= (bits[twiceAt + word] as number) & ~(bits[thriceAt + word] as number)
  if (any === 0) return
  for (let a = asked; a !== 0; a &= a - 1) {
    for (let b = a & (a - 1); b !== 0; b &= b - 1) {
      const pair = (a & -a) | (b & -b)
      if (!pairs.has(pair) && isFailed(query, lowestBit(a), lowestBit(b), words)) pairs.add(pair)
    }
  }
}

function isFailed(query: Query, a: number, b: number, words: number): boolean {
  for (let word = 0; word < words; word++) if (failingBoth(query, a, b, word) !== 0) return true
  return false
}

/** Returns how many offers match. Cost: O(groups of the workload and model), and the leaves and rows that may match. */
export function countMatching(query: Query): number {
  const { groups } = query.index.leaves
  let matching = 0
  forEachGroup(query, (place, start, end) => {
    if (isHopeless(query, groups.order[place] as number)) return
    for (let position = start; position < end; position++) matching += countMatchingAt(query, position)
  })
  return matching
}

function countMatchingAt(query: Query, position: number): number {
  const { order, bounds } = query.index.leaves
  const leaf = order[position] as number
  const open = judgeLeaf(query, leaf)
  if (open === hopeless || !markPassing(query, leaf, open)) return 0
  let matching = 0
  const words = wordsFor(bounds[leaf * boundCount + leafCount] as number)
  for (let word = 0; word < words; word++) matching += bitsOf(query.bits[passingAt + word] as number)
  return matching
}

/** Returns the counts in words of the order. */
export function exclusionsOf(query: Query, { matching, excluded, alone }: FailureCounts): ExclusionCounts {
  const counts: Record<string, ExclusionCount> = { ...marketExclusions(query) }
  for (const [number, screen] of query.screens.entries()) {
    const count = excluded[number] as number
    if (count > 0) counts[screen.name] = { excluded: count, wouldMatch: matching + (alone[number] as number) }
  }
  return counts
}

/** Returns the offers of other workloads, and of other models of the workload. */
export function marketExclusions({ index, order, considered }: Query): ExclusionCounts {
  const inWorkload = index.workloadCounts[order.workload] as number
  const otherWorkload = index.size - inWorkload
  const otherModel = inWorkload - considered
  return {
    ...(otherWorkload === 0 ? {} : { workload: { excluded: otherWorkload } }),
    ...(otherModel === 0 ? {} : { modelRoot: { excluded: otherModel } }),
  }
}
