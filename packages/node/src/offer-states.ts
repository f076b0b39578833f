/** What the node's offers say beyond its listings: where it is reached and how it measured itself. */
import {
  type OfferCoordinate,
  type OfferDetails,
  type OfferTerms,
  offerAddressCharsMax,
  offerAddressesMax,
} from '@millrace/protocol'
import type { CheckedListing } from './listing.ts'
import type { OfferState } from './offer-book.ts'

/** Unix seconds: the end of an offer with no window. The year 2106; an unsigned 32-bit number holds it. */
export const alwaysAvailableUntil = 2n ** 32n - 1n

export type OfferStates = {
  /** Returns what the offer of the listing and terms says now. @param now - milliseconds. */
  of(listing: CheckedListing, terms: OfferTerms, now: number): OfferState
}

type OfferStatesInit = {
  /** Multiaddrs; those too long or too many to say are left out. */
  readonly addresses: () => readonly string[]
  readonly coordinate: () => OfferCoordinate | undefined
}

export function createOfferStates(init: OfferStatesInit): OfferStates {
  const details = new Map<CheckedListing, { readonly text: string; readonly value: OfferDetails }>()

  /** The same object as long as it says the same: its hash need not be computed again. */
  const detailsOf = (listing: CheckedListing): OfferDetails => {
    const coordinate = init.coordinate()
    const value: OfferDetails = {
      version: 1,
      addresses: init
        .addresses()
        .filter((address) => address.length <= offerAddressCharsMax)
        .slice(0, offerAddressesMax),
      rates: { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 },
      ...(coordinate === undefined ? {} : { coordinate }),
      ...(listing.availability === undefined ? {} : { availability: [...listing.availability] }),
    }
    const text = JSON.stringify(value)
    const last = details.get(listing)
    if (last?.text === text) return last.value
    details.set(listing, { text, value })
    return value
  }

  return {
    of: (listing, terms) => {
      const prices = terms === 'spot' && listing.spot !== undefined ? listing.spot : listing
      return {
        inputPrice: prices.inputPrice,
        outputPrice: prices.outputPrice,
        slots: listing.slots,
        availableFrom: 0n,
        availableUntil: alwaysAvailableUntil,
        details: detailsOf(listing),
      }
    },
  }
}
