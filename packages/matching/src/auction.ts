/**
 * The auction that batch work is sold in: sealed asks for slots, limits of buyers, one clearing per epoch.
 *
 * The k lowest slots sell, k being the most for which the k-th lowest ask is within the k-th highest limit. The price is
 * the (k+1)-th ask, or the lowest limit served where that is less. A seller of one slot is paid that price. A seller of
 * several could move one price for all of its slots by what it asks for the last of them, so it is paid what its slots keep
 * out instead: for each, the next ask of others that would have sold, or the limit that nobody else would have served.
 * For one slot the two are the same number.
 *
 * Sources: Vickrey, "Counterspeculation, Auctions, and Competitive Sealed Tenders", Journal of Finance 16 (1961), for the
 * payment; Wurman, Walsh, Wellman, "Flexible double auctions for electronic commerce", Decision Support Systems 24 (1998),
 * for the uniform price; Yokoo, Sakurai, Matsubara, "The effect of false-name bids in combinatorial auctions", Games and
 * Economic Behavior 46 (2004), for why false names do not pay where each further slot is worth no more than the last.
 *
 * Invariants, each held by a property test: asking what a slot costs, for all slots there are, under one name, is optimal
 * whatever others do; no seller is paid below its asks; no buyer pays above its limit; buyers pay exactly what sellers are
 * paid. Not covered: several owners who act as one, and buyers who understate their limits (no auction is truthful on both
 * sides, efficient and balanced: Myerson and Satterthwaite 1983).
 *
 * Units: base units per slot for the epoch's span. Integers only. Ties go by the seed.
 */
import type { Address, Amount } from '@millrace/protocol'
import { compareBigints, lesser } from './order-bigints.ts'
import { tieBreak } from './tie-break.ts'

/** Asks one clearing takes, and limits; clearing costs their product at worst. */
export const auctionEntriesMax = 4_096
/** Slots of one ask or limit. */
export const auctionSlotsMax = 1_000_000

/** What one slot costs its seller at least, for so many slots. A bidder may make several asks. */
export type BatchAsk = { readonly bidder: Address; readonly price: Amount; readonly slots: number }
/** What one slot is worth to its buyer at most, for so many slots. */
export type BatchLimit = { readonly buyer: Address; readonly limit: Amount; readonly slots: number }

export type AuctionInit = {
  readonly asks: readonly BatchAsk[]
  readonly limits: readonly BatchLimit[]
  /** Most that any slot sells for, whatever the limits. */
  readonly reserve?: Amount
  /** Orders ties; take it from the revealed asks, so that nobody knows it while asking. */
  readonly seed: number
}

export type AuctionResult = {
  /** Slots that changed hands. */
  readonly slots: number
  /** What a seller of one slot is paid; undefined when nothing sold. */
  readonly price: Amount | undefined
  readonly sellers: readonly { readonly bidder: Address; readonly slots: number; readonly amount: Amount }[]
  readonly buyers: readonly { readonly buyer: Address; readonly slots: number; readonly amount: Amount }[]
}

/** Equal units of one owner at one price: an ask or a limit. */
type Lot = { readonly owner: Address; readonly price: bigint; readonly slots: number }

/**
 * Returns who sells, who buys, and what each is paid or pays in all.
 *
 * Cost: winners × (asks + limits).
 *
 * @throws {RangeError} for a price or slots that are no such thing, and for more entries than {@link auctionEntriesMax}.
 *
 * @example
 * clearAuction({ asks: [one(a, 3n), one(b, 5n)], limits: [{ buyer, limit: 9n, slots: 1 }], seed: 1 }).price // 5n
 */
export function clearAuction(init: AuctionInit): AuctionResult {
  const reserve = init.reserve
  const asks = lotsOf(init.asks.map(({ bidder, price, slots }) => ({ owner: bidder, price, slots })))
  const limits = lotsOf(
    init.limits.map(({ buyer, limit, slots }) => ({
      owner: buyer,
      price: reserve === undefined ? limit : lesser(limit, reserve),
      slots,
    })),
  )
  const place = (lot: Lot) => tieBreak(init.seed, lot.owner)
  asks.sort((a, b) => compareBigints(a.price, b.price) || place(a) - place(b) || compareTexts(a.owner, b.owner))
  limits.sort((a, b) => compareBigints(b.price, a.price) || place(a) - place(b) || compareTexts(a.owner, b.owner))

  const slots = slotsTraded(asks, limits)
  if (slots === 0) return { slots, price: undefined, sellers: [], buyers: [] }
  const sold = slotsByOwner(asks, slots)
  const sellers = [...sold].map(([bidder, won]) => ({
    bidder,
    slots: won,
    amount: paymentOf(asks, limits, bidder, won, slots),
  }))
  const total = sellers.reduce((sum, { amount }) => sum + amount, 0n)
  return { slots, price: clearingPrice(asks, limits, slots), sellers, buyers: sharesOf(limits, slots, total) }
}

