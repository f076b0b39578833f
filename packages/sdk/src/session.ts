/** The explicit path, a step at a time: `connect → quote → open lease → run → receipt`. */
import type { Address, Amount, Hash, Order, PeerEndpoint, Quote, Receipt, Signature } from '@millrace/protocol'
import type { RunOptions, Work } from './ask.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { Run } from './run.ts'

export type CallOptions = { readonly signal: AbortSignal }

/** A quote whose node, price and parties were checked against the offer. */
export type SignedQuote = {
  readonly offer: ProviderOffer
  readonly quote: Quote
  readonly signature: Signature
  readonly quoteHash: Hash
}

export type LeaseSession = {
  readonly leaseId: Hash
  readonly quote: Quote
  readonly order: Order
  /** Base units of the lease not yet spent or set aside for runs in progress. */
  readonly remaining: Amount
  /** Runs work under the lease. No other provider is tried. */
  run(work: Work & { readonly amountMax?: Amount }, options: RunOptions): Promise<Run>
}

export type ProviderSession = {
  readonly endpoint: PeerEndpoint
  readonly node: Address
  /** Asks for the provider's offers and checks them. */
  offers(options: CallOptions): Promise<readonly ProviderOffer[]>
  /** Asks for a binding price. @param terms.amountMax - base units the lease may cost in all. */
  quote(offer: ProviderOffer, terms: { readonly amountMax: Amount }, options: CallOptions): Promise<SignedQuote>
  /** Accepts a quote; opens or tops up the channel first where needed. */
  openLease(quote: SignedQuote, options: CallOptions): Promise<LeaseSession>
  /** Asks again for the receipt of a run; its signature is checked. */
  receipt(
    run: { readonly leaseId: Hash; readonly sequence: bigint },
    options: CallOptions,
  ): Promise<{ readonly receipt: Receipt; readonly signature: Signature }>
}
