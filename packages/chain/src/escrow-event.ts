/**
 * What the Escrow tells: one union of its events, named as the contract names them, with where each stands on the chain.
 */
import type { Address, Amount, Hash } from '@millrace/protocol'

/** Where an event stands. `logIndex` counts within the block. */
export type EventPlace = {
  readonly blockNumber: bigint
  readonly blockHash: Hash
  readonly transactionHash: Hash
  readonly logIndex: number
}

/** The channel an event is about. */
export type ChannelKey = {
  readonly channelId: Hash
  readonly payer: Address
  readonly operator: Address
  readonly token: Address
}

/** Why a voucher in a batch was passed over. */
export type SkipReason = 'not-open' | 'stale' | 'signature-invalid'
/** How a channel ended. */
export type CloseReason = 'cooperative' | 'by-operator' | 'after-delay'

export type EscrowEvent =
  | (EventPlace & { type: 'Deposited'; token: Address; from: Address; account: Address; amount: Amount })
  | (EventPlace & { type: 'Withdrawn'; token: Address; account: Address; to: Address; amount: Amount })
  | (EventPlace & ChannelKey & { type: 'ChannelOpened'; signer: Address; epoch: bigint; deposit: Amount })
  | (EventPlace & ChannelKey & { type: 'ChannelToppedUp'; amount: Amount; deposit: Amount })
  | (EventPlace & ChannelKey & { type: 'ChannelRedeemed'; redeemed: Amount; paid: Amount })
  | (EventPlace & ChannelKey & { type: 'RedemptionSkipped'; reason: SkipReason })
  | (EventPlace & { type: 'OperatorCredited'; token: Address; operator: Address; amount: Amount })
  | (EventPlace & ChannelKey & { type: 'ChannelCloseStarted'; closesAt: bigint })
  | (EventPlace & ChannelKey & { type: 'ChannelClosed'; reason: CloseReason; redeemed: Amount; refunded: Amount })
  /**
   * The chain replaced blocks that were already reported: forget every event with a `blockNumber` above `lastValidBlock`;
   * those that still happened follow again.
   */
  | { type: 'Reorganized'; lastValidBlock: bigint }
