import type { Address } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { address } from '../test/support/ids.ts'
import { type AuctionResult, auctionEntriesMax, type BatchAsk, type BatchLimit, clearAuction } from './auction.ts'

// Few different prices, so that ties and meetings of supply and demand are common.
const price = fc.oneof(fc.bigInt({ min: 0n, max: 12n }), fc.bigInt({ min: 0n, max: 1_000n }))
const slots = fc.integer({ min: 0, max: 5 })
const ask = fc.record({ bidder: addressIn(1, 6), price, slots })
const asks = fc.array(ask, { maxLength: 8 })
const limits = fc.array(fc.record({ buyer: addressIn(100, 105), limit: price, slots }), { maxLength: 8 })
const reserve = fc.option(price, { nil: undefined })
const seed = fc.nat(1_000)
const me = address(99)

describe('clearing', () => {
  test('sells the k lowest slots at the (k+1)-th ask', () => {
    const result = clearAuction({
      asks: [one(1, 3n), one(2, 7n), one(3, 5n), one(4, 9n)],
      limits: [{ buyer: address(100), limit: 20n, slots: 2 }],
      seed: 1,
    })
    expect(result).toEqual({
      slots: 2,
      price: 7n,
      sellers: [
        { bidder: address(1), slots: 1, amount: 7n },
        { bidder: address(3), slots: 1, amount: 7n },
      ],
      buyers: [{ buyer: address(100), slots: 2, amount: 14n }],
    })
  })

  test('pays the lowest limit served where there is no such ask, or it is dearer', () => {
    const demand = [limit(100, 8n), limit(101, 6n)]
    expect(clearAuction({ asks: [one(1, 3n), one(2, 4n)], limits: demand, seed: 1 }).price).toBe(6n)
    expect(clearAuction({ asks: [one(1, 3n), one(2, 4n), one(3, 99n)], limits: demand, seed: 1 }).price).toBe(6n)
    expect(clearAuction({ asks: [one(1, 3n), one(2, 4n)], limits: demand, reserve: 5n, seed: 1 }).price).toBe(5n)
  })

  test('pays a seller of several slots the asks of others that it keeps out', () => {
    const result = clearAuction({
      asks: [{ bidder: address(1), price: 1n, slots: 3 }, one(2, 5n), one(3, 10n)],
      limits: [{ buyer: address(100), limit: 20n, slots: 2 }],
      seed: 1,
    })
    expect(result.sellers).toEqual([{ bidder: address(1), slots: 2, amount: 15n }])
    expect(result.buyers).toEqual([{ buyer: address(100), slots: 2, amount: 15n }])
  })

  test('sells nothing where no ask is within a limit', () => {
    expect(clearAuction({ asks: [one(1, 3n)], limits: [limit(100, 2n)], seed: 1 })).toEqual({
      slots: 0,
      price: undefined,
      sellers: [],
      buyers: [],
    })
    expect(clearAuction({ asks: [], limits: [], seed: 1 }).slots).toBe(0)
  })

  test('refuses what is no ask', () => {
    for (const wrong of [{ price: -1n }, { slots: 1.5 }, { slots: -1 }, { slots: Number.NaN }]) {
      expect(() => clearAuction({ asks: [{ ...one(1, 1n), ...wrong }], limits: [], seed: 1 })).toThrow(RangeError)
    }
    const many = Array.from({ length: auctionEntriesMax + 1 }, () => one(1, 1n))
    expect(() => clearAuction({ asks: many, limits: [], seed: 1 })).toThrow(RangeError)
  })
})

describe('a cleared auction', () => {
  test('pays sellers exactly what buyers pay', () => {
    everyAuction(({ result }) => {
      expect(sumOf(result.sellers)).toBe(sumOf(result.buyers))
      expect(result.sellers.reduce((sum, seller) => sum + seller.slots, 0)).toBe(result.slots)
      expect(result.buyers.reduce((sum, buyer) => sum + buyer.slots, 0)).toBe(result.slots)
    })
  })

  test('pays no seller below its lowest asks, and takes from no buyer above its highest limits', () => {
    everyAuction(({ result, input }) => {
      for (const { bidder, slots: won, amount } of result.sellers) {
        const mine = unitsOf(input.asks.filter((entry) => entry.bidder === bidder)).slice(0, won)
        expect(mine).toHaveLength(won)
        expect(amount >= mine.reduce((sum, cost) => sum + cost, 0n)).toBe(true)
      }
      for (const { buyer, slots: got, amount } of result.buyers) {
        const mine = input.limits.filter((entry) => entry.buyer === buyer)
        const worth = unitsOf(mine.map((entry) => ({ price: held(entry.limit, input.reserve), slots: entry.slots })))
        expect(
          amount <=
            worth
              .toReversed()
              .slice(0, got)
              .reduce((sum, value) => sum + value, 0n),
        ).toBe(true)
      }
    })
  })

  test('is efficient: it sells the lowest asks to the highest limits as long as both gain', () => {
    everyAuction(({ result, input }) => {
      const supply = unitsOf(input.asks)
      const demand = unitsOf(
        input.limits.map((entry) => ({ price: held(entry.limit, input.reserve), slots: entry.slots })),
      ).toReversed()
      const gains = supply.filter((cost, i) => cost <= (demand[i] ?? -1n)).length
      expect(result.slots).toBe(gains)
      if (result.price === undefined) return
      expect(result.price <= (demand[gains - 1] ?? 0n) && result.price >= (supply[gains - 1] ?? 0n)).toBe(true)
    })
  })

  test('pays everybody the one price where everybody sells one slot', () => {
    const single = fc
      .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 12 })
      .chain((ids) => fc.tuple(...ids.map((id) => price.map((value) => one(id, value)))))
    fc.assert(
      fc.property(single, limits, reserve, seed, (sellers, demand, cap, by) => {
        const result = clearAuction({ asks: sellers, limits: demand, ...reserved(cap), seed: by })
        for (const { amount } of result.sellers) expect(amount).toBe(result.price)
        for (const { amount, slots: got } of result.buyers) expect(amount).toBe((result.price ?? 0n) * BigInt(got))
      }),
    )
  })

  test('does not depend on the order of what came in', () => {
    const shuffled = fc.tuple(asks, limits).chain(([supply, demand]) =>
      fc.record({
        one: fc.constant({ asks: supply, limits: demand }),
        other: fc.record({
          asks: fc.shuffledSubarray(supply, { minLength: supply.length }),
          limits: fc.shuffledSubarray(demand, { minLength: demand.length }),
        }),
      }),
    )
    fc.assert(
      fc.property(shuffled, seed, ({ one: first, other }, by) => {
        expect(clearAuction({ ...other, seed: by })).toEqual(clearAuction({ ...first, seed: by }))
      }),
    )
  })
})

