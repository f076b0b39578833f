/** What an operator sells: one workload on one model, at a posted price and perhaps on spot terms. */
import {
  type Amount,
  type AttestationKind,
  amountMax,
  attestationKinds,
  creditUnitsMax,
  type ExactnessClass,
  exactnessClasses,
  type Hash,
  isCountry,
  MalformedError,
  MillraceError,
  type ModelContent,
  modelRoot,
  type OfferTerms,
  type Prices,
  parseOfferDetails,
  type ResourceClass,
  raisedPrices,
  replayablePremiumBpsMax,
  undisclosedCountry,
  type WeeklyWindow,
  type Workload,
  workloads,
} from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'

export type Listing = Prices & {
  readonly modelRoot: Hash
  readonly workload: Workload
  /** Output tokens delivered ahead of vouchers: the node's risk per running job. At least 1. */
  readonly creditTokens: number
  /** Whether it is sold at the posted price. True when left out. */
  readonly posted?: boolean
  /** The posted price follows utilisation; when left out it stays, and nothing is conceded to bids. */
  readonly pricing?: PostedPricing
  /** Idle slots are sold besides at this price at least, and taken back after the notice when posted work needs them. */
  readonly spot?: Prices
  /** Base units to hold one slot for one hour of a time to come; nothing is reserved when left out. */
  readonly reservationPrice?: Amount
  /** The best class of its answers, no better than the runtime's; that when left out. */
  readonly exactness?: ExactnessClass
  /** Hundredths of a percent on the prices of replayable answers. 0 when left out. */
  readonly replayablePremiumBps?: number
  /** Jobs at once sold under it; what the runtime has for the model when left out. */
  readonly slots?: number
  /** Warning before a run is ended for other work or because the machine is wanted back. 30 when left out. */
  readonly noticeSeconds?: number
  /** `cpu` when left out. */
  readonly resourceClass?: ResourceClass
  /** 0 when left out. */
  readonly gpuMemoryMib?: number
  /** ISO 3166-1 numeric; undisclosed when left out. */
  readonly country?: number
  readonly attestations?: readonly AttestationKind[]
  /** When it is sold; always when left out. */
  readonly availability?: readonly WeeklyWindow[]
}

export type PostedPricing = {
  readonly floor: Prices
  readonly ceiling: Prices
  /** Busy share of the slots at which the price stays, above 0 and at most 1. */
  readonly targetUtilisation: number
}

/** A listing with the content of its model, what the runtime says of it, and nothing left out. */
export type CheckedListing = Omit<Listing, 'exactness'> &
  Required<Omit<Listing, 'exactness' | 'pricing' | 'spot' | 'availability' | 'reservationPrice'>> & {
    readonly model: ModelContent
    readonly contextTokensMax: number
    /** Code of the best class of its answers. */
    readonly exactness: number
    /** The terms it is sold on; at least one. */
    readonly terms: readonly OfferTerms[]
  }

/** Listings of one node, each sold on two kinds of terms at most: an answer to `offers` carries them all. */
export const listingsMax = 128
/** Slots that one listing may sell. */
export const listedSlotsMax = 65_536
/** Notice that a listing may promise, in seconds. */
export const noticeSecondsMax = 3_600
const noticeSecondsDefault = 30
const gpuMemoryMibMax = 2 ** 32 - 1

/**
 * Returns the listings with their models.
 *
 * @throws {ListingError} when a model's content is missing, the runtime does not serve it, or a field is out of range.
 */
export function checkListings(
  listings: readonly Listing[],
  models: readonly ModelContent[],
  runtime: Runtime,
): readonly CheckedListing[] {
  if (listings.length > listingsMax) throw new ListingError(`${listings.length} listings are more than ${listingsMax}.`)
  const contents = new Map(models.map((model) => [modelRoot(model), model]))
  const names = new Set<string>()
  return listings.map((listing) => {
    const name = `${listing.workload} on ${listing.modelRoot}`
    const model = contents.get(listing.modelRoot)
    const served = runtime.models.find((candidate) => candidate.root === listing.modelRoot)
    if (model === undefined) throw new ListingError(`The content of the model is missing: ${name}.`)
    if (served === undefined || !served.workloads.includes(listing.workload)) {
      throw new ListingError(`The runtime does not serve ${name}.`)
    }
    if (names.has(name)) throw new ListingError(`It is listed twice: ${name}.`)
    names.add(name)
    const best = exactnessClasses[served.exactness ?? 'opaque']
    const exactness = listing.exactness === undefined ? best : exactnessClasses[listing.exactness]
    if (!(exactness <= best)) throw new ListingError(`The runtime serves ${name} up to ${served.exactness} only.`)
    const { contextTokensMax } = served
    const checked = withDefaults(listing, { model, contextTokensMax, exactness }, runtime)
    const problem = problemOf(checked)
    if (problem !== undefined) throw new ListingError(`${problem}: ${name}.`)
    return checked
  })
}

