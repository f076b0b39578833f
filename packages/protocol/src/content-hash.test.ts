import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyUtf16 } from '../test/support/arbitraries.ts'
import { outcomeOf } from '../test/support/outcome.ts'
import { canonicalJson, contentHash } from './content-hash.ts'
import { MalformedError } from './malformed-error.ts'

describe('content hash', () => {
  test('canonical JSON reads back as the same value, and is a fixed point', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  test('key order does not matter', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(contentHash('request', reversed)).toBe(contentHash('request', value))
      }),
    )
  })

  test('values that differ hash differently', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [left, right] = [canonicalJson(a), canonicalJson(b)]
        expect(contentHash('response', a) === contentHash('response', b)).toBe(left === right)
      }),
    )
  })

  test('one content has another hash for each purpose', () => {
    const purposes = ['request', 'response', 'model'] as const
    expect(new Set(purposes.map((purpose) => contentHash(purpose, {}))).size).toBe(purposes.length)
  })

  test('strings with half a surrogate pair are refused, in keys too; all others are hashed', () => {
    fc.assert(
      fc.property(anyUtf16, (text) => {
        for (const content of [text, { text }, [text], { [text]: 1 }]) {
          expect('value' in outcomeOf(() => contentHash('request', content))).toBe(text.isWellFormed())
        }
      }),
    )
  })

  test.each([
    ['NaN', { a: Number.NaN }],
    ['Infinity', [Number.POSITIVE_INFINITY]],
    ['a bigint', { amount: 1n }],
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
  ])('%s is refused', (_name, value) => {
    expect(() => contentHash('request', value)).toThrow(MalformedError)
  })

  test('a cycle is refused', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => contentHash('request', cycle)).toThrow(MalformedError)
  })

  test('nesting does not overflow the stack', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(canonicalJson(deep)).toHaveLength(200_000)
  })
})
