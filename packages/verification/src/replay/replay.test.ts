import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareReplay } from './compare-replay.ts'
import { type AnswerEnd, endsRightly } from './ends-rightly.ts'

describe('a replay', () => {
  test('counts every mismatch and names the first', () => {
    expect(compareReplay([], [])).toEqual({ tokensChecked: 0, mismatches: 0 })
    expect(compareReplay([5, 6, 7], [5, 6, 7])).toEqual({ tokensChecked: 3, mismatches: 0 })
    expect(compareReplay([5, 6, 7, 8], [5, 9, 7, 1])).toEqual({ tokensChecked: 4, mismatches: 2, firstMismatch: 1 })
    expect(compareReplay([5], [4])).toEqual({ tokensChecked: 1, mismatches: 1, firstMismatch: 0 })
  })

  test('that broke off judges nothing', () => {
    expect(() => compareReplay([1, 2], [1])).toThrow(RangeError)
    expect(() => compareReplay([1], [1, 2])).toThrow(RangeError)
  })

  test('finds any one changed token', () => {
    const tokens = fc.array(fc.nat({ max: 32_000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(tokens, fc.nat(), (claimed, at) => {
        const index = at % claimed.length
        const replayed = claimed.with(index, (claimed[index] as number) + 1)
        expect(compareReplay(claimed, replayed)).toEqual({
          tokensChecked: claimed.length,
          mismatches: 1,
          firstMismatch: index,
        })
      }),
    )
  })
})

describe('an answer', () => {
  const answer = (part: Partial<AnswerEnd>) =>
    endsRightly({
      finish: 'stop',
      tokenIds: [7, 8, 2],
      endTokenIds: new Set([2, 3]),
      lengthMax: 5,
      stopSequenceReached: false,
      ...part,
    })

  test.each([
    ['at an end token', {}, true],
    ['at an end token on the limit', { lengthMax: 3 }, true],
    ['early', { tokenIds: [7, 8] }, false],
    ['at once, with nothing', { tokenIds: [] }, false],
    ['at a stop sequence', { tokenIds: [7, 8], stopSequenceReached: true }, true],
    ['after an end token', { tokenIds: [7, 2, 8], stopSequenceReached: true }, false],
    ['at the limit', { finish: 'length', tokenIds: [7, 8, 9, 7, 8] }, true],
    ['before the limit', { finish: 'length', tokenIds: [7, 8, 9, 7] }, false],
    ['at the limit on an end token it does not own up to', { finish: 'length', tokenIds: [7, 8, 9, 7, 2] }, false],
    ['past the limit', { finish: 'length', tokenIds: [7, 8, 9, 7, 8, 9] }, false],
    ['anywhere when cancelled', { finish: 'cancelled', tokenIds: [7] }, true],
    ['past an end token when cancelled', { finish: 'cancelled', tokenIds: [2, 7] }, false],
    ['past the limit when payment lagged', { finish: 'payment-lagged', tokenIds: [7, 8, 9, 7, 8, 9] }, false],
  ] as const)('that ends %s', (_, part, right) => {
    expect(answer(part)).toBe(right)
  })
})
