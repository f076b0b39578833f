import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uintOf } from '../test/support/arbitraries.ts'
import { charge } from './charge.ts'

const small = fc.bigInt({ min: 0n, max: 3n })
const price = fc.oneof(small, uintOf(128))
const units = fc.oneof(small, uintOf(64))
const prices = fc.record({ inputPrice: price, outputPrice: price })
const metered = fc.record({ inputUnits: units, outputUnits: units })

describe('charge', () => {
  test('example of the documentation', () => {
    expect(charge({ inputPrice: 100_000n, outputPrice: 400_000n }, { inputUnits: 10n, outputUnits: 5n })).toBe(3n)
  })

  test('the provider gets at least the exact price, and less than one base unit more', () => {
    fc.assert(
      fc.property(prices, metered, (p, m) => {
        const exact = m.inputUnits * p.inputPrice + m.outputUnits * p.outputPrice
        const excess = charge(p, m) * 1_000_000n - exact
        expect(excess >= 0n && excess < 1_000_000n).toBe(true)
      }),
    )
  })

  test('is monotone in every argument', () => {
    const field = fc.constantFrom('inputPrice', 'outputPrice', 'inputUnits', 'outputUnits')
    fc.assert(
      fc.property(prices, metered, field, units, (p, m, name, more) => {
        const before = { ...p, ...m }
        const after = { ...before, [name]: before[name] + more }
        expect(charge(after, after) >= charge(before, before)).toBe(true)
      }),
    )
  })

  test('splitting a run never makes it cheaper, and dearer by less than one base unit a piece', () => {
    fc.assert(
      fc.property(prices, metered, metered, (p, a, b) => {
        const whole = charge(p, {
          inputUnits: a.inputUnits + b.inputUnits,
          outputUnits: a.outputUnits + b.outputUnits,
        })
        const difference = charge(p, a) + charge(p, b) - whole
        expect(difference >= 0n && difference <= 1n).toBe(true)
      }),
    )
  })

  test('nothing costs nothing, whatever the price', () => {
    fc.assert(
      fc.property(prices, (p) => {
        expect(charge(p, { inputUnits: 0n, outputUnits: 0n })).toBe(0n)
      }),
    )
  })
})
