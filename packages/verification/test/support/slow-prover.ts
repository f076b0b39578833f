/** A prover that computes by the definition: what an honest one sends, with ways to send something else. */
import { createHash } from 'node:crypto'
import { type Hash, hexToBytes } from '@millrace/protocol'
import { type HardwareChallenge, type HardwareOpening, rowsRoot } from '../../src/hardware/challenge.ts'
import { slowProduct } from './slow-product.ts'

export type SlowProver = {
  /** All rows, little-endian. */
  readonly rows: Uint8Array[]
  commit(): Hash
  recall(salt: Hash): Hash
  open(indexes: readonly number[]): HardwareOpening
}

export function createSlowProver({ seed, n, rounds }: HardwareChallenge): SlowProver {
  const rows = Array.from({ length: rounds }, (_, round) => slowProduct(seed, round, n))
    .flat()
    .map((row) => new Uint8Array(Buffer.from(row.buffer)))
  let hashes = new Uint8Array()
  let saltedHashes = new Uint8Array()
  return {
    rows,
    commit() {
      hashes = listOf(rows, new Uint8Array())
      return rowsRoot(seed, hashes)
    },
    recall(salt) {
      saltedHashes = listOf(rows, hexToBytes(salt))
      return rowsRoot(seed, saltedHashes)
    },
    open: (indexes) => ({ hashes, saltedHashes, rows: indexes.map((index) => rows[index] ?? new Uint8Array()) }),
  }
}

function listOf(rows: readonly Uint8Array[], before: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(rows.map((row) => createHash('sha256').update(before).update(row).digest())))
}
