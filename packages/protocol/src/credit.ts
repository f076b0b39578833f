/**
 * How far delivered work may run ahead of signed vouchers: the bound on what each side can lose to the other.
 *
 * The provider may send while `owed − paid ≤ credit`, where the credit is one increment (`creditTokens` output tokens at
 * the agreed price, at least one base unit) per running job of the channel. The buyer signs as soon as it is half an
 * increment behind, so an honest stream never stalls, as long as the provider puts at most half of `creditTokens` (at least
one) into a chunk: the buyer may owe just under half an increment without signing, and the chunk must fit the rest.
 */
import type { Amount } from './amount.ts'
import { charge, type Prices } from './charge.ts'
import { workloads } from './codes.ts'

/** Most `creditTokens` an offer may name: what a buyer lets a provider claim unseen must stay small beside its deposit. */
export const creditTokensMax = 4_096

/** Most `creditTokens` of offers of tasks, in CPU milliseconds: four seconds of 64 processors, longer than a voucher travels. */
export const taskCreditUnitsMax = 262_144

/** Returns the most `creditTokens` that offers of a workload may name. */
export function creditUnitsMax(workload: number): number {
  return workload === workloads.task ? taskCreditUnitsMax : creditTokensMax
}

/** Returns one increment, in base units; at least 1. */
export function creditIncrement(prices: Prices, creditTokens: number): Amount {
  const increment = charge(prices, { inputUnits: 0n, outputUnits: BigInt(creditTokens) })
  return increment > 0n ? increment : 1n
}

/** Returns whether work that brings the channel to `owed` may be delivered before another voucher comes. */
export function withinCredit(owed: Amount, paid: Amount, credit: Amount): boolean {
  return owed - paid <= credit
}

/** Returns whether the buyer should sign a voucher now. */
export function voucherDue(owed: Amount, signed: Amount, increment: Amount): boolean {
  return (owed - signed) * 2n >= increment && owed > signed
}