/** Sells the k-th lowest ask to the k-th highest limit while the one is within the other. */
function slotsTraded(asks: readonly Lot[], limits: readonly Lot[]): number {
  let [traded, ask, limit, askUsed, limitUsed] = [0, 0, 0, 0, 0]
  for (;;) {
    const [seller, buyer] = [asks[ask], limits[limit]]
    if (seller === undefined || buyer === undefined || seller.price > buyer.price) return traded
    const step = Math.min(seller.slots - askUsed, buyer.slots - limitUsed)
    traded += step
    askUsed += step
    limitUsed += step
    if (askUsed === seller.slots) [ask, askUsed] = [ask + 1, 0]
    if (limitUsed === buyer.slots) [limit, limitUsed] = [limit + 1, 0]
  }
}

/** What others' trade gains by the bidder's absence, slot by slot: the asks it kept out and the limits only it serves. */
function paymentOf(asks: readonly Lot[], limits: readonly Lot[], bidder: Address, won: number, traded: number): bigint {
  const others = asks.filter(({ owner }) => owner !== bidder)
  const tradedWithout = slotsTraded(others, limits)
  return sumOfSlots(others, traded - won, tradedWithout) + sumOfSlots(limits, tradedWithout, traded)
}

/** The (k+1)-th ask, or the lowest limit served where that is less or no ask is left. */
function clearingPrice(asks: readonly Lot[], limits: readonly Lot[], traded: number): bigint {
  const lowestServed = priceAt(limits, traded - 1) ?? 0n
  const firstUnsold = priceAt(asks, traded)
  return firstUnsold === undefined ? lowestServed : lesser(firstUnsold, lowestServed)
}

/**
 * Splits the total evenly over the slots bought, except that nobody pays above its limit: then the others bear the rest.
 * That it can be borne follows from each further slot being worth no more than the last (see the sources).
 */
function sharesOf(limits: readonly Lot[], traded: number, total: bigint): AuctionResult['buyers'] {
  const served = servedLots(limits, traded)
  const even = evenShare(served, total)
  let rest = total - served.reduce((sum, { price, slots }) => sum + lesser(price, even) * BigInt(slots), 0n)
  const amounts = new Map<Address, { slots: number; amount: bigint }>()
  for (const { owner, price, slots } of served) {
    const extra = price > even ? lesser(rest, BigInt(slots)) : 0n
    rest -= extra
    const before = amounts.get(owner) ?? { slots: 0, amount: 0n }
    const amount = before.amount + lesser(price, even) * BigInt(slots) + extra
    amounts.set(owner, { slots: before.slots + slots, amount })
  }
  if (rest !== 0n) throw new RangeError(`payments of ${total} exceed the limits served by ${rest}`)
  return [...amounts].map(([buyer, share]) => ({ buyer, ...share }))
}

/** Returns the largest c for which the sum of min(limit, c) is within the total. */
function evenShare(served: readonly Lot[], total: bigint): bigint {
  let [unpaid, slotsLeft] = [total, served.reduce((sum, { slots }) => sum + BigInt(slots), 0n)]
  for (const { price, slots } of served.toReversed()) {
    const even = unpaid / slotsLeft
    if (even < price) return even
    unpaid -= price * BigInt(slots)
    slotsLeft -= BigInt(slots)
    if (slotsLeft === 0n) return price
  }
  throw new RangeError('nothing was served')
}

/** Returns the first `count` slots of a sorted list. */
function servedLots(lots: readonly Lot[], count: number): Lot[] {
  let left = count
  const served: Lot[] = []
  for (const lot of lots) {
    if (left === 0) break
    const slots = Math.min(lot.slots, left)
    served.push({ ...lot, slots })
    left -= slots
  }
  return served
}

function slotsByOwner(lots: readonly Lot[], count: number): ReadonlyMap<Address, number> {
  const slots = new Map<Address, number>()
  for (const lot of servedLots(lots, count)) slots.set(lot.owner, (slots.get(lot.owner) ?? 0) + lot.slots)
  return slots
}

/** Returns the sum of the prices of the slots from the `from`-th (counted from 0) up to, not with, the `to`-th. */
function sumOfSlots(lots: readonly Lot[], from: number, to: number): bigint {
  let [sum, start] = [0n, 0]
  for (const { price, slots } of lots) {
    if (start >= to) break
    const inside = Math.min(start + slots, to) - Math.max(start, from)
    if (inside > 0) sum += price * BigInt(inside)
    start += slots
  }
  return sum
}

function priceAt(lots: readonly Lot[], index: number): bigint | undefined {
  let start = 0
  for (const { price, slots } of lots) {
    start += slots
    if (index < start) return price
  }
  return undefined
}

/** Returns the lots that hold something. */
function lotsOf(lots: readonly Lot[]): Lot[] {
  if (lots.length > auctionEntriesMax)
    throw new RangeError(`${lots.length} entries, more than ${auctionEntriesMax} in one auction`)
  for (const { price, slots } of lots) {
    if (price < 0n) throw new RangeError(`price: ${price} is below 0`)
    if (!Number.isInteger(slots) || slots < 0 || slots > auctionSlotsMax)
      throw new RangeError(`slots: ${slots} is not from 0 to ${auctionSlotsMax}`)
  }
  return lots.filter(({ slots }) => slots > 0)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
