/** What the opened rows of a commitment show: see `challenge.ts` for the protocol and its soundness. */
import { bytesToHex, type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type HardwareChallenge, type HardwareOpening, hardwareLimits, rowsRoot } from './challenge.ts'
import { createProductCheck, type ProductCheck } from './product-check.ts'

/** What was committed to, and when the challenger's own randomness came in. */
export type CommittedRows = {
  readonly challenge: HardwareChallenge
  readonly root: Hash
  readonly salt: Hash
  readonly saltedRoot: Hash
  /** Random bytes that nobody but the challenger knew before both roots were there. */
  readonly secret: Hash
  /** How many rows to open. */
  readonly opened: number
}

export type OpeningOutcome =
  /** Every opened row is right and was held. */
  | 'right'
  /** Not the shape asked for. */
  | 'malformed'
  /** Not what the first root stands for. */
  | 'not-as-committed'
  /** As committed, but the salted hashes do not stand for the same rows. */
  | 'not-held'
  /** As committed, and not the product. */
  | 'wrong-product'

const purpose = utf8ToBytes('millrace:hardware-opening:v1\n')
const hashBytes = 32

/** Returns which rows to open, ascending, none twice; by the secret. Cost: a hash for each. */
export function rowsToOpen({ challenge, secret, opened }: CommittedRows): readonly number[] {
  const count = challenge.n * challenge.rounds
  if (!Number.isInteger(opened) || opened < 1 || opened > hardwareLimits.openedRowsMax) {
    throw new RangeError(`opened must be from 1 to ${hardwareLimits.openedRowsMax}, got ${opened}`)
  }
  const chosen = new Set<number>()
  const wanted = Math.min(opened, count)
  for (let step = 0; chosen.size < wanted; step++) chosen.add(drawn(secret, step, count))
  return [...chosen].sort((a, b) => a - b)
}

/** Returns what an opening shows. Cost: O(n²) a round that has opened rows, and O(n) a row. */
export function checkOpening(committed: CommittedRows, opening: HardwareOpening): OpeningOutcome {
  const { challenge, root, salt, saltedRoot } = committed
  const indexes = rowsToOpen(committed)
  if (!isShaped(challenge, indexes.length, opening)) return 'malformed'
  const { hashes, saltedHashes, rows } = opening
  if (rowsRoot(challenge.seed, hashes) !== root) return 'not-as-committed'
  if (!rows.every((row, i) => isHashAt(hashes, indexes[i] ?? 0, sha256(row)))) return 'not-as-committed'
  if (rowsRoot(challenge.seed, saltedHashes) !== saltedRoot) return 'not-held'
  const salted = hexToBytes(salt)
  if (!rows.every((row, i) => isHashAt(saltedHashes, indexes[i] ?? 0, sha256(concatBytes(salted, row))))) {
    return 'not-held'
  }
  return areProducts(committed, indexes, rows) ? 'right' : 'wrong-product'
}

function areProducts({ challenge, secret }: CommittedRows, indexes: readonly number[], rows: readonly Uint8Array[]) {
  const { n } = challenge
  const checks = new Map<number, ProductCheck>()
  return indexes.every((index, i) => {
    const round = Math.floor(index / n)
    const check = checks.get(round) ?? createProductCheck(challenge, round, secret)
    checks.set(round, check)
    const row = rows[i]
    return row !== undefined && check.isRow(index % n, entriesOf(row))
  })
}

function isShaped({ n, rounds }: HardwareChallenge, count: number, opening: HardwareOpening): boolean {
  const listBytes = hashBytes * n * rounds
  return (
    opening.hashes.length === listBytes &&
    opening.saltedHashes.length === listBytes &&
    opening.rows.length === count &&
    opening.rows.every((row) => row.length === 4 * n)
  )
}

/** Returns the int32 little-endian entries of a row's bytes. */
function entriesOf(row: Uint8Array): Int32Array {
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength)
  return Int32Array.from({ length: row.length / 4 }, (_, j) => view.getInt32(4 * j, true))
}

function isHashAt(hashes: Uint8Array, index: number, hash: Uint8Array): boolean {
  return bytesToHex(hashes.subarray(hashBytes * index, hashBytes * (index + 1))) === bytesToHex(hash)
}

/** 53 bits of a hash, as a share of the rows: uneven by less than 2^-35. */
function drawn(secret: Hash, step: number, count: number): number {
  const number = new Uint8Array(4)
  new DataView(number.buffer).setUint32(0, step)
  const hash = sha256(concatBytes(purpose, hexToBytes(secret), number))
  const words = new DataView(hash.buffer, hash.byteOffset, 8)
  const share = (words.getUint32(0) * 2 ** 21 + (words.getUint32(4) >>> 11)) / 2 ** 53
  return Math.floor(share * count)
}
