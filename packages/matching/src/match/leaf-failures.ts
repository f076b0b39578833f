/**
 * Which rows of a leaf fail which constraints, as sets: one per screen in `query.bits`, from the screen's place times
 * {@link rowWords} on, and after them the sets of rows that fail at least one, two and three.
 */
import { bitsOf, rowWords } from '../book/flag-sets.ts'
import { boundCount, leafCount } from '../book/leaf-bounds.ts'
import { blockOfLeaf, firstOfLeaf } from '../book/offer-rows.ts'
import { failuresWithin, markOwn, onceAt, passingAt, type Query, thriceAt, twiceAt } from './query.ts'
import { lowestBit, wordsFor } from './row-bits.ts'
import type { Screen } from './screen.ts'

/** What bounds say: bits of the screens that all rows fail, and of those to be asked further. */
export type LeafVisitor = {
  /** Returns a number that grows with how late a group or leaf should be looked at; infinite when nothing in it is of use. */
  rankOf(failed: number, open: number, bounds: Float64Array, at: number): number
  look(leaf: number, failed: number, open: number): void
}
type GroupToVisit = {
  readonly rank: number
  readonly group: number
  readonly start: number
  readonly end: number
  readonly failed: number
  readonly open: number
}

/**
 * Looks at every leaf of the workload and model that is of use, those of the groups of the lowest rank first. A leaf is asked only
 * what its group leaves open.
 */
export function visitLeaves(query: Query, visitor: LeafVisitor): void {
  const { groups } = query.index.leaves
  const toVisit: GroupToVisit[] = []
  forEachGroup(query, (place, start, end) => {
    const group = groups.order[place] as number
    const failed = failuresWithin(query, groups.bounds, ~group, allOf(query))
    const open = query.open[0] as number
    const rank = visitor.rankOf(failed, open, groups.bounds, group * boundCount)
    if (rank !== Number.POSITIVE_INFINITY) toVisit.push({ rank, group, start, end, failed, open })
  })
  for (const item of toVisit.sort((a, b) => a.rank - b.rank)) visitGroup(query, visitor, item)
}

function visitGroup(query: Query, visitor: LeafVisitor, { group, start, end, failed, open }: GroupToVisit): void {
  const { order, bounds, groups } = query.index.leaves
  const isOfUse = (failed: number, open: number, within: Float64Array, at: number): boolean =>
    visitor.rankOf(failed, open, within, at) !== Number.POSITIVE_INFINITY
  // What was seen since may have made the group one of no use.
  if (!isOfUse(failed, open, groups.bounds, group * boundCount)) return
  for (let position = start; position < end; position++) {
    const leaf = order[position] as number
    const failedInLeaf = failed | failuresWithin(query, bounds, leaf, open)
    const openInLeaf = query.open[0] as number
    if (isOfUse(failedInLeaf, openInLeaf, bounds, leaf * boundCount)) visitor.look(leaf, failedInLeaf, openInLeaf)
  }
}

/** Calls `visit` for the groups that may hold offers of the workload and model, with the positions that may, end excluded. */
export function forEachGroup(query: Query, visit: (place: number, start: number, end: number) => void): void {
  const { groups } = query.index.leaves
  if (query.end === query.start) return
  const last = groups.placeOf(query.end - 1)
  for (let place = groups.placeOf(query.start); place <= last; place++) {
    const start = Math.max(groups.starts[place] as number, query.start)
    visit(place, start, Math.min(groups.starts[place + 1] as number, query.end))
  }
}

/** Returns the bits of all screens. */
export function allOf({ screens }: Query): number {
  return 2 ** screens.length - 1
}

/**
 * Writes the sets of a leaf. The rows of other markets are in none of them.
 *
 * @param failed - bits of the screens that all rows fail.
 * @param open - bits of those that must be asked row by row.
 */
export function markFailures(query: Query, leaf: number, failed: number, open: number): void {
  const { bits, screens, index } = query
  const count = index.leaves.bounds[leaf * boundCount + leafCount] as number
  const [block, first, words] = [blockOfLeaf(index.leaves.rows, leaf), firstOfLeaf(leaf), wordsFor(count)]
  markOwn(query, leaf)
  bits.fill(0, onceAt, thriceAt + rowWords)
  for (let left = failed | open; left !== 0; left &= left - 1) {
    const number = lowestBit(left)
    const at = number * rowWords
    if (((failed >>> number) & 1) === 1) bits.fill(-1, at, at + words)
    else (screens[number] as Screen).mark(block, first, count, bits, at, leaf)
    for (let word = 0; word < words; word++) {
      const rows = (bits[at + word] as number) & (bits[passingAt + word] as number)
      const once = bits[onceAt + word] as number
      const twice = bits[twiceAt + word] as number
      bits[at + word] = rows
      bits[onceAt + word] = once | rows
      bits[twiceAt + word] = twice | (once & rows)
      bits[thriceAt + word] = (bits[thriceAt + word] as number) | (twice & rows)
    }
  }
}

/** Returns how many rows that are asked about fail nothing. */
export function countPassing({ bits }: Query, words: number): number {
  let count = 0
  for (let word = 0; word < words; word++) {
    count += bitsOf((bits[passingAt + word] as number) & ~(bits[onceAt + word] as number))
  }
  return count
}

/** Returns the rows of a word that fail one screen and no other. */
export function failingAlone({ bits }: Query, screen: number, word: number): number {
  return (bits[screen * rowWords + word] as number) & ~(bits[twiceAt + word] as number)
}

/** Returns the rows of a word that fail two screens and no other. */
export function failingBoth({ bits }: Query, a: number, b: number, word: number): number {
  const both = (bits[a * rowWords + word] as number) & (bits[b * rowWords + word] as number)
  return both & ~(bits[thriceAt + word] as number)
}

/** Calls `look` with the place of each row of a set. @param first - the place of the word's first row. */
export function forEachRow(rows: number, first: number, look: (row: number) => void): void {
  for (let left = rows; left !== 0; left &= left - 1) look(first + lowestBit(left))
}
