/** A decision in words for people: which offer was taken, what else would have done, and what would not. */
import type { Address, Amount } from '@millrace/protocol'

export type Choice = {
  /** Why the chosen one was chosen. */
  readonly chosen: string
  /** Offers that would do, best first, the chosen one included. */
  readonly considered: readonly ConsideredOffer[]
  /** What would not do, and why. */
  readonly excluded: readonly ExcludedOffer[]
}

export type ConsideredOffer = {
  readonly node: Address
  /** Base units the ask is expected to cost there. */
  readonly expectedCost: Amount
  readonly reason: string
}

export type ExcludedOffer = { readonly node?: Address; readonly reason: string }
