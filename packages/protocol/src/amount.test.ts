import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uintOf } from '../test/support/arbitraries.ts'
import { outcomeOf } from '../test/support/outcome.ts'
import { amountMax, parseUint } from './amount.ts'
import { MalformedError } from './malformed-error.ts'

describe('parseUint', () => {
  test('reads back every integer below the width', () => {
    const width = fc.constantFrom(1, 8, 64, 128, 256)
    const sample = width.chain((bits) => uintOf(bits).map((value) => [bits, value] as const))
    fc.assert(
      fc.property(sample, ([bits, value]) => {
        expect(parseUint(String(value), bits, 'n')).toBe(value)
      }),
    )
  })

  test.each([1, 64, 128, 256])('refuses 2^%i, the first that does not fit', (bits) => {
    const limit = 2n ** BigInt(bits)
    expect(parseUint(String(limit - 1n), bits, 'n')).toBe(limit - 1n)
    expect(() => parseUint(String(limit), bits, 'n')).toThrow(MalformedError)
  })

  test.each([
    '',
    '-1',
    '+1',
    '01',
    '00',
    '1.0',
    '1e3',
    '0x1',
    ' 1',
    '1\n',
    '١',
    '1n',
    '9'.repeat(79),
    1,
    1n,
    null,
    undefined,
    true,
    {},
    ['1'],
  ])('refuses %s', (value) => {
    expect(() => parseUint(value, 256, 'n')).toThrow(MalformedError)
  })

  test('anything else gives a typed error', () => {
    fc.assert(fc.property(fc.anything(), (value) => void outcomeOf(() => parseUint(value, 128, 'n'))))
  })

  test('the largest amount is what 128 bits hold', () => {
    expect(amountMax).toBe(340282366920938463463374607431768211455n)
  })
})
