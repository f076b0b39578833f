/**
 * The two factors of a challenge's product, from its seed: bytes of Threefry-2x32-20, read as int8.
 *
 * Row i of the left factor and column j of the right one are n bytes each. Bytes 8c … 8c + 7 of a line are the two
 * words, little-endian, at counter (line, c); lines of the right factor follow those of the left, so column j is line
 * n + j. The key is the first 8 bytes of SHA-256 over the purpose, the seed and the round. Both factors stand by their
 * lines of n consecutive products, so nobody has to transpose. `packages/hardware/scripts/product.wat` makes the same bytes.
 *
 * Source: J. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3", 2011, as `sampler/noise.ts`.
 */
import { type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { NoiseKey } from '../sampler/noise.ts'

const purpose = utf8ToBytes('millrace:hardware-factors:v1\n')
/** Skein's parity constant for 32-bit words. */
const parity = 0x1bd11bda
const rotations = [13, 15, 26, 6, 17, 29, 16, 24]

/** Returns the key of one round's factors. @param round - from 0. */
export function factorKeyOf(seed: Hash, round: number): NoiseKey {
  const number = new Uint8Array(4)
  new DataView(number.buffer).setUint32(0, round, true)
  const hash = sha256(concatBytes(purpose, hexToBytes(seed), number))
  const words = new DataView(hash.buffer, hash.byteOffset, 8)
  return { key0: words.getInt32(0, true), key1: words.getInt32(4, true) }
}

/**
 * Returns one line of the factors: Int8Array // [n].
 *
 * @param line - from 0 to n − 1 the rows of the left factor, from n to 2n − 1 the columns of the right one.
 * @param n - a multiple of 8.
 * Cost: about 5 ns an entry.
 */
export function factorLine(key: NoiseKey, line: number, n: number): Int8Array {
  const words = new Int32Array(n / 4)
  fillWithNoise(words, key, line)
  if (isBigEndian) for (const [i, word] of words.entries()) words[i] = swapped(word)
  return new Int8Array(words.buffer)
}

/** Writes the words of counters (line, 0), (line, 1), … The same as `threefry` of `sampler/noise.ts`, without a call for each. */
function fillWithNoise(words: Int32Array, { key0, key1 }: NoiseKey, line: number): void {
  const key2 = parity ^ key0 ^ key1
  const keys = [key0, key1, key2]
  for (let at = 0; at + 1 < words.length; at += 2) {
    let x0 = (line + key0) | 0
    let x1 = ((at >> 1) + key1) | 0
    for (let four = 0; four < 5; four++) {
      for (let step = 0; step < 4; step++) {
        const by = rotations[((four & 1) << 2) + step] as number
        x0 = (x0 + x1) | 0
        x1 = ((x1 << by) | (x1 >>> (32 - by))) ^ x0
      }
      x0 = (x0 + (keys[(four + 1) % 3] as number)) | 0
      x1 = (x1 + (keys[(four + 2) % 3] as number) + four + 1) | 0
    }
    words[at] = x0
    words[at + 1] = x1
  }
}

const isBigEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0

function swapped(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
