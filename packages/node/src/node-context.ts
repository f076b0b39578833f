/** What every handler of one node works with. */
import type { Address, RecoverSigner, Signer } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { ChannelBook } from './channel-book.ts'
import type { Deadlines } from './deadlines.ts'
import type { LeaseTable } from './lease-table.ts'
import type { Log } from './log.ts'
import type { NodeLimits } from './node-limits.ts'
import type { NodeStore } from './node-store.ts'
import type { OfferBook } from './offer-book.ts'
import type { QuoteBook } from './quote-book.ts'
import type { RunRegistry } from './run-registry.ts'
import type { BulkPort } from './serve-bulk.ts'

export type NodeContext = {
  readonly operator: Address
  readonly token: Address
  readonly signer: Signer
  readonly recoverSigner: RecoverSigner
  readonly separator: Uint8Array
  readonly runtime: Runtime
  readonly store: NodeStore
  readonly bulk: BulkPort | undefined
  readonly offers: OfferBook
  readonly quotes: QuoteBook
  readonly leases: LeaseTable
  readonly channels: ChannelBook
  readonly runs: RunRegistry
  readonly deadlines: Deadlines
  /** Aborted when the node is closed. */
  readonly signal: AbortSignal
  readonly limits: NodeLimits
  /** How long a payer that leaves must wait, by contract. */
  readonly closeDelayMs: number
  /** Milliseconds. */
  readonly now: () => number
  readonly log: Log
}

/** Returns the receipt epoch of a time. @param at - milliseconds. */
export function receiptEpochOf(context: Pick<NodeContext, 'limits'>, at: number): number {
  return Math.floor(at / 1000 / context.limits.receiptEpochSeconds)
}

/** Who asks, as the transport proved. */
export type Peer = { readonly remote: Address }
