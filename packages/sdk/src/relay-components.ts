/** What the relay of an ask needs of others, and what it is given to do. */
import type { TokenInfo } from '@millrace/chain'
import type { Address, Amount } from '@millrace/protocol'
import type { Ask } from './ask.ts'
import type { BuyerLog } from './buyer.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { Choice } from './choice.ts'
import type { IdempotencyEntry } from './idempotency-log.ts'
import type { LeasePool } from './lease-pool.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { WorkSize } from './plan-work.ts'
import type { ProviderDesk } from './provider-desk.ts'
import type { ProviderLink } from './provider-link.ts'
import type { Part } from './run-part.ts'
import type { StallWatch } from './stall-watch.ts'

/** Offers that will do, best first; at least one. */
export type Selection = { readonly ranked: readonly [ProviderOffer, ...ProviderOffer[]]; readonly why: Choice }

/** What is left to be done, and who is not to do it. */
export type Wanted = {
  readonly size: WorkSize
  /** Base units that are left. */
  readonly amountMax: Amount | undefined
  readonly excluded: ReadonlySet<Address>
}

export type RelayComponents = {
  readonly pool: LeasePool
  readonly provider: ProviderDesk
  readonly stalls: StallWatch
  readonly now: () => number
  readonly log: BuyerLog
  readonly token: TokenInfo
  readonly limits: BuyerLimits
  readonly linkOf: (offer: ProviderOffer) => ProviderLink
  /** Returns the offer to try again with, where the failure showed something stale. */
  readonly mend: (
    offer: ProviderOffer,
    error: unknown,
    options: { signal: AbortSignal },
  ) => Promise<ProviderOffer | undefined>
  /** @throws {NoOfferError} when nothing will do. */
  readonly choose: (wanted: Wanted, options: { signal: AbortSignal }) => Promise<Selection>
  /** Told how each part went. */
  readonly onOutcome: (offer: ProviderOffer, part: Part | undefined, failure: unknown) => void
  /** Told of a provider that would not do the work, or not to its end, when it was asked, and why. */
  readonly onDecline: (offer: ProviderOffer, beganAt: number, failure: unknown) => void
  /** Told when a first output came. */
  readonly onFirstOutput: (part: Part) => void
  /** Milliseconds to wait for the first output before a second provider is asked. */
  readonly hedgeAfterMs: (offer: ProviderOffer, inputUnits: number) => number
}

export type Attempt = {
  readonly ask: Ask
  readonly size: WorkSize
  readonly signal: AbortSignal
  readonly entry: IdempotencyEntry | undefined
}
