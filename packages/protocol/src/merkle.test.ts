import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyHash } from '../test/support/arbitraries.ts'
import { type Hash, zeroHash } from './hex.ts'
import { MalformedError } from './malformed-error.ts'
import { merkleLeaf, merkleLeavesMax, merkleProof, merkleRoot, merkleTree, verifyMerkleProof } from './merkle.ts'

const someLeaves = fc.uniqueArray(anyHash, { minLength: 1, maxLength: 20 })
const leavesAndPick = someLeaves.chain((leaves) => fc.tuple(fc.constant(leaves), fc.constantFrom(...leaves)))

describe('merkle', () => {
  test('root and proofs are OpenZeppelin’s', () => {
    fc.assert(
      fc.property(leavesAndPick, ([leaves, leaf]) => {
        const theirs = StandardMerkleTree.of(
          leaves.map((value) => [value]),
          ['bytes32'],
        )
        const tree = merkleTree(leaves)
        expect(merkleRoot(tree)).toBe(theirs.root)
        expect(merkleProof(tree, leaf)).toEqual(theirs.getProof([leaf]))
      }),
    )
  })

  test('the root does not depend on the order of arrival', () => {
    const shuffled = someLeaves.chain((leaves) =>
      fc.tuple(fc.constant(leaves), fc.shuffledSubarray(leaves, { minLength: leaves.length })),
    )
    fc.assert(
      fc.property(shuffled, ([leaves, other]) => {
        expect(merkleRoot(merkleTree(other))).toBe(merkleRoot(merkleTree(leaves)))
      }),
    )
  })

  test('every leaf has a proof that holds, and no other value does', () => {
    fc.assert(
      fc.property(leavesAndPick, anyHash, ([leaves, leaf], other) => {
        fc.pre(!leaves.includes(other))
        const tree = merkleTree(leaves)
        const proof = proofOf(tree, leaf)
        expect(verifyMerkleProof(merkleRoot(tree), leaf, proof)).toBe(true)
        expect(verifyMerkleProof(merkleRoot(tree), other, proof)).toBe(false)
        expect(verifyMerkleProof(other, leaf, proof)).toBe(false)
        expect(merkleProof(tree, other)).toBeUndefined()
      }),
    )
  })

  test('a proof with a word changed, dropped or added does not hold', () => {
    fc.assert(
      fc.property(leavesAndPick, fc.nat(), anyHash, ([leaves, leaf], at, word) => {
        const tree = merkleTree(leaves)
        const root = merkleRoot(tree)
        const proof = proofOf(tree, leaf)
        expect(verifyMerkleProof(root, leaf, [...proof, word])).toBe(false)
        if (proof.length === 0) return
        const index = at % proof.length
        fc.pre(proof[index] !== word)
        expect(verifyMerkleProof(root, leaf, proof.with(index, word))).toBe(false)
        expect(verifyMerkleProof(root, leaf, proof.toSpliced(index, 1))).toBe(false)
      }),
    )
  })

  test('an inner node does not pass for a leaf', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyHash, { minLength: 3, maxLength: 20 }), fc.nat(), (leaves, at) => {
        const tree = merkleTree(leaves)
        const inner = tree.nodes.slice(0, tree.nodes.length - tree.leafCount)
        const index = at % inner.length
        expect(verifyMerkleProof(merkleRoot(tree), inner[index] as Hash, pathOf(tree.nodes, index))).toBe(false)
        expect(merkleProof(tree, inner[index] as Hash)).toBeUndefined()
      }),
    )
  })

  test('a leaf hash does not pass for its value', () => {
    const tree = merkleTree([zeroHash])
    expect(verifyMerkleProof(merkleRoot(tree), merkleLeaf(zeroHash), [])).toBe(false)
    expect(verifyMerkleProof(merkleRoot(tree), zeroHash, [])).toBe(true)
  })

  test('no values, a value twice and too many values are refused', () => {
    expect(() => merkleTree([])).toThrow(MalformedError)
    expect(() => merkleTree([zeroHash, zeroHash])).toThrow(MalformedError)
    expect(() => merkleTree(new Array<Hash>(merkleLeavesMax + 1).fill(zeroHash))).toThrow(MalformedError)
  })
})

function proofOf(tree: ReturnType<typeof merkleTree>, leaf: Hash): readonly Hash[] {
  const proof = merkleProof(tree, leaf)
  if (proof === undefined) throw new Error('the tree does not hold the leaf')
  return proof
}

function pathOf(nodes: readonly Hash[], from: number): Hash[] {
  const path: Hash[] = []
  for (let index = from; index > 0; index = (index - 1) >> 1) {
    path.push(nodes[index % 2 === 0 ? index - 1 : index + 1] as Hash)
  }
  return path
}
