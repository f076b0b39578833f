import { formatAmount } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactnessOf } from './offering/exactness.ts'
import { checkListings, parseListing } from './provider-runtime.ts'

const dollars = { symbol: 'tUSD', decimals: 6 }

describe('parseListing', () => {
  test('reads what it was written from', () => {
    const price = fc.bigInt({ min: 0n, max: 10n ** 15n })
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.-]{1,20}$/), price, price, (model, inputPrice, outputPrice) => {
        const write = (amount: bigint) => formatAmount(amount, dollars).replace(' tUSD', '')
        const text = `${model}=${write(inputPrice)}/${write(outputPrice)}`
        expect(parseListing(text, dollars)).toEqual({ model, inputPrice, outputPrice })
      }),
    )
  })

  test.each(['', 'm', 'm=1', 'm=1/', '=1/2', 'm=1/2/3', 'm=-1/2', 'm=1..2/3', 'm=1/2 ', 'm=a/b', 'm=1/0.0000001'])(
    '%j is refused',
    (text) => {
      expect(() => parseListing(text, dollars)).toThrow(expect.objectContaining({ code: 'USAGE_INVALID' }))
    },
  )

  test('a model nobody has is refused, unless a server upstream has it', () => {
    const listings = [{ model: 'mine', inputPrice: 1n, outputPrice: 1n }]
    const exactness = exactnessOf({})
    expect(() => checkListings(listings, { upstream: undefined, exactness })).toThrow(
      'No model "mine" comes with Millrace',
    )
    checkListings(listings, { upstream: 'http://127.0.0.1:1', exactness })
    const known = [{ model: 'stories15m', inputPrice: 1n, outputPrice: 1n }]
    const drafted = exactnessOf({ replayable: true, draft: 'nobody' })
    expect(() => checkListings(known, { upstream: undefined, exactness: drafted })).toThrow('No model "nobody"')
  })
})
