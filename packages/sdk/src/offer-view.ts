/** Offers as a buyer sees them: verified, from providers that answered or were heard of; and those that did not. */
import type {
  Address,
  Hash,
  ModelContent,
  Offer,
  OfferDetails,
  PeerEndpoint,
  Prices,
  Signature,
  Workload,
} from '@millrace/protocol'
import type { Assurance } from './assurance.ts'

/** An offer whose signature, operator, model, details and token were checked. */
export type ProviderOffer = {
  readonly endpoint: PeerEndpoint
  readonly operator: Address
  readonly node: Address
  readonly workload: Workload
  readonly model: ModelContent
  readonly modelRoot: Hash
  readonly prices: Prices
  readonly contextTokensMax: number
  readonly offer: Offer
  readonly offerHash: Hash
  readonly details: OfferDetails
  /** What an ask wants of it besides; its prices are for that. */
  readonly assurance?: Assurance
  readonly signature: Signature
}

export type UnreachableProvider = {
  readonly endpoint: PeerEndpoint
  readonly code: string
  readonly message: string
}

/** An offer that was sent but is not what it says, or not for us. */
export type RejectedOffer = {
  readonly endpoint: PeerEndpoint
  readonly reason: string
}

export type OfferView = {
  readonly offers: readonly ProviderOffer[]
  readonly unreachable: readonly UnreachableProvider[]
  readonly rejected: readonly RejectedOffer[]
}
