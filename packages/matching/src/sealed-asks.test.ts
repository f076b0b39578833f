import type { Address, Hash } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { address, hash } from '../test/support/ids.ts'
import { commitmentOf, openAsks, type SealedAsk } from './sealed-asks.ts'

const auction = hash(7)
const sealed = fc.record({
  auction: fc.constant(auction),
  bidder: fc.integer({ min: 1, max: 3 }).map(address),
  price: fc.bigInt({ min: 0n, max: 3n }),
  slots: fc.integer({ min: 0, max: 2 }),
  salt: fc.integer({ min: 0, max: 2 }).map(hash),
})
const mine: SealedAsk = { auction, bidder: address(1), price: 5n, slots: 2, salt: hash(1) }

describe('a commitment', () => {
  test('is known, so that other implementations can hold theirs against it', () => {
    expect(commitmentOf(mine)).toMatchInlineSnapshot(
      `"0xcf1b2711a64696535b03ec56976023157cedfa921ebd165233d248b793805e96"`,
    )
  })

  test('is equal for equal asks only', () => {
    fc.assert(
      fc.property(sealed, sealed, (a, b) => {
        const isSame = JSON.stringify(a, textOf) === JSON.stringify(b, textOf)
        expect(commitmentOf(a) === commitmentOf(b)).toBe(isSame)
      }),
    )
  })
})

describe('opening', () => {
  test('takes what was committed and revealed', () => {
    expect(openAsks(auction, [committed(mine)], [mine])).toEqual({
      asks: [{ bidder: mine.bidder, price: 5n, slots: 2 }],
      excluded: [],
    })
  })

  test('names who does not reveal, and who reveals what it did not commit to', () => {
    const changed = { ...mine, price: 4n }
    expect(openAsks(auction, [committed(mine)], [changed])).toEqual({
      asks: [],
      excluded: [
        { bidder: mine.bidder, reason: 'not-revealed' },
        { bidder: mine.bidder, reason: 'not-committed' },
      ],
    })
  })

  test("gives nobody another's ask, and nothing from another auction", () => {
    const thief = address(2)
    const copied = openAsks(auction, [{ bidder: thief, commitment: commitmentOf(mine) }], [mine])
    expect(copied.asks).toEqual([])
    const other = { ...mine, auction: hash(8) }
    expect(openAsks(auction, [committed(other)], [other]).asks).toEqual([])
  })

  test('keeps exactly the asks whose commitments stood, each once', () => {
    const lists = fc.tuple(fc.array(sealed, { maxLength: 8 }), fc.array(sealed, { maxLength: 8 }))
    fc.assert(
      fc.property(lists, ([early, late]) => {
        const { asks, excluded } = openAsks(auction, early.map(committed), late)
        const [first, second] = [new Set(early.map(commitmentOf)), new Set(late.map(commitmentOf))]
        expect(asks).toHaveLength([...first].filter((key) => second.has(key)).length)
        const alone = [...first, ...second].filter((key) => !(first.has(key) && second.has(key)))
        expect(excluded).toHaveLength(alone.length)
      }),
    )
  })
})

function committed(ask: SealedAsk): { bidder: Address; commitment: Hash } {
  return { bidder: ask.bidder, commitment: commitmentOf(ask) }
}

function textOf(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
