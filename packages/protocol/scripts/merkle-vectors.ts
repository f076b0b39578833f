/** Vectors of the Merkle trees, made by OpenZeppelin's own library. */
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { seededBytes, toHex } from './seeded-bytes.ts'

const sizes = [1, 2, 3, 5, 8, 33]

/** Returns the contents of `vectors/merkle.json`. */
export function merkleVectors(): unknown {
  const random = seededBytes('merkle')
  return {
    cases: sizes.map((size) => {
      const leaves = Array.from({ length: size }, () => toHex(random(32)))
      const tree = StandardMerkleTree.of(
        leaves.map((leaf) => [leaf]),
        ['bytes32'],
      )
      return { leaves, root: tree.root, proofs: leaves.map((leaf) => tree.getProof([leaf])) }
    }),
  }
}
