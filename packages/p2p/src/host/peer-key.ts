/**
 * The libp2p key of a node, derived from its chain key: HKDF-SHA-256 (RFC 5869) over the node key's signature of an
 * EIP-712 message that serves no other purpose. Signatures are deterministic (RFC 6979), so the peer id is the same
 * after a restart and no second secret is kept.
 *
 * The signature is as secret as the key it becomes: it never leaves this module.
 */
import { hkdfSync } from 'node:crypto'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import {
  type Domain,
  digest,
  domainSeparator,
  hexToBytes,
  peerKeyType,
  type RecoverSigner,
  type Signer,
} from '@millrace/protocol'

const purpose = 'millrace libp2p ed25519 key'
const seedBytes = 32

/**
 * Returns the ed25519 key of the signer's node in a network.
 *
 * @throws {TypeError} when the signer does not sign deterministically, or not as its address: a mistake of ours.
 */
export async function derivePeerKey(
  signer: Signer,
  recoverSigner: RecoverSigner,
  domain: Domain,
): Promise<Ed25519PrivateKey> {
  const separator = domainSeparator(domain)
  const message = digest(separator, peerKeyType, { self: signer.address })
  const signature = signer.sign(message)
  if (signer.sign(message) !== signature) throw new TypeError('The node key must sign deterministically (RFC 6979).')
  if (recoverSigner(message, signature) !== signer.address) throw new TypeError('The signer signs as someone else.')
  const seed = hkdfSync('sha256', hexToBytes(signature), separator, purpose, seedBytes)
  return generateKeyPairFromSeed('Ed25519', new Uint8Array(seed))
}
