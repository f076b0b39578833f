/** Real keys for tests of signed things. The protocol has no signer of its own: it stands below the chain package. */
import { secp256k1 } from '@noble/curves/secp256k1'
import { privateKeyToAddress } from 'viem/accounts'
import { publicKeyToAddress } from 'viem/utils'
import {
  type Address,
  bytesToHex,
  hexToBytes,
  type RecoverSigner,
  type Signature,
  type Signer,
} from '../../src/index.ts'

/** Returns a signer whose key is the number. */
export function testSigner(key: number): Signer {
  const privateKey = `0x${key.toString(16).padStart(64, '0')}` as const
  return {
    address: privateKeyToAddress(privateKey).toLowerCase() as Address,
    sign(digest) {
      const signature = secp256k1.sign(digest, hexToBytes(privateKey), { lowS: true })
      const compact = signature.toCompactRawBytes()
      compact[32] = (compact[32] ?? 0) | (signature.recovery << 7)
      return bytesToHex(compact) as Signature
    },
  }
}

/** Recovers as EIP-2098 says: the top bit of s is the parity of y. */
export const recoverTestSigner: RecoverSigner = (digest, signature) => {
  const bytes = hexToBytes(signature)
  const parity = (bytes[32] ?? 0) >> 7
  bytes[32] = (bytes[32] ?? 0) & 0x7f
  try {
    const parsed = secp256k1.Signature.fromCompact(bytes).addRecoveryBit(parity)
    if (parsed.hasHighS()) return undefined
    const publicKey = parsed.recoverPublicKey(digest).toRawBytes(false)
    return publicKeyToAddress(bytesToHex(publicKey)).toLowerCase() as Address
  } catch {
    return undefined
  }
}
