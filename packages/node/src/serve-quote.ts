/**
 * Turns an ask into a binding quote: for a payer that lets the asker ask and can pay, at the offer's price or one that was
 * agreed, perhaps with slots held for a time to come.
 */
import { sellerAnswer } from '@millrace/matching'
import {
  type Hash,
  MalformedError,
  type Offer,
  type OpeningFrame,
  type Prices,
  type ProviderFrame,
} from '@millrace/protocol'
import type { CheckedListing } from './listing.ts'
import type { NodeContext, Peer } from './node-context.ts'
import type { KnownOffer } from './offer-book.ts'
import type { GivenQuote, QuoteReservation } from './quote-book.ts'
import { assuranceOf, pricesUnder, type QuoteAssurance } from './quote-policy.ts'
import { RefusalError } from './refusal-error.ts'

type QuoteFrame = Extract<OpeningFrame, { type: 'quote' }>

/**
 * Returns the answer to `quote`: a quote good until it expires, or the price at which there would be one. The quote may be for
 * less than was asked, where the payer has no more, or the stake covers no more.
 *
 * @throws {RefusalError} with the first thing that is wrong; then nothing is held.
 */
export async function serveQuote(context: NodeContext, peer: Peer, frame: QuoteFrame): Promise<ProviderFrame> {
  if (frame.amountMax < 1n) throw new RefusalError('QUOTE_AMOUNT_INVALID', 'A quote for 0 base units buys nothing.')
  const known = offerOf(context, frame.offerHash)
  // What is closed now may be reserved for when it is open.
  if (frame.reservation === undefined) requireOpen(context, known.listing)
  context.payers.prove(peer.remote, frame)
  const assurance = assuranceOf(known.listing, frame)
  const agreed = negotiate(context, known, frame, assurance)
  if ('type' in agreed) return agreed
  const reservation = reservationOf(context, known, frame)
  const fee = reservation?.fee ?? 0n
  const spendable = await context.payers.spendable(frame.payer, frame.amountMax + fee)
  if (spendable < fee + 1n) {
    throw new RefusalError('BALANCE_TOO_LOW', `The payer has ${spendable} for one more quote.`)
  }
  const covered = await context.stakes.orderMax(assurance)
  const payable = frame.amountMax + fee <= spendable ? frame.amountMax : spendable - fee
  const amountMax = covered === undefined ? payable : least(payable, covered)
  return give(context, peer, frame, { offer: known.offer, prices: agreed, assurance, amountMax, reservation })
}

type Terms = {
  readonly offer: Offer
  readonly prices: Prices
  readonly assurance: QuoteAssurance
  readonly amountMax: bigint
  readonly reservation: QuoteReservation | undefined
}

function give(
  context: NodeContext,
  peer: Peer,
  { payer, offerHash }: QuoteFrame,
  { offer, prices, assurance, amountMax, reservation }: Terms,
): ProviderFrame {
  const { quote, signature, quoteHash, displaces } = context.quotes.reserve(
    {
      ...{ peer: peer.remote, payer, offer, offerHash, prices, assurance, amountMax },
      ...(reservation === undefined ? {} : { reservation }),
    },
    context.now(),
  )
  try {
    const amount = amountMax + quote.fee
    context.payers.admit({ payer, quote: quoteHash, amount, expiresAt: quote.expiresAt })
    if (reservation !== undefined) {
      context.calendars.hold(offer.modelRoot, quoteHash, asNumbers(reservation), Number(quote.expiresAt))
    }
  } catch (error) {
    context.quotes.withdraw(quoteHash)
    context.payers.release(payer, quoteHash)
    throw error
  }
  // Only now: who is refused displaces nobody.
  if (displaces !== undefined) displace(context, displaces)
  return { type: 'quoted', quote, signature }
}

function displace(context: NodeContext, { quote: { payer, modelRoot }, quoteHash }: GivenQuote): void {
  context.quotes.withdraw(quoteHash)
  context.payers.release(payer, quoteHash)
  context.calendars.cancel(modelRoot, quoteHash)
}

/**
 * Returns the offer that is asked about, as long as it is honoured.
 *
 * @throws {RefusalError} OFFER_UNKNOWN, OFFER_EXPIRED, OFFER_REPLACED
 */
