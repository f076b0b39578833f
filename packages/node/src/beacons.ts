/**
 * The hash chain of each lease. It follows from the node's key and from what the quote says besides, so that a restart loses none
 * and no file keeps a secret. The sequence is never used twice; payer, offer and expiry keep a node that lost its file from beginning
 * chains anew that others have seen links of. The signature behind it is never sent.
 */
import { createHash } from 'node:crypto'
import {
  type BeaconChain,
  createBeaconChain,
  digest,
  hexToBytes,
  peerKeyType,
  type Quote,
  type Signer,
} from '@millrace/protocol'

const purpose = 'millrace:beacon-secret:v1\n'

/** Returns the chain of a quote. Cost: `leaseRunsMax` hashes. */
export type ChainOf = (quote: Pick<Quote, 'sequence' | 'payer' | 'offerHash' | 'expiresAt'>) => BeaconChain

/** Returns the source of a node's chains. @param signer - must sign the same message the same way each time. */
export function createBeacons({ signer, separator }: { signer: Signer; separator: Uint8Array }): ChainOf {
  const secret = hexToBytes(signer.sign(digest(separator, peerKeyType, { self: signer.address })))
  return ({ sequence, payer, offerHash, expiresAt }) => {
    const quote = [sequence, payer, offerHash, expiresAt].join(' ')
    const hash = createHash('sha256').update(purpose).update(secret).update(quote)
    return createBeaconChain(hash.digest())
  }
}