describe('asking what it costs is optimal', () => {
  // My costs rise slot by slot; the truth is to ask each slot at its cost.
  const costs = fc.array(price, { minLength: 1, maxLength: 5 }).map((list) => list.toSorted((a, b) => (a < b ? -1 : 1)))

  test('against any other asks under my name: dearer, cheaper, fewer slots', () => {
    const deviation = fc.array(price, { maxLength: 5 })
    fc.assert(
      fc.property(costs, deviation, asks, limits, reserve, seed, (mine, wanted, others, demand, cap, by) => {
        const gain = (prices: readonly bigint[]) => {
          const supply = [...others, ...prices.map((value) => ({ bidder: me, price: value, slots: 1 }))]
          return gainOf(clearAuction({ asks: supply, limits: demand, ...reserved(cap), seed: by }), [me], mine)
        }
        expect(gain(mine) >= gain(wanted.slice(0, mine.length))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('against splitting into several names', () => {
    const names = [address(90), address(91), address(92)]
    const deviation = fc.array(fc.record({ name: fc.constantFrom(...names), price }), { maxLength: 5 })
    fc.assert(
      fc.property(costs, deviation, asks, limits, reserve, seed, (mine, wanted, others, demand, cap, by) => {
        const gain = (offers: readonly { name: Address; price: bigint }[]) => {
          const supply = [...others, ...offers.map((offer) => ({ bidder: offer.name, price: offer.price, slots: 1 }))]
          const result = clearAuction({ asks: supply, limits: demand, ...reserved(cap), seed: by })
          return gainOf(result, [me, ...names], mine)
        }
        const truth = gain(mine.map((cost) => ({ name: me, price: cost })))
        expect(truth >= gain(wanted.slice(0, mine.length))).toBe(true)
        // The same truth under several names gains no more either.
        const split = mine.map((cost, i) => ({ name: names[i % 3] ?? me, price: cost }))
        expect(truth >= gain(split)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('never costs anything: an honest ask gains at least nothing', () => {
    fc.assert(
      fc.property(costs, asks, limits, seed, (mine, others, demand, by) => {
        const supply = [...others, ...mine.map((value) => ({ bidder: me, price: value, slots: 1 }))]
        expect(gainOf(clearAuction({ asks: supply, limits: demand, seed: by }), [me], mine) >= 0n).toBe(true)
      }),
    )
  })
})

type Input = { asks: readonly BatchAsk[]; limits: readonly BatchLimit[]; reserve: bigint | undefined }

function everyAuction(check: (auction: { input: Input; result: AuctionResult }) => void): void {
  fc.assert(
    fc.property(asks, limits, reserve, seed, (supply, demand, cap, by) => {
      const result = clearAuction({ asks: supply, limits: demand, ...reserved(cap), seed: by })
      check({ input: { asks: supply, limits: demand, reserve: cap }, result })
    }),
    { numRuns: 500 },
  )
}

/** What the names are paid in all, less the cost of as many of my slots, cheapest first. */
function gainOf(result: AuctionResult, names: readonly Address[], costs: readonly bigint[]): bigint {
  const mine = result.sellers.filter(({ bidder }) => names.includes(bidder))
  const won = mine.reduce((sum, seller) => sum + seller.slots, 0)
  return costs.slice(0, won).reduce((gain, cost) => gain - cost, sumOf(mine))
}

function unitsOf(lots: readonly { price: bigint; slots: number }[]): bigint[] {
  return lots
    .flatMap((lot) => Array.from({ length: lot.slots }, () => lot.price))
    .sort((a, b) => (a < b ? -1 : Number(a > b)))
}

function sumOf(entries: readonly { amount: bigint }[]): bigint {
  return entries.reduce((sum, { amount }) => sum + amount, 0n)
}

function reserved(cap: bigint | undefined): { reserve?: bigint } {
  return cap === undefined ? {} : { reserve: cap }
}

function held(value: bigint, cap: bigint | undefined): bigint {
  return cap !== undefined && cap < value ? cap : value
}

function one(id: number, value: bigint): BatchAsk {
  return { bidder: address(id), price: value, slots: 1 }
}

function limit(id: number, value: bigint): BatchLimit {
  return { buyer: address(id), limit: value, slots: 1 }
}

function addressIn(from: number, to: number): fc.Arbitrary<Address> {
  return fc.integer({ min: from, max: to }).map(address)
}
