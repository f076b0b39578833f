/**
 * Counting without a look at rows. Nearly every leaf has a row that is withdrawn or of an unavailable node, and often nothing else
 * is open: then the kept counts of those two flags tell how many rows of a leaf, or of a whole group, fail what.
 */
import {
  bitsOf,
  countedEither,
  countedRows,
  countedUnavailable,
  countedWithdrawn,
  flagCountLength,
} from '../book/flag-sets.ts'
import { boundCount, leafCount, marketLeast, marketMost } from '../book/leaf-bounds.ts'
import type { Query } from './query.ts'
import { lowestBit } from './row-bits.ts'

/** How many offers of the workload and model fail what. A screen is known by its place in the query's list. */
export type Tally = {
  /** Offers that fail nothing. */
  matching: number
  /** By screen: offers that fail it, and those that fail no other. */
  readonly excluded: Uint32Array
  readonly alone: Uint32Array
  /** Bits of two screens for every two that some offers fail, and no other. */
  readonly pairs: Set<number>
}

/** The places of the two screens that flags answer. */
export type FlagScreens = {
  readonly withdrawn: number
  readonly unavailable: number
  /** Bits of those that may be open where rows are counted by their flags. */
  readonly counted: number
}

/** Returns the screens that flags answer. A node whose time out of use is over may still have the flag: then rows are asked. */
export function flagScreensOf({ screens, index, nowMs }: Query): FlagScreens {
  const withdrawn = screens.findIndex(({ name }) => name === 'withdrawn')
  const unavailable = screens.findIndex(({ name }) => name === 'unavailable')
  const isNoneOver = nowMs < index.nodes.unavailableLeast
  return { withdrawn, unavailable, counted: (1 << withdrawn) | (isNoneOver ? 1 << unavailable : 0) }
}

/** Returns whether flags tell all that bounds leave open: no other screen is, and all rows are of the markets asked for. */
export function isToldByFlags(
  query: Query,
  { counted }: FlagScreens,
  open: number,
  bounds: Float64Array,
  at: number,
): boolean {
  if ((open & ~counted) !== 0) return false
  const [least, most] = [bounds[at + marketLeast] as number, bounds[at + marketMost] as number]
  return least >= query.marketLeast && most < query.marketEnd
}

const leafCounts = new Uint32Array(flagCountLength)

/** Adds the rows of a leaf that {@link isToldByFlags}. Returns how many have neither flag. */
export function tallyLeaf(query: Query, tally: Tally, flags: FlagScreens, leaf: number, failed: number): number {
  const { bounds, flags: sets } = query.index.leaves
  leafCounts.fill(0)
  sets.addCounts(leaf, bounds[leaf * boundCount + leafCount] as number, leafCounts, 0)
  return tallyCounts(tally, flags, failed, leafCounts, 0)
}

/** Adds the rows of a group that {@link isToldByFlags}. Returns how many have neither flag. */
export function tallyGroup(query: Query, tally: Tally, flags: FlagScreens, place: number, failed: number): number {
  const { groups } = query.index.leaves
  const at = groups.countFlags(place)
  return tallyCounts(tally, flags, failed, groups.flagCounts, at)
}

/** @param failed - bits of the screens that all rows fail. @param at - where in `counts` their flags are counted. */
function tallyCounts(tally: Tally, flags: FlagScreens, failed: number, counts: Uint32Array, at: number): number {
  const { excluded, alone, pairs } = tally
  const rows = counts[at + countedRows] as number
  const either = counts[at + countedEither] as number
  const [withdrawn, unavailable] = [counts[at + countedWithdrawn] as number, counts[at + countedUnavailable] as number]
  const [onlyWithdrawn, onlyUnavailable] = [either - unavailable, either - withdrawn]
  const [withdrawnBit, unavailableBit] = [1 << flags.withdrawn, 1 << flags.unavailable]
  const others = failed & ~(withdrawnBit | unavailableBit)
  excluded[flags.withdrawn] = (excluded[flags.withdrawn] as number) + withdrawn
  excluded[flags.unavailable] = (excluded[flags.unavailable] as number) + unavailable
  for (let left = others; left !== 0; left &= left - 1) {
    const screen = lowestBit(left)
    excluded[screen] = (excluded[screen] as number) + rows
  }
  if (others === 0) {
    tally.matching += rows - either
    alone[flags.withdrawn] = (alone[flags.withdrawn] as number) + onlyWithdrawn
    alone[flags.unavailable] = (alone[flags.unavailable] as number) + onlyUnavailable
    if (withdrawn + unavailable > either) pairs.add(withdrawnBit | unavailableBit)
  } else if (isOne(others)) {
    const screen = lowestBit(others)
    alone[screen] = (alone[screen] as number) + rows - either
    if (onlyWithdrawn > 0) pairs.add(others | withdrawnBit)
    if (onlyUnavailable > 0) pairs.add(others | unavailableBit)
  } else if (bitsOf(others) === 2 && rows > either) pairs.add(others)
  return rows - either
}

/** Returns whether a set has one bit. */
export function isOne(bits: number): boolean {
  return bits !== 0 && (bits & (bits - 1)) === 0
}
