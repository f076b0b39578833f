/**
 * That a receipt is in the Merkle root which its node posted for an epoch: what puts a buyer's claim before those of receipts that were
 * signed afterwards. Nobody has to be believed: the root is on the chain, and the proof leads to it or does not.
 */
import { parseUint } from './amount.ts'
import { boundedArray } from './bounded-array.ts'
import { type Hash, parseHash } from './hex.ts'
import { merkleProofHashesMax, verifyMerkleProof } from './merkle.ts'
import { parsedBy } from './parsed-by.ts'

export type ReceiptInclusion = {
  /** Receipt epoch. */
  readonly epoch: bigint
  readonly root: Hash
  /** Sibling hashes from the receipt's leaf to the root, at most `merkleProofHashesMax`. */
  readonly proof: readonly Hash[]
}

const hash = parsedBy((value) => parseHash(value))

/** The fields, as frames and files spell them. */
export const receiptInclusionFields = {
  epoch: parsedBy((value) => parseUint(value, 64, 'epoch')),
  root: hash,
  proof: boundedArray(hash, merkleProofHashesMax),
}

/** Returns whether the proof shows the receipt under the root that was posted for its epoch. */
export function isInclusionOf(
  { epoch, root, proof }: ReceiptInclusion,
  receipt: { readonly hash: Hash; readonly epoch: bigint; readonly postedRoot: Hash },
): boolean {
  return epoch === receipt.epoch && root === receipt.postedRoot && verifyMerkleProof(root, receipt.hash, proof)
}
