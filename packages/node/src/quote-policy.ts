/** How a quote's answers are produced and checked: what the buyer asks for, where the listing can do it. */
import {
  exactnessClasses,
  type OpeningFrame,
  type PolicyCode,
  policies,
  policyOf,
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
  // Replayable answers cost more to make, so nobody gets them unasked.
  const exactness = ask.exactness ?? Math.min(listing.exactness, exactnessClasses.tolerant)
  if (exactness > listing.exactness) {
    throw new RefusalError('EXACTNESS_NOT_SERVED', `This is served up to class ${listing.exactness}, not ${exactness}.`)
  }
  const code = { policy: ask.policy ?? policies.trust, policyParameter: ask.policyParameter ?? 0 }
  if (!isServed(policyOf(code), listing)) {
    throw new RefusalError('POLICY_NOT_SERVED', `Policy ${code.policy} is not served here.`)
  }
  return { exactness, ...code }
}

function isServed({ name }: VerificationPolicy, { workload }: CheckedListing): boolean {
  if (name === 'replicas') return workload === 'batch'
  return name === 'trust' || name === 'sampled'
}
