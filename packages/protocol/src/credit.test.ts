import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uintOf } from '../test/support/arbitraries.ts'
import { charge } from './charge.ts'
import { creditIncrement, voucherDue, withinCredit } from './credit.ts'

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 2n }), uintOf(128))
const outputPrice = fc.oneof(fc.bigInt({ min: 0n, max: 5_000_000n }), uintOf(100))
const creditTokens = fc.integer({ min: 0, max: 200 })

describe('credit', () => {
  test('an increment is the price of its tokens, at least one base unit', () => {
    fc.assert(
      fc.property(outputPrice, creditTokens, (price, tokens) => {
        const prices = { inputPrice: 0n, outputPrice: price }
        const exact = charge(prices, { inputUnits: 0n, outputUnits: BigInt(tokens) })
        expect(creditIncrement(prices, tokens)).toBe(exact === 0n ? 1n : exact)
      }),
    )
  })

  test('what is within credit stays so when more is paid or less is owed', () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, (owed, paid, credit, more) => {
        expect(withinCredit(owed, paid, credit)).toBe(owed <= paid + credit)
        if (!withinCredit(owed, paid, credit)) return
        expect(withinCredit(owed, paid + more, credit)).toBe(true)
        expect(withinCredit(owed, paid, credit + more)).toBe(true)
      }),
    )
  })

  test('a voucher is due exactly when half an increment is unsigned, and never for nothing', () => {
    fc.assert(
      fc.property(amount, amount, amount, (owed, signed, increment) => {
        const behind = owed - signed
        expect(voucherDue(owed, signed, increment)).toBe(behind > 0n && 2n * behind >= increment)
      }),
    )
  })

  test('an honest stream never stalls, nor does either side risk more than one increment', () => {
    const stream = fc.record({ price: outputPrice, tokens: creditTokens }).chain(({ price, tokens }) =>
      fc.record({
        prices: fc.record({ inputPrice: fc.constant(0n), outputPrice: fc.constant(price) }),
        tokens: fc.constant(tokens),
        chunks: fc.array(fc.integer({ min: 1, max: Math.max(1, Math.floor(tokens / 2)) }), { maxLength: 100 }),
      }),
    )
    fc.assert(
      fc.property(stream, ({ prices, tokens, chunks }) => {
        const increment = creditIncrement(prices, Math.max(1, tokens))
        let units = 0n
        let signed = 0n
        for (const chunk of chunks) {
          units += BigInt(chunk)
          const owed = charge(prices, { inputUnits: 0n, outputUnits: units })
          expect(withinCredit(owed, signed, increment)).toBe(true)
          if (voucherDue(owed, signed, increment)) signed = owed
          expect(owed - signed < increment).toBe(true)
        }
      }),
    )
  })
})
