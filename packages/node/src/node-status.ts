/** What a node tells its operator. */
import type { Address, Amount, ChannelState, Hash, Offer } from '@millrace/protocol'
import type { RuntimeLoad } from '@millrace/runtime'
import { redeemable } from './channel-ledger.ts'
import type { CaseStatus, CourtDesk } from './court-desk.ts'
import type { NodeContext } from './node-context.ts'
import type { SettlementRow } from './store-rows.ts'

export type NodeStatus = {
  readonly node: Address
  readonly operator: Address
  readonly offers: readonly Offer[]
  readonly load: RuntimeLoad
  readonly runs: number
  readonly leases: number
  readonly quotesReserved: number
  /** Leases that hold slots for a time to come, or hold them now. */
  readonly reservations: number
  readonly channels: readonly ChannelStatus[]
  /** Over all channels held: charged, promised by voucher, paid out by the chain, and what a redemption would pay now. */
  readonly earned: {
    readonly owed: Amount
    readonly paid: Amount
    readonly redeemed: Amount
    readonly redeemable: Amount
  }
  /** Newest first. */
  readonly settlements: readonly SettlementRow[]
  /** Paid by all redemptions of this node ever. */
  readonly settled: Amount
  /** Receipts signed ever. */
  readonly receipts: number
  /** Cases before the court against the operator, open ones first, and why those to be answered are not. */
  readonly cases: readonly CaseStatus[]
}

export type ChannelStatus = {
  readonly channelId: Hash
  readonly payer: Address
  readonly epoch: bigint
  readonly state: ChannelState
  readonly deposit: Amount
  readonly owed: Amount
  readonly paid: Amount
  readonly redeemed: Amount
}

/** Returns the status; channels, settlements and cases up to `statusRowsMax`. */
export function nodeStatusOf(context: NodeContext, court: Pick<CourtDesk, 'cases'>): NodeStatus {
  const { runtime, runs, leases, quotes, store, limits } = context
  const now = context.now()
  const counts = store.counts()
  const channels: ChannelStatus[] = []
  const earned = { owed: 0n, paid: 0n, redeemed: 0n, redeemable: 0n }
  for (const { channelId, payer, view, ledger } of context.channels.entries()) {
    const { owed, paid, redeemed, deposit } = ledger
    earned.owed += owed
    earned.paid += paid
    earned.redeemed += redeemed
    earned.redeemable += redeemable(ledger)
    if (channels.length >= limits.statusRowsMax) continue
    channels.push({ channelId, payer, epoch: view.epoch, state: view.state, deposit, owed, paid, redeemed })
  }
  return {
    node: context.signer.address,
    operator: context.operator,
    offers: context.offers.current(now).map(({ offer }) => offer),
    load: { ...runtime.load(), queued: runtime.load().queued + context.slots.queued },
    runs: runs.size,
    leases: leases.size,
    quotesReserved: quotes.reserved(now),
    reservations: context.reservations.size,
    channels,
    earned,
    settlements: store.settlements(limits.statusRowsMax),
    settled: counts.settled,
    receipts: counts.receipts,
    cases: casesOf(court).slice(0, limits.statusRowsMax),
  }
}

function casesOf(court: Pick<CourtDesk, 'cases'>): readonly CaseStatus[] {
  const isOpen = ({ state }: CaseStatus) => state === 'open'
  const cases = court.cases()
  return [...cases.filter(isOpen), ...cases.filter((record) => !isOpen(record)).reverse()]
}