function withDefaults(
  listing: Listing,
  served: Pick<CheckedListing, 'model' | 'contextTokensMax' | 'exactness'>,
  runtime: Runtime,
): CheckedListing {
  const { posted = true, spot } = listing
  return {
    ...listing,
    posted,
    slots: listing.slots ?? Math.min(runtime.load().slots, listedSlotsMax),
    noticeSeconds: listing.noticeSeconds ?? noticeSecondsDefault,
    resourceClass: listing.resourceClass ?? 'cpu',
    gpuMemoryMib: listing.gpuMemoryMib ?? 0,
    country: listing.country ?? undisclosedCountry,
    attestations: listing.attestations ?? [],
    replayablePremiumBps: listing.replayablePremiumBps ?? 0,
    ...served,
    terms: [...(posted ? (['posted'] as const) : []), ...(spot === undefined ? [] : (['spot'] as const))],
  }
}

/** Returns what is wrong with the listing, undefined when nothing is. */
function problemOf(listing: CheckedListing): string | undefined {
  const { creditTokens, pricing, spot, slots, noticeSeconds, gpuMemoryMib, country } = listing
  const { reservationPrice = 0n } = listing
  const creditMax = creditUnitsMax(workloads[listing.workload])
  if (!(creditTokens >= 1 && creditTokens <= creditMax)) return `creditTokens must be from 1 to ${creditMax}`
  if (!isWhole(listing.replayablePremiumBps, 0, replayablePremiumBpsMax)) {
    return `replayablePremiumBps must be from 0 to ${replayablePremiumBpsMax}`
  }
  const raised = (prices: Prices | undefined) => prices && raisedPrices(prices, listing.replayablePremiumBps)
  if (![listing, pricing?.floor, spot, raised(listing), raised(pricing?.ceiling), raised(spot)].every(isPrices))
    return 'A price must be from 0 to 2^128 − 1'
  if (reservationPrice < 0n || reservationPrice > amountMax) return 'reservationPrice must be from 0 to 2^128 − 1'
  if (pricing !== undefined && !(isWithin(pricing.floor, listing) && isWithin(listing, pricing.ceiling))) {
    return 'A posted price must be from its floor to its ceiling'
  }
  if (pricing !== undefined && !(pricing.targetUtilisation > 0 && pricing.targetUtilisation <= 1)) {
    return 'targetUtilisation must be above 0 and at most 1'
  }
  if (listing.terms.length === 0) return 'It must be sold posted, on spot terms, or both'
  if (!isWhole(slots, 1, listedSlotsMax)) return `slots must be from 1 to ${listedSlotsMax}`
  if (!isWhole(noticeSeconds, 0, noticeSecondsMax)) return `noticeSeconds must be from 0 to ${noticeSecondsMax}`
  if (!isWhole(gpuMemoryMib, 0, gpuMemoryMibMax)) return `gpuMemoryMib must be from 0 to ${gpuMemoryMibMax}`
  if (!isCountry(country)) return 'country must be a numeric ISO 3166-1 code, or 0'
  if (!listing.attestations.every((kind) => kind in attestationKinds)) return 'An attestation is of no known kind'
  return problemOfWindows(listing)
}

function problemOfWindows({ availability }: Pick<Listing, 'availability'>): string | undefined {
  if (availability === undefined) return undefined
  try {
    parseOfferDetails({
      version: 1,
      addresses: [],
      rates: { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 },
      availability,
    })
  } catch (error) {
    if (error instanceof MalformedError) return `The availability is malformed (${error.message})`
    throw error
  }
  const unknown = availability.find(({ timeZone }) => !isTimeZone(timeZone))
  return unknown === undefined ? undefined : `No time zone is called ${unknown.timeZone}`
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function isPrices(prices: Prices | undefined): boolean {
  if (prices === undefined) return true
  return [prices.inputPrice, prices.outputPrice].every((price) => price >= 0n && price <= amountMax)
}

function isWithin(prices: Prices, most: Prices): boolean {
  return prices.inputPrice <= most.inputPrice && prices.outputPrice <= most.outputPrice
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

export class ListingError extends MillraceError {
  override readonly name = 'ListingError'

  constructor(message: string) {
    super({
      code: 'LISTING_INVALID',
      message,
      hint: 'List only models that are given with their content and served by the runtime, with every field in its range.',
      retryable: false,
    })
  }
}
