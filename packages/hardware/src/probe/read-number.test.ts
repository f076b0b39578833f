import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCount, readDecimal, readHex, readName } from './read-number.ts'

test('what tools print becomes a count of at least 0, or nothing', () => {
  expect(['0', ' 81559\n', '9007199254740991'].map((text) => readCount(text))).toEqual([0, 81_559, 2 ** 53 - 1])
  const broken = [
    ...['', ' ', '-1', '+1', '1e3', '0x10', '1.5', '1,024', '1 024', '1.024', 'NaN', 'Infinity', '[N/A]', 'ERR!'],
    ...['18446744073709551615', '9007199254740993', '4294967295 MiB', '١٢', '1\u0000'],
  ]
  expect(broken.map((text) => readCount(text))).toEqual(broken.map(() => undefined))
  expect(readCount('4294967295', 2 ** 31)).toBeUndefined()
  expect(readCount(undefined)).toBeUndefined()
})

test('no text at all becomes a negative, broken or wrapped number', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.bigInt().map(String)), (text) => {
      for (const value of [readCount(text), readDecimal(text), readHex(text)]) {
        if (value !== undefined) expect(value >= 0 && value <= Number.MAX_SAFE_INTEGER).toBe(true)
      }
      const count = readCount(text)
      if (count !== undefined) expect(String(BigInt(text.trim()))).toBe(String(count))
    }),
  )
})

test('decimals take a point or the comma of another locale', () => {
  expect(['12.5', '12,5', '12'].map((text) => readDecimal(text))).toEqual([12.5, 12.5, 12])
  for (const broken of ['-12.5', '1.234,5', '12.', '.5', 'N/A', '1e2']) expect(readDecimal(broken)).toBeUndefined()
})

test('names are one printable, bounded line', () => {
  expect(readName('  NVIDIA\u001b[31m  H200\n')).toBe('NVIDIA [31m H200')
  expect(readName('x'.repeat(500))).toHaveLength(120)
  for (const none of ['', ' \n', undefined, 5, '\u0000']) expect(readName(none)).toBeUndefined()
})
