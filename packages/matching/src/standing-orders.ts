/**
 * Orders that stand until offers fill them: a limit price, so many slots, an expiry. What comes is shared out in price-time
 * order: the highest limit first, among equal ones the oldest. An order pays the price of the offer, never its own limit.
 *
 * Pure: every step gives the next book. Invariants, held by property tests: no order is filled beyond its slots or above its
 * limit, no offer beyond its slots; an order that must be filled whole is, or not at all; slots are conserved.
 *
 * Units: prices in base units (any unit will do, the same for one deal), times in Unix milliseconds.
 */
import { compareBigints } from './order-bigints.ts'
import type { Millis } from './time.ts'

/** Orders that may stand at once. */
export const standingOrdersMax = 10_000

/**
 * How an order is filled: `partial` takes what there is and stands for the rest; `whole` stands until all of it can be filled
 * at once; `kill` is filled whole at once or not at all.
 */
export type FillRule = 'partial' | 'whole' | 'kill'

export type StandingOrder = {
  readonly id: string
  /** What is wanted: offers of another deal never fill it. */
  readonly deal: string
  readonly limit: bigint
  readonly slots: number
  readonly fill: FillRule
  readonly expiresAt: Millis
}
export type OpenOffer = {
  readonly id: string
  readonly deal: string
  readonly price: bigint
  readonly slots: number
}
export type OrderFill = {
  readonly order: string
  readonly offer: string
  readonly price: bigint
  readonly slots: number
}
/** An order that stands, with the slots it still wants. */
export type StandingEntry = StandingOrder & { readonly unfilled: number; readonly age: number }
export type StandingOrders = { readonly entries: readonly StandingEntry[]; readonly nextAge: number }

export type OrderPlaced = {
  readonly outcome: 'filled' | 'standing' | 'killed'
  readonly orders: StandingOrders
  readonly fills: readonly OrderFill[]
}
export type OrderRefused = { readonly outcome: 'refused'; readonly reason: 'full' | 'known' | 'expired' | 'malformed' }

export function createStandingOrders(): StandingOrders {
  return { entries: [], nextAge: 0 }
}

/**
 * Places an order: it is filled from the offers there are, cheapest first, and stands for the rest where its rule says so.
 * Cost: offers and orders.
 *
 * @example
 * placeOrder(createStandingOrders(), { ...order, slots: 3, fill: 'partial' }, [offerOfTwoSlots], now)
 * // { outcome: 'standing', fills: [{ …, slots: 2 }], … }: one slot is still wanted
 */
export function placeOrder(
  orders: StandingOrders,
  order: StandingOrder,
  offers: readonly OpenOffer[],
  now: Millis,
): OrderPlaced | OrderRefused {
  const standing = expireOrders(orders, now)
  if (!isCount(order.slots) || order.limit < 0n) return { outcome: 'refused', reason: 'malformed' }
  if (order.expiresAt <= now) return { outcome: 'refused', reason: 'expired' }
  if (standing.entries.some(({ id }) => id === order.id)) return { outcome: 'refused', reason: 'known' }
  const entry: StandingEntry = { ...order, unfilled: order.slots, age: standing.nextAge }
  const fills = fillsFrom(entry, offers)
  const unfilled = order.slots - sumOf(fills)
  const aged = { ...standing, nextAge: standing.nextAge + 1 }
  if (unfilled === 0) return { outcome: 'filled', orders: aged, fills }
  if (order.fill === 'kill') return { outcome: 'killed', orders: aged, fills: [] }
  if (standing.entries.length >= standingOrdersMax) return { outcome: 'refused', reason: 'full' }
  const kept = order.fill === 'whole' ? [] : fills
  const rest = order.slots - sumOf(kept)
  const entries = [...standing.entries, { ...entry, unfilled: rest }].sort(inPriceTimeOrder)
  return { outcome: 'standing', orders: { ...aged, entries }, fills: kept }
}

/** Shares an offer out among the orders that stand. Returns what it filled; what is left of it goes to the open market. */
export function fillOrders(
  orders: StandingOrders,
  offer: OpenOffer,
  now: Millis,
): { readonly orders: StandingOrders; readonly fills: readonly OrderFill[] } {
  const standing = expireOrders(orders, now)
  const fills: OrderFill[] = []
  let left = isCount(offer.slots) ? offer.slots : 0
  const entries = standing.entries.flatMap((entry): StandingEntry[] => {
    const [fill] = fillsFrom(entry, [{ ...offer, slots: left }])
    const isTaken = fill !== undefined && (entry.fill === 'partial' || fill.slots === entry.unfilled)
    if (!isTaken) return [entry]
    fills.push(fill)
    left -= fill.slots
    return fill.slots === entry.unfilled ? [] : [{ ...entry, unfilled: entry.unfilled - fill.slots }]
  })
  return { orders: { ...standing, entries }, fills }
}

/** Returns the orders without one. */
export function cancelOrder(orders: StandingOrders, id: string): StandingOrders {
  return { ...orders, entries: orders.entries.filter((entry) => entry.id !== id) }
}

/** Returns the orders that have not expired. */
export function expireOrders(orders: StandingOrders, now: Millis): StandingOrders {
  const entries = orders.entries.filter(({ expiresAt }) => expiresAt > now)
  return entries.length === orders.entries.length ? orders : { ...orders, entries }
}

/** Returns what the order would take of the offers, cheapest first, as far as its limit and slots go. */
function fillsFrom(entry: StandingEntry, offers: readonly OpenOffer[]): OrderFill[] {
  let wanted = entry.unfilled
  const fills: OrderFill[] = []
  for (const { id, deal, price, slots } of offers.toSorted((a, b) => compareBigints(a.price, b.price))) {
    if (wanted === 0) break
    if (deal !== entry.deal || price > entry.limit || !isCount(slots)) continue
    const taken = Math.min(slots, wanted)
    fills.push({ order: entry.id, offer: id, price, slots: taken })
    wanted -= taken
  }
  return fills
}

function sumOf(fills: readonly OrderFill[]): number {
  return fills.reduce((sum, { slots }) => sum + slots, 0)
}

/** Highest limit first; among equal ones the oldest. */
function inPriceTimeOrder(a: StandingEntry, b: StandingEntry): number {
  return compareBigints(b.limit, a.limit) || a.age - b.age
}

function isCount(slots: number): boolean {
  return Number.isSafeInteger(slots) && slots > 0
}
