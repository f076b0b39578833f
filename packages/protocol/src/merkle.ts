/**
 * Merkle trees over receipt hashes, as OpenZeppelin's MerkleProof checks them: leaves are hashed twice, so an inner node
 * never passes for a leaf; pairs are sorted, so a proof needs no directions. Leaves are sorted, so the root does not
 * depend on arrival order.
 *
 * Source: https://docs.openzeppelin.com/contracts/5.x/api/utils/cryptography#MerkleProof
 * Cost: building is O(n log n), a proof is O(log n) words.
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, type Hash, hexToBytes } from './hex.ts'
import { MalformedError } from './malformed-error.ts'

/** Most leaves one tree may hold; bounds what a peer can make us hash. */
export const merkleLeavesMax = 1 << 20

/** Most sibling hashes of one proof: the depth of a tree of {@link merkleLeavesMax} leaves. */
export const merkleProofHashesMax = 20

/** A complete binary tree in an array, root first: children of i stand at 2i+1 and 2i+2. */
export type MerkleTree = { readonly nodes: readonly Hash[]; readonly leafCount: number }

/** Returns the tree over the values. @throws {MalformedError} for no values, too many, or a value twice. */
export function merkleTree(values: readonly Hash[]): MerkleTree {
  if (values.length === 0 || values.length > merkleLeavesMax) {
    throw new MalformedError('merkle values', `1 to ${merkleLeavesMax} values`, values)
  }
  const leaves = values.map(merkleLeaf).sort()
  const duplicate = leaves.find((leaf, i) => leaf === leaves[i + 1])
  if (duplicate !== undefined) throw new MalformedError('merkle values', 'each value once', duplicate)
  const nodes = new Array<Hash>(2 * leaves.length - 1)
  leaves.forEach((leaf, i) => {
    nodes[nodes.length - 1 - i] = leaf
  })
  for (let i = nodes.length - leaves.length - 1; i >= 0; i--) {
    nodes[i] = hashPair(nodes[2 * i + 1] as Hash, nodes[2 * i + 2] as Hash)
  }
  return { nodes, leafCount: leaves.length }
}

/** Returns the root. */
export function merkleRoot(tree: MerkleTree): Hash {
  return tree.nodes[0] as Hash
}

/** Returns the sibling hashes from the value's leaf to the root, or undefined when the tree does not hold it. */
export function merkleProof(tree: MerkleTree, value: Hash): readonly Hash[] | undefined {
  let index = tree.nodes.lastIndexOf(merkleLeaf(value))
  if (index < tree.nodes.length - tree.leafCount) return undefined
  const proof: Hash[] = []
  while (index > 0) {
    proof.push(tree.nodes[index % 2 === 0 ? index - 1 : index + 1] as Hash)
    index = (index - 1) >> 1
  }
  return proof
}

/** Returns whether the proof shows the value under the root. */
export function verifyMerkleProof(root: Hash, value: Hash, proof: readonly Hash[]): boolean {
  return proof.reduce(hashPair, merkleLeaf(value)) === root
}

/** Returns the leaf of a value: keccak of keccak of its 32 bytes. */
export function merkleLeaf(value: Hash): Hash {
  return bytesToHex(keccak_256(keccak_256(hexToBytes(value))))
}

function hashPair(a: Hash, b: Hash): Hash {
  const buffer = new Uint8Array(64)
  buffer.set(hexToBytes(a < b ? a : b), 0)
  buffer.set(hexToBytes(a < b ? b : a), 32)
  return bytesToHex(keccak_256(buffer))
}
