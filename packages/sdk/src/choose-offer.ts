/** Which offer to take, and why: the decision as data. */
import type { Address, Amount } from '@millrace/protocol'

/** The decision, in words for people. */
export type Choice = {
  /** Why the chosen one was chosen. */
  readonly chosen: string
  /** Every offer that would do, best first, the chosen one included. */
  readonly considered: readonly ConsideredOffer[]
  /** Everything that would not do, and why. */
  readonly excluded: readonly ExcludedOffer[]
}

export type ConsideredOffer = {
  readonly node: Address
  /** Base units the ask is expected to cost there. */
  readonly expectedCost: Amount
  readonly reason: string
}

export type ExcludedOffer = { readonly node?: Address; readonly reason: string }
