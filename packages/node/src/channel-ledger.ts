/**
 * The books of one channel in one epoch: what was delivered, what was promised, what may still be delivered on credit.
 *
 * Invariants, held by the property test: paid ≤ signed ≤ deposit; every charge of work leaves owed ≤ paid + credit and
 * owed ≤ deposit; no amount falls, but owed by the refund of a run that delivered nothing or of a fee nobody paid. All amounts are base units; all functions are pure.
 */
import { type Amount, withinCredit } from '@millrace/protocol'

/** Increments, of the largest kind, that a channel may owe, however many jobs run, before it has paid for as much. */
export const unprovenIncrementsMax = 16n

export type ChannelLedger = {
  readonly deposit: Amount
  /** What the chain has paid out. */
  readonly redeemed: Amount
  /** Charges of all delivered work, running work included. */
  readonly owed: Amount
  /** The best voucher received, perhaps not yet on disk. */
  readonly signed: Amount
  /** The best voucher on disk: only this unlocks work. */
  readonly paid: Amount
  /** One increment per running job. */
  readonly credit: Amount
  /** The largest of those so far: a buyer may be half of it behind without knowing. */
  readonly largestIncrement: Amount
}

export type ChargeOutcome =
  | { readonly outcome: 'charged'; readonly ledger: ChannelLedger }
  /** More may follow once a voucher has come. */
  | { readonly outcome: 'unpaid' }
  /** The deposit does not cover it. */
  | { readonly outcome: 'exhausted' }

export type VoucherOutcome = 'higher' | 'equal' | 'stale' | 'over-deposit'

/** Returns the books of a channel of which nothing is known yet but what stands on the chain. */
export function newLedger(deposit: Amount, redeemed: Amount): ChannelLedger {
  return { deposit, redeemed, owed: 0n, signed: 0n, paid: 0n, credit: 0n, largestIncrement: 0n }
}

/** Returns the books with one more running job. */
export function startJob(ledger: ChannelLedger, increment: Amount): ChannelLedger {
  const largestIncrement = increment > ledger.largestIncrement ? increment : ledger.largestIncrement
  return { ...ledger, credit: ledger.credit + increment, largestIncrement }
}

/** Returns the books with one running job less; what it owes stays. Books taken up anew may not count the job. */
export function endJob(ledger: ChannelLedger, increment: Amount): ChannelLedger {
  return { ...ledger, credit: ledger.credit > increment ? ledger.credit - increment : 0n }
}

/** Returns the books after delivering work worth `charge` more, or why it must not be delivered. */
export function chargeWork(ledger: ChannelLedger, charge: Amount): ChargeOutcome {
  const owed = ledger.owed + charge
  if (owed > ledger.deposit) return { outcome: 'exhausted' }
  if (!withinCredit(owed, ledger.paid, trustOf(ledger))) return { outcome: 'unpaid' }
  return { outcome: 'charged', ledger: { ...ledger, owed } }
}

/** Running jobs bring credit, but a payer is not trusted with more than it has paid, or than a stranger is. */
function trustOf({ credit, paid, largestIncrement }: ChannelLedger): Amount {
  const most = largestIncrement * unprovenIncrementsMax
  const earned = paid > most ? paid : most
  return credit < earned ? credit : earned
}

/**
 * Returns the books with a fee that is owed at once: it may pass the credit, and then nothing is delivered until a voucher
 * covers it. At most what is left of the deposit.
 */
export function chargeFee(ledger: ChannelLedger, fee: Amount): ChannelLedger {
  if (ledger.owed + fee > ledger.deposit) throw new RangeError(`a fee of ${fee} passes the deposit`)
  return { ...ledger, owed: ledger.owed + fee }
}

/** Returns the books without the charge of a run that delivered nothing after all. */
export function refundWork(ledger: ChannelLedger, charge: Amount): ChannelLedger {
  return { ...ledger, owed: ledger.owed - charge }
}

/** Returns how a voucher of this amount stands to the books. */
export function judgeVoucher(ledger: ChannelLedger, amount: Amount): VoucherOutcome {
  if (amount < ledger.signed) return 'stale'
  if (amount === ledger.signed) return 'equal'
  return amount > ledger.deposit ? 'over-deposit' : 'higher'
}

/** Returns the books with a voucher that is on its way to disk. */
export function receiveVoucher(ledger: ChannelLedger, amount: Amount): ChannelLedger {
  return amount > ledger.signed ? { ...ledger, signed: amount } : ledger
}

/** Returns the books with a voucher that is on disk. */
export function confirmVoucher(ledger: ChannelLedger, amount: Amount): ChannelLedger {
  return amount > ledger.paid ? { ...ledger, paid: amount } : ledger
}

/** Returns the books after a look at the chain. */
export function observeChain(
  ledger: ChannelLedger,
  chain: { readonly deposit: Amount; readonly redeemed: Amount },
): ChannelLedger {
  return { ...ledger, deposit: chain.deposit, redeemed: chain.redeemed }
}

/** Returns what a redemption would pay now. */
export function redeemable(ledger: ChannelLedger): Amount {
  return ledger.paid > ledger.redeemed ? ledger.paid - ledger.redeemed : 0n
}
