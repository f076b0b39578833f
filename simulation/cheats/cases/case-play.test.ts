/** False accusers, bought auditors and evidence that is kept back, before real panels. */
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../random.ts'
import { type CasePlay, playCase, rollOf } from './case-play.ts'

const random = createRandom(11)
const cases = 2_000

/** Share of the cases that end with a conviction. */
function convictedShare(
  init: Pick<CasePlay, 'evidence' | 'appeals'> & { boughtShare: number; for: 'cheated' | 'honest' },
) {
  const roll = rollOf(60, init.boughtShare, init.for, random)
  let convicted = 0
  for (let number = 0; number < cases; number += 1) {
    if (playCase({ ...init, roll }, random).final === 'cheated') convicted += 1
  }
  return convicted / cases
}

describe('a griefing accuser', () => {
  test('never convicts who is honest where no auditor is bought, and pays the panel', () => {
    expect(convictedShare({ evidence: 'honest', appeals: true, boughtShare: 0, for: 'cheated' })).toBe(0)
  })

  test('that bought a fifth of the auditors is overturned on appeal in nearly every case', () => {
    const alone = convictedShare({ evidence: 'honest', appeals: false, boughtShare: 0.2, for: 'cheated' })
    const appealed = convictedShare({ evidence: 'honest', appeals: true, boughtShare: 0.2, for: 'cheated' })
    // 2 of 3 at a fifth: 0.104; 4 of 7 fresh ones after it: 0.033 of that
    expect(alone).toBeGreaterThan(0.07)
    expect(alone).toBeLessThan(0.14)
    expect(appealed).toBeLessThan(0.01)
  })

  test('not prevented: half of the roll bought convicts anyone; stake of auditors is what that costs', () => {
    expect(convictedShare({ evidence: 'honest', appeals: true, boughtShare: 0.5, for: 'cheated' })).toBeGreaterThan(
      0.15,
    )
  })
})

describe('who cheated', () => {
  test('is convicted though a fifth of the auditors covers for it', () => {
    expect(convictedShare({ evidence: 'cheated', appeals: true, boughtShare: 0.2, for: 'honest' })).toBeGreaterThan(
      0.98,
    )
  })
})

describe('withheld data', () => {
  test('who keeps the evidence from the panel convicts nobody: unable counts for no side', () => {
    const roll = rollOf(60, 0, 'cheated', random)
    const { first, final } = playCase({ evidence: 'withheld', roll, appeals: true }, random)
    expect([first, final]).toEqual(['none', 'none'])
  })

  test('with bought auditors it needs a majority of them, as any other false accusation does', () => {
    const kept = convictedShare({ evidence: 'withheld', appeals: true, boughtShare: 0.2, for: 'cheated' })
    expect(kept).toBeLessThan(0.14)
  })
})
