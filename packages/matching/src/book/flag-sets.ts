/**
 * Which rows of a leaf are withdrawn, and which are of nodes that were set unavailable: a bit each, kept beside the rows, as
 * every match asks for both and few rows have either.
 *
 * Invariant: the bit of each row of a leaf is that of its flags. Bits beyond the rows mean nothing.
 */
import { leafRows, leafShift, unavailableFlag, withdrawnFlag } from './offer-rows.ts'

/** Words of a set of the rows of a leaf. */
export const rowWords = leafRows / 32
/** Words of a leaf: the set of withdrawn rows, then that of unavailable ones. */
const leafWords = 2 * rowWords
const leafMask = leafRows - 1

export type FlagSets = {
  readonly bytes: number
  /** Makes room for a leaf. */
  reserve(leaf: number): void
  /** Takes note of the flags of a row. @param flags - its word of the column `place`. */
  set(slot: number, flags: number): void
  copyWithdrawn(leaf: number, words: number, bits: Int32Array, at: number): void
  copyUnavailable(leaf: number, words: number, bits: Int32Array, at: number): void
  /** Adds the first `count` rows of a leaf to counts, see {@link flagCountLength}. */
  addCounts(leaf: number, count: number, counts: Uint32Array, at: number): void
}

/** Numbers of a count, as offsets: rows, withdrawn ones, those of unavailable nodes, and those that are either. */
export const countedRows = 0
export const countedWithdrawn = 1
export const countedUnavailable = 2
export const countedEither = 3
export const flagCountLength = 4

/** Returns sets of no leaves. */
export function createFlagSets(): FlagSets {
  let sets = new Int32Array(leafWords * 16)

  function setBit(word: number, bit: number, isSet: boolean): void {
    const others = (sets[word] as number) & ~bit
    sets[word] = isSet ? others | bit : others
  }

  function copy(from: number, words: number, bits: Int32Array, at: number): void {
    for (let word = 0; word < words; word++) bits[at + word] = sets[from + word] as number
  }

  function addCounts(leaf: number, count: number, counts: Uint32Array, at: number): void {
    let [withdrawn, unavailable, either] = [0, 0, 0]
    for (let word = 0; word * 32 < count; word++) {
      const left = count - word * 32
      const own = left >= 32 ? -1 : (1 << left) - 1
      const a = (sets[leaf * leafWords + word] as number) & own
      const b = (sets[leaf * leafWords + rowWords + word] as number) & own
      if ((a | b) === 0) continue
      withdrawn += bitsOf(a)
      unavailable += bitsOf(b)
      either += bitsOf(a | b)
    }
    counts[at + countedRows] = (counts[at + countedRows] as number) + count
    counts[at + countedWithdrawn] = (counts[at + countedWithdrawn] as number) + withdrawn
    counts[at + countedUnavailable] = (counts[at + countedUnavailable] as number) + unavailable
    counts[at + countedEither] = (counts[at + countedEither] as number) + either
  }

  return {
    get bytes() {
      return sets.byteLength
    },
    reserve(leaf) {
      if (sets.length > leaf * leafWords) return
      const larger = new Int32Array(leaf * leafWords * 2)
      larger.set(sets)
      sets = larger
    },
    set(slot, flags) {
      const row = slot & leafMask
      const word = (slot >> leafShift) * leafWords + (row >> 5)
      setBit(word, 1 << row, (flags & withdrawnFlag) !== 0)
      setBit(word + rowWords, 1 << row, (flags & unavailableFlag) !== 0)
    },
    copyWithdrawn: (leaf, words, bits, at) => copy(leaf * leafWords, words, bits, at),
    copyUnavailable: (leaf, words, bits, at) => copy(leaf * leafWords + rowWords, words, bits, at),
    addCounts,
  }
}

/** Returns how many bits of a word are set. */
export function bitsOf(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x5555_5555)
  count = (count & 0x3333_3333) + ((count >>> 2) & 0x3333_3333)
  return Math.imul((count + (count >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
