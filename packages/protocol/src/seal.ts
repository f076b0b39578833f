/**
 * The seal of a result: the node commits to what it computed before it sees what others did, and the seal holds for that node
 * and run only. So no replica can copy a result or a seal of another, or change its mind after the others reveal.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Address, bytesToHex, type Hash, hexToBytes } from './hex.ts'

const purpose = utf8ToBytes('millrace:seal:v1\n')

/** Returns the seal of a response. @param result.salt - 32 random bytes, told with the result: without them a short result could be guessed. */
export function resultSeal(result: {
  readonly node: Address
  readonly leaseId: Hash
  readonly sequence: bigint
  readonly responseHash: Hash
  readonly salt: Hash
}): Hash {
  const sequence = new Uint8Array(8)
  new DataView(sequence.buffer).setBigUint64(0, result.sequence)
  const { node, leaseId, responseHash, salt } = result
  return bytesToHex(
    sha256(
      concatBytes(purpose, hexToBytes(node), hexToBytes(leaseId), sequence, hexToBytes(responseHash), hexToBytes(salt)),
    ),
  )
}
