/** A slash is conserved, bounded by the stake, refunds first; and no padding makes it cheaper than we say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { min } from './chance.ts'
import { defaultParameters } from './parameters.ts'
import { leastSlashLoss, slashOf, slashSplit } from './slash.ts'

const bps = fc.integer({ min: 0, max: 10_000 })
const rules = fc
  .record({
    floorBps: bps,
    multipleBps: fc.integer({ min: 10_000, max: 100_000 }),
    refundBps: bps,
    refundShareMaxBps: bps,
    rewardBps: bps,
  })
  .map((any) => ({ ...any, rewardBps: Math.min(any.rewardBps, 10_000 - any.refundShareMaxBps) }))
const amount = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n })
const { slash: rule } = defaultParameters

test('the floor for little work, the multiple for more, the stake at most', () => {
  expect(slashOf(1_000_000n, 1_000n, rule)).toBe(200_000n)
  expect(slashOf(1_000_000n, 100_000n, rule)).toBe(500_000n)
  expect(slashOf(1_000_000n, 200_001n, rule)).toBe(1_000_000n)
})

test('proven refunds, then others, then costs, then the reporter; the rest burns', () => {
  expect(slashSplit(200_000n, { proven: 1_000n }, rule)).toEqual({
    refundProven: 1_000n,
    refundUnproven: 0n,
    costs: 0n,
    reward: 20_000n,
    burned: 179_000n,
  })
  expect(slashSplit(200_000n, { proven: 90_000n, unproven: 20_000n, costs: 85_000n }, rule)).toEqual({
    refundProven: 90_000n,
    refundUnproven: 10_000n,
    costs: 85_000n,
    reward: 15_000n,
    burned: 0n,
  })
  expect(slashSplit(7_000n, { proven: 0n, costs: 7_000n, isRepeated: true }, rule)).toMatchObject({
    costs: 7_000n,
    reward: 0n,
    burned: 0n,
  })
  expect(slashSplit(7_000n, { proven: 0n, isRepeated: true }, rule)).toMatchObject({ reward: 0n, burned: 7_000n })
})

test('nothing is made or lost, and refunds keep to their share', () => {
  const claims = fc.record({ proven: amount, unproven: amount, costs: amount, isRepeated: fc.boolean() })
  fc.assert(
    fc.property(amount, amount, claims, rules, (stake, exposure, claimed, any) => {
      const slash = slashOf(stake, exposure, any)
      expect(slash).toBeLessThanOrEqual(stake)
      const { refundProven, refundUnproven, costs, reward, burned } = slashSplit(slash, claimed, any)
      expect(refundProven + refundUnproven + costs + reward + burned).toBe(slash)
      for (const part of [refundProven, refundUnproven, costs, reward, burned]) expect(part).toBeGreaterThanOrEqual(0n)
      expect((refundProven + refundUnproven) * 10_000n).toBeLessThanOrEqual(slash * BigInt(any.refundShareMaxBps))
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

test('no padding, claiming or reporting of oneself makes a conviction cheaper than the least loss', () => {
  const small = fc.tuple(
    fc.integer({ min: 0, max: 2_000 }),
    fc.integer({ min: 0, max: 600 }),
    fc.integer({ min: 0, max: 600 }),
  )
  fc.assert(
    fc.property(small, rules, ([stake, others, room], any) => {
      let least = BigInt(stake)
      for (let exposure = others; exposure <= others + room; exposure++) {
        const slash = slashOf(BigInt(stake), BigInt(exposure), any)
        const { refundProven, reward } = slashSplit(slash, { proven: BigInt(exposure) }, any)
        least = min(least, slash - refundProven - reward)
      }
      const found = leastSlashLoss(BigInt(stake), BigInt(others), BigInt(others + room), any)
      expect(found).toBeLessThanOrEqual(least)
      expect(least - found).toBeLessThanOrEqual(3n)
    }),
    { numRuns: 100 },
  )
})

test('a rule that pays out more than it slashes is refused', () => {
  expect(() => slashOf(1n, 1n, { ...rule, multipleBps: 9_999 })).toThrow(RangeError)
  expect(() => slashOf(1n, 1n, { ...rule, floorBps: 10_001 })).toThrow(RangeError)
  expect(() => slashOf(1n, 1n, { ...rule, rewardBps: 5_001 })).toThrow(RangeError)
  expect(() => slashOf(-1n, 1n, rule)).toThrow(RangeError)
})
