/**
 * What the node's offers say beyond its listings: prices of the day, opening hours, where it is reached and how fast it
 * measured itself to be.
 */
import {
  exactnessClasses,
  type Hash,
  type OfferCoordinate,
  type OfferDetails,
  type OfferTerms,
  offerAddressCharsMax,
  offerAddressesMax,
} from '@millrace/protocol'
import type { CheckedListing } from './listing.ts'
import type { ModelSlots } from './model-slots.ts'
import type { OfferState } from './offer-book.ts'
import type { OpeningHours } from './opening-hours.ts'
import type { PostedPrices } from './posted-prices.ts'
import type { RateMeter } from './rate-meter.ts'

/** Unix seconds: the end of an offer with no end in sight. The year 2106; an unsigned 32-bit number holds it. */
export const alwaysAvailableUntil = 2n ** 32n - 1n

type OfferStatesInit = {
  /** Multiaddrs; those too long or too many to say are left out. */
  readonly addresses: () => readonly string[]
  readonly coordinate: () => OfferCoordinate | undefined
  /** What computes the model's replayable answers; undefined until it is known. */
  readonly buildOf: (modelRoot: Hash) => Hash | undefined
  readonly hours: OpeningHours
  readonly prices: PostedPrices
  readonly rates: RateMeter
  readonly slots: ModelSlots
}

/** Returns the function that says what the offer of a listing and terms says at a time, in milliseconds. */
export function createOfferStates(init: OfferStatesInit) {
  const details = new Map<CheckedListing, { readonly text: string; readonly value: OfferDetails }>()

  /** The same object as long as it says the same: its hash need not be computed again. */
  const detailsOf = (listing: CheckedListing): OfferDetails => {
    const coordinate = init.coordinate()
    const { modelRoot, availability, replayablePremiumBps } = listing
    const isReplayable = listing.exactness === exactnessClasses.replayable
    const build = isReplayable ? init.buildOf(modelRoot) : undefined
    const value: OfferDetails = {
      version: 1,
      addresses: init
        .addresses()
        .filter((address) => address.length <= offerAddressCharsMax)
        .slice(0, offerAddressesMax),
      rates: init.rates.published(modelRoot, init.slots.waiting(modelRoot)),
      ...(isReplayable && replayablePremiumBps > 0 ? { replayablePremiumBps } : {}),
      ...(build === undefined ? {} : { build }),
      ...(coordinate === undefined ? {} : { coordinate }),
      ...(availability === undefined ? {} : { availability: [...availability] }),
    }
    const text = JSON.stringify(value)
    const last = details.get(listing)
    if (last?.text === text) return last.value
    details.set(listing, { text, value })
    return value
  }

  return (listing: CheckedListing, terms: OfferTerms, now: number): OfferState => {
    const { inputPrice, outputPrice } = (terms === 'spot' ? listing.spot : undefined) ?? init.prices.of(listing)
    const { isOpen, from, until } = init.hours.of(listing, now)
    return {
      inputPrice,
      outputPrice,
      slots: isOpen ? Math.min(listing.slots, init.slots.capacity(listing.modelRoot)) : 0,
      availableFrom: secondsOf(from) ?? 0n,
      availableUntil: secondsOf(until) ?? alwaysAvailableUntil,
      details: detailsOf(listing),
    }
  }
}

function secondsOf(ms: number | undefined): bigint | undefined {
  return ms === undefined || !Number.isFinite(ms) ? undefined : BigInt(Math.floor(ms / 1000))
}
