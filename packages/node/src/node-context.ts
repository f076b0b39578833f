/** What every handler of one node works with. */
import type { ChainReader } from '@millrace/chain'
import { type Address, type Quote, type RecoverSigner, type Signer, workloads } from '@millrace/protocol'
import type { Runtime } from '@millrace/runtime'
import type { ChainOf } from './beacons.ts'
import type { ChannelBook } from './channel-book.ts'
import type { Deadlines } from './deadlines.ts'
import type { LeaseTable } from './lease-table.ts'
import type { CheckedListing } from './listing.ts'
import type { Log } from './log.ts'
import type { ModelSlots } from './model-slots.ts'
import type { NodeLimits } from './node-limits.ts'
import type { NodeStore } from './node-store.ts'
import type { ObjectDesk } from './objects/lease-objects.ts'
import type { OfferBook } from './offer-book.ts'
import type { OpeningHours } from './opening-hours.ts'
import type { PayerDesk } from './payer-desk.ts'
import type { PostedPrices } from './posted-prices.ts'
import type { QuoteBook } from './quote-book.ts'
import type { RateMeter } from './rate-meter.ts'
import type { ReceiptEpochs } from './receipt-epochs.ts'
import type { ReservationDesk } from './reservation-desk.ts'
import type { RunRegistry } from './run-registry.ts'
import type { BulkPort } from './serve-bulk.ts'
import type { EvidencePort } from './serve-evidence.ts'
import type { InclusionDesk } from './serve-inclusion.ts'
import type { SealingDesk } from './services/sealing-desk.ts'
import type { ServiceDesk } from './services/service-desk.ts'
import type { SlotCalendars } from './slot-calendars.ts'
import type { StakeDesk } from './stake-desk.ts'

export type NodeContext = {
  readonly operator: Address
  readonly token: Address
  readonly signer: Signer
  readonly recoverSigner: RecoverSigner
  readonly separator: Uint8Array
  readonly reader: ChainReader
  readonly runtime: Runtime
  readonly store: NodeStore
  readonly bulk: BulkPort | undefined
  readonly evidence: EvidencePort | undefined
  readonly listings: readonly CheckedListing[]
  readonly hours: OpeningHours
  readonly prices: PostedPrices
  readonly rates: RateMeter
  readonly slots: ModelSlots
  readonly payers: PayerDesk
  readonly stakes: StakeDesk
  readonly calendars: SlotCalendars
  readonly reservations: ReservationDesk
  readonly offers: OfferBook
  readonly quotes: QuoteBook
  readonly chainOf: ChainOf
  readonly receiptEpochs: ReceiptEpochs
  readonly inclusions: InclusionDesk
  readonly leases: LeaseTable
  readonly channels: ChannelBook
  readonly runs: RunRegistry
  readonly objects: ObjectDesk
  readonly services: ServiceDesk
  readonly sealing: SealingDesk
  readonly deadlines: Deadlines
  /** Aborted when the node is closed. */
  readonly signal: AbortSignal
  readonly limits: NodeLimits
  /** How long a payer that leaves must wait, by contract. */
  readonly closeDelayMs: number
  /** Milliseconds. */
  readonly now: () => number
  /** Salts of sealed results. */
  readonly random: (bytes: number) => Uint8Array
  readonly log: Log
}

/** Returns the listing that a quote was made under; undefined when it is no longer listed. */
export function listingOf({ listings }: Pick<NodeContext, 'listings'>, quote: Quote): CheckedListing | undefined {
  const { modelRoot, workload } = quote
  return listings.find((listing) => listing.modelRoot === modelRoot && workloads[listing.workload] === workload)
}

/** Who asks, as the transport proved. */
export type Peer = { readonly remote: Address }
