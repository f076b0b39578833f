import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cancelOrder,
  createStandingOrders,
  fillOrders,
  type OpenOffer,
  type OrderFill,
  placeOrder,
  type StandingEntry,
  type StandingOrder,
  type StandingOrders,
  standingOrdersMax,
} from './standing-orders.ts'

describe('an order', () => {
  test('takes the cheapest there is at once, at their prices, and stands for the rest', () => {
    const placed = place(createStandingOrders(), order('o', { slots: 5 }), [
      offer('dear', 9n, 2),
      offer('cheap', 3n, 2),
    ])
    expect(placed.outcome).toBe('standing')
    expect(placed.fills).toEqual([
      { order: 'o', offer: 'cheap', price: 3n, slots: 2 },
      { order: 'o', offer: 'dear', price: 9n, slots: 2 },
    ])
    const later = fillOrders(placed.orders, offer('late', 10n, 4), 1)
    expect(later.fills).toEqual([{ order: 'o', offer: 'late', price: 10n, slots: 1 }])
    expect(later.orders.entries).toEqual([])
  })

  test('that must be whole waits for one offer that has all of it', () => {
    const placed = place(createStandingOrders(), order('o', { slots: 3, fill: 'whole' }), [offer('a', 1n, 2)])
    expect(placed).toMatchObject({ outcome: 'standing', fills: [] })
    expect(fillOrders(placed.orders, offer('b', 1n, 2), 1).fills).toEqual([])
    expect(fillOrders(placed.orders, offer('c', 1n, 4), 1).fills).toEqual([
      { order: 'o', offer: 'c', price: 1n, slots: 3 },
    ])
  })

  test('to be filled or killed is one or the other, at once', () => {
    const kill = order('o', { slots: 3, fill: 'kill' })
    const offers = [offer('a', 1n, 2), offer('b', 2n, 2)]
    expect(place(createStandingOrders(), kill, offers)).toMatchObject({ outcome: 'filled' })
    expect(place(createStandingOrders(), { ...kill, slots: 5 }, offers)).toMatchObject({ outcome: 'killed', fills: [] })
  })

  test('ends when it expires or is cancelled', () => {
    const { orders } = place(createStandingOrders(), order('o', { expiresAt: 10 }), [])
    expect(fillOrders(orders, offer('a', 1n, 1), 9).fills).toHaveLength(1)
    expect(fillOrders(orders, offer('a', 1n, 1), 10)).toEqual({ orders: { entries: [], nextAge: 1 }, fills: [] })
    expect(cancelOrder(orders, 'o').entries).toEqual([])
  })

  test('is refused for a reason', () => {
    const { orders } = place(createStandingOrders(), order('o', {}), [])
    expect(placeOrder(orders, order('o', {}), [], 0)).toEqual({ outcome: 'refused', reason: 'known' })
    expect(placeOrder(orders, order('p', { expiresAt: 0 }), [], 0)).toEqual({ outcome: 'refused', reason: 'expired' })
    expect(placeOrder(orders, order('p', { slots: 0 }), [], 0)).toEqual({ outcome: 'refused', reason: 'malformed' })
    const entry: StandingEntry = { ...order('x', {}), unfilled: 1, age: 0 }
    const full = { entries: Array.from({ length: standingOrdersMax }, () => entry), nextAge: 1 }
    expect(placeOrder(full, order('p', {}), [], 0)).toEqual({ outcome: 'refused', reason: 'full' })
    expect(placeOrder(full, order('p', {}), [offer('a', 1n, 1)], 0)).toMatchObject({ outcome: 'filled' })
  })
})

test('the highest limit comes first, among equal ones the oldest', () => {
  const orders = ['a', 'b', 'c'].reduce(
    (book, id, i) => place(book, order(id, { limit: [5n, 7n, 7n][i] ?? 0n }), []).orders,
    createStandingOrders(),
  )
  expect(fillOrders(orders, offer('x', 1n, 2), 1).fills.map((fill) => fill.order)).toEqual(['b', 'c'])
})

