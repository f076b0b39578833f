import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  groupCredibilities,
  groupLogOdds,
  logOddsNeeded,
  logOddsOf,
  ordinaryAssumptions,
  replicasNeeded,
  wrongChance,
} from './credibility.ts'

const chance = fc.double({ min: 0.001, max: 0.5, noNaN: true })
const groups = fc.array(fc.array(chance, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 })

describe('credibility', () => {
  test('is Sarmenta’s: one group right and the others wrong, over all that can be', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const right = given.map((chances) => chances.reduce((product, q) => product * (1 - q), 1))
        const wrong = given.map((chances) => chances.reduce((product, q) => product * q, 1))
        const onlyRight = given.map((_, i) =>
          right.reduce((product, value, j) => product * (i === j ? value : (wrong[j] ?? 0)), 1),
        )
        const all = onlyRight.reduce((sum, value) => sum + value, 0) + wrong.reduce((a, b) => a * b, 1)
        groupCredibilities(given).forEach((credibility, i) => {
          expect(credibility).toBeCloseTo((onlyRight[i] ?? 0) / all, 9)
        })
      }),
    )
  })

  test('agreement never lowers it, dissent never raises it', () => {
    fc.assert(
      fc.property(groups, chance, (given, q) => {
        const [first = [], ...others] = given
        const before = groupLogOdds(given)[0] ?? 0
        const slack = 1e-9
        expect(groupLogOdds([[...first, q], ...others])[0]).toBeGreaterThanOrEqual(before - slack)
        expect(groupLogOdds([...given, [q]])[0]).toBeLessThanOrEqual(before + slack)
      }),
    )
  })

  test('one worker without a record is as credible as the population', () => {
    expect(groupCredibilities([[0.1]])).toEqual([expect.closeTo(0.9, 12)])
    expect(groupCredibilities([[0.1, 0.1], [0.1]])[0]).toBeCloseTo(0.081 / 0.091, 12)
  })

  test('keeps what rounds to certainty apart', () => {
    const many = Array.from({ length: 16 }, () => 0.001)
    const [few = 0, more = 0] = [many.slice(1), many].map((chances) => groupLogOdds([chances])[0])
    expect(more - few).toBeCloseTo(logOddsOf(0.001), 9)
  })
})

describe('a worker’s chance to be wrong', () => {
  test('falls with checks survived, to what sleepers leave', () => {
    const chances = [0, 1, 2, 5, 10, 100, 1e9].map((checksSurvived) =>
      wrongChance({ checksSurvived }, ordinaryAssumptions),
    )
    expect(chances.slice(0, 3)).toEqual([0.1, 0.1 / (0.9 * Math.E), 0.1 / (0.9 * Math.E * 2)])
    expect(chances.slice(3)).toEqual([0.02, 0.02, 0.02, 0.02])
  })

  test('bounds what a cheat at any steady rate achieves after surviving so many checks', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 200 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (rate, checksSurvived, badShare) => {
          const survives = badShare * (1 - rate) ** checksSurvived
          const wrong = (survives / (1 - badShare + survives)) * rate
          const assumed = wrongChance({ checksSurvived }, { badShare, sleeperShare: Number.MIN_VALUE })
          expect(wrong).toBeLessThanOrEqual(assumed * (1 + 1e-12))
        },
      ),
    )
  })

  test('refuses what is no assumption', () => {
    const record = { checksSurvived: 0 }
    for (const badShare of [0, -0.1, 0.51, Number.NaN])
      expect(() => wrongChance(record, { badShare, sleeperShare: 0.01 })).toThrow(RangeError)
    for (const sleeperShare of [0, 0.2, Number.NaN])
      expect(() => wrongChance(record, { badShare: 0.1, sleeperShare })).toThrow(RangeError)
    for (const checksSurvived of [-1, Number.NaN])
      expect(() => wrongChance({ checksSurvived }, ordinaryAssumptions)).toThrow(RangeError)
  })
})

describe('the threshold', () => {
  test('says how many must agree', () => {
    const needed = (errorMax: number, badShare: number) =>
      replicasNeeded(errorMax, { badShare, sleeperShare: badShare })
    expect([needed(0.1, 0.1), needed(1e-2, 0.1), needed(1e-3, 0.1), needed(1e-6, 0.1), needed(1e-3, 0.3)]).toEqual([
      2, 3, 4, 7, 9,
    ])
    expect(needed(1 / 81, 0.1)).toBe(2)
    expect(needed(1e-3, 0.5)).toBe(Number.POSITIVE_INFINITY)
  })

  test('refuses an error that is no chance', () => {
    for (const errorMax of [0, 1, -1, Number.NaN]) expect(() => logOddsNeeded(errorMax)).toThrow(RangeError)
  })
})
