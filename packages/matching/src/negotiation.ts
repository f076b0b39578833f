/**
 * A price agreed in at most {@link negotiationRoundsMax} rounds. In round r (from 0) the buyer bids; the seller accepts,
 * counters or, in the last round, refuses. Nothing is kept between rounds but what both sides have seen: the same inputs
 * give the same answer.
 *
 * The seller comes down from its posted price in equal steps to its reservation price, which lies between floor and posted
 * by how busy it is: a full node concedes nothing, an idle one everything. The buyer goes up in equal steps from its
 * opening to its limit. So bids never fall, counters never rise, and where the limit covers the reservation price the two
 * always agree.
 *
 * Invariants: an agreed price is from floor to posted, within the buyer's limit, and what was bid or less; each component
 * (input, output) on its own. Units: base units per million units of work.
 */
import { negotiationRoundsMax, type Prices } from '@millrace/protocol'
import { fractionBase, toFraction } from './fraction.ts'
import { greater, lesser } from './order-bigints.ts'

/** What a buyer bids first where it does not say: this part of its limit. */
const openingShare = toFraction(0.75, 'openingShare')

export type SellerRound = {
  readonly posted: Prices
  /** Least the seller ever takes; at most posted. */
  readonly floor: Prices
  /** Busy share of the slots, from 0 to 1; more counts as 1. */
  readonly utilisation: number
  readonly bid: Prices
  /** From 0 to `negotiationRoundsMax − 1`. */
  readonly round: number
  /** What the seller countered last, where it remembers: it stays good even if the node has become busier since. */
  readonly lastCounter?: Prices
}

export type SellerAnswer =
  | { readonly answer: 'accept'; readonly prices: Prices }
  | { readonly answer: 'counter'; readonly prices: Prices }
  | { readonly answer: 'refuse' }

/**
 * Returns the seller's answer to a bid. An accepted bid above the posted price pays the posted one.
 *
 * @throws {RangeError} for a round that there is not, or a floor above the posted price.
 *
 * @example
 * sellerAnswer({ posted, floor, utilisation: 0.2, bid, round: 0 }) // { answer: 'counter', prices: … }
 */
export function sellerAnswer(round: SellerRound): SellerAnswer {
  const { posted, floor, bid } = round
  assertRound(round.round)
  if (!isWithin(floor, posted)) throw new RangeError('the floor is above the posted price')
  const busy = toFraction(Math.min(round.utilisation, 1), 'utilisation')
  const step = (component: keyof Prices) => {
    const margin = posted[component] - floor[component]
    const concession = margin - ceilDiv(margin * busy, fractionBase)
    const conceded = (concession * BigInt(round.round + 1)) / BigInt(negotiationRoundsMax)
    return lesser(posted[component] - conceded, round.lastCounter?.[component] ?? posted[component])
  }
  const asked = each(step)
  const capped = each((component) => lesser(bid[component], posted[component]))
  if (isWithin(asked, bid)) return { answer: 'accept', prices: capped }
  if (round.round === negotiationRoundsMax - 1) return { answer: 'refuse' }
  return { answer: 'counter', prices: each((component) => greater(asked[component], capped[component])) }
}

export type BuyerRound = {
  /** Most the buyer ever pays. */
  readonly limit: Prices
  /** What it bids first, at most the limit; three quarters of the limit otherwise. */
  readonly opening?: Prices
  readonly lastCounter?: Prices
  readonly lastBid?: Prices
  /** Of the bid to be made, from 0; from `negotiationRoundsMax` on there is none left. */
  readonly round: number
}

export type BuyerMove =
  /** To be asked with these prices as the bid. */
  | { readonly move: 'bid'; readonly prices: Prices }
  /** The counter is as good as what would be bid: ask with it as the bid, and the seller takes it. */
  | { readonly move: 'accept'; readonly prices: Prices }
  | { readonly move: 'leave' }

/**
 * Returns the buyer's next move. It never bids above its limit or above the last counter.
 *
 * @throws {RangeError} for an opening above the limit.
 *
 * @example
 * const first = buyerNext({ limit, round: 0 }) // { move: 'bid', prices: … }
 */
export function buyerNext(round: BuyerRound): BuyerMove {
  const { limit, lastCounter, lastBid } = round
  if (round.round >= negotiationRoundsMax) return { move: 'leave' }
  assertRound(round.round)
  const opening = round.opening ?? each((component) => (limit[component] * openingShare) / fractionBase)
  if (!isWithin(opening, limit)) throw new RangeError('the opening is above the limit')
  const prices = each((component) => {
    const rise = limit[component] - opening[component]
    const target = opening[component] + ceilDiv(rise * BigInt(round.round), BigInt(negotiationRoundsMax - 1))
    const raised = lesser(greater(target, lastBid?.[component] ?? 0n), limit[component])
    return lesser(raised, lastCounter?.[component] ?? raised)
  })
  const isCovered = lastCounter !== undefined && isWithin(lastCounter, prices)
  return isCovered ? { move: 'accept', prices: lastCounter } : { move: 'bid', prices }
}

function each(value: (component: keyof Prices) => bigint): Prices {
  return { inputPrice: value('inputPrice'), outputPrice: value('outputPrice') }
}

/** Returns whether neither component is above the other prices' one. */
function isWithin(prices: Prices, most: Prices): boolean {
  return prices.inputPrice <= most.inputPrice && prices.outputPrice <= most.outputPrice
}

function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}

function assertRound(round: number): void {
  if (!Number.isInteger(round) || round < 0 || round >= negotiationRoundsMax)
    throw new RangeError(`round: ${round} is not from 0 to ${negotiationRoundsMax - 1}`)
}
