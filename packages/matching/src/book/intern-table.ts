/**
 * Numbers for byte strings that recur: nodes, operators, model roots. Each is kept once, as bytes, and counted; a number is
 * reused after its last user let go.
 */
import type { Hex } from '@millrace/protocol'
import { createBlockTable } from './block-table.ts'
import { createHashIndex, mix32 } from './hash-index.ts'

export type InternTable = {
  readonly bytes: number
  /** Different values held. */
  readonly size: number
  /** Numbers given out so far, free ones included: each is below it. */
  readonly capacity: number
  /** Returns the number of a value, or -1. */
  find(text: Hex): number
  /** Returns the number of a value, counting one more user. */
  acquire(text: Hex): number
  /** Counts one user more. */
  retain(number: number): void
  /** Counts one user less. Returns whether it was the last, so that the number is free now. */
  release(number: number): boolean
  text(number: number): Hex
}

/**
 * Returns an empty table.
 *
 * @param words - width of the values in 32-bit words: 5 for addresses, 8 for hashes.
 * @param hashSeed - secret to the makers of the values, so that none can aim at one place of the table.
 */
export function createInternTable(words: number, hashSeed: number): InternTable {
  const users = words
  const table = createBlockTable(words + 1)
  const sought = new Uint32Array(words)
  const free: number[] = []
  let capacity = 0
  const index = createHashIndex({ hashOf, isSought })

  function hashOf(row: number): number {
    let hash = hashSeed
    for (let word = 0; word < words; word++) hash = mix32(hash, table.get(row, word))
    return hash
  }

  function hashOfSought(): number {
    let hash = hashSeed
    for (let word = 0; word < words; word++) hash = mix32(hash, sought[word] as number)
    return hash
  }

  function isSought(row: number): boolean {
    for (let word = 0; word < words; word++) if (table.get(row, word) !== sought[word]) return false
    return true
  }

  function add(hash: number): number {
    const row = free.pop() ?? capacity++
    table.reserve(row)
    for (let word = 0; word < words; word++) table.set(row, word, sought[word] as number)
    index.insert(hash, row)
    return row
  }

  return {
    get bytes() {
      return table.bytes + index.bytes + sought.byteLength + free.length * 8
    },
    get size() {
      return capacity - free.length
    },
    get capacity() {
      return capacity
    },
    find(text) {
      readWords(text, sought)
      return index.find(hashOfSought())
    },
    acquire(text) {
      readWords(text, sought)
      const hash = hashOfSought()
      const found = index.find(hash)
      const row = found === -1 ? add(hash) : found
      table.set(row, users, table.get(row, users) + 1)
      return row
    },
    retain(row) {
      table.set(row, users, table.get(row, users) + 1)
    },
    release(row) {
      const left = table.get(row, users) - 1
      table.set(row, users, left)
      if (left > 0) return false
      index.remove(hashOf(row), row)
      free.push(row)
      return true
    },
    text: (row) => textOfWords(words, (word) => table.get(row, word)),
  }
}

/** Reads a hex string into words, most significant first. @throws {RangeError} when it is not of exactly that many. */
export function readWords(text: Hex, words: Uint32Array): void {
  if (text.length !== 2 + words.length * 8 || text.charCodeAt(0) !== 48 || text.charCodeAt(1) !== 120) {
    throw new RangeError(`expected ${words.length * 4} bytes of 0x-prefixed hex, got ${String(text).slice(0, 80)}`)
  }
  let wrong = 0
  for (let word = 0; word < words.length; word++) {
    const at = 2 + word * 8
    const [a, b, c, d] = [nibbleAt(text, at), nibbleAt(text, at + 1), nibbleAt(text, at + 2), nibbleAt(text, at + 3)]
    const [e, f, g, h] = [
      nibbleAt(text, at + 4),
      nibbleAt(text, at + 5),
      nibbleAt(text, at + 6),
      nibbleAt(text, at + 7),
    ]
    wrong |= a | b | c | d | e | f | g | h
    words[word] = (a << 28) | (b << 24) | (c << 20) | (d << 16) | (e << 12) | (f << 8) | (g << 4) | h
  }
  if (wrong > 15) throw new RangeError(`expected hex, got ${JSON.stringify(text.slice(0, 80))}`)
}

const asciiText = new TextDecoder()
/** The two characters of each byte, as they lie in memory. */
const byteTexts = new Uint16Array(
  Uint8Array.from({ length: 512 }, (_, at) => {
    const byte = at >> 1
    return '0123456789abcdef'.charCodeAt((at & 1) === 0 ? byte >> 4 : byte & 15)
  }).buffer,
)
/** Room for the characters of a text, by its number of words, two characters a place. */
const characters: Uint16Array[] = []

/** Returns the hex string of words, most significant first: in one piece, as one put together would be slow to read. */
export function textOfWords(count: number, wordAt: (word: number) => number): Hex {
  characters[count] ??= prefixed(count)
  const text = characters[count]
  for (let word = 0; word < count; word++) {
    const value = wordAt(word)
    const at = 1 + word * 4
    text[at] = byteTexts[value >>> 24] as number
    text[at + 1] = byteTexts[(value >>> 16) & 255] as number
    text[at + 2] = byteTexts[(value >>> 8) & 255] as number
    text[at + 3] = byteTexts[value & 255] as number
  }
  return asciiText.decode(text) as Hex
}

function prefixed(count: number): Uint16Array {
  const text = new Uint16Array(1 + count * 4)
  new Uint8Array(text.buffer).set([48, 120])
  return text
}

/** Values of characters as hex digits; 16 and more where they are none. */
const nibbles = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())
  return value === -1 ? 16 : value
})

function nibbleAt(text: string, at: number): number {
  return nibbles[text.charCodeAt(at)] ?? 16
}
