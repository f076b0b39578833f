import { negotiationRoundsMax, type Prices } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buyerNext, sellerAnswer } from './negotiation.ts'
import { lesser } from './order-bigints.ts'

const price = fc.oneof(fc.bigInt({ min: 0n, max: 8n }), fc.bigInt({ min: 0n, max: 2n ** 64n }))
const prices: fc.Arbitrary<Prices> = fc.record({ inputPrice: price, outputPrice: price })
const utilisation = fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ min: 0, max: 1, noNaN: true }))
const seller = fc
  .record({ floor: prices, margin: prices, utilisation })
  .map(({ floor, margin, utilisation: busy }) => ({ floor, posted: plus(floor, margin), utilisation: busy }))
const buyer = fc
  .record({ opening: prices, room: prices, isOpeningTold: fc.boolean() })
  .map(({ opening, room, isOpeningTold }) => ({
    limit: plus(opening, room),
    ...(isOpeningTold ? { opening } : {}),
  }))

const posted = { inputPrice: 100n, outputPrice: 400n }
const floor = { inputPrice: 60n, outputPrice: 200n }

describe('a seller', () => {
  test('comes down in equal steps when idle, and not at all when full', () => {
    const bid = { inputPrice: 0n, outputPrice: 0n }
    const asked = (busy: number) =>
      [0, 1, 2].map((round) => sellerAnswer({ posted, floor, utilisation: busy, bid, round }))
    expect(asked(0)).toEqual([
      { answer: 'counter', prices: { inputPrice: 90n, outputPrice: 350n } },
      { answer: 'counter', prices: { inputPrice: 80n, outputPrice: 300n } },
      { answer: 'counter', prices: { inputPrice: 70n, outputPrice: 250n } },
    ])
    expect(asked(1)).toEqual(Array.from({ length: 3 }, () => ({ answer: 'counter', prices: posted })))
    expect(sellerAnswer({ posted, floor, utilisation: 0, bid, round: 3 })).toEqual({ answer: 'refuse' })
    expect(sellerAnswer({ posted, floor, utilisation: 0, bid: floor, round: 3 })).toEqual({
      answer: 'accept',
      prices: floor,
    })
  })

  test('takes no more than the posted price', () => {
    const bid = { inputPrice: 1_000n, outputPrice: 1_000n }
    expect(sellerAnswer({ posted, floor, utilisation: 1, bid, round: 0 })).toEqual({ answer: 'accept', prices: posted })
  })

  test('stands by what it countered, though it has become busy since', () => {
    fc.assert(
      fc.property(seller, prices, fc.integer({ min: 0, max: negotiationRoundsMax - 2 }), (terms, bid, round) => {
        const first = sellerAnswer({ ...terms, bid, round })
        fc.pre(first.answer === 'counter')
        if (first.answer !== 'counter') return
        const next = { ...terms, utilisation: 1, bid: first.prices, round: round + 1, lastCounter: first.prices }
        expect(sellerAnswer(next)).toEqual({ answer: 'accept', prices: first.prices })
      }),
    )
  })

  test('concedes no less when idler or later, whatever the bid', () => {
    const rounds = fc.tuple(fc.nat(negotiationRoundsMax - 2), utilisation, utilisation)
    fc.assert(
      fc.property(seller, prices, rounds, (terms, bid, [round, a, b]) => {
        const [idler, busier] = [Math.min(a, b), Math.max(a, b)]
        const asked = sellerAnswer({ ...terms, utilisation: busier, bid, round })
        const answers = [
          sellerAnswer({ ...terms, utilisation: idler, bid, round }),
          sellerAnswer({ ...terms, utilisation: busier, bid, round: round + 1 }),
        ]
        for (const answer of answers) {
          if (answer.answer === 'refuse') continue
          expect(asked.answer === 'refuse' || isWithin(answer.prices, asked.prices)).toBe(true)
        }
      }),
    )
  })

  test('refuses a round that there is not', () => {
    for (const round of [-1, 0.5, negotiationRoundsMax, Number.NaN]) {
      expect(() => sellerAnswer({ posted, floor, utilisation: 0, bid: floor, round })).toThrow(RangeError)
    }
    expect(() => sellerAnswer({ posted: floor, floor: posted, utilisation: 0, bid: floor, round: 0 })).toThrow(
      RangeError,
    )
  })
})

