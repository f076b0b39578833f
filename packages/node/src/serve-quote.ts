import type { OpeningFrame, ProviderFrame } from '@millrace/protocol'
import type { NodeContext, Peer } from './node-context.ts'
import { RefusalError } from './refusal-error.ts'

type QuoteFrame = Extract<OpeningFrame, { type: 'quote' }>

/**
 * Returns the answer to `quote`: the offer's price, bound for this payer until the quote expires.
 *
 * @throws {RefusalError} OFFER_UNKNOWN, OFFER_EXPIRED, QUOTE_AMOUNT_INVALID, QUOTES_BUSY
 */
export function serveQuote(context: NodeContext, peer: Peer, frame: QuoteFrame): ProviderFrame {
  const now = context.now()
  const known = context.offers.find(frame.offerHash)
  if (known === undefined) throw new RefusalError('OFFER_UNKNOWN', 'This node made no such offer.')
  const { offer } = known
  if (offer.expiresAt * 1000n <= BigInt(Math.floor(now))) {
    throw new RefusalError('OFFER_EXPIRED', `The offer expired at ${offer.expiresAt}.`)
  }
  if (frame.amountMax < 1n) throw new RefusalError('QUOTE_AMOUNT_INVALID', 'A quote for 0 base units buys nothing.')
  const { quote, signature } = context.quotes.reserve(
    { peer: peer.remote, payer: frame.payer, offer, offerHash: frame.offerHash, amountMax: frame.amountMax },
    now,
  )
  return { type: 'quoted', quote, signature }
}
