import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createModelBook, stepBoth, upsertBoth } from '../../test/support/model-book.ts'
import {
  addressOf,
  createRandom,
  hashOf,
  type MarketShape,
  nowSeconds,
  randomEntry,
} from '../../test/support/random-market.ts'
import { type BookEntry, BookEntryError } from './book-entry.ts'
import { BookNodesFullError } from './node-table.ts'
import { bookOffersMax, createOfferBook } from './offer-book.ts'

const shape: MarketShape = { nodes: 40, models: 3, operators: 5 }
const plain: BookEntry = { ...randomEntry(createRandom(1), 1, shape), sequence: 5n }

describe('the offer book', () => {
  test('holds what a plain map holds after any calls, every field of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(200, 3_000), (seed, steps) => {
        const random = createRandom(seed)
        const model = createModelBook(bookOffersMax, seed)
        for (let serial = 0; serial < steps; serial++) {
          const [said, expected] = stepBoth(model, random, serial, { ...shape, nodes: steps / 4 })
          expect(said).toBe(expected)
        }
        expect(model.book.size).toBe(model.entries.size)
        for (const entry of model.entries.values()) expect(model.book.entry(entry.id)).toEqual(entry)
      }),
      { numRuns: 30 },
    )
  })

  test('is empty again after everything left, and takes about the same memory the second time', () => {
    const book = createOfferBook({ offersMax: 5_000 })
    const grow = (): number => {
      const random = createRandom(3)
      for (let serial = 0; serial < 3_000; serial++) {
        book.upsert({ ...randomEntry(random, serial, { ...shape, nodes: 2_000 }), sequence: BigInt(serial) })
      }
      return book.bytes
    }
    const bytes = grow()
    for (let node = 1; node <= 2_000; node++) book.removeNode(addressOf(node))
    expect(book.size).toBe(0)
    // Hash shards fill a little differently, as numbers are given out in another order.
    expect(grow()).toBeLessThan(bytes * 1.01)
  })

  test('takes no more deals than it was made for, but replaces', () => {
    const model = createModelBook(3, 0)
    const random = createRandom(4)
    const said: string[] = []
    for (let serial = 0; serial < 40; serial++) {
      const [answer, expected] = upsertBoth(model, randomEntry(random, serial, { ...shape, nodes: 4 }), 3)
      expect(answer).toBe(expected)
      said.push(answer)
    }
    expect(new Set(said)).toContain('full')
    expect(model.book.size).toBe(3)
  })

  test('keeps the higher sequence, whichever comes first', () => {
    const book = createOfferBook({ offersMax: 10 })
    expect(book.upsert(plain)).toBe('added')
    expect(book.upsert({ ...plain, id: hashOf(2), sequence: 5n })).toBe('stale')
    expect(book.upsert({ ...plain, id: hashOf(2), sequence: 6n })).toBe('replaced')
    expect(book.entry(plain.id)).toBeUndefined()
    expect(book.entry(hashOf(2))?.sequence).toBe(6n)
    expect(book.remove(plain.id)).toBe(false)
    expect(book.remove(hashOf(2))).toBe(true)
  })

  test('saturates times, slots and rates that are beyond its columns', () => {
    const book = createOfferBook({ offersMax: 10 })
    const endless = Number.MAX_SAFE_INTEGER
    const rates = { prefillTokensPerSecond: endless, decodeTokensPerSecond: 1.4, queueMs: 0 }
    book.upsert({ ...plain, slots: endless, expiresAt: endless, availableUntil: endless, rates })
    expect(book.entry(plain.id)).toMatchObject({
      slots: 0xffff_ffff,
      expiresAt: 0xffff_ffff,
      availableUntil: 0xffff_ffff,
    })
    expect(book.entry(plain.id)?.rates).toEqual({
      prefillTokensPerSecond: 0xffff_ffff,
      decodeTokensPerSecond: 1,
      queueMs: 0,
    })
    expect(book.expire(Number.MAX_SAFE_INTEGER)).toBe(1)
  })

  const coordinate = { x: 0, y: 0, z: 0, heightMs: 1, error: 0.1 }
  test.each<[string, Partial<BookEntry>]>([
    ['inputPrice', { inputPrice: 2n ** 64n }],
    ['outputPrice', { outputPrice: -1n }],
    ['sequence', { sequence: 2n ** 64n }],
    ['workload', { workload: 256 }],
    ['terms', { terms: -1 }],
    ['gpuMemoryMib', { gpuMemoryMib: 2 ** 32 }],
    ['country', { country: 1_000 }],
    ['attestations', { attestations: 1.5 }],
    ['slots', { slots: Number.NaN }],
    ['expiresAt', { expiresAt: Number.POSITIVE_INFINITY }],
    ['rates.queueMs', { rates: { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: -1 } }],
    ['coordinate.x', { coordinate: { ...coordinate, x: Number.NaN } }],
    ['coordinate.heightMs', { coordinate: { ...coordinate, heightMs: -1 } }],
    ['coordinate.z', { coordinate: { ...coordinate, z: 1e9 } }],
  ])('refuses nonsense in %s and stays as it was', (field, nonsense) => {
    const book = createOfferBook({ offersMax: 10 })
    const bytes = book.bytes
    expect(() => book.upsert({ ...plain, ...nonsense })).toThrow(BookEntryError)
    expect(() => book.upsert({ ...plain, ...nonsense })).toThrow(`${field}: expected`)
    expect([book.size, book.bytes]).toEqual([0, bytes])
  })

  test.each<[string, Partial<BookEntry>]>([
    ['an id of the wrong length', { id: '0x12' as never }],
    ['an address that is not hex', { node: `0x${'g'.repeat(40)}` as never }],
    ['an operator without 0x', { operator: '1'.repeat(42) as never }],
    ['a model root that is too long', { modelRoot: `0x${'1'.repeat(66)}` as never }],
  ])('refuses %s and stays as it was', (_what, nonsense) => {
    const book = createOfferBook({ offersMax: 10 })
    expect(() => book.upsert({ ...plain, ...nonsense })).toThrow(RangeError)
    expect(book.size).toBe(0)
    expect(book.upsert(plain)).toBe('added')
    expect(() => book.upsert({ ...plain, terms: plain.terms + 1 })).toThrow('is that of another offer')
  })

  test('remembers only as many nodes without offers as it has room for', () => {
    const book = createOfferBook({ offersMax: 2 })
    for (let node = 1; node <= 4; node++) book.setReputation(addressOf(node), { good: 9, bad: 0 })
    expect(() => book.setRoundTrip(addressOf(5), 10)).toThrow(BookNodesFullError)
    expect(book.upsert({ ...plain, node: addressOf(5) })).toBe('full')
    book.setReputation(addressOf(1), { good: 0, bad: 0 })
    expect(book.upsert({ ...plain, node: addressOf(5) })).toBe('added')
  })

  test('tells until when and why a node is out of use', () => {
    const book = createOfferBook({ offersMax: 2 })
    book.setUnavailable(addressOf(1), nowSeconds * 1_000, 'suspended')
    expect(book.unavailability(addressOf(1), nowSeconds * 1_000 - 1)).toEqual({
      until: nowSeconds * 1_000,
      reason: 'suspended',
    })
    expect(book.unavailability(addressOf(1), nowSeconds * 1_000)).toBeUndefined()
    expect(book.unavailability(addressOf(2), 0)).toBeUndefined()
    expect(() => book.setUnavailable(addressOf(1), -1, '')).toThrow(RangeError)
    expect(() => book.setRoundTrip(addressOf(1), Number.NaN)).toThrow(RangeError)
  })

  test.each([0, 1.5, bookOffersMax + 1])('cannot be made for %d offers', (offersMax) => {
    expect(() => createOfferBook({ offersMax })).toThrow(RangeError)
  })
})
