/**
 * Freivalds' check of single rows of a product C = A·B of int8 matrices: with v = B·r mod p for a secret random vector r, a
 * claimed row c of C is right when c·r ≡ a·v, where a is the row of A. v costs O(n²) once; then a row costs O(n), against
 * O(n²) to compute it and O(n³) for the whole product.
 *
 * Soundness: entries of a right row are at most 2^14·n ≤ 2^28 in magnitude, and rows with larger ones are refused, so a wrong
 * row differs from the right one by entries d with 0 < |d| < p somewhere: d is not 0 mod p = 2^31 − 1. For such a row c·r − a·v
 * is a nonzero linear form in r, which vanishes for at most a share 2/2^31 of the vectors (r is 31 random bits, where p
 * itself counts as 0). Two independent vectors: a wrong row passes with a chance of at most 2^−60, provided it was committed to
 * before r was known.
 *
 * Arithmetic is exact in float64: sums of |int8|·r over n ≤ 2^14 stay below 2^52.
 *
 * Source: R. Freivalds, "Probabilistic machines can use less running time", 1977.
 */
import { type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { HardwareChallenge } from './challenge.ts'
import { factorKeyOf, factorLine } from './factors.ts'

/** The field of the check: a Mersenne prime. */
const prime = 2 ** 31 - 1
/** Greatest product of two int8. */
const termMax = 2 ** 14
/** Products of 16 by 31 bits, with a carry of 47, that add up below 2^53. */
const chunk = 32
const purpose = utf8ToBytes('millrace:hardware-check:v1\n')

/** Says of rows of one round's product whether they are right. */
export type ProductCheck = {
  /** @param row - Int32Array // [n] */
  isRow(index: number, row: Int32Array): boolean
}

/**
 * Returns the check of one round under a secret.
 *
 * @param secret - 32 random bytes that the prover cannot know before it has committed.
 * Cost: n² steps, about 0.15 s for n = 4,096.
 */
export function createProductCheck(
  { seed, n }: Pick<HardwareChallenge, 'seed' | 'n'>,
  round: number,
  secret: Hash,
): ProductCheck {
  const key = factorKeyOf(seed, round)
  const vectors = [0, 1].map((which) => secretVector(secret, round, which, n))
  const images = vectors.map(() => new Float64Array(n))
  // v[k] = Σ_j B[k][j]·r[j], and column j of B is one line: column by column.
  for (let j = 0; j < n; j++) {
    const column = factorLine(key, n + j, n)
    for (const [which, image] of images.entries()) addScaled(image, column, vectors[which]?.[j] ?? 0)
  }
  for (const image of images) reduce(image)

  return {
    isRow(index, row) {
      if (!Number.isInteger(index) || index < 0 || index >= n || row.length !== n) return false
      if (!row.every((entry) => Math.abs(entry) <= termMax * n)) return false
      const left = factorLine(key, index, n)
      return images.every((image, which) => rowDot(row, vectors[which] ?? image) === leftDot(left, image))
    },
  }
}

/** Returns r: 31 bits of SHA-256 over the secret and a counter for each entry. */
function secretVector(secret: Hash, round: number, which: number, n: number): Float64Array {
  const vector = new Float64Array(n)
  const number = new DataView(new ArrayBuffer(12))
  number.setUint32(0, round)
  number.setUint32(4, which)
  for (let at = 0; at < n; at += 8) {
    number.setUint32(8, at)
    const hash = sha256(concatBytes(purpose, hexToBytes(secret), new Uint8Array(number.buffer)))
    const words = new DataView(hash.buffer, hash.byteOffset, 32)
    for (let i = 0; i < Math.min(8, n - at); i++) vector[at + i] = (words.getUint32(4 * i) >>> 1) % prime
  }
  return vector
}

function addScaled(sums: Float64Array, column: Int8Array, by: number): void {
  for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) + (column[k] as number) * by
}

function reduce(sums: Float64Array): void {
  for (let k = 0; k < sums.length; k++) sums[k] = modulo(sums[k] as number)
}

function leftDot(left: Int8Array, image: Float64Array): number {
  let sum = 0
  for (let k = 0; k < left.length; k++) sum += (left[k] as number) * (image[k] as number)
  return modulo(sum)
}

/** Entries of a row have 29 bits and r has 31: halves of 16 bits, reduced every few steps. */
function rowDot(row: Int32Array, vector: Float64Array): number {
  let total = 0
  for (let start = 0; start < row.length; start += chunk) {
    let high = 0
    let low = 0
    const end = Math.min(start + chunk, row.length)
    for (let j = start; j < end; j++) {
      const entry = row[j] as number
      high += (entry >> 16) * (vector[j] as number)
      low += (entry & 0xffff) * (vector[j] as number)
    }
    total = modulo(total + modulo(high) * 65_536 + low)
  }
  return total
}

function modulo(value: number): number {
  const rest = value % prime
  return rest < 0 ? rest + prime : rest
}
