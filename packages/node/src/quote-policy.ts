/** How a quote's answers are produced and checked: what the buyer asks for, where the listing can do it. */
import {
  exactnessClasses,
  type OpeningFrame,
  type PolicyCode,
  type Prices,
  policies,
  policyOf,
  raisedPrices,
  type VerificationPolicy,
} from '@millrace/protocol'
import type { CheckedListing } from './listing.ts'
import { RefusalError } from './refusal-error.ts'

export type QuoteAssurance = PolicyCode & { readonly exactness: number }

/**
 * Returns exactness and policy for the quote.
 *
 * @throws {RefusalError} EXACTNESS_NOT_SERVED, POLICY_NOT_SERVED @throws {MalformedError}
 */
export function assuranceOf(
  listing: CheckedListing,
  ask: Pick<Extract<OpeningFrame, { type: 'quote' }>, 'exactness' | 'policy' | 'policyParameter'>,
): QuoteAssurance {
  const exactness = ask.exactness ?? unaskedExactness(listing)
  if (exactness > listing.exactness) {
    throw new RefusalError('EXACTNESS_NOT_SERVED', `This is served up to class ${listing.exactness}, not ${exactness}.`)
  }
  const code = { policy: ask.policy ?? policies.trust, policyParameter: ask.policyParameter ?? 0 }
  if (!isServed(policyOf(code), exactness)) {
    throw new RefusalError('POLICY_NOT_SERVED', `Policy ${code.policy} is not served for class ${exactness}.`)
  }
  return { exactness, ...code }
}

/** Returns the offer's prices under the assurance. */
export function pricesUnder({ exactness }: QuoteAssurance, listing: CheckedListing, prices: Prices): Prices {
  return exactness === exactnessClasses.replayable ? raisedPrices(prices, listing.replayablePremiumBps) : prices
}

/** Replayable answers cost more to make, so nobody gets them unasked; exact ones are made no other way. */
function unaskedExactness({ exactness }: CheckedListing): number {
  return exactness === exactnessClasses.replayable ? exactnessClasses.tolerant : exactness
}

/** What is opaque tells an auditor nothing, and only what is the same everywhere can be compared with replicas. */
function isServed({ name }: VerificationPolicy, exactness: number): boolean {
  if (name === 'replicas') return exactness === exactnessClasses.exact
  if (name === 'sampled') return exactness > exactnessClasses.opaque
  return name === 'trust'
}
