import type { Amount, Prices } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import type { Lease } from './lease.ts'
import { createLeasePool } from './lease-pool.ts'
import type { ProviderOffer } from './offer-view.ts'

const node = `0x${'31'.repeat(20)}`

function offerOn(terms: number): ProviderOffer {
  const prices: Prices = { inputPrice: 1n, outputPrice: 1n }
  return { node, modelRoot: '0x01', workload: 'chat', prices, offer: { terms } } as unknown as ProviderOffer
}

function pool() {
  const opened: ProviderOffer[] = []
  const open = async (offer: ProviderOffer) => {
    opened.push(offer)
    return { offer, closed: false, begin: (_cap: Amount) => true } as unknown as Lease
  }
  return { opened, leases: createLeasePool({ open, isCurrent: () => true }) }
}

/** A pool of leases that end at a time of their own. */
function timedPool() {
  const asked: number[] = []
  const open = async (offer: ProviderOffer, { lastsMs }: { readonly lastsMs: number }) => {
    asked.push(lastsMs)
    return { offer, closed: false, begin: (_cap: Amount, needed: number) => needed <= lastsMs } as unknown as Lease
  }
  return { asked, leases: createLeasePool({ open, isCurrent: () => true }) }
}

describe('open leases', () => {
  const signal = new AbortController().signal

  test('are reused for the same deal', async () => {
    const { opened, leases } = pool()
    const one = await leases.acquire(offerOn(0), 1n, { signal })
    expect(await leases.acquire(offerOn(0), 1n, { signal })).toBe(one)
    expect(opened).toHaveLength(1)
  })

  test('that end before a run may are passed over, and one is opened that outlasts it', async () => {
    const { asked, leases } = timedPool()
    const short = await leases.acquire(offerOn(0), 1n, { signal })
    const long = await leases.acquire(offerOn(0), 1n, { signal, lastsMs: 3_600_000 })
    expect(long).not.toBe(short)
    expect(await leases.acquire(offerOn(0), 1n, { signal, lastsMs: 1_800_000 })).toBe(long)
    expect(await leases.acquire(offerOn(0), 1n, { signal })).toBe(short)
    expect(asked).toEqual([0, 3_600_000])
  })

  test('on spot terms do not serve posted asks, even at the same price', async () => {
    const { leases } = pool()
    await leases.acquire(offerOn(1), 1n, { signal })
    const posted = await leases.acquire(offerOn(0), 1n, { signal })
    expect(posted.offer.offer.terms).toBe(0)
  })
})
