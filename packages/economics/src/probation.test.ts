/** Who is new is audited always; who has a record, never less than the floor and the order say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultParameters } from './parameters.ts'
import { auditRate, isOnProbation } from './probation.ts'

const ordered = fc.integer({ min: 1, max: 1_000_000 })
const records = fc.oneof(
  fc.double({ min: -10, max: 1e6 }),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
)

test('a whole rate from the floor and the order to all', () => {
  fc.assert(
    fc.property(ordered, records, (orderedPpm, clean) => {
      const rate = auditRate(orderedPpm, clean, defaultParameters)
      expect(Number.isInteger(rate)).toBe(true)
      expect(rate).toBeGreaterThanOrEqual(Math.max(orderedPpm, defaultParameters.auditFloorPpm))
      expect(rate).toBeLessThanOrEqual(1_000_000)
      if (isOnProbation(clean, defaultParameters)) expect(rate).toBe(1_000_000)
    }),
  )
})

test('a longer record is never audited more', () => {
  fc.assert(
    fc.property(
      ordered,
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (rate, clean, more) => {
        expect(auditRate(rate, clean + more, defaultParameters)).toBeLessThanOrEqual(
          auditRate(rate, clean, defaultParameters),
        )
      },
    ),
  )
})

test('the default reaches the sampled rate after 2,500 clean audits', () => {
  expect(auditRate(20_000, 49.9, defaultParameters)).toBe(1_000_000)
  expect(auditRate(20_000, 500, defaultParameters)).toBe(100_000)
  expect(auditRate(20_000, 2_500, defaultParameters)).toBe(20_000)
  expect(auditRate(1, Number.POSITIVE_INFINITY, defaultParameters)).toBe(5_000)
})
