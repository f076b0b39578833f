/**
 * What a buyer keeps of its receipts: each with its node's signature until it is no evidence any more, with the proof that it is in the
 * node's posted root once there is one, and what an operator was granted in each opening of a channel. No texts.
 */
import type { Amount, Hash, Receipt, ReceiptInclusion, Signature } from '@millrace/protocol'

export type KeptReceipt = {
  /** Digest that its node signed. */
  readonly receiptHash: Hash
  readonly receipt: Receipt
  readonly signature: Signature
  /** Of the order that it is under. */
  readonly channelId: Hash
  readonly channelEpoch: bigint
  /** In whose root it must be. */
  readonly epoch: number
  /** `unproven`: its node posted no root in time, or gave no proof though asked often. Evidence, for the court to ask after. */
  readonly state: 'waiting' | 'proven' | 'unproven'
  readonly inclusion?: ReceiptInclusion
  /** Why there is no proof, as the end of a sentence. */
  readonly reason?: string
  /** How often it was asked after. */
  readonly tries: number
  /** Unix milliseconds before which it is not asked after. */
  readonly notBeforeMs: number
}

/** What the receipts of one opening of a channel come to, those of nothing left out. */
export type ReceiptTally = { readonly items: number; readonly amount: Amount }

export type ReceiptCounts = Readonly<Record<KeptReceipt['state'], number>>

/** How much is kept. */
export type ReceiptRoom = {
  readonly receiptsMax: number
  /** Unix seconds: what ended before is no evidence any more. */
  readonly finishedFrom: bigint
}

export type ReceiptStore = {
  /** Keeps new ones and counts them; those that are known stay as they are. Of too many the proven go first, the unproven last. */
  add(receipts: readonly KeptReceipt[], room: ReceiptRoom): void
  change(receipts: readonly KeptReceipt[]): void
  /** Returns those to ask after now, the longest due first. */
  due(nowMs: number, limit: number): readonly KeptReceipt[]
  /** Returns those without a proof, the latest first. */
  unproven(limit: number): readonly KeptReceipt[]
  find(receiptHash: Hash): KeptReceipt | undefined
  counts(): ReceiptCounts
  tally(channelId: Hash, channelEpoch: bigint): ReceiptTally
}

export const emptyTally: ReceiptTally = { items: 0, amount: 0n }
