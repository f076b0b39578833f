/** Chances that colluders carry a vote, against listing every draw. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOfPpm, chanceOne, toShare } from './chance.ts'
import { collusionChance, drawnCollusionChance, redundancyNeeded } from './redundancy.ts'

test('independent replicas: the binomial tail', () => {
  expect(toShare(collusionChance(5, 3, 100_000))).toBeCloseTo(0.00856, 9)
  expect(collusionChance(3, 0, 0)).toBe(chanceOne)
  expect(collusionChance(3, -1, 0)).toBe(chanceOne)
  expect(collusionChance(3, 4, 1_000_000)).toBe(0n)
  expect(collusionChance(0, 1, 1_000_000)).toBe(0n)
})

test('replicas drawn from a few: what listing all subsets gives', () => {
  const cases = fc
    .integer({ min: 1, max: 9 })
    .chain((pool) =>
      fc.tuple(
        fc.constant(pool),
        fc.integer({ min: 0, max: pool }),
        fc.integer({ min: 1, max: pool }),
        fc.integer({ min: 0, max: 9 }),
      ),
    )
  fc.assert(
    fc.property(cases, ([pool, colluders, of, agree]) => {
      const draws = Array.from({ length: 2 ** pool }, (_, mask) => mask).filter((mask) => bits(mask) === of)
      const bad = draws.filter((mask) => bits(mask & (2 ** colluders - 1)) >= agree)
      const exact = (BigInt(bad.length) * chanceOne) / BigInt(draws.length)
      const found = drawnCollusionChance(of, agree, pool, colluders)
      expect(found - exact).toBeGreaterThanOrEqual(0n)
      expect(found - exact).toBeLessThanOrEqual(1n)
    }),
  )
})

test('a large pool is as good as independent draws', () => {
  const drawn = toShare(drawnCollusionChance(5, 3, 100_000, 10_000))
  expect(drawn).toBeCloseTo(toShare(collusionChance(5, 3, 100_000)), 5)
})

test('as many replicas as the harm allows', () => {
  expect(redundancyNeeded(100_000, chanceOfPpm(10_000))).toEqual({ agree: 3, of: 5 })
  expect(redundancyNeeded(0, 0n)).toEqual({ agree: 1, of: 1 })
  expect(redundancyNeeded(500_000, chanceOfPpm(10_000))).toBeUndefined()
})

test('what cannot be drawn is refused', () => {
  expect(() => drawnCollusionChance(5, 3, 4, 1)).toThrow(RangeError)
  expect(() => collusionChance(17, 3, 1)).toThrow(RangeError)
  expect(() => collusionChance(5, 3, 1.5)).toThrow(RangeError)
})

function bits(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length
}
