/**
 * The messages by which a machine shows its speed: products of matrices from a fresh seed, committed to, held, and opened
 * in part.
 *
 * 1. challenge → the prover makes `rounds` products of n×n int8 matrices (`factors.ts`);
 * 2. ← commitment: one hash over the hashes of all rows. The time from 1 to 2, on the challenger's clock, is the measure;
 * 3. recall: a salt → ← the same hash over rows with the salt before them, for which all rows must still be there;
 * 4. opening: some rows, chosen only now → ← those rows and both lists of row hashes.
 *
 * The lists are sent whole: with q rows of 4n bytes opened they are the smaller part, and a flat list costs the prover no tree.
 *
 * Soundness: rows are fixed by 2 before the secret of `product-check.ts` and the choice of 4 exist. A prover that got a
 * share f of its rows wrong goes unnoticed with a chance of at most (1 − f)^q + q·2^−60, so what q opened rows leave it to gain is a
 * speed of 1/(1 − f): {@link skippedShareMax}. What is shown is compute at hand, not whose it is.
 *
 * Units are whole millions of multiply-adds a second.
 */
import { type Address, bytesToHex, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

export const hardwareLimits = {
  /** Smallest side: below it the messages would be the measure. */
  sideMin: 64,
  /** Largest side: sums stay in 29 bits, and one product with its factors takes 1.6 GB. */
  sideMax: 16_384,
  /** Sides are multiples of it: what a tile of the product takes. */
  sideStep: 32,
  /** Products of one challenge; more memory than one product fills. */
  roundsMax: 64,
  /** Rows of all products of a challenge: two lists of hashes of 8 MiB each. */
  rowsMax: 262_144,
  /** Rows opened in one challenge: 32 MiB at the largest side. */
  openedRowsMax: 512,
  /** Longest time from sending to deadline, in milliseconds. */
  challengeMsMax: 600_000,
  /** Nodes challenged at once. */
  nodesMax: 256,
} as const

/** What kind of machine computes. Units of one class compare. */
export const hardwareClasses = { cpu: 0, gpu: 1 } as const
export type HardwareClass = keyof typeof hardwareClasses

export type HardwareChallenge = {
  /** 32 random bytes, never used before. */
  readonly seed: Hash
  /** Side of the matrices. */
  readonly n: number
  /** Products, each from its own factors. */
  readonly rounds: number
  readonly class: HardwareClass
  /** Milliseconds since 1970, the challenger's clock. */
  readonly issuedAt: number
  /** After it a commitment is not waited for. */
  readonly deadline: number
}

export type HardwareCommitment = { readonly root: Hash }
export type HardwareRecall = { readonly salt: Hash }

/** Rows as the prover gives them: row k of all is row k mod n of product ⌊k/n⌋. */
export type HardwareOpening = {
  /** SHA-256 of each row's bytes: Uint8Array // [32·n·rounds] */
  readonly hashes: Uint8Array
  /** SHA-256 of the salt and each row's bytes: Uint8Array // [32·n·rounds] */
  readonly saltedHashes: Uint8Array
  /** In the order asked, int32 little-endian: Uint8Array // [4n] each */
  readonly rows: readonly Uint8Array[]
}

const purpose = utf8ToBytes('millrace:hardware-rows:v1\n')

/** Returns why a challenge cannot be taken, in words, or undefined. */
export function challengeProblem({ n, rounds, issuedAt, deadline }: HardwareChallenge): string | undefined {
  const { sideMin, sideMax, sideStep, roundsMax, rowsMax, challengeMsMax } = hardwareLimits
  if (!Number.isInteger(n) || n < sideMin || n > sideMax || n % sideStep !== 0) {
    return `n must be a multiple of ${sideStep} from ${sideMin} to ${sideMax}`
  }
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > roundsMax) return `rounds must be from 1 to ${roundsMax}`
  if (n * rounds > rowsMax) return `n × rounds must be at most ${rowsMax}`
  if (!Number.isSafeInteger(issuedAt) || !Number.isSafeInteger(deadline)) return 'times must be whole milliseconds'
  if (deadline <= issuedAt || deadline - issuedAt > challengeMsMax) {
    return `the deadline must come after the start, by at most ${challengeMsMax} ms`
  }
  return undefined
}

/** Returns the multiply-adds that a challenge takes. */
export function challengeWork({ n, rounds }: Pick<HardwareChallenge, 'n' | 'rounds'>): number {
  return n * n * n * rounds
}

/** Returns the units that work in some time amounts to, rounded down. @param ms - above 0. */
export function unitsOf(work: number, ms: number): number {
  return Math.floor(work / ms / 1_000)
}

/** Returns what names one node's part in a challenge. */
export function challengeIdOf({ seed, n, rounds }: HardwareChallenge, node: Address): Hash {
  const numbers = utf8ToBytes(`:${n}:${rounds}`)
  return bytesToHex(sha256(concatBytes(purpose, hexToBytes(seed), hexToBytes(node), numbers)))
}

/** Returns what binds a list of row hashes to a challenge. */
export function rowsRoot(seed: Hash, hashes: Uint8Array): Hash {
  return bytesToHex(sha256.create().update(purpose).update(hexToBytes(seed)).update(hashes).digest())
}

/**
 * Returns the greatest share of rows that may have been left out without this chance of being noticed.
 *
 * @param opened - rows opened; at least 1.
 * @param chance - of going unnoticed, above 0 and below 1.
 *
 * @example
 * skippedShareMax(256, 1e-6) // 0.0525: no machine looks more than 5.5 % faster than it is
 */
export function skippedShareMax(opened: number, chance: number): number {
  return 1 - chance ** (1 / opened)
}
