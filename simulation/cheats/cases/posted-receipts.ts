/**
 * A provider's books for one epoch, kept as a cheat would: the root that it posts leaves receipts out, or says less than it charged, so that
 * what it did is not audited and its slash is small. The tree is the real one.
 */
import { type Hash, merkleProof, merkleRoot, merkleTree, verifyMerkleProof } from '@millrace/protocol'

export type SignedCharge = { readonly receiptHash: Hash; readonly amount: bigint }

export type PostedEpoch = {
  readonly root: Hash
  /** What it declares that its receipts charged. */
  readonly total: bigint
  /** Returns the proof that it can give when asked where a receipt is. */
  readonly proofOf: (receiptHash: Hash) => readonly Hash[] | undefined
}

/** Returns what an honest node posts. @param charges - at least one. */
export function postEpoch(charges: readonly SignedCharge[]): PostedEpoch {
  const tree = merkleTree(charges.map(({ receiptHash }) => receiptHash))
  return {
    root: merkleRoot(tree),
    total: charges.reduce((sum, { amount }) => sum + amount, 0n),
    proofOf: (receiptHash) => merkleProof(tree, receiptHash),
  }
}

/** Returns what a node posts that leaves some out. */
export function postWithout(charges: readonly SignedCharge[], hidden: ReadonlySet<Hash>): PostedEpoch {
  return postEpoch(charges.filter(({ receiptHash }) => !hidden.has(receiptHash)))
}

/** Returns the receipts whose place nobody can show: each convicts its signer by omission. */
export function omittedReceipts(charges: readonly SignedCharge[], posted: PostedEpoch): readonly Hash[] {
  return charges
    .map(({ receiptHash }) => receiptHash)
    .filter((receiptHash) => {
      const proof = posted.proofOf(receiptHash)
      return proof === undefined || !verifyMerkleProof(posted.root, receiptHash, proof)
    })
}

/** Returns whether buyers' receipts charge more than was declared, which costs the whole stake. */
export function understates(charges: readonly SignedCharge[], { total }: PostedEpoch): boolean {
  return charges.reduce((sum, { amount }) => sum + amount, 0n) > total
}
