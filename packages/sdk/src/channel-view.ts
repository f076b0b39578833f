/** A channel as the buyer knows it, for people and for metrics. */
import type { Address, Amount, ChannelState, Hash } from '@millrace/protocol'

export type ChannelView = {
  readonly channelId: Hash
  readonly operator: Address
  readonly token: Address
  readonly epoch: bigint
  readonly state: ChannelState
  /** Base units locked in it. */
  readonly deposit: Amount
  /** Base units promised by the best voucher signed so far. */
  readonly signed: Amount
  /** Base units of work delivered so far. */
  readonly owed: Amount
  /** Unix seconds from which the deposit's rest can be taken back; 0 unless closing. */
  readonly closesAt: bigint
}

/** What became of one channel when asked to close. */
export type CloseOutcome = {
  readonly channelId: Hash
  readonly operator: Address
  /** `closing`: the delay runs. `closed`: the rest of the deposit is back in the balance. `failed`: see `message`. */
  readonly outcome: 'closing' | 'closed' | 'failed'
  /** Unix seconds from which the close can be finished, when `closing`. */
  readonly closesAt?: bigint
  readonly code?: string
  readonly message?: string
}
