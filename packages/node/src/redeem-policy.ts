/** When a voucher is worth a transaction: pure. */
import type { Amount, Channel } from '@millrace/protocol'
import { type ChannelLedger, redeemable } from './channel-ledger.ts'

export type RedeemPolicy = {
  /** Base units from which a channel is redeemed at once. */
  readonly amountMin: Amount
  /** Age of the oldest unredeemed voucher from which it is redeemed whatever its amount. */
  readonly ageMsMax: number
  /** How long before a closing channel closes its voucher is redeemed at any cost. */
  readonly beforeCloseSeconds: number
  /** What redeeming this many channels costs, in base units; what is worth less waits. Left out, cost is no matter. */
  readonly costOf?: (channels: number) => Amount
}

/** `wait`: not yet. `due`: with the next batch. `urgent`: now, whatever it costs and whatever failed before. */
export type RedeemUrgency = 'nothing' | 'wait' | 'due' | 'urgent'

type RedeemState = {
  readonly view: Channel
  readonly ledger: ChannelLedger
  readonly unredeemedSince: number | undefined
}

/** Returns how urgent a channel's redemption is. @param now - milliseconds. */
export function redeemUrgency(channel: RedeemState, policy: RedeemPolicy, now: number): RedeemUrgency {
  const amount = redeemable(channel.ledger)
  if (amount === 0n) return 'nothing'
  if (channel.view.state === 'closing') {
    return Number(channel.view.closesAt) - now / 1000 <= policy.beforeCloseSeconds ? 'urgent' : 'due'
  }
  if (amount >= policy.amountMin) return 'due'
  return now - (channel.unredeemedSince ?? now) >= policy.ageMsMax ? 'due' : 'wait'
}
