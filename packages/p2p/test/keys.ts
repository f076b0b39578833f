/** Real keys and a network for tests. Adapters do not import each other, so the signer stands here again, small. */

import { createHash, randomBytes } from 'node:crypto'
import { type Address, bytesToHex, type Domain, hexToBytes, type RecoverSigner, type Signer } from '@millrace/protocol'
import secp256k1 from 'secp256k1'

export const domain: Domain = { chainId: 31337, verifyingContract: '0xe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5' }

/** Returns a signer with a fresh key. The address is a hash of the public key, as in the real one, but SHA-256. */
export function createTestSigner(): Signer {
  const key = randomBytes(32)
  return {
    address: addressOf(secp256k1.publicKeyCreate(key, false)),
    sign(digest) {
      const { signature, recid } = secp256k1.ecdsaSign(digest, key)
      signature[32] = (signature[32] ?? 0) | (recid << 7)
      return bytesToHex(signature)
    },
  }
}

export const recoverTestSigner: RecoverSigner = (digest, signature) => {
  const compact = hexToBytes(signature)
  const parity = (compact[32] ?? 0) >> 7
  compact[32] = (compact[32] ?? 0) & 0x7f
  try {
    return addressOf(secp256k1.ecdsaRecover(compact, parity, digest, false))
  } catch {
    return undefined
  }
}

function addressOf(publicKey: Uint8Array): Address {
  const hash = createHash('sha256').update(publicKey).digest()
  return bytesToHex(hash.subarray(12))
}
