/** Asking for a binding price, agreeing on a lower one where the buyer bids, and checking that it is what was offered. */
import { buyerNext } from '@millrace/matching'
import {
  type Address,
  type Amount,
  bytesToHex,
  creditUnitsMax,
  digest,
  exactnessClasses,
  type OpeningFrame,
  type Prices,
  policies,
  protocolVersion,
  type Quote,
  quoteType,
  type RecoverSigner,
  type Signature,
} from '@millrace/protocol'
import type { Needs } from './ask.ts'
import { type Assurance, noAssurance } from './assurance.ts'
import { QuoteRefusedError } from './buyer-error.ts'
import { lesserOf } from './compare-amounts.ts'
import { NegotiationFailedError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { SignedPayerProof } from './payer-proof.ts'
import type { ProviderLink } from './provider-link.ts'
import type { SignedQuote } from './session.ts'

type Components = {
  readonly link: ProviderLink
  readonly payer: Address
  readonly separator: Uint8Array
  readonly recover: RecoverSigner
  readonly now: () => number
  /** The payer's word for this session. */
  readonly proof?: (() => SignedPayerProof) | undefined
}

export type QuoteTerms = {
  /** Base units the lease may cost; the node may quote less. */
  readonly amountMax: Amount
  /** Most that is paid: bids rise to it, in as many rounds as the protocol has. Without it the posted price is taken. */
  readonly limit?: Prices | undefined
  /** Slots to hold from one Unix second to another, and base units that this may cost. */
  readonly reservation?: {
    readonly slots: number
    readonly startsAt: bigint
    readonly endsAt: bigint
    readonly feeMax: Amount
  }
}

type QuoteFrame = Extract<OpeningFrame, { type: 'quote' }>

/**
 * Returns the node's signed quote.
 *
 * @throws {QuoteRefusedError} when the quote is dearer than the offer or the bid, or differs otherwise.
 * @throws {NegotiationFailedError} when no price within the limit was agreed. @throws {ProviderRefusedError} when the provider
 * gives none.
 */
export async function requestQuote(
  components: Components,
  offer: ProviderOffer,
  terms: QuoteTerms,
  options: { signal: AbortSignal },
): Promise<SignedQuote> {
  const { reservation } = terms
  const frame: QuoteFrame = {
    v: protocolVersion,
    type: 'quote',
    offerHash: offer.offerHash,
    payer: components.payer,
    amountMax: terms.amountMax,
    ...(components.proof === undefined ? {} : { proof: components.proof() }),
    ...askedAssurance(offer.assurance),
    ...(reservation === undefined ? {} : { reservation: heldSlots(reservation) }),
  }
  if (terms.limit === undefined) {
    const answer = await components.link.ask(frame, 'quoted', options)
    return checked(components, offer, { ...terms, pricesMax: offer.prices }, answer)
  }
  return negotiate(components, offer, terms, frame, terms.limit, options)
}

async function negotiate(
  components: Components,
  offer: ProviderOffer,
  terms: QuoteTerms,
  frame: QuoteFrame,
  wished: Prices,
  options: { signal: AbortSignal },
): Promise<SignedQuote> {
  const limit = withinPosted(wished, offer.prices)
  let lastBid: Prices | undefined
  let lastCounter: Prices | undefined
  for (let round = 0; ; round++) {
    const known = { ...(lastBid && { lastBid }), ...(lastCounter && { lastCounter }) }
    const move = buyerNext({ limit, round, ...known })
    if (move.move === 'leave') throw new NegotiationFailedError(offer.node, limit, lastCounter)
    lastBid = move.prices
    const answer = await components.link.ask({ ...frame, bid: move.prices, round }, ['quoted', 'countered'], options)
    if (answer.type === 'quoted') return checked(components, offer, { ...terms, pricesMax: move.prices }, answer)
    lastCounter = { inputPrice: answer.inputPrice, outputPrice: answer.outputPrice }
  }
}

function checked(
  { payer, separator, recover, now }: Components,
  offer: ProviderOffer,
  terms: QuoteTerms & { readonly pricesMax: Prices },
  { quote, signature }: { quote: Quote; signature: Signature },
): SignedQuote {
  const hash = digest(separator, quoteType, quote)
  const fault = faultOf(quote, offer, { ...terms, payer, nowMs: now() })
  if (fault !== undefined) throw new QuoteRefusedError(offer.node, fault)
  if (recover(hash, signature) !== offer.node) throw new QuoteRefusedError(offer.node, 'the node did not sign it.')
  return { offer, quote, signature, quoteHash: bytesToHex(hash) }
}

type Asked = QuoteTerms & { readonly pricesMax: Prices; readonly payer: Address; readonly nowMs: number }

/** Returns what is wrong with the quote, as the end of a sentence. */
function faultOf(quote: Quote, { offer, offerHash, assurance }: ProviderOffer, asked: Asked): string | undefined {
  if (quote.offerHash !== offerHash) return 'it is for another offer.'
  if (quote.payer !== asked.payer) return 'it is for another payer.'
  for (const field of ['operator', 'node', 'modelRoot', 'workload', 'token', 'terms'] as const) {
    if (quote[field] !== offer[field]) return `its ${field} is not that of the offer.`
  }
  if (quote.inputPrice > asked.pricesMax.inputPrice || quote.outputPrice > asked.pricesMax.outputPrice)
    return asked.limit === undefined ? 'it is dearer than the offer.' : 'it is dearer than the bid.'
  if (quote.contextTokensMax < offer.contextTokensMax) return 'its context is shorter than offered.'
  if (quote.noticeSeconds < offer.noticeSeconds) return 'its notice is shorter than offered.'
  const { exactness, policy, policyParameter } = assurance ?? noAssurance
  if (exactness === undefined ? quote.exactness > offer.exactness : quote.exactness !== exactness)
    return 'its exactness is not what was asked for.'
  if (quote.policy !== policy || quote.policyParameter !== policyParameter)
    return 'its verification policy is not what was asked for.'
  if (!isCheckable(quote)) return 'answers of its exactness cannot be checked as its policy says.'
  if (quote.creditTokens < 1) return 'it gives no credit.'
  if (quote.creditTokens > creditUnitsMax(quote.workload)) return 'it asks for too much trust.'
  if (quote.amountMax < 1n || quote.amountMax > asked.amountMax) return 'its amount is not within what was asked for.'
  if (Number(quote.expiresAt) * 1000 <= asked.nowMs) return 'it has expired.'
  return reservationFault(quote, asked.reservation)
}

/** A node that names a lower class than its policy needs would be paid for checks that nobody can make. */
function isCheckable({ policy, exactness }: Quote): boolean {
  if (policy === policies.replicas) return exactness === exactnessClasses.exact
  return policy === policies.trust || exactness > exactnessClasses.opaque
}

function reservationFault(quote: Quote, asked: QuoteTerms['reservation']): string | undefined {
  if (asked === undefined) {
    const isFree = quote.slots === 0 && quote.startsAt === 0n && quote.fee === 0n
    return isFree ? undefined : 'it is for a reservation that was not asked for.'
  }
  if (quote.slots !== asked.slots || quote.startsAt !== asked.startsAt)
    return 'it holds other slots than were asked for.'
  return quote.fee > asked.feeMax ? `its fee of ${quote.fee} is above ${asked.feeMax}.` : undefined
}

function askedAssurance(assurance: Assurance | undefined) {
  if (assurance === undefined) return {}
  const { exactness, policy, policyParameter } = assurance
  return { policy, policyParameter, ...(exactness === undefined ? {} : { exactness }) }
}

function heldSlots({ slots, startsAt, endsAt }: NonNullable<QuoteTerms['reservation']>) {
  return { slots, startsAt, endsAt }
}

/** Returns the most that an ask pays; undefined where it takes the posted price. */
export function limitOf({ negotiate }: Pick<Needs, 'negotiate'>): Prices | undefined {
  if (negotiate === undefined) return undefined
  return { inputPrice: negotiate.inputPriceMax, outputPrice: negotiate.outputPriceMax }
}

function withinPosted(wished: Prices, posted: Prices): Prices {
  return {
    inputPrice: lesserOf(wished.inputPrice, posted.inputPrice),
    outputPrice: lesserOf(wished.outputPrice, posted.outputPrice),
  }
}
