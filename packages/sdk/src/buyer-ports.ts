/** What a buyer needs of the world around it. */
import type { ChainWriter } from '@millrace/chain'
import type { Coordinate } from '@millrace/matching'
import type { SignedOffer } from '@millrace/protocol'
import type { CoverChain } from './assurance-cover.ts'

/** What a buyer needs of a chain; a {@link ChainWriter} of the payer's account satisfies it. */
export type BuyerChain = Pick<
  ChainWriter,
  | 'account'
  | 'deployment'
  | 'domain'
  | 'separator'
  | 'channel'
  | 'escrowBalance'
  | 'operatorOf'
  | 'openChannel'
  | 'topUp'
  | 'startClose'
  | 'finishClose'
  | 'blockTimestamp'
  | 'stakeOf'
> &
  CoverChain

/** One line of what happened, for a log. Never a secret, never a prompt. */
export type BuyerLog = (event: { readonly event: string; readonly [field: string]: unknown }) => void

/** Gossip, as far as a buyer needs it. */
export type BuyerMesh = {
  /** Hands on offers whose signatures hold, as they come. Returns how to stop it. */
  onOffers(handler: (offers: readonly SignedOffer[]) => void): () => void
  /** Where this machine stands, by all that the mesh has measured. */
  coordinate?(): Coordinate | undefined
}
