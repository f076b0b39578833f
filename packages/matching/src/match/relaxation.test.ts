import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exactWorkOf,
  firstTokenMsOf,
  newcomer,
  roundTripMsOf,
  type ScanBook,
  type ScanOffer,
  scan,
  stayOf,
} from '../../test/support/full-scan.ts'
import { createModelBook, scanBookOf, stepBoth } from '../../test/support/model-book.ts'
import { createRandom, type MarketShape, nowSeconds, randomOrder } from '../../test/support/random-market.ts'
import { matchOffers } from './match-offers.ts'
import type { MatchOrder, MatchResult, RelaxationChange } from './match-order.ts'
import { relaxOrder } from './relax-order.ts'

const at = { nowMs: nowSeconds * 1_000, seed: 11 }
const facts = new Set(['expired', 'withdrawn', 'unavailable', 'excludedNodes'])

/** The value of the limit that an offer would need. */
const limits: Partial<Record<string, (offer: ScanOffer, book: ScanBook, order: MatchOrder) => number | bigint>> = {
  availableForSeconds: (offer) => stayOf(offer, at.nowMs),
  gpuMemoryMibMin: ({ entry }) => entry.gpuMemoryMib,
  exactnessMin: ({ entry }) => entry.exactness,
  contextTokens: ({ entry }) => entry.contextTokensMax,
  inputPriceMax: ({ entry }) => entry.inputPrice,
  outputPriceMax: ({ entry }) => entry.outputPrice,
  costMax: (offer, _book, order) => exactWorkOf(offer, order),
  roundTripMsMax: (offer, book, order) => roundTripMsOf(offer, book.nodes.get(offer.entry.node) ?? newcomer, order),
  firstTokenMsMax: (offer, book, order) => firstTokenMsOf(offer, book.nodes.get(offer.entry.node) ?? newcomer, order),
  reputationMin: ({ entry }, book) => (book.nodes.get(entry.node) ?? newcomer).reputation / 1e6,
}

const markets: readonly (readonly [string, MarketShape, number, number])[] = [
  ['a handful of offers', { nodes: 6, models: 2, operators: 3 }, 60, 120],
  ['several leaves', { nodes: 600, models: 2, operators: 40 }, 2_000, 5],
]

describe.each(markets)('the smallest relaxation in a market of %s', (_name, shape, steps, numRuns) => {
  test('matches as many as it says, and no smaller move of its limit does', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const random = createRandom(seed)
        const model = createModelBook(1_000_000, seed)
        for (let serial = 0; serial < steps; serial++) stepBoth(model, random, serial, shape)
        const book = scanBookOf(model)
        for (let i = 0; i < 40; i++) {
          const order = randomOrder(random, shape, random.pick([0.1, 0.3]))
          const result = matchOffers(model.book, order, at)
          if (result.outcome === 'matched') continue
          const names = result.relaxation?.changes.map(({ constraint }) => constraint) ?? ['none']
          seen.set(String(names.length) + names[0], 1)
          expectRelaxation(book, order, result)
        }
      }),
      { numRuns },
    )
    expect(seen.size).toBeGreaterThan(5)
  })
})

function expectRelaxation(
  book: ScanBook,
  order: MatchOrder,
  { relaxation }: Extract<MatchResult, { outcome: 'no-match' }>,
): void {
  const { failures, matching } = scan(book, order, at)
  const isSingle = order.count === 1 || (order.countMin ?? (isDistinct(order) ? order.count : 1)) === 1
  if (relaxation === undefined) {
    // Only then is it certain that no two changes are enough, as one offer is.
    if (isSingle) expect(failures.filter((failure) => isWithin(failure, 2))).toEqual([])
    return
  }
  const relaxed = scan(book, relaxOrder(order, relaxation), at)
  expect(relaxed.outcome).toBe('matched')
  expect(relaxation.offers).toBe(relaxed.matching.length)
  if (matching.length > 0) return
  if (isSingle && failures.some((failure) => isWithin(failure, 1))) expect(relaxation.changes).toHaveLength(1)
  const [change] = relaxation.changes
  if (relaxation.changes.length === 1) expectLeast(book, order, change)
}

/** Returns whether an offer fails no more than so many constraints, all of which the order could relax. */
function isWithin({ offer, failed }: ReturnType<typeof scan>['failures'][number], most: number): boolean {
  if (failed.length === 0 || failed.length > most) return false
  const isClosed = failed.includes('availableForSeconds') && stayOf(offer, at.nowMs) < 0
  return !isClosed && failed.every((name) => !facts.has(name))
}

/** Every smaller move is that to the need of another offer, or does nothing. */
function expectLeast(book: ScanBook, order: MatchOrder, change: RelaxationChange): void {
  const limit = limits[change.constraint]
  if (limit === undefined) return
  const { from, to } = change as { from: number | bigint; to: number | bigint }
  for (const offer of book.offers) {
    const value = limit(offer, book, order)
    const isBetween = to > from ? value > from && value < to : value < from && value > to
    if (!isBetween) continue
    const smaller = relaxOrder(order, { changes: [{ ...change, to: value }] })
    expect(scan(book, smaller, at).outcome).toBe('no-match')
  }
}

function isDistinct({ distinct }: MatchOrder): boolean {
  return Object.values(distinct ?? {}).some((asked) => asked)
}
