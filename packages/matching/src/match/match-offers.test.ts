import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ScanBook, type ScanResult, scan } from '../../test/support/full-scan.ts'
import { createModelBook, type ModelBook, scanBookOf, stepBoth } from '../../test/support/model-book.ts'
import {
  createRandom,
  type MarketShape,
  nowSeconds,
  type Random,
  randomOrder,
} from '../../test/support/random-market.ts'
import { createOfferBook, type OfferBook } from '../book/offer-book.ts'
import { matchOffers } from './match-offers.ts'
import { type MatchOrder, type MatchResult, matchCountMax } from './match-order.ts'

const nowMs = nowSeconds * 1_000
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })

/** Markets small enough to be dense in ties, and large enough that leaves and their groups split and join. */
const markets: readonly (readonly [string, MarketShape, number, number])[] = [
  ['a handful of offers', { nodes: 6, models: 2, operators: 3 }, 60, 150],
  ['several leaves', { nodes: 900, models: 3, operators: 40 }, 5_000, 5],
  ['several groups of leaves', { nodes: 8_000, models: 2, operators: 40 }, 30_000, 2],
]

describe.each(markets)('matching in a market of %s', (_name, shape, steps, numRuns) => {
  test('answers as a full scan does, exclusion by exclusion', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed)
        const model = grow(random, shape, steps)
        const scanned = scanBookOf(model)
        for (let i = 0; i < 40; i++) {
          const order = randomOrder(random, shape, random.pick([0.03, 0.1, 0.3]))
          expectSame(model.book, scanned, order, random.below(2 ** 32))
        }
      }),
      { numRuns },
    )
  })

  test('answers the same however the book came to know the offers', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = createRandom(seed)
        const model = grow(random, shape, steps)
        const rebuilt = rebuild(model, random)
        for (let i = 0; i < 20; i++) {
          const order = randomOrder(random, shape, random.pick([0.03, 0.1, 0.3]))
          const at = { nowMs, seed: random.below(2 ** 32), countExclusions: true }
          expect(matchOffers(rebuilt, order, at)).toEqual(matchOffers(model.book, order, at))
        }
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    )
  })
})

test('finds the best of many groups of leaves, and the offers of single nodes among them', () => {
  const shape: MarketShape = { nodes: 8_000, models: 2, operators: 40 }
  const random = createRandom(11)
  const model = grow(random, shape, 40_000)
  const scanned = scanBookOf(model)
  const entries = [...model.entries.values()]
  for (let i = 0; i < 60; i++) {
    const { modelRoot: _any, countMin: _least, distinct: _alike, ...order } = randomOrder(random, shape, 0.05)
    const { node, workload } = random.pick(entries)
    const anybody: MatchOrder = { ...order, workload: 1, contextTokens: 0, count: matchCountMax }
    const listed: MatchOrder = { ...anybody, workload, nodes: [node, random.pick(entries).node] }
    expectSame(model.book, scanned, anybody, random.below(2 ** 32))
    expectSame(model.book, scanned, listed, random.below(2 ** 32))
  }
})

function grow(random: Random, shape: MarketShape, steps: number): ModelBook {
  const model = createModelBook(1_000_000, random.below(2 ** 32))
  for (let serial = 0; serial < steps; serial++) {
    const [said, expected] = stepBoth(model, random, serial, shape)
    expect(said).toBe(expected)
  }
  expect(model.book.size).toBe(model.entries.size)
  return model
}

function rebuild({ entries, nodes, records }: ModelBook, random: Random): OfferBook {
  const book = createOfferBook({ offersMax: 1_000_000, hashSeed: random.below(2 ** 32) })
  const shuffled = [...entries.values()]
    .map((entry) => [random.below(2 ** 32), entry] as const)
    .sort((a, b) => a[0] - b[0])
  for (const [, entry] of shuffled) expect(book.upsert(entry)).toBe('added')
  for (const [node, record] of records) book.setReputation(node, record)
  for (const [node, { roundTripMs, unavailableUntil }] of nodes) {
    book.setRoundTrip(node, roundTripMs)
    book.setUnavailable(node, unavailableUntil, 'silent')
  }
  return book
}

function expectSame(book: OfferBook, scanned: ScanBook, order: MatchOrder, seed: number): void {
  const expected = scan(scanned, order, { nowMs, seed })
  const result = matchOffers(book, order, { nowMs, seed, countExclusions: true })
  expect(summaryOf(result)).toEqual(summaryOfScan(expected))
}

function summaryOf(result: MatchResult): unknown {
  const { outcome, considered, excluded } = result
  const chosen = result.outcome === 'matched' ? result.matches.map(({ id }) => id) : []
  return { outcome, considered, excluded, chosen }
}

function summaryOfScan({ outcome, considered, excluded, chosen }: ScanResult): unknown {
  const ids = outcome === 'matched' ? chosen.map(({ offer }) => offer.entry.id) : []
  return { outcome, considered, excluded, chosen: ids }
}
