import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../test/support/replica-rounds.ts'
import { seededRandom } from '../../test/support/seeded-random.ts'
import type { AuditOutcome } from '../audits/audit-record.ts'
import {
  auditorBounds,
  emptyAuditorRecord,
  type PlantedTruth,
  plantCommitment,
  plantsNeeded,
  recordPlanted,
} from './auditor-record.ts'
import { betaLowerQuantile } from './beta-lower-quantile.ts'

describe('the lower quantile of a Beta distribution', () => {
  test('is what tables say', () => {
    // Beta(1,1), Beta(100,1), Beta(1,100), Beta(11,3), Beta(5,5): quantiles of the usual statistics packages.
    expect(betaLowerQuantile(0, 0)).toBeCloseTo(0.05, 12)
    expect(betaLowerQuantile(99, 0)).toBeCloseTo(0.05 ** 0.01, 12)
    expect(betaLowerQuantile(0, 99)).toBeCloseTo(1 - 0.95 ** 0.01, 10)
    expect(betaLowerQuantile(4, 4)).toBeCloseTo(0.2513676, 6)
    expect(betaLowerQuantile(10, 2)).toBeCloseTo(0.5899, 3)
  })

  test('never falls with successes, never rises with failures, is from 0 to 1', () => {
    const count = fc.integer({ min: 0, max: 300 })
    fc.assert(
      fc.property(count, count, (s, f) => {
        const bound = betaLowerQuantile(s, f)
        expect(bound).toBeGreaterThan(0)
        expect(bound).toBeLessThan(1)
        expect(betaLowerQuantile(s + 1, f)).toBeGreaterThanOrEqual(bound - 1e-12)
        expect(betaLowerQuantile(s, f + 1)).toBeLessThanOrEqual(bound + 1e-12)
      }),
    )
  })

  test('refuses what is no count and no quantile', () => {
    for (const [s, f, q] of [
      [-1, 0, 0.05],
      [0, 0.5, 0.05],
      [Number.NaN, 0, 0.05],
      [1, 1, 0],
      [1, 1, 1],
    ] as const)
      expect(() => betaLowerQuantile(s, f, q)).toThrow(RangeError)
    expect(betaLowerQuantile(1e9, 1e9)).toBeCloseTo(0.494, 2)
  })
})

describe('planted audits', () => {
  test('tell who audits from who signs, who accuses and who guesses', () => {
    const random = seededRandom('auditors')
    const auditors: Record<string, (truth: PlantedTruth) => AuditOutcome> = {
      diligent: (truth) => (truth === 'fault' ? 'cheated' : 'honest'),
      signer: () => 'honest',
      accuser: () => 'cheated',
      guesser: () => (random() < 0.5 ? 'honest' : 'cheated'),
      absent: () => 'unable',
    }
    const bounds = Object.fromEntries(
      Object.entries(auditors).map(([name, audit]) => {
        let record = emptyAuditorRecord
        for (let i = 0; i < 80; i++) {
          const truth = i % 2 === 0 ? 'fault' : 'sound'
          record = recordPlanted(record, truth, audit(truth))
        }
        return [name, auditorBounds(record)]
      }),
    )
    const sure = 0.05 ** (1 / 41)
    const none = 1 - 0.95 ** (1 / 41)
    const near = (value: number) => expect.closeTo(value, 9)
    expect(bounds.diligent).toEqual({ detection: near(sure), specificity: near(sure), answered: 1 })
    expect(bounds.signer).toEqual({ detection: near(none), specificity: near(sure), answered: 1 })
    expect(bounds.accuser).toEqual({ detection: near(sure), specificity: near(none), answered: 1 })
    expect(bounds.guesser?.detection).toBeLessThan(0.6)
    expect(bounds.guesser?.specificity).toBeLessThan(0.6)
    expect(bounds.absent).toEqual({ detection: near(0.05), specificity: near(0.05), answered: 0 })
  })

  test('what was unable is neither right nor wrong', () => {
    const record = recordPlanted(recordPlanted(emptyAuditorRecord, 'fault', 'unable'), 'sound', 'unable')
    expect(record).toEqual({ ...emptyAuditorRecord, unable: 2 })
    expect(auditorBounds(emptyAuditorRecord)).toEqual({
      detection: expect.closeTo(0.05, 12),
      specificity: expect.closeTo(0.05, 12),
      answered: 1,
    })
  })

  test('as many as needed suffice, one fewer does not', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.06, max: 0.995, noNaN: true }), (detection) => {
        const needed = plantsNeeded(detection)
        expect(betaLowerQuantile(needed, 0)).toBeGreaterThanOrEqual(detection - 1e-7)
        if (needed > 0) expect(betaLowerQuantile(needed - 1, 0)).toBeLessThan(detection)
      }),
    )
    expect([plantsNeeded(0.5), plantsNeeded(0.9), plantsNeeded(0.99)]).toEqual([4, 28, 298])
    for (const detection of [0, 1, Number.NaN]) expect(() => plantsNeeded(detection)).toThrow(RangeError)
  })

  test('a commitment holds for one receipt, one truth, one salt', () => {
    const all = [
      plantCommitment(hashOf(1), 'fault', hashOf(2)),
      plantCommitment(hashOf(1), 'sound', hashOf(2)),
      plantCommitment(hashOf(3), 'fault', hashOf(2)),
      plantCommitment(hashOf(1), 'fault', hashOf(4)),
    ]
    expect(new Set(all).size).toBe(4)
  })
})