function offerOf(context: NodeContext, offerHash: Hash): KnownOffer {
  const now = context.now()
  const known = context.offers.find(offerHash)
  if (known === undefined) throw new RefusalError('OFFER_UNKNOWN', 'This node made no such offer.')
  const { offer, listing, terms, replacedAt } = known
  if (offer.expiresAt * 1000n <= BigInt(Math.floor(now))) {
    throw new RefusalError('OFFER_EXPIRED', `The offer expired at ${offer.expiresAt}.`)
  }
  if (replacedAt === undefined || now - replacedAt <= context.limits.offerHonouredMs) return known
  const current = context.offers.currentOf(listing, terms, now)
  if (current.inputPrice > offer.inputPrice || current.outputPrice > offer.outputPrice) {
    throw new RefusalError('OFFER_REPLACED', `Offer ${current.sequence} took the place of ${offer.sequence}.`)
  }
  return known
}

/** @throws {RefusalError} OFFER_WITHDRAWN outside the hours of the listing. */
export function requireOpen(context: NodeContext, listing: CheckedListing): void {
  const { isOpen, from } = context.hours.of(listing, context.now())
  if (isOpen) return
  const next = from === undefined ? '' : ` It is from ${Math.floor(from / 1000)}.`
  throw new RefusalError('OFFER_WITHDRAWN', `This is not on sale now.${next}`)
}

/** Returns the agreed price, or the counter. @throws {RefusalError} BID_REFUSED */
function negotiate(
  context: NodeContext,
  { offer, listing, terms }: KnownOffer,
  frame: QuoteFrame,
  assurance: QuoteAssurance,
): Prices | ProviderFrame {
  const { bid, round = 0 } = frame
  const posted = pricesUnder(assurance, listing, { inputPrice: offer.inputPrice, outputPrice: offer.outputPrice })
  if (bid === undefined) return posted
  if (terms === 'spot') {
    // A higher bid is given back later: who bids more pays it.
    if (bid.inputPrice >= posted.inputPrice && bid.outputPrice >= posted.outputPrice) return bid
    return { type: 'countered', ...posted, round }
  }
  const floor = listing.pricing === undefined ? posted : pricesUnder(assurance, listing, listing.pricing.floor)
  const answer = sellerAnswer({
    ...{ posted, bid, round, utilisation: context.slots.utilisation(listing.modelRoot) },
    floor: {
      inputPrice: least(floor.inputPrice, posted.inputPrice),
      outputPrice: least(floor.outputPrice, posted.outputPrice),
    },
  })
  if (answer.answer === 'accept') return answer.prices
  if (answer.answer === 'counter') return { type: 'countered', ...answer.prices, round }
  throw new RefusalError('BID_REFUSED', `${bid.inputPrice} in and ${bid.outputPrice} out is too little.`)
}

/** Returns what the buyer wants to reserve, with its fee. @throws {RefusalError} RESERVATION_UNAVAILABLE, RESERVATION_REFUSED */
function reservationOf(
  context: NodeContext,
  { listing, terms }: KnownOffer,
  { reservation: ask }: QuoteFrame,
): QuoteReservation | undefined {
  if (ask === undefined) return undefined
  const { reservationPrice } = listing
  const { startsAt, endsAt } = ask
  for (const time of [startsAt, endsAt]) {
    if (time > BigInt(Number.MAX_SAFE_INTEGER)) throw new MalformedError('reservation', 'a time in Unix seconds', time)
  }
  if (reservationPrice === undefined || terms === 'spot') {
    throw new RefusalError('RESERVATION_UNAVAILABLE', 'No slots are reserved under this offer.')
  }
  if (endsAt > startsAt && !context.hours.covers(listing, Number(startsAt) * 1000, Number(endsAt) * 1000)) {
    throw new RefusalError('RESERVATION_REFUSED', 'This is not on sale all that time.')
  }
  const fee = context.calendars.price(listing.modelRoot, asNumbers(ask), reservationPrice)
  return { ...ask, fee }
}

function asNumbers({
  slots,
  startsAt,
  endsAt,
}: {
  readonly slots: number
  readonly startsAt: bigint
  readonly endsAt: bigint
}) {
  return { slots, startsAt: Number(startsAt), endsAt: Number(endsAt) }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
