import { describe, expect, test } from 'vitest'
import { addressOf, plainName, untilAborted, wholeNumber } from './option-values.ts'

describe('option values', () => {
  test('a whole number lies within its bounds', () => {
    expect([wholeNumber('0', '--port', 0, 65_535), wholeNumber('65535', '--port', 0, 65_535)]).toEqual([0, 65_535])
    for (const text of ['-1', '65536', '1.5', '', '0x10', '1e2', ' 1', '9'.repeat(16)]) {
      expect(() => wholeNumber(text, '--port', 0, 65_535)).toThrow('--port: expected a whole number from 0 to 65535')
    }
  })

  test('a name names no other file', () => {
    expect(plainName('my-net-2', '--network')).toBe('my-net-2')
    for (const text of ['', '.', '..', '../x', 'a/b', 'A', 'a b', 'a\0', '-a', 'a'.repeat(65)]) {
      expect(() => plainName(text, '--network')).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
    }
  })

  test('an address is one, in either case', () => {
    expect(addressOf(`0x${'Ab'.repeat(20)}`, '--to')).toBe(`0x${'ab'.repeat(20)}`)
    for (const text of ['', '0x', 'ab'.repeat(20), `0x${'ab'.repeat(21)}`, `0x${'zz'.repeat(20)}`]) {
      expect(() => addressOf(text, '--to')).toThrow('--to: expected an address')
    }
  })

  test('waiting for an abort that already came does not wait', async () => {
    await untilAborted(AbortSignal.abort())
  })
})
