/** What a node's file holds, in our nouns. */
import type {
  Address,
  Amount,
  Hash,
  LeaseState,
  Order,
  Quote,
  Receipt,
  Signature,
  WorkResponse,
} from '@millrace/protocol'

/** One channel in one epoch. */
export type ChannelRow = {
  readonly channelId: Hash
  readonly epoch: bigint
  readonly payer: Address
  readonly signer: Address
  /** Whether this is the channel's present epoch. */
  readonly live: boolean
  readonly owed: Amount
  /** As last seen on the chain. */
  readonly redeemed: Amount
  /** The best voucher; 0 and undefined before the first. */
  readonly voucherAmount: Amount
  readonly voucherSignature: Signature | undefined
  /** Milliseconds; since when there is something to redeem. */
  readonly unredeemedSince: number | undefined
  readonly updatedAt: number
}

export type LeaseRow = {
  readonly leaseId: Hash
  readonly state: LeaseState
  readonly lastSequence: bigint
  readonly spent: Amount
  readonly quote: Quote
  readonly quoteSignature: Signature
  readonly order: Order
  readonly orderSignature: Signature
}

export type ReceiptRow = {
  /** The key the run was asked with: only it may ask for the receipt. */
  readonly holder: Address
  readonly receipt: Receipt
  readonly signature: Signature
  readonly hash: Hash
  /** The receipt epoch it belongs to. */
  readonly epoch: number
  readonly createdAt: number
}

/** A whole answer, kept so that a retry is not charged twice. */
export type AnswerRow = {
  /** Payer, model, workload, exactness and policy: keys of different scopes do not meet. */
  readonly scope: string
  readonly key: string
  readonly requestHash: Hash
  readonly receipt: Receipt
  readonly signature: Signature
  readonly response: WorkResponse
  /** Opens the seal in the receipt of a sealed one. */
  readonly salt?: Hash
  readonly createdAt: number
}

/** Slots that a lease holds for a time to come. Times are Unix seconds. */
export type ReservationRow = {
  readonly leaseId: Hash
  readonly quoteHash: Hash
  readonly modelRoot: Hash
  readonly slots: number
  readonly startsAt: number
  readonly endsAt: number
  readonly fee: Amount
  /** What the channel owed with the fee: paid once vouchers cover it. */
  readonly owedUntil: Amount
  readonly state: 'unpaid' | 'held' | 'released'
}

/** A transaction that redeemed vouchers. */
export type SettlementRow = {
  readonly transactionHash: Hash
  readonly blockNumber: bigint
  readonly paid: Amount
  readonly gasUsed: bigint
  readonly channels: number
  readonly createdAt: number
}

/** A Merkle root that was posted. */
export type ReceiptRootRow = {
  readonly epoch: number
  readonly root: Hash
  readonly count: number
  readonly transactionHash: Hash
}

/** Whose file it is: a file of one node on one chain never serves another. */
export type StoreIdentity = {
  readonly chainId: number
  readonly escrow: Address
  readonly node: Address
  readonly operator: Address
  readonly token: Address
}
