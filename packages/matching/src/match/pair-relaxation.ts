/** The smallest change of two constraints at once, for offers that fail exactly these. */
import { boundCount, leafCount } from '../book/leaf-bounds.ts'
import { blockOfLeaf, firstOfLeaf } from '../book/offer-rows.ts'
import type { FailureCounts } from './exclusions.ts'
import { failingBoth, forEachRow, markFailures, visitLeaves } from './leaf-failures.ts'
import type { RelaxationChange } from './match-order.ts'
import type { Query } from './query.ts'
import {
  changeOfChoice,
  isEnough,
  isExactNeed,
  isRelaxable,
  type Option,
  sizeOfNeed,
  smallest,
} from './relaxation-option.ts'
import { lowestBit, wordsFor } from './row-bits.ts'
import type { Screen } from './screen.ts'

/** What a row needs of one constraint: a limit's need, or a kind of choice. */
type Need = { readonly need: number; readonly to: number | bigint; readonly size: number }
type PairNeed = readonly [Need, Need]
/** Two constraints, and the rows that fail just them by the choices that they need, the smallest needs first. */
type Pair = {
  /** The bits of the two, and their places in the query's list. */
  readonly mask: number
  readonly numbers: readonly [number, number]
  readonly screens: readonly [Screen, Screen]
  readonly kept: Map<string, PairNeed[]>
  /** Where both are limits: rows that need what the first one kept needs. */
  equals: number
}

/**
 * Returns the smallest pair of changes that finds enough offers, or undefined. Where more than one offer is needed, the
 * pair does find them, but a smaller one might.
 */
export function smallestPair(query: Query, failures: FailureCounts): Option | undefined {
  const pairs = [...failures.pairs].sort((a, b) => a - b).flatMap((mask) => pairOf(query, mask) ?? [])
  if (pairs.length === 0) return undefined
  let near: readonly Pair[] = []
  visitLeaves(query, {
    rankOf(failed, open, bounds, at) {
      near = pairs.filter((pair) => mayFail(pair, failed, open, query.countMin, bounds, at))
      return near.reduce((rank, pair) => Math.min(rank, leastSizeOf(pair, bounds, at)), Number.POSITIVE_INFINITY)
    },
    look: (leaf, failed, open) => addLeaf(query, leaf, near, failed, open),
  })
  return smallest(pairs.flatMap((pair) => optionsOf(query, pair)))
}

function addLeaf(query: Query, leaf: number, pairs: readonly Pair[], failed: number, open: number): void {
  const { leaves } = query.index
  markFailures(query, leaf, failed, open)
  const [block, first] = [blockOfLeaf(leaves.rows, leaf), firstOfLeaf(leaf)]
  const words = wordsFor(leaves.bounds[leaf * boundCount + leafCount] as number)
  for (const pair of pairs) {
    const [a, b] = pair.numbers
    for (let word = 0; word < words; word++) {
      const rows = failingBoth(query, a, b, word)
      forEachRow(rows, first + word * 32, (row) => addRow(pair, query.countMin, block, row))
    }
  }
}

function pairOf({ screens }: Query, mask: number): Pair | undefined {
  const numbers = [lowestBit(mask), lowestBit(mask & (mask - 1))] as const
  const [a, b] = [screens[numbers[0]], screens[numbers[1]]]
  return isRelaxable(a) && isRelaxable(b) ? { mask, numbers, screens: [a, b], kept: new Map(), equals: 0 } : undefined
}

/** Returns whether a leaf or group may have rows that fail just these two, and need little enough to be kept. */
function mayFail(
  pair: Pair,
  failed: number,
  open: number,
  countMin: number,
  bounds: Float64Array,
  at: number,
): boolean {
  if ((failed & ~pair.mask) !== 0 || ((failed | open) & pair.mask) !== pair.mask) return false
  return mayAdd(pair, countMin, bounds, at)
}

/** Returns false when no row of a leaf would be kept. */
function mayAdd(pair: Pair, countMin: number, bounds: Float64Array, at: number): boolean {
  const worst = pair.kept.get(' ')?.[countMin - 1]
  return worst === undefined || leastSizeOf(pair, bounds, at) <= worst[0].size + worst[1].size
}

