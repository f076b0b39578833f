/**
 * Sets of the rows of a leaf, a bit each in {@link rowWords} words: what the screens make of rows, so that counting and
 * combining them takes an operation for 32 rows.
 *
 * The loops have no branches where the answer is as good as random: a mispredicted branch costs more than the row.
 */
import { rowWords } from '../book/flag-sets.ts'

/** Returns 1 when `a` is below `b` as unsigned words: the borrow of their difference. Warren, Hacker's Delight, section 2-12. */
const borrowOf = (a: number, b: number): number => ((~a & b) | (~(a ^ b) & (((a | 0) - (b | 0)) | 0))) >>> 31

/** Returns in how many words the rows of a leaf lie. */
export function wordsFor(count: number): number {
  return (count + 31) >> 5
}

/** Writes the set of the first `count` rows. */
export function fillRows(bits: Int32Array, at: number, count: number): void {
  for (let word = 0; word < rowWords; word++) {
    const left = count - word * 32
    bits[at + word] = left >= 32 ? -1 : left <= 0 ? 0 : (1 << left) - 1
  }
}

/** Writes the set of the rows whose value in a column, shifted to the right, is below `least`. */
export function markBelow(
  block: Uint32Array,
  start: number,
  count: number,
  limit: { readonly shift: number; readonly least: number },
  bits: Int32Array,
  at: number,
): void {
  if (limit.least > 0xffff_ffff) {
    fillRows(bits, at, count)
    return
  }
  const [shift, least] = [limit.shift, limit.least | 0]
  for (let from = 0; from < count; from += 32) {
    const end = Math.min(from + 32, count)
    let word = 0
    for (let i = from; i < end; i++) word |= borrowOf((block[start + i] as number) >>> shift, least) << i
    bits[at + (from >> 5)] = word
  }
}

/** Writes the set of the rows for whose code, a few bits of a column, the table holds 1. */
export function markCodes(
  block: Uint32Array,
  start: number,
  count: number,
  codes: { readonly shift: number; readonly table: Uint8Array },
  bits: Int32Array,
  at: number,
): void {
  const { shift, table } = codes
  const mask = table.length - 1
  for (let from = 0; from < count; from += 32) {
    const end = Math.min(from + 32, count)
    let word = 0
    for (let i = from; i < end; i++) {
      word |= (table[((block[start + i] as number) >>> shift) & mask] as number) << i
    }
    bits[at + (from >> 5)] = word
  }
}

/** Writes the set of the rows that have not all of the wanted bits in a column. */
export function markMissing(
  block: Uint32Array,
  start: number,
  count: number,
  wanted: number,
  bits: Int32Array,
  at: number,
): void {
  for (let from = 0; from < count; from += 32) {
    const end = Math.min(from + 32, count)
    let word = 0
    for (let i = from; i < end; i++) {
      const missing = ~(block[start + i] as number) & wanted
      word |= ((missing | -missing) >>> 31) << i
    }
    bits[at + (from >> 5)] = word
  }
}

/** Writes the set of the rows that a function picks, by their number in the leaf. */
export function markWhere(count: number, isIn: (row: number) => boolean, bits: Int32Array, at: number): void {
  for (let from = 0; from < count; from += 32) {
    const end = Math.min(from + 32, count)
    let word = 0
    for (let i = from; i < end; i++) if (isIn(i)) word |= 1 << i
    bits[at + (from >> 5)] = word
  }
}

/** Returns the number of a word's lowest set bit. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

/**
 * Returns the least unsigned word that a test passes, when all above it pass too; 2^32 when none does.
 *
 * @param near - about where it is: found there, or just above, it takes a few tests instead of 32.
 */
export function leastPassing(near: number, passes: (word: number) => boolean): number {
  let [low, high] = [0, 2 ** 32]
  const guess = Math.floor(near)
  for (let word = Math.max(guess, 1); word <= guess + 2 && word < high; word++) {
    if (passes(word) && !passes(word - 1)) return word
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (passes(middle)) high = middle
    else low = middle + 1
  }
  return low
}
