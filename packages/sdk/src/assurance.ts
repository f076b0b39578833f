/**
 * How an ask's answers are to be produced and checked. It is chosen with the offer and goes with it: to the quote, and to the
 * leases that may serve the ask.
 */
import {
  type ExactnessClass,
  exactnessClasses,
  type PolicyCode,
  policies,
  policyCode,
  raisedPrices,
  type VerificationPolicy,
} from '@millrace/protocol'
import { AskInvalidError } from './buyer-error.ts'
import type { ProviderOffer } from './offer-view.ts'

export type Assurance = PolicyCode & {
  /** Class under which the answers are produced; undefined where the node may choose, up to `tolerant`. */
  readonly exactness: number | undefined
  /** Auditors that must list the build of answers which are sampled and replayed; see {@link auditorsMinDefault}. */
  readonly auditorsMin: number
}

/** Auditors of a build that nothing ties to its provider: a panel of the court's usual size. */
export const auditorsMinDefault = 3

export type AssuranceWish = {
  readonly exactness?: ExactnessClass | undefined
  readonly policy?: VerificationPolicy | undefined
  readonly auditorsMin?: number | undefined
}

/** What a quote says where nothing was asked: no policy, and answers as the node makes them. */
export const noAssurance: Assurance = {
  exactness: undefined,
  policy: policies.trust,
  policyParameter: 0,
  auditorsMin: 0,
}

/** Returns what is asked of quotes; undefined where nothing is. @throws {MalformedError} {@link AskInvalidError} for a field out of its range. */
export function assuranceOf({
  exactness,
  policy,
  auditorsMin = auditorsMinDefault,
}: AssuranceWish): Assurance | undefined {
  if (exactness === undefined && (policy === undefined || policy.name === 'trust')) return undefined
  if (!(Number.isInteger(auditorsMin) && auditorsMin >= 0)) {
    throw new AskInvalidError(`auditorsMin: expected a count, got ${auditorsMin}.`)
  }
  return {
    auditorsMin,
    exactness: exactness === undefined ? undefined : exactnessClasses[exactness],
    ...policyCode(policy ?? { name: 'trust' }),
  }
}

/** Returns the offer with what is asked of it, at the prices that it takes for that. */
export function assuredOffer(offer: ProviderOffer, assurance: Assurance | undefined): ProviderOffer {
  if (assurance === undefined) return offer
  const { replayablePremiumBps = 0 } = offer.details
  const isReplayable = assurance.exactness === exactnessClasses.replayable
  return { ...offer, assurance, prices: isReplayable ? raisedPrices(offer.prices, replayablePremiumBps) : offer.prices }
}

/** Tells leases apart that cannot serve each other's asks. */
export function assuranceKey({ exactness, policy, policyParameter, auditorsMin }: Assurance): string {
  return `${exactness ?? ''}:${policy}:${policyParameter}:${auditorsMin}`
}
