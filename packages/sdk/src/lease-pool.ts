/**
 * Open leases, reused by every ask they fit: one per provider, model, workload, terms and price, more only where one is full. One
 * lease is opened at a time for each, whatever number of asks wait for it.
 */
import type { Amount, Prices } from '@millrace/protocol'
import { untilAborted } from './abortable.ts'
import { assuranceKey, noAssurance } from './assurance.ts'
import { LeasesCrowdedError } from './buyer-error.ts'
import type { Lease } from './lease.ts'
import type { ProviderOffer } from './offer-view.ts'

/** Leases an ask may wait for before it gives up: each was full of others' runs. */
export const leaseWaitsMax = 64

export type LeasePool = {
  /**
   * Returns a lease with `cap` set aside for one run: an open one, or a new one.
   *
   * Aborting ends the wait; a lease being opened for others is opened still.
   */
  acquire(offer: ProviderOffer, cap: Amount, options: LeaseOptions): Promise<Lease>
  /** Closes every lease of the provider: its state there is not what it is here. */
  drop(offer: ProviderOffer): void
}

/**
 * `limit`: most that is paid under the lease, per million units; without it the posted price. `lastsMs`: longest that the run may take,
 * all of it within the lease; without it, it is far shorter than a lease.
 */
export type LeaseOptions = {
  readonly signal: AbortSignal
  readonly limit?: Prices | undefined
  readonly lastsMs?: number
}

type Wanted = { readonly cap: Amount; readonly limit: Prices | undefined; readonly lastsMs: number }

type Init = {
  /** Opens a lease with room and time for the run. */
  readonly open: (offer: ProviderOffer, wanted: Wanted) => Promise<Lease>
  /** Whether the lease's channel and connection are still those in use. */
  readonly isCurrent: (lease: Lease) => boolean
}

export function createLeasePool({ open, isCurrent }: Init): LeasePool {
  const leases = new Map<string, Lease[]>()
  const opening = new Map<string, Promise<void>>()

  function find(key: string, { cap, lastsMs }: Wanted): Lease | undefined {
    const known = leases.get(key)
    if (known === undefined) return undefined
    const usable = known.filter((lease) => !lease.closed && isCurrent(lease))
    if (usable.length < known.length) leases.set(key, usable)
    return usable.find((lease) => lease.begin(cap, lastsMs))
  }

  async function openOne(key: string, offer: ProviderOffer, wanted: Wanted): Promise<void> {
    try {
      const lease = await open(offer, wanted)
      const known = leases.get(key)
      if (known === undefined) leases.set(key, [lease])
      else known.push(lease)
    } finally {
      opening.delete(key)
    }
  }

  return {
    async acquire(offer, cap, { signal, limit, lastsMs = 0 }) {
      const wanted: Wanted = { cap, limit, lastsMs }
      const key = limit === undefined ? keyOf(offer) : `${keyOf(offer)}:${limit.inputPrice}:${limit.outputPrice}`
      for (let waits = 0; waits < leaseWaitsMax; waits++) {
        signal.throwIfAborted()
        const lease = find(key, wanted)
        if (lease !== undefined) return lease
        const pending = opening.get(key) ?? openOne(key, offer, wanted)
        opening.set(key, pending)
        await untilAborted(pending, signal)
      }
      throw new LeasesCrowdedError(offer.node)
    },
    drop(offer) {
      const prefix = keyOf(offer)
      for (const [key, dropped] of leases) {
        if (key !== prefix && !key.startsWith(`${prefix}:`)) continue
        for (const lease of dropped) lease.close()
        leases.delete(key)
      }
    },
  }
}

/** A lease keeps its price and its terms; an offer at another price, or one that may be taken back, has leases of its own. */
function keyOf({ node, modelRoot, workload, prices, offer, assurance = noAssurance }: ProviderOffer): string {
  const deal = `${node}:${modelRoot}:${workload}:${offer.terms}:${prices.inputPrice}:${prices.outputPrice}`
  return `${deal}:${assuranceKey(assurance)}`
}
