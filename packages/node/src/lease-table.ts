/**
 * The leases of a node, found by identifier and by channel. Moves only along the protocol's lease table; a closed lease
 * is forgotten when room is needed, or an hour after it expired.
 */
import {
  type Amount,
  type BeaconChain,
  creditIncrement,
  type Hash,
  type LeaseEvent,
  type LeaseState,
  leaseTransition,
  type Order,
  type Quote,
  type Signature,
} from '@millrace/protocol'
import { RefusalError } from './refusal-error.ts'

export type Lease = {
  readonly leaseId: Hash
  readonly quote: Quote
  readonly quoteSignature: Signature
  readonly order: Order
  readonly orderSignature: Signature
  /** What may be delivered ahead of vouchers, per running job. */
  readonly increment: Amount
  state: LeaseState
  /** Highest sequence that a run was started with; 0 before the first. */
  lastSequence: bigint
  /** Charges of all runs, those running included. Never above `order.amountMax`. */
  spent: Amount
  runs: number
  beacons: BeaconChain | undefined
}

/** What makes a lease; the rest follows from it. */
export type LeaseSeed = Pick<Lease, 'leaseId' | 'quote' | 'quoteSignature' | 'order' | 'orderSignature'>

export type LeaseTable = {
  /** Opens a lease. @param now - milliseconds. @throws {RefusalError} LEASES_BUSY */
  open(seed: LeaseSeed, now: number): Lease
  /** Forgets a lease that did not come to be. */
  drop(lease: Lease): void
  /** Puts back a lease that was stored. */
  restore(lease: Lease): void
  /** Returns the lease, expired first when its time is over. */
  find(leaseId: Hash, now: number): Lease | undefined
  ofChannel(channelId: Hash): Iterable<Lease>
  /** Closes what is expired and returns it. */
  expire(now: number): readonly Lease[]
  readonly size: number
}

type LeaseTableInit = { readonly leasesMax: number; readonly perPayerMax: number }

/** How long an expired lease is told apart from one that never was, in milliseconds. */
const memoryMs = 3_600_000

const noLeases: ReadonlySet<Lease> = new Set()

export function createLeaseTable(init: LeaseTableInit): LeaseTable {
  const leases = new Map<Hash, Lease>()
  const byChannel = new Map<Hash, Set<Lease>>()

  const add = (lease: Lease) => {
    leases.set(lease.leaseId, lease)
    const { channelId } = lease.order
    const siblings = byChannel.get(channelId)
    if (siblings === undefined) byChannel.set(channelId, new Set([lease]))
    else siblings.add(lease)
  }
  const remove = (lease: Lease) => {
    leases.delete(lease.leaseId)
    const siblings = byChannel.get(lease.order.channelId)
    siblings?.delete(lease)
    if (siblings?.size === 0) byChannel.delete(lease.order.channelId)
  }
  const expire = (now: number) => {
    const expired: Lease[] = []
    const full = leases.size >= init.leasesMax
    for (const lease of leases.values()) {
      if (isOver(lease, now) && lease.state !== 'closed') {
        moveLease(lease, 'expire')
        expired.push(lease)
      }
      if (lease.state === 'closed' && lease.runs === 0 && (full || isOver(lease, now - memoryMs))) remove(lease)
    }
    return expired
  }

  return {
    open(seed, now) {
      if (leases.size >= init.leasesMax) expire(now)
      if (leases.size >= init.leasesMax)
        throw new RefusalError('LEASES_BUSY', `All ${init.leasesMax} leases are taken.`)
      let held = 0
      for (const lease of byChannel.get(seed.order.channelId) ?? noLeases) {
        if (lease.state !== 'closed' && !isOver(lease, now)) held++
      }
      if (held >= init.perPayerMax) {
        throw new RefusalError('LEASES_BUSY', `This payer holds ${init.perPayerMax} leases already.`)
      }
      const lease = leaseOf(seed)
      moveLease(lease, 'accept')
      add(lease)
      return lease
    },
    drop: remove,
    restore: add,
    find(leaseId, now) {
      const lease = leases.get(leaseId)
      if (lease !== undefined && lease.state !== 'closed' && isOver(lease, now)) moveLease(lease, 'expire')
      return lease
    },
    ofChannel: (channelId) => byChannel.get(channelId) ?? noLeases,
    expire,
    get size() {
      return leases.size
    },
  }
}

/** Moves the lease along the table. @returns whether the table allows it; if not, the lease stays as it is. */
export function moveLease(lease: Lease, event: LeaseEvent): boolean {
  const state = leaseTransition(lease.state, event)
  if (state === undefined) return false
  lease.state = state
  return true
}

/** Returns whether the lease's time is over. @param now - milliseconds. */
export function isOver(lease: { readonly order: Order }, now: number): boolean {
  return lease.order.expiresAt * 1000n <= BigInt(Math.floor(now))
}

/** Returns a lease in its first state. */
export function leaseOf(seed: LeaseSeed): Lease {
  return {
    ...seed,
    increment: creditIncrement(seed.quote, seed.quote.creditTokens),
    state: 'quoted',
    lastSequence: 0n,
    spent: 0n,
    runs: 0,
    beacons: undefined,
  }
}
