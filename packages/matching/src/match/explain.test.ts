import { describe, expect, test } from 'vitest'
import { addressOf, hashOf, nowSeconds } from '../../test/support/random-market.ts'
import type { BookEntry } from '../book/book-entry.ts'
import { createOfferBook, type OfferBook } from '../book/offer-book.ts'
import { explainMatch, explainNoMatch } from './explain.ts'
import { matchOffers } from './match-offers.ts'
import type { MatchOrder } from './match-order.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const at = { nowMs: nowSeconds * 1_000, seed: 1 }
const entry: BookEntry = {
  id: hashOf(1),
  node: addressOf(1),
  operator: addressOf(100),
  modelRoot: hashOf(50),
  workload: 1,
  terms: 0,
  resourceClass: 2,
  gpuMemoryMib: 24_576,
  country: 276,
  attestations: 1,
  inputPrice: 100_000n,
  outputPrice: 400_000n,
  contextTokensMax: 8_192,
  slots: 2,
  exactness: 2,
  subnet: 1,
  coordinate: { x: 10, y: 0, z: 0, heightMs: 1, error: 0.1 },
  rates: { prefillTokensPerSecond: 1_000, decodeTokensPerSecond: 50, queueMs: 5 },
  sequence: 1n,
  availableFrom: 0,
  availableUntil: nowSeconds + 3_600,
  expiresAt: nowSeconds + 600,
}
const order: MatchOrder = {
  workload: 1,
  modelRoot: hashOf(50),
  contextTokens: 1_000,
  inputUnits: 500,
  outputUnits: 200,
  latencyPricePerSecond: 10n,
  count: 1,
  coordinate: { x: 0, y: 0, z: 0, heightMs: 1, error: 0.1 },
  availableForSeconds: 60,
}

describe('explanations', () => {
  test('of a match: its costs, and how it compares to the next', () => {
    const book = bookOf({}, { outputPrice: 450_000n, country: 840 })
    book.setReputation(addressOf(1), { good: 99, bad: 0 })
    book.setRoundTrip(addressOf(2), 3)
    expect(explain(book, order)).toMatchInlineSnapshot(`
      "Node 0x…01 costs 0.00018 tUSD in expectation: 0.00013 tUSD for the work, 0.000046 tUSD for the wait and 0.000004 tUSD for the risk of failure.
      It asks 0.1 tUSD per million units of input and 0.4 tUSD of output (posted) and is in western-europe.
      The first token is expected after 517 ms, with a round trip of 12 ms (estimated), the last 4000 ms later.
      Its record says that at least 97 % of its runs succeed.
      The next, node 0x…02, costs 0.000139 tUSD more: 0.00001 tUSD more for the work, 0.000129 tUSD more for the risk."
    `)
  })

  test('of no match: what each constraint excluded, and the least that would change it', () => {
    const book = bookOf({}, { outputPrice: 450_000n }, { gpuMemoryMib: 8_192, modelRoot: hashOf(51) }, { slots: 0 })
    expect(explain(book, { ...order, outputPriceMax: 300_000n })).toMatchInlineSnapshot(`
      "No match: of 4 offers, 3 are for this work and model.
      Excluded: 1 for other models (modelRoot).
      Excluded: 1 withdrawn (withdrawn); without that, 0 would match.
      Excluded: 3 asking more for output (outputPriceMax); without that, 2 would match.
      Smallest change that would match: outputPriceMax from 0.3 tUSD per million units to 0.4 tUSD per million units; then 1 offer would pass."
    `)
    expect(explain(book, { ...order, regions: ['eastern-asia'], roundTripMsMax: 5 })).toMatchInlineSnapshot(`
      "No match: of 4 offers, 3 are for this work and model.
      Excluded: 1 for other models (modelRoot).
      Excluded: 1 withdrawn (withdrawn); without that, 0 would match.
      Excluded: 3 in other regions (regions); without that, 0 would match.
      Excluded: 3 too far away (roundTripMsMax); without that, 0 would match.
      Smallest change that would match: regions from eastern-asia to eastern-asia, western-europe and roundTripMsMax from 5 ms to 12 ms; then 2 offers would pass."
    `)
    expect(explain(book, { ...order, count: 2, distinct: { region: true } })).toMatchInlineSnapshot(`
      "No match: of 4 offers, 3 are for this work and model.
      Excluded: 1 for other models (modelRoot).
      Excluded: 1 withdrawn (withdrawn); without that, 3 would match.
      Excluded: 1 sharing operator, subnet or region with one that was chosen (distinct); without that, 2 would match.
      Smallest change that would match: drop distinct; then 2 offers would pass."
    `)
    expect(explain(book, { ...order, modelRoot: hashOf(52) })).toMatchInlineSnapshot(`
      "No match: of 4 offers, 0 are for this work and model.
      Excluded: 4 for other models (modelRoot).
      Only another model or other work could match."
    `)
    expect(explain(book, { ...order, attestations: 3, exactnessMin: 3, reputationMin: 0.9 })).toMatchInlineSnapshot(`
      "No match: of 4 offers, 3 are for this work and model.
      Excluded: 1 for other models (modelRoot).
      Excluded: 1 withdrawn (withdrawn); without that, 0 would match.
      Excluded: 3 without a needed attestation (attestations); without that, 0 would match.
      Excluded: 3 not exact enough (exactnessMin); without that, 0 would match.
      Excluded: 3 with too short or too bad a record (reputationMin); without that, 0 would match.
      No change of one or two constraints would match."
    `)
  })
})

function bookOf(...changes: readonly Partial<BookEntry>[]): OfferBook {
  const book = createOfferBook({ offersMax: 100 })
  for (const [i, change] of changes.entries()) {
    book.upsert({ ...entry, id: hashOf(i + 1), node: addressOf(i + 1), ...change })
  }
  return book
}

function explain(book: OfferBook, asked: MatchOrder): string {
  const result = matchOffers(book, asked, at)
  const lines =
    result.outcome === 'no-match'
      ? explainNoMatch(result, token)
      : result.matches.flatMap((match) => explainMatch(match, token))
  return lines.join('\n').replaceAll('0x00000000000000000000000000000000000000', '0x…')
}