/** Returns a size of the two changes that none of the rows within the bounds is below. */
function leastSizeOf({ screens: [a, b] }: Pair, bounds: Float64Array, at: number): number {
  if (a.limit === undefined || b.limit === undefined) return Number.NEGATIVE_INFINITY
  return sizeOfNeed(a.limit, a.limit.leastNeed(bounds, at)) + sizeOfNeed(b.limit, b.limit.leastNeed(bounds, at))
}

function addRow(to: Pair, countMin: number, block: Uint32Array, row: number): void {
  const { screens, kept } = to
  const [needA, needB] = [needOf(screens[0], block, row), needOf(screens[1], block, row)]
  if (needA === Number.POSITIVE_INFINITY || needB === Number.POSITIVE_INFINITY) return
  const isPlain = screens[0].choice === undefined && screens[1].choice === undefined
  const choices = isPlain ? ' ' : choicesOf(screens, needA, needB)
  const best = kept.get(choices) ?? []
  if (best.length === 0) kept.set(choices, best)
  const worst = best[countMin - 1]
  // Most rows need more than those that are kept: they are left before anything is made of them.
  const size = sizeOf(screens[0], needA) + sizeOf(screens[1], needB)
  if (worst !== undefined && size > worst[0].size + worst[1].size) return
  const pair = [fullNeed(screens[0], needA, block, row), fullNeed(screens[1], needB, block, row)] as const
  const order = best[0] === undefined ? -1 : comparePairs(pair, best[0])
  to.equals = order < 0 ? 1 : to.equals + Number(order === 0)
  const at = best.findIndex((other) => comparePairs(pair, other) < 0)
  if (at === -1) best.push(pair)
  else best.splice(at, 0, pair)
  if (best.length > countMin) best.pop()
}

/** Rows with equal choices are one change; limits do not count. */
function choicesOf([a, b]: Pair['screens'], needA: number, needB: number): string {
  return `${a.choice === undefined ? '' : needA} ${b.choice === undefined ? '' : needB}`
}

function needOf({ limit, choice }: Screen, block: Uint32Array, row: number): number {
  return limit?.need(block, row) ?? choice?.choiceOf(block, row) ?? 0
}

function sizeOf({ limit, choice }: Screen, need: number): number {
  return limit === undefined ? (choice?.sizeOf(need) ?? 0) : sizeOfNeed(limit, need)
}

function fullNeed(screen: Screen, need: number, block: Uint32Array, row: number): Need {
  return { need, to: screen.limit?.to(block, row) ?? need, size: sizeOf(screen, need) }
}

function comparePairs([a, b]: PairNeed, [c, d]: PairNeed): number {
  return a.size + b.size - (c.size + d.size) || compareNeeds(a, c) || compareNeeds(b, d)
}

function compareNeeds(a: Need, b: Need): number {
  if (a.need !== b.need) return a.need - b.need
  return a.to < b.to ? -1 : Number(a.to > b.to)
}

function optionsOf(query: Query, pair: Pair): readonly Option[] {
  const groups = [...pair.kept].sort(([a], [b]) => (a < b ? -1 : 1))
  return groups.flatMap(([, best]) => optionOf(query, pair, best))
}

function optionOf(query: Query, { screens, equals }: Pair, best: readonly PairNeed[]): readonly Option[] {
  if (best.length < query.countMin) return []
  const most = (side: 0 | 1): Need =>
    best.map((pair) => pair[side]).reduce((worst, need) => (compareNeeds(need, worst) > 0 ? need : worst))
  const [a, b] = [most(0), most(1)]
  const changes = [changeOf(screens[0], a), changeOf(screens[1], b)] as const
  if (query.countMin > 1 && !isEnough(query, changes)) return []
  // No row fails only one of the two and could be let in, or that change alone would have been chosen.
  const isCounted = query.countMin === 1 && screens.every(({ limit }) => limit !== undefined)
  const offers = isCounted && isExactNeed(a.need) && isExactNeed(b.need) ? { offers: equals } : {}
  return [{ changes, size: a.size + b.size, ...offers }]
}

function changeOf(screen: Screen, { need, to }: Need): RelaxationChange {
  if (screen.limit === undefined) return changeOfChoice(screen, need)
  return { constraint: screen.name as RelaxationChange['constraint'], from: screen.limit.from, to }
}
