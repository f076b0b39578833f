import { amountMax, formatAmount } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTokenAmount } from './units.ts'

const dollars = { symbol: 'tUSD', decimals: 6 }
const unit = fc.record({ symbol: fc.constant('T'), decimals: fc.integer({ min: 0, max: 36 }) })

describe('amounts', () => {
  test('parsing what was formatted gives the same base units', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: amountMax }), unit, (amount, token) => {
        const text = formatAmount(amount, token).replace(/ T$/, '')
        fc.pre(/^\d{1,30}(\.\d{1,30})?$/.test(text))
        expect(parseTokenAmount(text, token)).toBe(amount)
      }),
    )
  })

  test('formatting keeps the order and drops no digit', () => {
    fc.assert(
      fc.property(fc.bigInt(), unit, (amount, token) => {
        const [number] = formatAmount(amount, token).split(' ')
        const [whole = '', fraction = ''] = (number as string).split('.')
        expect(BigInt(`${whole}${fraction.padEnd(token.decimals, '0')}`)).toBe(amount)
      }),
    )
  })

  test('people read them', () => {
    const read = [0n, 1n, 1_500_000n, -40n, 12_000_000n].map((amount) => formatAmount(amount, dollars))
    expect(read).toEqual(['0 tUSD', '0.000001 tUSD', '1.5 tUSD', '-0.00004 tUSD', '12 tUSD'])
  })

  test.each([
    '',
    ' ',
    '-1',
    '+1',
    '1e3',
    '1,5',
    '.5',
    '1.',
    '0x10',
    '١',
    '0.0000001',
    'Infinity',
    '1 tUSD',
    '9'.repeat(31),
  ])('%j is refused', (text) => {
    expect(() => parseTokenAmount(text, dollars)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
  })

  test('more than a channel can hold is refused', () => {
    const token = { symbol: 'T', decimals: 36 }
    expect(() => parseTokenAmount('9'.repeat(30), token)).toThrow('larger than a channel can hold')
  })
})
