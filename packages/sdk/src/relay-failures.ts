/** What the failures of an ask mean: whether another may go on, or the same, and what is told when nobody does. */
import type { MillraceError } from '@millrace/protocol'
import {
  describeError,
  ProviderLostError,
  ProviderRefusedError,
  ProviderStalledError,
  QuoteRefusedError,
} from './buyer-error.ts'
import type { Choice } from './choice.ts'
import { AuditorsTooFewError, ProviderEndedError, ProviderSlowError, ProvidersExhaustedError } from './market-error.ts'
import type { ProviderOffer } from './offer-view.ts'

export type RelayFailure = { readonly offer: ProviderOffer; readonly error: MillraceError }

/** Returns the one error that all failures come to. @throws {TypeError} without any. */
export function combined(failures: readonly RelayFailure[]): MillraceError {
  const errors = failures.map(({ error }) => error)
  const [first] = errors
  if (first === undefined) throw new TypeError('At least one provider was tried.')
  return errors.every(({ code }) => code === first.code) ? first : new ProvidersExhaustedError(errors)
}

/** Returns the choice of who goes on, with what became of those before. */
export function afterFailures(why: Choice, failures: readonly RelayFailure[]): Choice {
  const count = failures.length === 1 ? 'the one before it' : `the ${failures.length} before it`
  const tried = failures.map(({ offer, error }) => ({
    node: offer.node,
    reason: `It was tried and failed (${describeError(error)}).`,
  }))
  return {
    considered: why.considered,
    chosen: `It is the next best after ${count} failed: ${why.chosen}`,
    excluded: [...tried, ...why.excluded.filter(({ node }) => !failures.some(({ offer }) => offer.node === node))],
  }
}

/** The same ask at another provider would not do better, or would do the work twice. */
export function mayMoveOn(error: MillraceError, isKeyed: boolean): boolean {
  if (error.code === 'ASK_INVALID' || error.code === 'BUYER_STORE_FAILED' || error.code === 'BUYER_CLOSED') return false
  return !isKeyed || !(error instanceof ProviderRefusedError) || !error.providerCode.startsWith('IDEMPOTENCY_')
}

/** Whether it would not do the work, or not to its end, for a reason of its own. */
export function isDecline(error: unknown): boolean {
  if (error instanceof ProviderRefusedError) return !error.providerCode.startsWith('IDEMPOTENCY_')
  const kinds = [QuoteRefusedError, ProviderEndedError, AuditorsTooFewError]
  return kinds.some((kind) => error instanceof kind)
}

/** Failures after which the same provider may well go on, once it is reached again. */
export function mayComeBack(error: MillraceError): boolean {
  return error instanceof ProviderLostError || error instanceof ProviderEndedError
}

/** Failures that leave no doubt in what was delivered. */
export function isHonest(error: MillraceError): boolean {
  const kinds = [ProviderStalledError, ProviderSlowError, ProviderRefusedError]
  return mayComeBack(error) || kinds.some((kind) => error instanceof kind)
}
