/** Puts right what a failure before the first output shows to be stale: a connection, a lease, a channel, an offer. */
import type { Address } from '@millrace/protocol'
import { assuredOffer } from './assurance.ts'
import { ProviderLostError, ProviderRefusedError } from './buyer-error.ts'
import type { ChannelOpener } from './channel-opener.ts'
import type { LeasePool } from './lease-pool.ts'
import type { OfferBook } from './offer-book.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { ProviderLink } from './provider-link.ts'
import type { VoucherDesk } from './voucher-desk.ts'

export type MendComponents = {
  readonly book: OfferBook
  readonly pool: LeasePool
  readonly opener: ChannelOpener
  readonly desk: VoucherDesk
  readonly linkOf: (node: Address) => ProviderLink
}

/** Returns the offer to try again with, if that may do better. */
export async function mendProvider(
  { book, pool, opener, desk, linkOf }: MendComponents,
  offer: ProviderOffer,
  error: unknown,
  { signal }: { signal: AbortSignal },
): Promise<ProviderOffer | undefined> {
  if (error instanceof ProviderLostError) return offer
  if (!(error instanceof ProviderRefusedError)) return undefined
  const code = error.providerCode
  if (code === 'LEASE_IN_ARREARS' || code === 'PAYMENT_REQUIRED') {
    const link = linkOf(offer.node)
    const lease = await pool.acquire(offer, 0n, { signal })
    lease.finish(0n, 0n)
    await opener.settleClaims(link, lease.channel, { signal })
    desk.flush()
    desk.join(lease.channel, link)
    return offer
  }
  if (code === 'SEQUENCE_STALE') return offer
  if (code === 'OFFER_UNKNOWN' || code === 'OFFER_EXPIRED') {
    const fresh = await book.fetch(linkOf(offer.node), { signal })
    return fresh.map((each) => assuredOffer(each, offer.assurance)).find((each) => isSameDeal(each, offer))
  }
  if (code.startsWith('LEASE_')) pool.drop(offer)
  else if (code.startsWith('CHANNEL_')) opener.forget(offer.operator)
  else return undefined
  return offer
}

/** Whether an offer signed anew is the one that was chosen. */
function isSameDeal(a: ProviderOffer, b: ProviderOffer): boolean {
  return (
    a.modelRoot === b.modelRoot &&
    a.workload === b.workload &&
    a.offer.terms === b.offer.terms &&
    a.prices.inputPrice === b.prices.inputPrice &&
    a.prices.outputPrice === b.prices.outputPrice &&
    a.contextTokensMax === b.contextTokensMax
  )
}
