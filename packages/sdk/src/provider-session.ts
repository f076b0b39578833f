/** The explicit path with one provider: each step a call, nothing chosen for the caller. */
import type { TokenInfo } from '@millrace/chain'
import { digest, protocolVersion, type RecoverSigner, receiptType } from '@millrace/protocol'
import { ReceiptMismatchError } from './buyer-error.ts'
import { createLeaseSession, type PartWatcher } from './lease-session.ts'
import type { OfferBook } from './offer-book.ts'
import type { ProviderDesk } from './provider-desk.ts'
import type { ProviderLink } from './provider-link.ts'
import type { ProviderSession } from './session.ts'

type Components = {
  readonly link: ProviderLink
  readonly book: OfferBook
  readonly provider: ProviderDesk
  readonly now: () => number
  readonly onOutcome: PartWatcher
  readonly recover: RecoverSigner
  readonly separator: Uint8Array
  readonly token: TokenInfo
}

/** Creates the session over a link that is connected. */
export function createProviderSession({
  link,
  book,
  provider,
  now,
  onOutcome,
  recover,
  separator,
  token,
}: Components): ProviderSession {
  return {
    endpoint: link.endpoint,
    node: link.node,
    offers: (options) => book.fetch(link, options),
    quote: (offer, terms, options) => provider.quote(link, offer, terms, options),
    async openLease(quote, { signal }) {
      const lease = await provider.openLease(link, quote, { cap: 1n }, { signal })
      return createLeaseSession({ provider, now, onOutcome, token }, lease)
    },
    async receipt({ leaseId, sequence }, { signal }) {
      const { receipt, signature } = await link.ask(
        { v: protocolVersion, type: 'receipt', leaseId, sequence },
        'receipt',
        { signal },
      )
      if (receipt.leaseId !== leaseId || receipt.sequence !== sequence) {
        throw new ReceiptMismatchError(link.node, 'it is for another run.')
      }
      if (recover(digest(separator, receiptType, receipt), signature) !== link.node) {
        throw new ReceiptMismatchError(link.node, 'the node did not sign it.')
      }
      return { receipt, signature }
    },
  }
}
