import { zeroHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import type { CheckedListing } from './listing.ts'
import { createPostedPrices } from './posted-prices.ts'

const listing = { modelRoot: zeroHash, inputPrice: 800n, outputPrice: 1_600n } as CheckedListing
const moving: CheckedListing = {
  ...listing,
  pricing: {
    floor: { inputPrice: 600n, outputPrice: 1_500n },
    ceiling: { inputPrice: 1_000n, outputPrice: 9_000n },
    targetUtilisation: 0.5,
  },
}

test('prices move once an epoch, towards what is busy, from floor to ceiling; fixed ones stay', () => {
  let utilisation = 1
  const prices = createPostedPrices({
    ...{ listings: [listing, moving], epochMs: 1_000, startsAt: 0 },
    takeUtilisation: () => utilisation,
  })
  prices.advance(999)
  expect(prices.of(moving)).toEqual({ inputPrice: 800n, outputPrice: 1_600n })
  prices.advance(1_000)
  expect(prices.of(moving)).toEqual({ inputPrice: 900n, outputPrice: 1_800n })
  prices.advance(1_001)
  expect(prices.of(moving)).toEqual({ inputPrice: 900n, outputPrice: 1_800n })
  prices.advance(2_500)
  expect(prices.of(moving)).toEqual({ inputPrice: 1_000n, outputPrice: 2_025n })
  utilisation = 0
  for (let at = 4_000; at < 40_000; at += 1_000) prices.advance(at)
  expect(prices.of(moving)).toEqual({ inputPrice: 600n, outputPrice: 1_500n })
  expect(prices.of(listing)).toEqual({ inputPrice: 800n, outputPrice: 1_600n })
})
