import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../test/support/outcome.ts'
import { bytesToHex, type Hex, hexToBytes, parseAddress, parseHash, parseSignature } from './hex.ts'
import { MalformedError } from './malformed-error.ts'

const parsers = [
  ['address', parseAddress, 20],
  ['hash', parseHash, 32],
  ['signature', parseSignature, 64],
] as const

describe('hex', () => {
  test('bytes to hex and back is the identity, and equal to Buffer’s', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const hex = bytesToHex(bytes)
        expect(hex).toBe(`0x${Buffer.from(bytes).toString('hex')}`)
        expect(hexToBytes(hex)).toEqual(bytes)
        expect(hexToBytes(`0x${hex.slice(2).toUpperCase()}`)).toEqual(bytes)
      }),
    )
  })

  test.each(parsers)('%s: one spelling, lower case', (_name, parse, byteLength) => {
    const mixed: Hex = `0x${'aB'.repeat(byteLength)}`
    expect(parse(mixed)).toBe(mixed.toLowerCase())
  })

  test.each(parsers)('%s: another length or alphabet is refused', (_name, parse, byteLength) => {
    const good = `0x${'a'.repeat(byteLength * 2)}`
    for (const bad of [
      good.slice(0, -1),
      good.slice(0, -2),
      `${good}a`,
      good.slice(2),
      good.replace('0x', '0X'),
      good.replace('a', 'g'),
      good.replace(/a$/, '\n'),
      `${good}\n`,
      good.replace('aa', 'ａ'),
      '',
      null,
      1,
      [good],
    ]) {
      expect(() => parse(bad), String(bad)).toThrow(MalformedError)
    }
  })

  test('anything else gives a typed error', () => {
    fc.assert(fc.property(fc.anything(), (value) => void outcomeOf(() => parseHash(value))))
  })
})
