/**
 * The hash chain of each lease. It follows from the node's key and the quote's sequence, so that a restart loses none and no file
 * keeps a secret; the sequence is never used twice. The signature behind it is never sent.
 */
import { createHash } from 'node:crypto'
import { type BeaconChain, createBeaconChain, digest, hexToBytes, peerKeyType, type Signer } from '@millrace/protocol'

const purpose = 'millrace:beacon-secret:v1\n'

/** Returns the chain of the quote with that sequence. Cost: `leaseRunsMax` hashes. */
export type ChainOf = (quoteSequence: bigint) => BeaconChain

/** Returns the source of a node's chains. @param signer - must sign the same message the same way each time. */
export function createBeacons({ signer, separator }: { signer: Signer; separator: Uint8Array }): ChainOf {
  const secret = hexToBytes(signer.sign(digest(separator, peerKeyType, { self: signer.address })))
  return (quoteSequence) => {
    const hash = createHash('sha256').update(purpose).update(secret).update(`${quoteSequence}`)
    return createBeaconChain(hash.digest())
  }
}
