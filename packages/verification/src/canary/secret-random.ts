/**
 * Numbers that follow from a secret seed and a counter: SHA-256 of both. The counter is all the state there is, so a source that
 * is stopped goes on where it was, and draws nothing twice.
 */
import { bytesToHex, type Hash, type Hex, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

export type SecretRandom = {
  /** Blocks drawn so far: what to go on from. */
  readonly drawn: () => number
  /** A number above 0 and below 1. */
  readonly fraction: () => number
  /** A whole number from 0 to below `count`. */
  readonly below: (count: number) => number
  /** @param length - at most 32. */
  readonly hex: (length: number) => Hex
}

const purpose = utf8ToBytes('millrace:canary:v1\n')

/** @param drawn - where an earlier source with this seed stopped. */
export function createSecretRandom(seed: Hash, drawn = 0): SecretRandom {
  const secret = hexToBytes(seed)
  let counter = drawn
  const block = () => {
    const index = new Uint8Array(8)
    new DataView(index.buffer).setBigUint64(0, BigInt(counter++))
    return sha256(concatBytes(purpose, secret, index))
  }
  const fraction = () => {
    const view = new DataView(block().buffer)
    return (view.getUint32(0) * 2 ** 20 + (view.getUint32(4) >>> 12) + 0.5) / 2 ** 52
  }
  return {
    drawn: () => counter,
    fraction,
    below: (count) => Math.floor(fraction() * count),
    hex: (length) => bytesToHex(block().subarray(0, length)),
  }
}