const deal = fc.constantFrom('chat', 'embed')
const price = fc.bigInt({ min: 0n, max: 6n })
const slots = fc.integer({ min: 1, max: 4 })
const offers = fc
  .array(fc.record({ deal, price, slots }), { maxLength: 4 })
  .map((list) => list.map((one, i): OpenOffer => ({ id: `offer ${i}`, ...one })))
const step = fc.record({
  waitMs: fc.nat(5),
  offers,
  order: fc.record({
    deal,
    limit: price,
    slots,
    fill: fc.constantFrom<StandingOrder['fill']>('partial', 'whole', 'kill'),
    lifeMs: fc.integer({ min: 1, max: 30 }),
  }),
})

test('whatever comes, slots are conserved, limits kept, and wholes never split', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const placed = new Map<string, StandingOrder>()
      const filled = new Map<string, number>()
      let [orders, now] = [createStandingOrders(), 0]
      const settle = (fills: readonly OrderFill[], from: readonly OpenOffer[]) => {
        for (const fill of fills) {
          const source = placed.get(fill.order)
          const of = from.find((one) => one.id === fill.offer)
          expect(of?.deal).toBe(source?.deal)
          expect(of?.price).toBe(fill.price)
          expect(fill.price <= (source?.limit ?? -1n)).toBe(true)
          filled.set(fill.order, (filled.get(fill.order) ?? 0) + fill.slots)
        }
        for (const one of from) {
          const used = fills.filter((fill) => fill.offer === one.id).reduce((sum, fill) => sum + fill.slots, 0)
          expect(used).toBeLessThanOrEqual(one.slots)
        }
      }
      for (const [index, { waitMs, offers: open, order: wanted }] of steps.entries()) {
        now += waitMs
        const next = { id: `order ${index}`, ...wanted, expiresAt: now + wanted.lifeMs }
        placed.set(next.id, next)
        const result = place(orders, next, open, now)
        settle(result.fills, open)
        orders = result.orders
        const [first] = open
        if (first === undefined) continue
        const shared = fillOrders(orders, first, now)
        settle(shared.fills, [first])
        orders = shared.orders
        for (const entry of orders.entries) expect(entry.unfilled).toBe(entry.slots - (filled.get(entry.id) ?? 0))
      }
      for (const [id, { slots: wanted, fill }] of placed) {
        const got = filled.get(id) ?? 0
        expect(got).toBeLessThanOrEqual(wanted)
        if (fill !== 'partial') expect([0, wanted]).toContain(got)
      }
    }),
  )
})

test('an offer passes by no order that it could fill', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), price, slots, (steps, asked, size) => {
      const book = steps.reduce((orders, { order: wanted }, i) => {
        return place(orders, { id: `order ${i}`, ...wanted, expiresAt: 100 }, []).orders
      }, createStandingOrders())
      const { orders, fills } = fillOrders(book, { id: 'x', deal: 'chat', price: asked, slots: size }, 1)
      const left = size - fills.reduce((sum, fill) => sum + fill.slots, 0)
      for (const entry of orders.entries.filter((one) => one.deal === 'chat' && one.limit >= asked)) {
        expect(left < (entry.fill === 'whole' ? entry.unfilled : 1)).toBe(true)
      }
    }),
  )
})

function place(orders: StandingOrders, one: StandingOrder, open: readonly OpenOffer[], now = 0) {
  const result = placeOrder(orders, one, open, now)
  if (result.outcome === 'refused') throw new Error(result.reason)
  return result
}

function order(id: string, over: Partial<StandingOrder>): StandingOrder {
  return { id, deal: 'chat', limit: 10n, slots: 1, fill: 'partial', expiresAt: 1_000, ...over }
}

function offer(id: string, at: bigint, size: number): OpenOffer {
  return { id, deal: 'chat', price: at, slots: size }
}
