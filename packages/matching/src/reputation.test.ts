import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createReputationRecord,
  decayedReputation,
  recordOutcome,
  regularizedIncompleteBeta,
  reputationCountMax,
  reputationHalfLifeMs,
  reputationLowerBound,
} from './reputation.ts'

const count = fc.oneof(
  fc.integer({ min: 0, max: 50 }),
  fc.double({ min: 0, max: 2_000, noNaN: true }),
  fc.integer({ min: 0, max: 2 * reputationCountMax }),
)
const reputation = fc.record({ good: count, bad: count })
const quantile = fc.constantFrom(0.001, 0.01, 0.05, 0.5, 0.95)

describe('the lower bound', () => {
  // Quantiles of Beta(1 + good, 1 + bad), by mpmath at 40 digits and by SciPy 1.17 where the series is too long.
  test.each([
    [0, 0, 0.05, 0.05],
    [1, 0, 0.05, 0.223606797749979],
    [9, 1, 0.05, 0.6356405107527575],
    [99, 1, 0.05, 0.9538926500751109],
    [100, 10, 0.01, 0.8267349555177578],
    [1234.5, 6.25, 0.05, 0.9902219948289435],
    [0.25, 0.75, 0.05, 0.05501864903467132],
    [100000, 1000, 0.05, 0.98957116363654],
    [3, 50, 0.5, 0.06757964481423333],
    [100000, 100000, 0.05, 0.498161010854063],
    [2, 5000, 0.05, 0.00016345954192886075],
    [50000.5, 3, 0.001, 0.9997388049752903],
  ])('of %d good and %d bad at %d is known', (good, bad, at, expected) => {
    expect(Math.abs(reputationLowerBound({ good, bad }, at) - expected)).toBeLessThan(1e-9)
  })

  test('is where the exact binomial sum crosses the quantile', () => {
    const small = fc.integer({ min: 0, max: 40 })
    fc.assert(
      fc.property(small, small, quantile, (good, bad, at) => {
        const bound = reputationLowerBound({ good, bad }, at)
        expect(exactBeta(bound - 1e-9, good, bad)).toBeLessThanOrEqual(at)
        expect(exactBeta(bound + 1e-9, good, bad)).toBeGreaterThanOrEqual(at)
      }),
    )
  })

  test('lies from 0 to 1, and the distribution function gives the quantile back', () => {
    fc.assert(
      fc.property(reputation, quantile, (record, at) => {
        const bound = reputationLowerBound(record, at)
        expect(bound).toBeGreaterThanOrEqual(0)
        expect(bound).toBeLessThanOrEqual(1)
        const a = 1 + Math.min(record.good, reputationCountMax)
        const b = 1 + Math.min(record.bad, reputationCountMax)
        expect(regularizedIncompleteBeta(Math.max(0, bound - 1e-9), a, b)).toBeLessThanOrEqual(at + 1e-9)
        expect(regularizedIncompleteBeta(Math.min(1, bound + 1e-9), a, b)).toBeGreaterThanOrEqual(at - 1e-9)
      }),
    )
  })

  test('never falls with more good outcomes and never rises with more bad ones', () => {
    fc.assert(
      fc.property(reputation, count, quantile, ({ good, bad }, more, at) => {
        const bound = reputationLowerBound({ good, bad }, at)
        expect(reputationLowerBound({ good: good + more, bad }, at)).toBeGreaterThanOrEqual(bound - 1e-9)
        expect(reputationLowerBound({ good, bad: bad + more }, at)).toBeLessThanOrEqual(bound + 1e-9)
      }),
    )
  })

  test('takes what is no count for nothing, and refuses what is no quantile', () => {
    expect(reputationLowerBound({ good: Number.NaN, bad: -5 })).toBe(0.05)
    expect(reputationLowerBound({ good: Number.POSITIVE_INFINITY, bad: 0 })).toBeLessThanOrEqual(1)
    for (const wrong of [0, 1, -1, Number.NaN]) {
      expect(() => reputationLowerBound({ good: 1, bad: 1 }, wrong)).toThrow(RangeError)
    }
  })
})

describe('a record', () => {
  test('loses half its weight in a half-life, and none to a clock that goes back', () => {
    const record = { good: 8, bad: 2, at: 1_000 }
    expect(decayedReputation(record, 1_000 + reputationHalfLifeMs)).toEqual({
      good: 4,
      bad: 1,
      at: 1_000 + reputationHalfLifeMs,
    })
    expect(decayedReputation(record, 0)).toEqual(record)
  })

  test('counts outcomes as of when they came', () => {
    const first = recordOutcome(createReputationRecord(0), 'good', 0)
    const second = recordOutcome(first, 'bad', reputationHalfLifeMs, 3)
    expect(second).toEqual({ good: 0.5, bad: 3, at: reputationHalfLifeMs })
  })

  test('decays the same in one step as in two', () => {
    const ms = fc.integer({ min: 0, max: 10 * reputationHalfLifeMs })
    fc.assert(
      fc.property(reputation, ms, ms, (counts, first, second) => {
        const record = { ...counts, at: 0 }
        const stepped = decayedReputation(decayedReputation(record, first), first + second)
        const whole = decayedReputation(record, first + second)
        expect(stepped.good).toBeCloseTo(whole.good, 6)
        expect(stepped.bad).toBeCloseTo(whole.bad, 6)
      }),
    )
  })

  test('never grows beyond its bound', () => {
    let record = { good: reputationCountMax, bad: 0, at: 0 }
    record = recordOutcome(record, 'good', 0, 1e12)
    expect(record.good).toBe(reputationCountMax)
  })
})

/** I_x(1 + good, 1 + bad) as the chance of more than `good` successes in `good + bad + 1` trials. */
function exactBeta(x: number, good: number, bad: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const trials = good + bad + 1
  let [sum, ways] = [0, 1]
  for (let k = 0; k <= trials; k++) {
    if (k > good) sum += ways * x ** k * (1 - x) ** (trials - k)
    ways = (ways * (trials - k)) / (k + 1)
  }
  return sum
}
