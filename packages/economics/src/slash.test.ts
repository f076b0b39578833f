/** A slash is conserved, bounded by the stake, refunds first; and no padding makes it cheaper than we say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { min } from './chance.ts'
import { leastSlashLoss, type SlashRule, slashOf, slashSplit } from './slash.ts'

const bps = fc.integer({ min: 0, max: 10_000 })
const rules = fc.record({ floorBps: bps, multiple: fc.integer({ min: 1, max: 20 }), reporterBps: bps })
const amount = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n })
const rule: SlashRule = { floorBps: 2_000, multiple: 5, reporterBps: 1_000 }

test('the floor for little work, the multiple for more, the stake at most', () => {
  expect(slashSplit(1_000_000n, 1_000n, rule)).toEqual({
    slash: 200_000n,
    refund: 1_000n,
    reporter: 20_000n,
    burned: 179_000n,
  })
  expect(slashSplit(1_000_000n, 100_000n, rule)).toEqual({
    slash: 500_000n,
    refund: 100_000n,
    reporter: 50_000n,
    burned: 350_000n,
  })
  expect(slashSplit(1_000_000n, 990_000n, rule)).toEqual({
    slash: 1_000_000n,
    refund: 990_000n,
    reporter: 10_000n,
    burned: 0n,
  })
})

test('nothing is made or lost, and buyers come first', () => {
  fc.assert(
    fc.property(amount, amount, rules, (stake, exposure, any) => {
      const { slash, refund, reporter, burned } = slashSplit(stake, exposure, any)
      expect(refund + reporter + burned).toBe(slash)
      expect(slash).toBeLessThanOrEqual(stake)
      for (const part of [refund, reporter, burned]) expect(part).toBeGreaterThanOrEqual(0n)
      expect(refund).toBe(min(exposure, stake))
    }),
  )
})

test('more stake or more exposure is never slashed less', () => {
  fc.assert(
    fc.property(amount, amount, amount, rules, (stake, exposure, more, any) => {
      expect(slashOf(stake + more, exposure, any)).toBeGreaterThanOrEqual(slashOf(stake, exposure, any))
      expect(slashOf(stake, exposure + more, any)).toBeGreaterThanOrEqual(slashOf(stake, exposure, any))
    }),
  )
})

test('no padding and no reporting of oneself makes a conviction cheaper than the least loss', () => {
  const small = fc.tuple(
    fc.integer({ min: 0, max: 2_000 }),
    fc.integer({ min: 0, max: 600 }),
    fc.integer({ min: 0, max: 600 }),
  )
  fc.assert(
    fc.property(small, rules, ([stake, honest, room], any) => {
      let least = BigInt(stake)
      for (let exposure = honest; exposure <= honest + room; exposure++) {
        const { slash, refund, reporter } = slashSplit(BigInt(stake), BigInt(exposure), any)
        const padding = BigInt(exposure - honest)
        const back = exposure === 0 ? 0n : (refund * padding) / BigInt(exposure)
        const loss = slash - reporter - back
        if (loss < least) least = loss
      }
      const found = leastSlashLoss(BigInt(stake), BigInt(honest), BigInt(honest + room), any)
      expect(found).toBeLessThanOrEqual(least)
      expect(least - found).toBeLessThanOrEqual(2n)
    }),
    { numRuns: 60 },
  )
})

test('a rule that could refund more than it slashes is refused', () => {
  expect(() => slashOf(1n, 1n, { ...rule, multiple: 0 })).toThrow(RangeError)
  expect(() => slashOf(1n, 1n, { ...rule, floorBps: 10_001 })).toThrow(RangeError)
  expect(() => slashOf(-1n, 1n, rule)).toThrow(RangeError)
})
