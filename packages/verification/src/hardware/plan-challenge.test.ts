import fc from 'fast-check'
import { expect, test } from 'vitest'
import { challengeProblem, challengeWork } from './challenge.ts'
import { planChallenge } from './plan-challenge.ts'

test('every plan is a challenge that may be sent, within the memory', () => {
  const claim = fc.record({
    units: fc.integer({ min: 1, max: 2_000_000_000 }),
    memoryBytes: fc.integer({ min: 2 ** 20, max: 2 ** 40 }),
  })
  fc.assert(
    fc.property(
      fc.array(claim, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 100, max: 300_000 }),
      (claims, aim) => {
        const plans = planChallenge(claims, aim)
        expect(plans).toHaveLength(claims.length)
        for (const [i, { n, rounds, expectedMs }] of plans.entries()) {
          const { units, memoryBytes } = claims[i] ?? { units: 0, memoryBytes: 0 }
          const seed = `0x${'00'.repeat(32)}` as const
          expect(challengeProblem({ seed, n, rounds, class: 'cpu', issuedAt: 0, deadline: 1 })).toBeUndefined()
          expect(6 * n * n * rounds).toBeLessThanOrEqual(memoryBytes)
          expect(expectedMs).toBeCloseTo(challengeWork({ n, rounds }) / units / 1_000, 6)
        }
      },
    ),
  )
})

test('claims of one operator get work in proportion, so that honest nodes end together', () => {
  const claims = [10_000, 17_300, 44_000, 100_000, 251_000, 1_000_000].map((units) => ({
    ...{ units, memoryBytes: 2 ** 34 },
  }))
  for (const { expectedMs } of planChallenge(claims, 8_000)) expect(Math.abs(expectedMs / 8_000 - 1)).toBeLessThan(0.03)
})

test('where one has little memory for its speed, all get less', () => {
  const plans = planChallenge(
    [
      { units: 1_000_000, memoryBytes: 2 ** 28 },
      { units: 50_000, memoryBytes: 2 ** 34 },
    ],
    60_000,
  )
  const [fast, slow] = plans
  expect(fast?.expectedMs).toBeLessThan(1_000)
  expect(Math.abs((slow?.expectedMs ?? 0) / (fast?.expectedMs ?? 1) - 1)).toBeLessThan(0.03)
})

test('what is not above 0 is refused', () => {
  expect(() => planChallenge([], 1_000)).toThrow(RangeError)
  expect(() => planChallenge([{ units: 0, memoryBytes: 1 }], 1_000)).toThrow(RangeError)
  expect(() => planChallenge([{ units: 1, memoryBytes: 1 }], Number.NaN)).toThrow(RangeError)
})
