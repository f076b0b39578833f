/** One run under way, and the charging of its work against lease and channel. */
import { type Address, type Amount, charge, type Hash, type MeteredUnits } from '@millrace/protocol'
import type { ChannelEntry } from './channel-book.ts'
import { chargeWork, endJob, refundWork, startJob } from './channel-ledger.ts'
import type { Lease } from './lease-table.ts'

export type ActiveRun = {
  readonly lease: Lease
  readonly entry: ChannelEntry
  /** The channel's epoch when the run began: what it owes, it owes there. */
  readonly epoch: bigint
  readonly sequence: bigint
  readonly holder: Address
  /** Place of its connection in the order of connections. */
  readonly connectionAge: number
  readonly requestHash: Hash
  /** The run's link in the lease's chain. */
  readonly beacon: Hash
  /** Milliseconds. */
  readonly startedAt: number
  readonly abort: AbortController
  /** Tells the buyer that the run ends; undefined before it was accepted. */
  notify: ((notice: RunNotice) => void) | undefined
  /** Takes the buyer's wish to see a sealed result; undefined while there is none to be revealed. */
  onReveal: (() => void) | undefined
  /** What the buyer was or will be told. */
  notice: RunNotice | undefined
  /** Whether it stood still for payment: then its pace is not the model's. */
  waited: boolean
  units: MeteredUnits
  /** What it may come to while that is not known yet; 0 once it is charged as it goes. */
  pledged: Amount
  /** The charge of `units`: part of what lease and channel count already. */
  charged: Amount
}

export type RunNotice = {
  readonly reason: 'preempted' | 'withdrawn'
  /** Milliseconds. */
  readonly endsAt: number
}

/** Tells the buyer once, now or when the run is accepted, that it ends. @param now - milliseconds. */
export function giveNotice(run: ActiveRun, reason: RunNotice['reason'], endsInMs: number, now: number): void {
  if (run.notice !== undefined && run.notice.endsAt <= now + endsInMs) return
  run.notice = { reason, endsAt: now + endsInMs }
  run.notify?.(run.notice)
}

export type ChargeVerdict = 'charged' | 'unpaid' | 'channel-exhausted' | 'lease-exhausted'

/** Counts the run in: its channel may owe one increment more. */
export function beginRun(run: ActiveRun): void {
  run.lease.runs++
  run.entry.runs++
  run.entry.ledger = startJob(run.entry.ledger, run.lease.increment)
}

/** Counts the run out; what it charged stays owed. */
export function finishRun(run: ActiveRun): void {
  run.lease.runs--
  run.entry.runs--
  if (isInEpoch(run)) run.entry.ledger = endJob(run.entry.ledger, run.lease.increment)
}

/** Milliseconds before a closing channel may be closed in which nothing more is delivered: the last voucher must be mined. */
export const closingMarginMs = 30_000

/**
 * Charges the run for all `units` so far, or says why that must not be delivered; then nothing has changed.
 *
 * @param now - milliseconds.
 */
export function chargeRun(run: ActiveRun, units: MeteredUnits, now: number): ChargeVerdict {
  const { lease, entry } = run
  if (!isInEpoch(run) || isAboutToClose(run, now)) return 'channel-exhausted'
  const charged = charge(lease.quote, units)
  const more = charged - run.charged
  if (lease.spent + more > lease.order.amountMax) return 'lease-exhausted'
  const result = chargeWork(entry.ledger, more)
  if (result.outcome !== 'charged') return result.outcome === 'unpaid' ? 'unpaid' : 'channel-exhausted'
  entry.ledger = result.ledger
  lease.spent += more
  run.charged = charged
  run.units = units
  return 'charged'
}

/** Takes back the charge of a run that delivered nothing. */
export function refundRun(run: ActiveRun): void {
  if (isInEpoch(run)) run.entry.ledger = refundWork(run.entry.ledger, run.charged)
  run.lease.spent -= run.charged
  run.charged = 0n
}

function isAboutToClose({ entry: { view } }: ActiveRun, now: number): boolean {
  return view.state === 'closing' && Number(view.closesAt) * 1000 - closingMarginMs <= now
}

/** Returns whether the channel is still the one the run began on. */
export function isInEpoch({ entry, epoch }: ActiveRun): boolean {
  return entry.view.epoch === epoch && entry.view.state !== 'none'
}
