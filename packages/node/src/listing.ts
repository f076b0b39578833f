/** What an operator sells: one workload on one model at one price. */
import {
  amountMax,
  creditTokensMax,
  type Hash,
  MillraceError,
  type ModelContent,
  modelRoot,
  type PricePerMillion,
  type Workload,
} from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'

export type Listing = {
  readonly modelRoot: Hash
  readonly workload: Workload
  readonly inputPrice: PricePerMillion
  readonly outputPrice: PricePerMillion
  /** Output tokens delivered ahead of vouchers: the node's risk per running job. At least 1. */
  readonly creditTokens: number
}

/** A listing with the content of its model and what the runtime says of it. */
export type CheckedListing = Listing & { readonly model: ModelContent; readonly contextTokensMax: number }

/** Listings of one node: an answer to `offers` carries them all. */
export const listingsMax = 256

/**
 * Returns the listings with their models.
 *
 * @throws {ListingError} when a model's content is missing, or the runtime does not serve it.
 */
export function checkListings(
  listings: readonly Listing[],
  models: readonly ModelContent[],
  runtime: Runtime,
): readonly CheckedListing[] {
  if (listings.length > listingsMax) throw new ListingError(`${listings.length} listings are more than ${listingsMax}.`)
  const contents = new Map(models.map((model) => [modelRoot(model), model]))
  return listings.map((listing) => {
    const name = `${listing.workload} on ${listing.modelRoot}`
    const model = contents.get(listing.modelRoot)
    const served = runtime.models.find((candidate) => candidate.root === listing.modelRoot)
    if (model === undefined) throw new ListingError(`The content of the model is missing: ${name}.`)
    if (served === undefined || !served.workloads.includes(listing.workload)) {
      throw new ListingError(`The runtime does not serve ${name}.`)
    }
    if (!(listing.creditTokens >= 1 && listing.creditTokens <= creditTokensMax)) {
      throw new ListingError(`creditTokens must be from 1 to ${creditTokensMax}: ${name}.`)
    }
    for (const price of [listing.inputPrice, listing.outputPrice]) {
      if (price < 0n || price > amountMax) throw new ListingError(`A price must be from 0 to 2^128 − 1: ${name}.`)
    }
    return { ...listing, model, contextTokensMax: served.contextTokensMax }
  })
}

export class ListingError extends MillraceError {
  override readonly name = 'ListingError'

  constructor(message: string) {
    super({
      code: 'LISTING_INVALID',
      message,
      hint: 'List only models that are given with their content and served by the runtime.',
      retryable: false,
    })
  }
}
