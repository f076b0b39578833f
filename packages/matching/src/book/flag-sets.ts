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
}

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
  }
}
