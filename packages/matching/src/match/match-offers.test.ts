import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ScanBook, type ScanResult, scan } from '../../test/support/full-scan.ts'
import { createModelBook, type ModelBook, scanBookOf, stepBoth, upsertBoth } from '../../test/support/model-book.ts'
import {
  addressOf,
  createRandom,
  hashOf,
  type MarketShape,
  nowSeconds,
  type Random,
  randomEntry,
  randomOrder,
} from '../../test/support/random-market.ts'
import type { BookEntry } from '../book/book-entry.ts'
import { createOfferBook, type OfferBook } from '../book/offer-book.ts'
import { explainMatch } from './explain.ts'
import { matchOffers } from './match-offers.ts'
import { type Match, type MatchOrder, type MatchResult, matchCountMax } from './match-order.ts'

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

test('chooses one of each region where a leaf holds few of them', () => {
  const random = createRandom(17)
  const shape: MarketShape = { nodes: 3_000, models: 1, operators: 40 }
  const model = createModelBook(10_000, 1)
  const open = { workload: 1, modelRoot: hashOf(-1), slots: 1, availableFrom: 0, expiresAt: nowSeconds + 900 }
  const alike = { terms: 0, gpuMemoryMib: 0, inputPrice: 90_000n, outputPrice: 90_000n }
  const rates = { prefillTokensPerSecond: 200, decodeTokensPerSecond: 20, queueMs: 0 }
  for (let i = 0; i < 3_000; i++) {
    const entry = { ...randomEntry(random, i, shape), ...open, ...alike, rates, node: addressOf(i + 1) }
    upsertBoth(model, { ...entry, country: random.pick([276, 840, 156, 36]) }, 10_000)
  }
  const scanned = scanBookOf(model)
  const named = ['western-europe', 'northern-america', 'eastern-asia', 'australia-and-new-zealand'] as const
  let matched = 0
  for (let i = 0; i < 80; i++) {
    const regions = named.filter(() => random.chance(0.6))
    const { countMin: _least, ...asked } = randomOrder(random, shape, 0)
    const order = { ...asked, workload: 1, regions, count: 1 + random.below(4), distinct: { region: true } }
    const at = { nowMs, seed: i }
    if (matchOffers(model.book, order, at).outcome === 'matched') matched++
    expectSame(model.book, scanned, order, i)
  }
  expect(matched).toBeGreaterThan(10)
})

describe('offers of one score in whole base units', () => {
  const shape: MarketShape = { nodes: 4_000, models: 1, operators: 40 }
  const order: MatchOrder = {
    workload: 1,
    modelRoot: hashOf(-1),
    contextTokens: 0,
    inputUnits: 10,
    outputUnits: 10,
    latencyPricePerSecond: 0n,
    count: 1,
    availableForSeconds: 60,
  }
  const equals = 20
  /** Many dearer offers, and twenty that differ in all that does not count, so that they lie in different leaves. */
  function bookWith(change: (i: number) => Partial<BookEntry>): OfferBook {
    const random = createRandom(3)
    const book = createOfferBook({ offersMax: 10_000 })
    for (let i = 0; i < 4_000 + equals; i++) {
      const entry = randomEntry(random, i, shape)
      const price = i < equals ? 30_000n : 40_000n + BigInt(random.below(1_000_000))
      const [inputPrice, outputPrice] = [price, price]
      const open = {
        workload: 1,
        slots: 1,
        availableFrom: 0,
        availableUntil: nowSeconds + 900,
        expiresAt: nowSeconds + 900,
      }
      const told = i < equals ? change(i) : {}
      book.upsert({
        ...entry,
        ...open,
        node: addressOf(i + 1),
        modelRoot: hashOf(-1),
        inputPrice,
        outputPrice,
        ...told,
      })
    }
    return book
  }
  function firstOf(book: OfferBook, seed: number): MatchResult & { readonly outcome: 'matched' } {
    const result = matchOffers(book, { ...order, count: 2 }, { nowMs, seed })
    if (result.outcome !== 'matched') throw new Error('expected a match')
    return result
  }

  test('share the load evenly when they are equal, whatever leaf they lie in', () => {
    const book = bookWith(() => ({}))
    const seedsTried = 4_000
    const wins = new Map<string, number>()
    for (let seed = 0; seed < seedsTried; seed++) {
      const id = firstOf(book, seed).matches[0]?.id as string
      wins.set(id, (wins.get(id) ?? 0) + 1)
    }
    expect([...wins.keys()].sort()).toEqual(Array.from({ length: equals }, (_, i) => hashOf(i)).sort())
    // The 99.99th percentile of the chi-squared distribution with 19 degrees of freedom; the seeds are fixed.
    const expected = seedsTried / equals
    const chiSquared = [...wins.values()].reduce((sum, won) => sum + (won - expected) ** 2 / expected, 0)
    expect(chiSquared).toBeLessThan(52)
  })

  test('rank by quarters of a base unit, and say so', () => {
    // Ten tokens each way and as much again for the risk: 1.27 units, one of 1.17 and one of 1.56.
    const book = bookWith((i) => ({ inputPrice: i === 7 ? 30_000n : i === 4 ? 50_000n : 35_000n }))
    for (let seed = 0; seed < 50; seed++) {
      const { matches } = firstOf(book, seed)
      expect(matches.map(({ score }) => score)).toEqual([2n, 2n])
      expect(matches[0]?.id).toBe(hashOf(7))
      expect(matches[1]?.id).not.toBe(hashOf(4))
    }
    const [first] = firstOf(book, 1).matches
    expect(first?.reasons).toMatchObject({ workCost: 1n, latencyCost: 0n, riskCost: 1n })
    expect(explainMatch(first as Match, { symbol: 'tUSD', decimals: 6 }).at(-1)).toContain('quarters of one decide')
  })
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
  if (result.outcome === 'matched') expectScores(result.matches, expected)
}

/** Scores grow with the rank, are the sum of their reasons, and as the scan says where doubles are exact. */
function expectScores(matches: readonly Match[], { chosen }: ScanResult): void {
  for (const [i, { score, reasons }] of matches.entries()) {
    expect(reasons.workCost + reasons.latencyCost + reasons.riskCost).toBe(score)
    const scanned = (chosen[i] as ScanResult['chosen'][number]).score
    if (scanned > Number.MAX_SAFE_INTEGER) continue
    expect(score).toBe(BigInt(Math.ceil(scanned / 1e6)))
    const before = chosen[i - 1]?.score ?? 0
    // Of one quarter of a unit, offers come in any order.
    if (i > 0 && quartersOf(before) < quartersOf(scanned)) {
      expect(score).toBeGreaterThanOrEqual((matches[i - 1] as Match).score)
    }
    const { latencyCost, riskCost } = reasons
    expect(latencyCost >= 0n && riskCost >= 0n).toBe(true)
  }
}

function quartersOf(score: number): number {
  return Math.floor(score * (1 / 250_000))
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
