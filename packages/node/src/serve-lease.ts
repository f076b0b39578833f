/** Turns a quote and a signed order into a lease, after checking the order and the channel it draws on. */
import {
  bytesToHex,
  channelIdOf,
  digest,
  type Hash,
  type OpeningFrame,
  type Order,
  orderType,
  type ProviderFrame,
  type Quote,
  type Signature,
} from '@millrace/protocol'
import type { ChannelEntry } from './channel-book.ts'
import { leaseRowOf } from './lease-row.ts'
import type { Lease } from './lease-table.ts'
import { listingOf, type NodeContext, type Peer } from './node-context.ts'
import type { QuoteReservation } from './quote-book.ts'
import { RefusalError } from './refusal-error.ts'
import { requireOpen } from './serve-quote.ts'

type LeaseFrame = Extract<OpeningFrame, { type: 'lease' }>

/**
 * Returns the answer to `lease` once the lease is on disk. The same order again gets the same answer.
 *
 * @throws {RefusalError} with the first thing that is wrong; a quote claimed for a refused order is given back.
 */
export async function serveLease(context: NodeContext, peer: Peer, frame: LeaseFrame): Promise<ProviderFrame> {
  const { order, signature } = frame
  const orderDigest = digest(context.separator, orderType, order)
  const leaseId = bytesToHex(orderDigest)
  if (order.signer !== peer.remote) {
    throw new RefusalError('ORDER_SIGNER_NOT_PEER', `The order is for signer ${order.signer}, not ${peer.remote}.`)
  }
  if (context.recoverSigner(orderDigest, signature) !== order.signer) {
    throw new RefusalError('ORDER_SIGNATURE_INVALID', 'The signature is not that of the order’s signer here.')
  }
  if (context.leases.find(leaseId, context.now()) !== undefined) return { type: 'leased', leaseId }
  const { quote, signature: quoteSignature, reservation } = context.quotes.claim(order.quoteHash, context.now())
  try {
    const listing = listingOf(context, quote)
    if (listing !== undefined && reservation === undefined) requireOpen(context, listing)
    checkOrder(context, quote, order, reservation)
    const entry = await readyChannel(context, order)
    await openLease(context, { leaseId, quote, quoteSignature, order, orderSignature: signature }, entry)
  } catch (error) {
    context.quotes.release(order.quoteHash)
    throw error
  }
  return { type: 'leased', leaseId }
}

type Seed = { leaseId: Hash; quote: Quote; quoteSignature: Signature; order: Order; orderSignature: Signature }

async function openLease(context: NodeContext, seed: Seed, entry: ChannelEntry): Promise<void> {
  const lease = context.leases.open(seed, context.now())
  // The same turn, so the same transaction: the fee is owed on disk when the reservation is there.
  const saved = lease.quote.slots === 0 ? undefined : reserve(context, lease, entry)
  await Promise.all([saved, context.store.saveLease(leaseRowOf(lease)), context.channels.save(entry)])
  context.payers.release(seed.order.payer, seed.order.quoteHash)
  context.log('info', 'lease-opened', {
    leaseId: seed.leaseId,
    payer: seed.order.payer,
    amountMax: seed.order.amountMax,
  })
}

function reserve(context: NodeContext, lease: Lease, entry: ChannelEntry): Promise<void> {
  try {
    return context.reservations.accept(lease, entry)
  } catch (error) {
    context.leases.drop(lease)
    throw error
  }
}

function checkOrder(context: NodeContext, quote: Quote, order: Order, reservation: QuoteReservation | undefined): void {
  const { limits } = context
  if (order.payer !== quote.payer || order.operator !== quote.operator || order.node !== quote.node) {
    throw new RefusalError('ORDER_MISMATCH', 'The order names another payer, operator or node than the quote.')
  }
  if (order.channelId !== channelIdOf(quote.payer, quote.operator, quote.token)) {
    throw new RefusalError('ORDER_MISMATCH', 'The order names another channel than that of payer, operator and token.')
  }
  if (order.amountMax < 1n || order.amountMax > quote.amountMax) {
    throw new RefusalError(
      'ORDER_AMOUNT_INVALID',
      `The quote allows ${quote.amountMax}, the order asks ${order.amountMax}.`,
    )
  }
  if (order.policy !== quote.policy || order.policyParameter !== quote.policyParameter) {
    throw new RefusalError('ORDER_MISMATCH', 'The order asks for another verification policy than the quote.')
  }
  const nowSeconds = BigInt(Math.floor(context.now() / 1000))
  if (reservation !== undefined) {
    const { startsAt, endsAt } = reservation
    if (order.expiresAt > startsAt && order.expiresAt <= endsAt) return
    throw new RefusalError(
      'ORDER_EXPIRY_INVALID',
      `The order expires at ${order.expiresAt}; the slots are held from ${startsAt} to ${endsAt}.`,
    )
  }
  if (order.expiresAt <= nowSeconds || order.expiresAt > nowSeconds + BigInt(limits.leaseLifetimeSecondsMax)) {
    throw new RefusalError(
      'ORDER_EXPIRY_INVALID',
      `The order expires at ${order.expiresAt}; it is ${nowSeconds} and a lease lives ${limits.leaseLifetimeSecondsMax} s at most.`,
    )
  }
}

/** Returns the order's channel, read again when what is known of it speaks against the order. */
async function readyChannel(context: NodeContext, order: Order): Promise<ChannelEntry> {
  const cached = await context.channels.open(order.payer, context.limits.channelViewMsMax)
  const problem = channelProblem(cached, order)
  if (problem === undefined) return cached
  const entry = await context.channels.open(order.payer, Number.NEGATIVE_INFINITY)
  const stillThere = channelProblem(entry, order)
  if (stillThere !== undefined) throw stillThere
  return entry
}

function channelProblem({ view, ledger }: ChannelEntry, order: Order): RefusalError | undefined {
  if (view.state === 'none') return new RefusalError('CHANNEL_NOT_OPEN', 'The channel is not open on the chain.')
  if (view.state === 'closing') return new RefusalError('CHANNEL_CLOSING', `The channel closes at ${view.closesAt}.`)
  if (view.epoch !== order.epoch) {
    return new RefusalError('CHANNEL_EPOCH_WRONG', `The channel is in epoch ${view.epoch}, not ${order.epoch}.`)
  }
  if (view.signer !== order.signer) {
    return new RefusalError('CHANNEL_SIGNER_WRONG', `The channel's session key is ${view.signer}, not ${order.signer}.`)
  }
  if (ledger.owed >= view.deposit) {
    return new RefusalError('CHANNEL_EXHAUSTED', `All ${view.deposit} of the channel are used up.`)
  }
  return undefined
}