describe('a buyer', () => {
  test('goes up in equal steps to its limit, then leaves', () => {
    const limit = { inputPrice: 100n, outputPrice: 400n }
    const opening = { inputPrice: 70n, outputPrice: 100n }
    const moves = [0, 1, 2, 3, 4].map((round) => buyerNext({ limit, opening, round }))
    expect(moves).toEqual([
      { move: 'bid', prices: { inputPrice: 70n, outputPrice: 100n } },
      { move: 'bid', prices: { inputPrice: 80n, outputPrice: 200n } },
      { move: 'bid', prices: { inputPrice: 90n, outputPrice: 300n } },
      { move: 'bid', prices: { inputPrice: 100n, outputPrice: 400n } },
      { move: 'leave' },
    ])
  })

  test('never bids above its limit or the last counter, whatever the seller says', () => {
    fc.assert(
      fc.property(buyer, prices, prices, fc.nat(negotiationRoundsMax), (terms, lastCounter, lastBid, round) => {
        const next = buyerNext({ ...terms, lastCounter, lastBid, round })
        if (next.move === 'leave') return
        expect(isWithin(next.prices, terms.limit)).toBe(true)
        expect(isWithin(next.prices, lastCounter)).toBe(true)
      }),
    )
  })
})

describe('a negotiation', () => {
  test('ends within the rounds, inside the limits of both', () => {
    fc.assert(
      fc.property(seller, buyer, (s, b) => {
        const { agreed, bids } = negotiate(s, b)
        expect(bids.length).toBeLessThanOrEqual(negotiationRoundsMax)
        if (agreed === undefined) return
        expect(isWithin(agreed, b.limit) && isWithin(agreed, s.posted) && isWithin(s.floor, agreed)).toBe(true)
      }),
    )
  })

  test("agrees wherever the limit covers the seller's reservation price", () => {
    fc.assert(
      fc.property(seller, buyer, (s, b) => {
        const { agreed } = negotiate(s, b)
        const busy = BigInt(Math.round(Math.min(s.utilisation, 1) * 1e6))
        const reservation = (component: keyof Prices) =>
          s.floor[component] + ((s.posted[component] - s.floor[component]) * busy + 999_999n) / 1_000_000n
        const least = { inputPrice: reservation('inputPrice'), outputPrice: reservation('outputPrice') }
        expect(agreed !== undefined).toBe(isWithin(least, b.limit))
      }),
    )
  })

  test('moves one way on each side: bids never fall, counters never rise', () => {
    fc.assert(
      fc.property(seller, buyer, (s, b) => {
        const { bids, counters } = negotiate(s, b)
        // A bid above the posted price is countered at the posted one, so only what is bid below it must rise.
        const capped = bids.map((bid) => lesserOf(bid, s.posted))
        for (const [i, bid] of capped.entries()) expect(isWithin(capped[i - 1] ?? bid, bid)).toBe(true)
        for (const [i, counter] of counters.entries()) expect(isWithin(counter, counters[i - 1] ?? counter)).toBe(true)
      }),
    )
  })
})

type Terms<T> = T extends fc.Arbitrary<infer U> ? U : never

function negotiate(s: Terms<typeof seller>, b: Terms<typeof buyer>) {
  const bids: Prices[] = []
  const counters: Prices[] = []
  for (let round = 0; ; round++) {
    const [lastBid, lastCounter] = [bids.at(-1), counters.at(-1)]
    const next = buyerNext({
      ...b,
      round,
      ...(lastBid === undefined ? {} : { lastBid }),
      ...(lastCounter === undefined ? {} : { lastCounter }),
    })
    if (next.move === 'leave') return { agreed: undefined, bids, counters }
    bids.push(next.prices)
    const answer = sellerAnswer({ ...s, bid: next.prices, round })
    if (answer.answer === 'accept') return { agreed: answer.prices, bids, counters }
    if (next.move === 'accept') throw new Error('the seller went back on its counter')
    if (answer.answer === 'refuse') return { agreed: undefined, bids, counters }
    counters.push(answer.prices)
  }
}

function plus(a: Prices, b: Prices): Prices {
  return { inputPrice: a.inputPrice + b.inputPrice, outputPrice: a.outputPrice + b.outputPrice }
}

function lesserOf(a: Prices, b: Prices): Prices {
  return {
    inputPrice: lesser(a.inputPrice, b.inputPrice),
    outputPrice: lesser(a.outputPrice, b.outputPrice),
  }
}

function isWithin(a: Prices, b: Prices): boolean {
  return a.inputPrice <= b.inputPrice && a.outputPrice <= b.outputPrice
}
