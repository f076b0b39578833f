/** The checks a run must pass before it may use the runtime, and its start in the books. */
import {
  type BeaconChain,
  type Hash,
  isRunSequence,
  leaseRunsMax,
  type OpeningFrame,
  workloads,
} from '@millrace/protocol'
import { type ActiveRun, beginRun, isInEpoch } from './active-run.ts'
import type { ChannelEntry } from './channel-book.ts'
import type { Lease } from './lease-table.ts'
import { listingOf, type NodeContext, type Peer } from './node-context.ts'
import type { NodeLimits } from './node-limits.ts'
import { RefusalError } from './refusal-error.ts'
import { requireRoomToSeal } from './seal-run.ts'
import { requireOpen } from './serve-quote.ts'

export type RunFrame = Extract<OpeningFrame, { type: 'run' }>

/**
 * Returns the lease that the run names, when it is this peer's and for this kind of work.
 *
 * @throws {RefusalError} LEASE_UNKNOWN, LEASE_FOREIGN, REQUEST_NOT_LEASED
 */
export function leaseOfRun(context: NodeContext, peer: Peer, frame: RunFrame): Lease {
  const lease = context.leases.find(frame.leaseId, context.now())
  if (lease === undefined) throw new RefusalError('LEASE_UNKNOWN', 'This node holds no such lease.')
  if (lease.order.signer !== peer.remote) {
    throw new RefusalError('LEASE_FOREIGN', `The lease is ${lease.order.signer}'s, the connection ${peer.remote}'s.`)
  }
  const { model, kind } = frame.request
  if (model !== lease.quote.modelRoot || workloads[kind] !== lease.quote.workload) {
    throw new RefusalError('REQUEST_NOT_LEASED', 'The request is for another model or kind of work than the lease.')
  }
  return lease
}

/**
 * Starts a run: from here on its sequence is used up and its channel has one increment more of credit.
 *
 * @throws {RefusalError} with the first thing that is wrong; then nothing has changed.
 */
export function admitRun(context: NodeContext, peer: Peer, frame: RunFrame, lease: Lease, hash: Hash): ActiveRun {
  const { limits } = context
  if (lease.state === 'arrears') {
    throw new RefusalError('LEASE_IN_ARREARS', 'Delivered work is not paid for yet.')
  }
  if (lease.state !== 'open') {
    const expired = lease.order.expiresAt * 1000n <= BigInt(Math.floor(context.now()))
    if (expired) throw new RefusalError('LEASE_EXPIRED', `The lease expired at ${lease.order.expiresAt}.`)
    throw new RefusalError('LEASE_CLOSED', 'The lease is closed.')
  }
  requireTime(context, frame, lease)
  if (frame.sequence <= lease.lastSequence) {
    throw new RefusalError(
      'SEQUENCE_STALE',
      `Sequence ${lease.lastSequence} was used; ${frame.sequence} is not above it.`,
    )
  }
  if (!isRunSequence(frame.sequence)) {
    throw new RefusalError('LEASE_RUNS_USED', `A lease has ${leaseRunsMax} runs; sequence ${frame.sequence} is none.`)
  }
  if (lease.runs >= limits.runsPerLeaseMax) {
    throw new RefusalError('NODE_BUSY', `The lease has ${limits.runsPerLeaseMax} runs under way.`)
  }
  const listing = listingOf(context, lease.quote)
  if (listing !== undefined) requireOpen(context, listing)
  if (lease.quote.slots > 0) context.reservations.requireDue(lease)
  requireRoomToSeal(context, lease.quote)
  context.receiptEpochs.requireRoom(context.now(), context.runs.size)
  context.stakes.requireRoom(lease)
  const entry = context.channels.find(lease.order.channelId)
  if (entry === undefined) throw new RefusalError('CHANNEL_UNKNOWN', 'The channel of the lease is not held here.')
  const runsMax = runsMaxOf(entry, limits)
  if (entry.runs >= runsMax) throw new RefusalError('NODE_BUSY', `The channel has ${runsMax} runs under way.`)
  const run: ActiveRun = {
    lease,
    entry,
    epoch: lease.order.epoch,
    sequence: frame.sequence,
    holder: peer.remote,
    connectionAge: context.runs.ageOf(peer),
    requestHash: hash,
    beacon: beaconsOf(context, lease).link(frame.sequence),
    startedAt: context.now(),
    abort: new AbortController(),
    notify: undefined,
    notice: undefined,
    onReveal: undefined,
    waited: false,
    units: { inputUnits: 0n, outputUnits: 0n },
    pledged: 0n,
    charged: 0n,
  }
  context.runs.add(run)
  lease.lastSequence = frame.sequence
  beginRun(run)
  return run
}

/**
 * A payer may charge ghosting when the receipts of its order are due, in the epoch after it expires at the latest: a task under way then
 * would be paid for and have no receipt to show.
 */
function requireTime(context: NodeContext, { request }: RunFrame, { order }: Lease): void {
  if (request.kind !== 'task') return
  const endsAt = context.now() + request.limits.wallMsMax
  if (order.expiresAt * 1000n >= BigInt(Math.ceil(endsAt))) return
  throw new RefusalError(
    'LEASE_TOO_SHORT',
    `The lease expires at ${order.expiresAt}; the task may run until ${Math.ceil(endsAt / 1000)}.`,
  )
}

/** Computed by the first run after the lease was opened or restored. */
function beaconsOf(context: NodeContext, lease: Lease): BeaconChain {
  lease.beacons ??= context.chainOf(lease.quote)
  return lease.beacons
}

/** Vectors are computed before they can be charged: half as many runs at a time for each that was computed for nothing. */
function runsMaxOf({ wasted }: ChannelEntry, { runsPerChannelMax }: NodeLimits): number {
  return wasted === 0 ? runsPerChannelMax : Math.max(1, Math.floor(runsPerChannelMax / 2 ** wasted))
}

/**
 * Looks at the chain when the last look is too old, in good time without making the run wait. While the chain does not
 * answer, work goes on for half the close delay: whatever the payer did meanwhile, vouchers can still be redeemed.
 *
 * @throws {RefusalError} when the channel takes no more work.
 */
export async function checkChannel(context: NodeContext, run: ActiveRun): Promise<void> {
  const { entry } = run
  const ageMs = context.now() - entry.viewedAt
  if (ageMs > context.limits.channelViewMsMax) await refreshUnlessBlind(context, run, ageMs)
  else if (ageMs * 2 > context.limits.channelViewMsMax) void refreshUnlessBlind(context, run, 0)
  const { state, closesAt } = entry.view
  if (state === 'closing') throw new RefusalError('CHANNEL_CLOSING', `The channel closes at ${closesAt}.`)
  if (!isInEpoch(run)) throw new RefusalError('LEASE_CLOSED', 'The channel the lease draws on was closed.')
}

async function refreshUnlessBlind(context: NodeContext, { entry }: ActiveRun, ageMs: number): Promise<void> {
  try {
    await context.channels.refresh(entry)
  } catch (error) {
    if (ageMs * 2 > context.closeDelayMs) throw error
    context.log('debug', 'channel-view-old', { channelId: entry.channelId, ageMs })
  }
}
