import { describe, expect, test } from 'vitest'
import { addressOf, hashOf } from '../../test/support/replica-rounds.ts'
import {
  type CanaryRules,
  type CanarySchedule,
  canariesDue,
  canariesPerDay,
  canaryLateMsMax,
  canarySent,
  canarySubjectsMax,
  canaryTime,
  watchProvider,
  withinBudget,
} from './canary-schedule.ts'

const dayMs = 86_400_000
const empty: CanarySchedule = { seed: hashOf(7), subjects: [] }
const node = addressOf(1)

describe('how many canaries a provider gets', () => {
  const rules: CanaryRules = { floorPpm: 5_000, probationAudits: 20, perDayMax: 500 }
  const facts = { runsPerDay: 1_000, neededPpm: 20_000, checksSurvived: 20 }

  test('as many as make the needed share of its runs, never under the floor', () => {
    expect(canariesPerDay(facts, rules)).toBeCloseTo(20 / 0.98 / 1, 1)
    expect(canariesPerDay({ ...facts, neededPpm: 0, checksSurvived: 1e9 }, rules)).toBeCloseTo(5 / 0.995, 9)
    const sent = canariesPerDay(facts, rules)
    expect(sent / (sent + facts.runsPerDay)).toBeCloseTo(0.02, 12)
  })

  test('the most in probation, and where everything must be audited', () => {
    expect(canariesPerDay({ ...facts, checksSurvived: 19 }, rules)).toBe(500)
    expect(canariesPerDay({ ...facts, neededPpm: 1_000_000 }, rules)).toBe(500)
    expect(canariesPerDay({ ...facts, neededPpm: 999_999 }, rules)).toBe(500)
    expect(() => canariesPerDay({ ...facts, neededPpm: Number.NaN }, rules)).toThrow(RangeError)
  })

  test('a budget lowers all by one factor', () => {
    expect(withinBudget([100, 300], 200)).toEqual({ perDay: [50, 150], factor: 0.5 })
    expect(withinBudget([100, 50], 200)).toEqual({ perDay: [100, 50], factor: 1 })
    expect(withinBudget([], 0)).toEqual({ perDay: [], factor: 1 })
  })
})

describe('when canaries are sent', () => {
  test('gaps are exponential: nothing before tells when the next one comes', () => {
    let schedule = watchProvider(empty, node, 24, 0)
    const gaps: number[] = []
    for (let i = 0, last = 0; i < 4_000; i++) {
      const at = schedule.subjects[0]?.nextAtMs ?? Number.NaN
      expect(canariesDue(schedule, at - 1)).toEqual([])
      expect(canariesDue(schedule, at)).toEqual([node])
      gaps.push((at - last) / (dayMs / 24))
      schedule = canarySent(schedule, node, at)
      last = at
    }
    const sorted = gaps.toSorted((a, b) => a - b)
    const distance = sorted.reduce(
      (most, gap, i) => Math.max(most, Math.abs(1 - Math.exp(-gap) - i / sorted.length)),
      0,
    )
    // Kolmogorov and Smirnov at 99.9 %.
    expect(distance).toBeLessThan(1.95 / Math.sqrt(sorted.length))
    const pairs = gaps.slice(1).map((gap, i) => (gap - 1) * ((gaps[i] ?? 0) - 1))
    const correlation = pairs.reduce((sum, value) => sum + value, 0) / pairs.length
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(pairs.length))
    expect(schedule.subjects[0]).toMatchObject({ sent: 4_000, missed: 0 })
  })

  test('after an outage none is made up for: the next is drawn from now, and the missed are counted', () => {
    const schedule = watchProvider(empty, node, 240, 0)
    const back = 10 * dayMs
    expect(canariesDue(schedule, back)).toEqual([])
    const resumed = canaryTime(schedule, back)
    expect(canariesDue(resumed, back)).toEqual([])
    expect(resumed.subjects[0]?.nextAtMs).toBeGreaterThan(back)
    expect(resumed.subjects[0]?.missed).toBeGreaterThan(2_300)
    expect(resumed.subjects[0]?.missed).toBeLessThan(2_402)
    expect(resumed.subjects[0]?.sent).toBe(0)
  })

  test('one a little late is sent, and does not bring the next one sooner', () => {
    const schedule = watchProvider(empty, node, 24, 0)
    const late = (schedule.subjects[0]?.nextAtMs ?? 0) + canaryLateMsMax
    expect(canaryTime(schedule, late)).toEqual(schedule)
    expect(canariesDue(schedule, late)).toEqual([node])
    expect(canarySent(schedule, node, late).subjects[0]?.nextAtMs).toBeGreaterThan(late)
  })

  test('a rate of 0 is never due, a changed rate draws anew, the same changes nothing', () => {
    const idle = watchProvider(empty, node, 0, 0)
    expect(canariesDue(canaryTime(idle, 1e15), 1e15)).toEqual([])
    const busy = watchProvider(idle, node, 100, 5)
    expect(watchProvider(busy, node, 100, 9_999)).toEqual(busy)
    expect(busy.subjects).toHaveLength(1)
    expect(JSON.parse(JSON.stringify(busy))).toEqual(busy)
    expect(() => watchProvider(empty, node, Number.POSITIVE_INFINITY, 0)).toThrow(RangeError)
    const full = { ...empty, subjects: Array.from({ length: canarySubjectsMax }, () => busy.subjects[0] as never) }
    expect(() => watchProvider(full, addressOf(2), 1, 0)).toThrow(RangeError)
  })

  test('providers and auditors draw times of their own', () => {
    const times = [1, 2, 3].flatMap((n) =>
      [7, 8].map((seed) => watchProvider({ ...empty, seed: hashOf(seed) }, addressOf(n), 10, 0).subjects[0]?.nextAtMs),
    )
    expect(new Set(times).size).toBe(6)
  })
})
