import { describe, expect, test } from 'vitest'
import { calibrationOf, cheats, facts, honest, samplesOf, uniformOf } from '../../test/support/drawn-margins.ts'
import { buildCalibration, meanUpperBound } from './build-calibration.ts'
import { calibrationHash } from './calibration.ts'
import { natsPerRequestMax } from './likelihoods.ts'
import { indistinguishableOf } from './sequential-test.ts'

describe('a calibration', () => {
  test('counts every margin of every class, and is named by its content', () => {
    const calibration = calibrationOf(1, 200)
    for (const { requests, counts } of [...calibration.honest, ...calibration.cheats]) {
      expect(requests).toBe(200)
      expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(200 * 50)
    }
    expect(calibrationHash(calibrationOf(1, 200))).toBe(calibrationHash(calibration))
    expect(calibrationHash({ ...calibration, measuredOn: '2026-02-01' })).not.toBe(calibrationHash(calibration))
  })

  test('knows what it cannot tell apart, the more with less data', () => {
    expect(indistinguishableOf(calibrationOf(2, 1_000))).toEqual(['nearly the same'])
    expect(indistinguishableOf(calibrationOf(2, 20))).toContain('other quantisation')
  })

  test('takes more off a request the fewer honest ones it saw', () => {
    const normaliser = (requests: number) => calibrationOf(3, requests).cheats[2]?.normaliserNats
    expect(normaliser(2_000)).toBe(0)
    expect(normaliser(60)).toBeGreaterThan(0.5)
    expect(normaliser(1)).toBe(natsPerRequestMax)
  })

  test('needs classes of both sides, each of one name', () => {
    const uniform = uniformOf(4)
    const [good, bad] = [samplesOf(uniform, honest, 3), samplesOf(uniform, cheats, 3)]
    expect(() => buildCalibration({ ...facts, honest: [], cheats: bad })).toThrow(/honest/)
    expect(() => buildCalibration({ ...facts, honest: good, cheats: [] })).toThrow(/cheats/)
    expect(() => buildCalibration({ ...facts, honest: [...good, ...good], cheats: bad })).toThrow(/one class of a name/)
    expect(() =>
      buildCalibration({ ...facts, honest: good, cheats: [{ name: 'never seen', requests: [] }] }),
    ).not.toThrow()
  })
})

test('the bound of a mean holds as often as it says', () => {
  // Ratios of 20 with chance 1/20 and 0 else: mean 1, the widest spread there is.
  let missed = 0
  for (let run = 0; run < 400; run += 1) {
    const uniform = uniformOf(1_000 + run)
    const ratios = Array.from({ length: 100 }, () => (uniform() < 0.05 ? 20 : 0))
    if (meanUpperBound(ratios, 0.1) < 1) missed += 1
  }
  expect(missed).toBeLessThanOrEqual(40)
  // where nothing was ever won, it is the chance that a win was never seen: 20·ln(2 ÷ risk) ÷ 400
  expect(meanUpperBound(Array(400).fill(0), 1e-5)).toBeCloseTo((Math.exp(natsPerRequestMax) * Math.log(2e5)) / 400, 1)
  expect(meanUpperBound([1], 0.1)).toBe(Math.exp(natsPerRequestMax))
  expect(meanUpperBound(Array(100_000).fill(1), 0.1)).toBeCloseTo(1, 2)
})
