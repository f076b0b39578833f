import { expect, test } from 'vitest'
import { type OutlineOptions, outlineOf } from './outline.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const usual: OutlineOptions = { kind: 'chat', input: '64', terms: 'posted', count: '3', region: [] }
const outline = (given: Partial<OutlineOptions>) => outlineOf('m', { ...usual, ...given }, token)

test('a usual order has no limits, and embeddings write nothing', () => {
  expect(outline({})).toEqual({
    model: 'm',
    kind: 'chat',
    inputUnits: 64,
    outputUnits: 256,
    terms: 'posted',
    count: 3,
  })
  expect(outline({ kind: 'embed' }).outputUnits).toBe(0)
})

test('every limit is taken over in base units and milliseconds', () => {
  expect(
    outline({
      output: '12',
      terms: 'spot',
      region: ['western-europe', 'eastern-asia'],
      maxPrice: '0.2/0.8',
      maxCost: '1.5',
      maxRoundTrip: '40',
      maxFirstToken: '300',
      second: '0.001',
      distinct: 'operator,region',
    }),
  ).toEqual({
    model: 'm',
    kind: 'chat',
    inputUnits: 64,
    outputUnits: 12,
    terms: 'spot',
    count: 3,
    regions: ['western-europe', 'eastern-asia'],
    pricesMax: { inputPrice: 200_000n, outputPrice: 800_000n },
    costMax: 1_500_000n,
    roundTripMsMax: 40,
    firstTokenMsMax: 300,
    latencyPricePerSecond: 1_000n,
    distinct: { operator: true, region: true },
  })
})

test.each([
  [{ kind: 'train' }, '--kind: expected one of chat, completion, embed'],
  [{ input: '0' }, '--input: expected a whole number from 1'],
  [{ count: '65' }, '--count: expected a whole number from 1 to 64'],
  [{ terms: 'free' }, '--terms: expected one of posted, spot'],
  [{ region: ['europe'] }, '--region: expected a region'],
  [{ maxPrice: '0.2' }, '--max-price: expected INPUT/OUTPUT'],
  [{ maxCost: '-1' }, 'Expected an amount of tUSD'],
  [{ maxRoundTrip: '0' }, '--max-round-trip'],
  [{ distinct: 'operator,city' }, '--distinct: expected some of operator, subnet, region, got "city"'],
])('%j is refused', (given, message) => {
  expect(() => outline(given)).toThrow(message)
})
