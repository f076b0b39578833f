import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finalDecision, isOverturned, type SeatOutcome, tallyVerdicts } from './tally-verdicts.ts'

const { tallies } = JSON.parse(readFileSync(new URL('../../../../vectors/panel.json', import.meta.url), 'utf8')) as {
  tallies: {
    size: number
    needed: number
    outcomes: SeatOutcome[]
    decision: number
    missing: number
    deeds: number[]
  }[]
}
const decisions = ['none', 'honest', 'cheated'] as const
const deeds = ['agreed', 'dissented', 'unable', 'missed', 'overturned'] as const
const outcome = fc.constantFrom<SeatOutcome>(0, 1, 2, 3)
const panel = fc.constantFrom([3, 2], [5, 3], [5, 4], [7, 5], [11, 6], [15, 8]).chain(([size = 3, needed = 2]) =>
  fc.record({
    size: fc.constant(size),
    needed: fc.constant(needed),
    outcomes: fc.array(outcome, { minLength: size, maxLength: size }),
  }),
)

describe('the tally of a panel', () => {
  test('every vector', () => {
    expect(tallies.length).toBeGreaterThan(80)
    for (const { decision, deeds: codes, missing, ...given } of tallies) {
      expect(tallyVerdicts(given)).toEqual({
        decision: decisions[decision],
        missing,
        deeds: codes.map((code) => deeds[code]),
      })
    }
  })

  test('unable and silent auditors count for nobody', () => {
    fc.assert(
      fc.property(panel, ({ size, needed, outcomes }) => {
        const verdicts = outcomes.filter((one) => one === 1 || one === 2)
        const alone = tallyVerdicts({ size, needed, outcomes: verdicts })
        const { decision, missing } = tallyVerdicts({ size, needed, outcomes })
        expect({ decision, missing }).toEqual({ decision: alone.decision, missing: alone.missing })
        expect(tallyVerdicts({ size, needed, outcomes: outcomes.map(() => 3) }).decision).toBe('none')
      }),
    )
  })

  test('the order does not matter, and it is cheated with as many as needed, honest once they cannot be reached', () => {
    fc.assert(
      fc.property(panel, ({ size, needed, outcomes }) => {
        const { decision } = tallyVerdicts({ size, needed, outcomes })
        expect(tallyVerdicts({ size, needed, outcomes: outcomes.toReversed() }).decision).toBe(decision)
        const cheated = outcomes.filter((one) => one === 2).length
        const honest = outcomes.filter((one) => one === 1).length
        expect(decision === 'cheated').toBe(cheated >= needed)
        expect(decision === 'honest').toBe(honest > 0 && cheated + (size - honest - cheated) < needed)
      }),
    )
  })

  test('dissent is counted: who differs from the decision, and only then', () => {
    expect(tallyVerdicts({ size: 5, needed: 3, outcomes: [2, 2, 2, 1, 3] }).deeds).toEqual([
      'agreed',
      'agreed',
      'agreed',
      'dissented',
      'unable',
    ])
    expect(tallyVerdicts({ size: 5, needed: 3, outcomes: [2, 2, 1, 0, 3] })).toEqual({
      decision: 'none',
      missing: 2,
      deeds: ['agreed', 'agreed', 'agreed', 'missed', 'unable'],
    })
  })

  test('an appeal decides, and one that finds nothing leaves the first decision', () => {
    expect(finalDecision('cheated', 'honest')).toBe('honest')
    expect(finalDecision('cheated')).toBe('cheated')
    expect(finalDecision('honest', 'none')).toBe('honest')
    expect([
      isOverturned('cheated', 'honest'),
      isOverturned('cheated', 'none'),
      isOverturned('honest', 'honest'),
    ]).toEqual([true, false, false])
  })

  test('refuses less than a majority', () => {
    for (const needed of [0, 2, 6]) expect(() => tallyVerdicts({ size: 5, needed, outcomes: [] })).toThrow(RangeError)
  })
})
