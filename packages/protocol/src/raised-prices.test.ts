import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uintOf } from '../test/support/arbitraries.ts'
import { raisedPrices } from './raised-prices.ts'

test('example of the documentation', () => {
  expect(raisedPrices({ inputPrice: 100n, outputPrice: 1n }, 500)).toEqual({ inputPrice: 105n, outputPrice: 2n })
})

test('never less than the exact price, and less than one unit more', () => {
  fc.assert(
    fc.property(uintOf(128), fc.nat(100_000), (price, premiumBps) => {
      const { inputPrice, outputPrice } = raisedPrices({ inputPrice: price, outputPrice: price }, premiumBps)
      const excess = inputPrice * 10_000n - price * BigInt(10_000 + premiumBps)
      expect(excess >= 0n && excess < 10_000n).toBe(true)
      expect(outputPrice).toBe(inputPrice)
    }),
  )
})
