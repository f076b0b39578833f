/**
 * Which receipts are audited: by a hash of the receipt with randomness that appears only after the receipt's epoch was
 * committed. The provider cannot know when it works, and cannot choose when it commits: it has no part in the beacon, and any
 * change of the receipt is a second receipt for one run, which convicts by itself. The buyer cannot choose either, so
 * the share of its runs that is audited is the share it pays for.
 *
 * Invariants: the choice is uniform to within 2^−64; a rate of 0 chooses none, a million all; a receipt chosen at a rate is
 * chosen at every higher rate.
 */
import { type Hash, hexToBytes } from '@millrace/protocol'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

export const ratePpmAll = 1_000_000

const purpose = utf8ToBytes('millrace:audit-choice:v1\n')

/**
 * Returns whether the receipt is audited. Cost: one hash.
 *
 * @param beacon - randomness of the receipt's epoch, unknown before the epoch's root stood on the chain.
 * @param receiptHash - digest of the receipt, as signed.
 * @param ratePpm - runs audited, parts per million; a whole number from 0 to {@link ratePpmAll}.
 */
export function isAuditChosen(beacon: Hash, receiptHash: Hash, ratePpm: number): boolean {
  if (!(Number.isInteger(ratePpm) && ratePpm >= 0 && ratePpm <= ratePpmAll))
    throw new RangeError(`ratePpm: ${ratePpm} is not a whole number from 0 to ${ratePpmAll}`)
  const hash = sha256(concatBytes(purpose, hexToBytes(beacon), hexToBytes(receiptHash)))
  const draw = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0)
  return (draw * BigInt(ratePpmAll)) >> 64n < BigInt(ratePpm)
}
