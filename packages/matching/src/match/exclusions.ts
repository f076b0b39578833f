/** How many offers each constraint rules out, by itself and alone: one pass over the leaves of the workload and model. */
import { rowWords } from '../book/flag-sets.ts'
import { boundCount, leafCount } from '../book/leaf-bounds.ts'
import { blockOfLeaf, firstOfLeaf } from '../book/offer-rows.ts'
import { countPassing, failingAlone, failingBoth, forEachRow, markFailures, visitLeaves } from './leaf-failures.ts'
import type { ExclusionCount, ExclusionCounts } from './match-order.ts'
import { hopeless, isHopeless, judgeLeaf, markPassing, passingAt, type Query, thriceAt, twiceAt } from './query.ts'
import { bitsOf, lowestBit, wordsFor } from './row-bits.ts'

/** How many offers of the workload and model fail what. A screen is known by its place in the query's list. */
export type FailureCounts = {
  /** Offers that fail nothing. */
  readonly matching: number
  /** By screen: offers that fail it, and those that fail no other. */
  readonly excluded: Uint32Array
  readonly alone: Uint32Array
  /** Bits of two screens for every two that some offers fail, and no other. */
  readonly pairs: ReadonlySet<number>
}

/** Is shown rows that fail one constraint, leaf by leaf. */
export type RowCollector = {
  /** Returns false when no row of a leaf would be kept. */
  mayAdd(bounds: Float64Array, at: number): boolean
  add(block: Uint32Array, row: number): void
}

/**
 * Returns how many offers fail which constraints. Cost: O(offers of the workload and model).
 *
 * @param collectors - by screen: each is shown the rows that fail this one only, as long as no offer is found that matches.
 */
export function countFailures(query: Query, collectors: readonly (RowCollector | undefined)[] = []): FailureCounts {
  const { bounds } = query.index.leaves
  const screens = query.screens.length
  const counts = { matching: 0, excluded: new Uint32Array(screens), alone: new Uint32Array(screens) }
  const pairs = new Set<number>()
  const look = (leaf: number, failed: number, open: number): void => {
    markFailures(query, leaf, failed, open)
    const words = wordsFor(bounds[leaf * boundCount + leafCount] as number)
    counts.matching += countPassing(query, words)
    for (let left = failed | open; left !== 0; left &= left - 1) {
      const screen = lowestBit(left)
      const alone = addCounts(query, counts, screen, words)
      const collector = alone === 0 || counts.matching > 0 ? undefined : collectors[screen]
      if (collector?.mayAdd(bounds, leaf * boundCount)) addAlone(query, leaf, { screen, words, collector })
    }
    notePairs(query, failed | open, words, pairs)
  }
  visitLeaves(query, { isNear: () => true, look })
  return { ...counts, pairs }
}

/** Counts the rows that fail a screen. Returns how many of them fail no other. */
function addCounts(
  query: Query,
  { excluded, alone }: Pick<FailureCounts, 'excluded' | 'alone'>,
  screen: number,
  words: number,
): number {
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
  if (query.end === query.start) return matching
  const last = groups.placeOf(query.end - 1)
  for (let place = groups.placeOf(query.start); place <= last; place++) {
    if (isHopeless(query, groups.order[place] as number)) continue
    const end = Math.min(groups.starts[place + 1] as number, query.end)
    for (let position = Math.max(groups.starts[place] as number, query.start); position < end; position++) {
      matching += countMatchingAt(query, position)
    }
  }
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
