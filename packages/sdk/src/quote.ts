/** Asking for a binding price, and checking that it is what was offered. */
import {
  type Address,
  type Amount,
  bytesToHex,
  creditTokensMax,
  digest,
  protocolVersion,
  type Quote,
  quoteType,
  type RecoverSigner,
} from '@millrace/protocol'
import { QuoteRefusedError } from './buyer-error.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { ProviderLink } from './provider-link.ts'
import type { SignedQuote } from './session.ts'

type Components = {
  readonly link: ProviderLink
  readonly payer: Address
  readonly separator: Uint8Array
  readonly recover: RecoverSigner
  readonly now: () => number
}

/**
 * Returns the node's signed quote.
 *
 * @param terms.amountMax - base units the lease may cost; the node may quote less.
 * @throws {QuoteRefusedError} when the quote is dearer than the offer or differs from it otherwise.
 * @throws {ProviderRefusedError} when the provider gives none.
 */
export async function requestQuote(
  { link, payer, separator, recover, now }: Components,
  offer: ProviderOffer,
  { amountMax }: { amountMax: Amount },
  { signal }: { signal: AbortSignal },
): Promise<SignedQuote> {
  const answer = await link.ask(
    { v: protocolVersion, type: 'quote', offerHash: offer.offerHash, payer, amountMax },
    'quoted',
    { signal },
  )
  const { quote, signature } = answer
  const hash = digest(separator, quoteType, quote)
  const fault = faultOf(quote, offer, { payer, amountMax, nowMs: now() })
  if (fault !== undefined) throw new QuoteRefusedError(offer.node, fault)
  if (recover(hash, signature) !== offer.node) throw new QuoteRefusedError(offer.node, 'the node did not sign it.')
  return { offer, quote, signature, quoteHash: bytesToHex(hash) }
}

/** Returns what is wrong with the quote, as the end of a sentence. */
function faultOf(
  quote: Quote,
  { offer, offerHash }: ProviderOffer,
  asked: { payer: Address; amountMax: Amount; nowMs: number },
): string | undefined {
  if (quote.offerHash !== offerHash) return 'it is for another offer.'
  if (quote.payer !== asked.payer) return 'it is for another payer.'
  for (const field of ['operator', 'node', 'modelRoot', 'workload', 'token'] as const) {
    if (quote[field] !== offer[field]) return `its ${field} is not that of the offer.`
  }
  if (quote.inputPrice > offer.inputPrice || quote.outputPrice > offer.outputPrice)
    return 'it is dearer than the offer.'
  if (quote.contextTokensMax < offer.contextTokensMax) return 'its context is shorter than offered.'
  if (quote.creditTokens < 1) return 'it gives no credit.'
  if (quote.creditTokens > creditTokensMax) return 'it asks for too much trust.'
  if (quote.amountMax < 1n || quote.amountMax > asked.amountMax) return 'its amount is not within what was asked for.'
  if (Number(quote.expiresAt) * 1000 <= asked.nowMs) return 'it has expired.'
  return undefined
}
