import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { boundedArray } from './bounded-array.ts'
import { parseWith } from './parse-with.ts'

describe('boundedArray', () => {
  test('counts before it looks at an item', () => {
    let looked = 0
    const item = v.custom<number>(() => ++looked > 0)
    expect(() => parseWith(boundedArray(item, 2), [1, 2, 3], 'list')).toThrowErrorMatchingInlineSnapshot(
      `[MalformedError: list: expected an array of at most 2, got an array of 3.]`,
    )
    expect(looked).toBe(0)
    expect(parseWith(boundedArray(item, 3), [1, 2, 3], 'list')).toEqual([1, 2, 3])
    expect(looked).toBe(3)
  })

  test('names the item at fault', () => {
    expect(() => parseWith(boundedArray(v.string(), 3), ['a', 1], 'list')).toThrowErrorMatchingInlineSnapshot(
      `[MalformedError: list.1: expected string, got 1.]`,
    )
  })

  test.each([{ length: 1, 0: 'a' }, 'a', null, new Uint8Array(1)])('%j is no array', (value) => {
    expect(() => parseWith(boundedArray(v.unknown(), 3), value, 'list')).toThrow(/an array of at most 3/)
  })
})
