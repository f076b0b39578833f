/** Credibility is what the most patient cheat leaves of it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceOfPpm, chanceOne, toShare } from './chance.ts'
import { credibility } from './credibility.ts'

test('never above what any rate of sabotage leaves', () => {
  const checks = fc.integer({ min: 0, max: 3_000 })
  const faulty = fc.integer({ min: 0, max: 900_000 })
  const sabotage = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(checks, faulty, sabotage, (passed, faultyPpm, rate) => {
      const f = faultyPpm / 1e6
      const survived = (1 - rate) ** passed * f
      const wrong = (rate * survived) / (1 - f + survived)
      expect(toShare(credibility(passed, faultyPpm))).toBeLessThanOrEqual(1 - wrong + 1e-12)
    }),
  )
})

test('grows with every check, about as 1/(ek)', () => {
  expect(credibility(0, 200_000)).toBe(chanceOfPpm(800_000))
  for (let passed = 0; passed < 300; passed++) {
    expect(credibility(passed + 1, 300_000)).toBeGreaterThanOrEqual(credibility(passed, 300_000))
  }
  expect(1 - toShare(credibility(1_000, 200_000))).toBeCloseTo(0.25 / (Math.E * 1_000), 6)
  expect(credibility(3, 0)).toBeLessThanOrEqual(chanceOne)
})

test('where all cheat nothing is credible', () => {
  expect(() => credibility(5, 1_000_000)).toThrow(RangeError)
  expect(() => credibility(-1, 1)).toThrow(RangeError)
})
