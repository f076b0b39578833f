/**
 * The posted price of each listing, which follows how busy its model was in the last price epoch, by the rule of EIP-1559,
 * from floor to ceiling. Quotes and leases that stand keep the price they were made at.
 */
import { nextPostedPrice } from '@millrace/matching'
import type { Hash, Prices } from '@millrace/protocol'
import type { CheckedListing } from './listing.ts'

/** Most that a price changes in one epoch, as a part of itself: an eighth, as EIP-1559 has it. */
export const priceChangeMax = 0.125

export type PostedPrices = {
  of(listing: CheckedListing): Prices
  /** Moves the prices when an epoch is over. @param now - milliseconds. */
  advance(now: number): void
}

type PostedPricesInit = {
  readonly listings: readonly CheckedListing[]
  readonly epochMs: number
  /** Busy share of a model's slots since it was asked last, from 0 to 1. */
  readonly takeUtilisation: (modelRoot: Hash, now: number) => number
  /** Milliseconds. */
  readonly startsAt: number
}

export function createPostedPrices({ listings, epochMs, takeUtilisation, startsAt }: PostedPricesInit): PostedPrices {
  const prices = new Map<CheckedListing, Prices>(listings.map((listing) => [listing, pricesOf(listing)]))
  const roots = new Set(listings.map(({ modelRoot }) => modelRoot))
  let epochEndsAt = startsAt + epochMs

  const step = (listing: CheckedListing, utilisation: number) => {
    const { pricing } = listing
    if (pricing === undefined) return
    const { floor, ceiling, targetUtilisation: target } = pricing
    const current = prices.get(listing) ?? pricesOf(listing)
    const next = (component: keyof Prices) =>
      nextPostedPrice(current[component], {
        ...{ utilisation, target, changeMax: priceChangeMax },
        ...{ floor: floor[component], ceiling: ceiling[component] },
      })
    prices.set(listing, { inputPrice: next('inputPrice'), outputPrice: next('outputPrice') })
  }

  return {
    of: (listing) => prices.get(listing) ?? pricesOf(listing),
    advance(now) {
      if (now < epochEndsAt) return
      epochEndsAt = now + epochMs
      for (const root of roots) {
        const utilisation = takeUtilisation(root, now)
        for (const listing of listings) if (listing.modelRoot === root) step(listing, utilisation)
      }
    },
  }
}

function pricesOf({ inputPrice, outputPrice }: Prices): Prices {
  return { inputPrice, outputPrice }
}
