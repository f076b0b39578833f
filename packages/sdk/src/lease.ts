/** A lease as the buyer holds it: the quote it accepted, and what its runs have cost so far. */
import {
  type Address,
  type Amount,
  type CheckedBeacon,
  creditIncrement,
  type Hash,
  leaseRunsMax,
  messageId,
  type Order,
  orderType,
  protocolVersion,
  type Quote,
  type Signature,
  type Signer,
} from '@millrace/protocol'
import { ProviderMisbehavedError } from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { BuyerStore } from './buyer-store.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { PaymentChannel } from './payment-channel.ts'
import type { ProviderLink } from './provider-link.ts'
import type { SignedQuote } from './session.ts'

export type Lease = {
  readonly leaseId: Hash
  readonly link: ProviderLink
  readonly channel: PaymentChannel
  readonly offer: ProviderOffer
  readonly quote: Quote
  readonly quoteSignature: Signature
  readonly order: Order
  readonly orderSignature: Signature
  /** Base units that may be delivered ahead of a voucher, per run. */
  readonly increment: Amount
  /** Base units not spent and not set aside. */
  readonly remaining: Amount
  readonly closed: boolean
  /** A link of the quote's chain that a receipt of this lease showed. */
  checkedBeacon: CheckedBeacon | undefined
  /** Sets `cap` aside for a run of at most so many milliseconds. Returns false where the lease has no room or time for it. */
  begin(cap: Amount, lastsMs: number): boolean
  /** The run that `cap` was set aside for ended and cost `amount`. */
  finish(cap: Amount, amount: Amount): void
  /** Returns the next run's sequence: strictly increasing. */
  nextSequence(): bigint
  /** Nothing new starts under it. */
  close(): void
}

type Components = {
  readonly link: ProviderLink
  readonly channel: PaymentChannel
  readonly signer: Signer
  readonly payer: Address
  readonly separator: Uint8Array
  readonly store: BuyerStore
  readonly now: () => number
}

/**
 * Returns the lease that the order opened.
 *
 * @param orderSequence - differs for each order of this signer. @param endsAt - Unix second to which a reservation runs.
 * @param lastsMs - longest run that it is for: its receipt is due by the lease's end, so the lease outlasts it.
 * @throws {ProviderRefusedError} when the provider does not take the order.
 */
export async function openLease(
  { link, channel, signer, payer, separator, store, now }: Components,
  { offer, quote, signature, quoteHash }: SignedQuote,
  { orderSequence, limits, endsAt, lastsMs = 0 }: LeaseTerms,
  { signal }: { signal: AbortSignal },
): Promise<Lease> {
  const expiresAt = endsAt ?? BigInt(Math.floor((now() + leaseMsFor(lastsMs, limits)) / 1000))
  const order: Order = {
    quoteHash,
    channelId: channel.channelId,
    epoch: channel.epoch,
    payer,
    operator: quote.operator,
    node: quote.node,
    signer: signer.address,
    policy: quote.policy,
    policyParameter: quote.policyParameter,
    amountMax: quote.amountMax,
    sequence: orderSequence,
    expiresAt,
  }
  const leaseId = messageId(separator, orderType, order)
  const orderSignature = signer.sign(Buffer.from(leaseId.slice(2), 'hex'))
  const answer = await link.ask({ v: protocolVersion, type: 'lease', order, signature: orderSignature }, 'leased', {
    signal,
  })
  if (answer.leaseId !== leaseId) throw new ProviderMisbehavedError(link.node, 'it confirmed another lease.')
  const record = { leaseId, quote, quoteSignature: signature, order, orderSignature }
  store.saveLease({ ...record, model: offer.model })
  return trackLease({ ...record, link, channel, offer }, { now, limits })
}

type LeaseTerms = {
  readonly orderSequence: bigint
  readonly limits: BuyerLimits
  readonly endsAt?: bigint | undefined
  readonly lastsMs?: number | undefined
}

/** Returns milliseconds: room for such a run now, and for others of its kind for as long again, as far as nodes grant it. */
function leaseMsFor(lastsMs: number, { leaseMs, leaseMsMax }: BuyerLimits): number {
  return Math.min(leaseMs + 2 * lastsMs, leaseMsMax)
}

function trackLease(
  parts: Pick<
    Lease,
    'leaseId' | 'quote' | 'quoteSignature' | 'order' | 'orderSignature' | 'link' | 'channel' | 'offer'
  >,
  { now, limits }: { now: () => number; limits: BuyerLimits },
): Lease {
  const endsAt = Number(parts.order.expiresAt) * 1000 - limits.leaseMarginMs
  let spent = 0n
  let reserved = 0n
  let running = 0
  let begun = 0
  let sequence = 0n
  let closed = false
  const remaining = () => parts.order.amountMax - spent - reserved
  return {
    ...parts,
    checkedBeacon: undefined,
    increment: creditIncrement(parts.quote, parts.quote.creditTokens),
    get remaining() {
      return remaining()
    },
    get closed() {
      return closed || now() >= endsAt || sequence >= leaseRunsMax
    },
    begin(cap, lastsMs) {
      if (closed || now() + lastsMs >= endsAt || cap > remaining() || running >= limits.runsPerLeaseMax) return false
      if (begun >= leaseRunsMax) return false
      begun++
      reserved += cap
      running++
      return true
    },
    finish(cap, amount) {
      reserved -= cap
      spent += amount
      running--
    },
    nextSequence() {
      sequence++
      return sequence
    },
    close() {
      closed = true
    },
  }
}
