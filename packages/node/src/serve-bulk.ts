import type { Address, ProviderFrame } from '@millrace/protocol'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

/** Hands out the right to fetch objects in bulk; `p2p` has one. */
export type BulkPort = {
  /** Of the HTTP/2 server. */
  readonly port: number
  /** SHA-256 of its certificate, 64 hex digits. */
  readonly fingerprint: string
  /** Returns a token of 64 hex digits and its end in Unix seconds. @throws a typed error when there are too many. */
  grant(peer: Address): { readonly token: string; readonly expiresAt: number }
}

/** Returns the answer to `bulk`: where the peer may fetch, and the word to say there. @throws {RefusalError} BULK_UNAVAILABLE */
export function serveBulk({ bulk }: NodeContext, peer: Peer): ProviderFrame {
  if (bulk === undefined) throw new RefusalError('BULK_UNAVAILABLE', 'This node serves nothing in bulk.')
  const { token, expiresAt } = bulk.grant(peer.remote)
  return { type: 'bulk', port: bulk.port, fingerprint: bulk.fingerprint, token, expiresAt: BigInt(expiresAt) }
}
