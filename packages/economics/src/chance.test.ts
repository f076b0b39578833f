/** Chances are exact where they can be and otherwise on the safe side, against slow sums and the host's logarithm. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allChance,
  atLeastChance,
  auditsToConvictMax,
  chanceOfHazard,
  chanceOfPpm,
  chanceOne,
  eitherChance,
  hazardOf,
  toShare,
} from './chance.ts'

const chances = fc.bigInt({ min: 0n, max: chanceOne })

test('products of three rates are exact', () => {
  expect(allChance(chanceOfPpm(20_001), chanceOfPpm(999_999), chanceOfPpm(799_999))).toBe(20_001n * 999_999n * 799_999n)
  expect(() => chanceOfPpm(1_000_001)).toThrow(RangeError)
  expect(() => chanceOfPpm(0.5)).toThrow(RangeError)
})

test('one of two happens unless both do not', () => {
  expect(eitherChance(chanceOfPpm(500_000), chanceOfPpm(500_000))).toBe(chanceOfPpm(750_000))
  expect(eitherChance(0n, chanceOne)).toBe(chanceOne)
})

/** Exact, as a ratio: the sum of every outcome's weight. */
function atLeastSlowly(ppm: number, trials: number, successes: number): bigint {
  let weights = [1n]
  for (let trial = 0; trial < trials; trial++) {
    weights = Array.from({ length: weights.length + 1 }, (_, count) => {
      const missed = (weights[count] ?? 0n) * BigInt(1_000_000 - ppm)
      return missed + (weights[count - 1] ?? 0n) * BigInt(ppm)
    })
  }
  const reached = weights.slice(successes).reduce((sum, weight) => sum + weight, 0n)
  return (reached * chanceOne) / 1_000_000n ** BigInt(trials)
}

test('a tail is what adding up all outcomes gives', () => {
  const anyTail = fc.tuple(
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 10 }),
  )
  fc.assert(
    fc.property(anyTail, ([ppm, trials, successes]) => {
      const exact = successes > trials ? 0n : atLeastSlowly(ppm, trials, successes)
      const found = atLeastChance(chanceOfPpm(ppm), BigInt(trials), successes)
      expect(found).toBeLessThanOrEqual(exact)
      expect(exact - found).toBeLessThan(10_000n)
    }),
  )
})

test('a tail never falls with more trials, however many', () => {
  const many = fc.bigInt({ min: 0n, max: 10n ** 12n })
  const successes = fc.integer({ min: 1, max: auditsToConvictMax })
  fc.assert(
    fc.property(chances, many, many, successes, (chance, one, other, count) => {
      const [fewer, more] = one < other ? [one, other] : [other, one]
      const gained = atLeastChance(chance, more, count) - atLeastChance(chance, fewer, count)
      expect(gained).toBeGreaterThanOrEqual(-10_000n)
    }),
  )
  expect(toShare(atLeastChance(chanceOfPpm(1), 10n ** 9n, auditsToConvictMax))).toBeCloseTo(1, 12)
})

test('what is no chance or count is refused', () => {
  expect(() => atLeastChance(-1n, 1n, 1)).toThrow(RangeError)
  expect(() => atLeastChance(chanceOne + 1n, 1n, 1)).toThrow(RangeError)
  expect(() => atLeastChance(chanceOne, 1n, auditsToConvictMax + 1)).toThrow(RangeError)
  expect(() => chanceOfHazard(-1n)).toThrow(RangeError)
})

test('hazards and chances are each other’s inverse, never above', () => {
  fc.assert(
    fc.property(chances, (chance) => {
      expect(chanceOfHazard(hazardOf(chance))).toBeLessThanOrEqual(chance)
      const share = toShare(chance)
      if (share < 0.9) expect(toShare(chanceOfHazard(hazardOf(chance)))).toBeCloseTo(share, 2)
      if (share < 0.5) expect(Number(hazardOf(chance)) / 1e18).toBeCloseTo(-Math.log1p(-share), 6)
    }),
  )
  expect(toShare(chanceOfHazard(2n * chanceOne))).toBeCloseTo(1 - Math.exp(-2), 6)
  expect(chanceOfHazard(0n)).toBe(0n)
})
