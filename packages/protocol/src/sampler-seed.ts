/**
 * The seed of the specified sampler: from the run's beacon, its receipt's name and its request, which holds the buyer's nonce.
 * Nobody who knows one of them in time can choose the others.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { bytesToHex, type Hash, hexToBytes } from './hex.ts'

const drawnPurpose = utf8ToBytes('millrace:sampler-seed:v1\n')
const fixedPurpose = utf8ToBytes('millrace:fixed-seed:v1\n')

/**
 * Returns the seed that an answer is sampled with.
 *
 * @param run.fixedSeed - the request's own `seed`, 0 to 2^32 − 1: equal ones give equal answers to equal requests, so nothing
 * else enters. Such an answer carries no weight in a statistical test, whose randomness it would let the buyer choose.
 */
export function samplerSeed(run: {
  readonly beacon: Hash
  readonly receiptId: Hash
  readonly requestHash: Hash
  readonly fixedSeed?: number | undefined
}): Hash {
  if (run.fixedSeed !== undefined) {
    const seed = new Uint8Array(4)
    new DataView(seed.buffer).setUint32(0, run.fixedSeed, true)
    return bytesToHex(sha256(concatBytes(fixedPurpose, seed)))
  }
  const parts = [run.beacon, run.receiptId, run.requestHash].map((part) => hexToBytes(part))
  return bytesToHex(sha256(concatBytes(drawnPurpose, ...parts)))
}
