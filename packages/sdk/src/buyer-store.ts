/**
 * The port for what a buyer must not forget. Synchronous: an embedded store, on the request path.
 *
 * `saveVouchers` returns only when the amounts would survive a kill of the process; vouchers are sent after it. What is
 * lost with the whole store can be had back from the providers, whose vouchers carry the buyer's own signature.
 */
import type { Address, Amount, Hash, ModelContent, Order, Quote, Signature } from '@millrace/protocol'
import type { EarlierPart } from './answer.ts'
import type { AuditStore } from './audits/audit-store.ts'
import type { ReceiptStore } from './receipts/receipt-store.ts'

/** The best voucher signed on one epoch of a channel. */
export type VoucherRecord = {
  readonly channelId: Hash
  readonly epoch: bigint
  readonly operator: Address
  readonly token: Address
  /** Base units promised in all; never goes down. */
  readonly amount: Amount
  readonly signature: Signature
  /** Base units of work that may have been under way when it was signed: what a restarted buyer believes a claim of. */
  readonly credit: Amount
}

/** What is needed to check a receipt that comes after a restart. */
export type LeaseRecord = {
  readonly leaseId: Hash
  readonly model: ModelContent
  readonly quote: Quote
  readonly quoteSignature: Signature
  readonly order: Order
  readonly orderSignature: Signature
}

/** Where a request with an idempotency key went, so that a retry goes there again and hashes equal. */
export type IdempotencyRecord = {
  readonly key: string
  /** Hash of the ask as the caller spelled it. */
  readonly askHash: Hash
  readonly node: Address
  readonly requestHash: Hash
  /** 0 for embeddings. */
  readonly maxTokens: number
  /** Unix milliseconds. */
  readonly savedAt: number
  /** Whether the answer came whole, so that the node has it and a retry elsewhere would be paid twice. */
  readonly isAnswered: boolean
  /** What others delivered before; `node`, `requestHash` and `maxTokens` are of the part after them. */
  readonly parts: readonly EarlierPart[]
}

/** What this buyer has seen of a node. Weights, not counts: they decay. */
export type NodeRecord = {
  readonly node: Address
  readonly good: number
  readonly bad: number
  /** Unix milliseconds as of which the weights hold. */
  readonly at: number
}

export type BuyerStore = {
  /** Returns the secret kept in the store; the first call keeps what `create` returns. */
  secret(create: () => Uint8Array): Uint8Array
  voucher(channelId: Hash, epoch: bigint): VoucherRecord | undefined
  /** Every best voucher, of every epoch. */
  vouchers(): readonly VoucherRecord[]
  /** Keeps the highest amount of each channel and epoch, all in one commit. */
  saveVouchers(records: readonly VoucherRecord[]): void
  lease(leaseId: Hash): LeaseRecord | undefined
  /** Every lease that is kept, the oldest first. */
  leases(): readonly LeaseRecord[]
  saveLease(record: LeaseRecord): void
  idempotency(key: string): IdempotencyRecord | undefined
  saveIdempotency(record: IdempotencyRecord): void
  nodeRecords(): readonly NodeRecord[]
  saveNodeRecords(records: readonly NodeRecord[]): void
  readonly audits: AuditStore
  readonly receipts: ReceiptStore
  close(): void
}
