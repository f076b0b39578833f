/**
 * Which rows of a leaf fail which constraints, as sets: one per screen in `query.bits`, from the screen's place times
 * {@link rowWords} on, and after them the sets of rows that fail at least one, two and three.
 */
import { boundCount, leafCount } from '../book/leaf-bounds.ts'
import { blockOfLeaf, firstOfLeaf } from '../book/offer-rows.ts'
import { markOwn, onceAt, passingAt, type Query, thriceAt, twiceAt } from './query.ts'
import { bitsOf, lowestBit, rowWords, wordsFor } from './row-bits.ts'
import type { Screen } from './screen.ts'

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
    else (screens[number] as Screen).mark(block, first, count, bits, at)
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
