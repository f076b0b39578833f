/** Answers that several providers served: one stream, one cost, the receipts of all. */
import { bundleReceiptId, type Hash, type ReceiptBundle } from '@millrace/protocol'
import type { RunPart } from '@millrace/sdk'
import { describe, expect, it } from 'vitest'
import { chatModel, createFakeBuyer, providerError } from './fake-buyer.ts'
import { startGateway } from './start-gateway.ts'

const operator = `0x${'a'.repeat(40)}` as const
const lost: RunPart = {
  ...{ node: operator, operator, receiptId: `0x${'1'.repeat(64)}` as Hash, inputUnits: 10, outputUnits: 1, amount: 7n },
  ...{ replayed: false, failure: { code: 'PROVIDER_LOST', message: 'It was lost.' } },
}

/** A part that gave notice and ended with a receipt of its own. */
async function preempted(): Promise<RunPart & { readonly bundle: ReceiptBundle }> {
  const messages = [{ role: 'user', content: 'hi' }] as const
  const ask = { kind: 'chat', model: `0x${'3'.repeat(64)}`, messages } as const
  const run = await createFakeBuyer().run(ask, { signal: new AbortController().signal })
  for await (const _chunk of run.chunks);
  const { bundle } = await run.result
  if (bundle === undefined) throw new TypeError('The fake gives receipts.')
  const other = { ...bundle, receipt: { ...bundle.receipt, sequence: 99n } }
  return {
    ...lost,
    receiptId: bundleReceiptId(other),
    failure: { code: 'PROVIDER_ENDED_EARLY', message: 'Notice.' },
    bundle: other,
  }
}

describe('an answer of several parts', () => {
  it('is one stream, charged the sum; every receipt there is can be fetched', async () => {
    const early = await preempted()
    await using fixture = await startGateway({ script: { earlierParts: [lost, early] } })
    const { secret, id } = fixture.newKey({ budget: 1_000n })
    const authorization = `Bearer ${secret}`
    const response = await fixture.chat({ stream: true, stream_options: { include_usage: true } }, { authorization })
    const text = await response.text()
    const closing = /"millrace":(\{.*?\})\}/.exec(text)?.[1]
    const { cost, receipts } = JSON.parse(closing ?? '') as { cost: string; receipts: readonly string[] }
    // 10 input and 2 output units of the last part, and 7 of each before it.
    expect(cost).toBe('16')
    expect(receipts).toHaveLength(2)
    expect(receipts[0]).toBe(early.receiptId)
    expect(text).toContain(`: millrace-cost=16 millrace-receipt=${receipts.join(',')}\n`)
    for (const each of receipts) {
      const receipt = await fixture.call(`/v1/receipts/${each}`, { headers: { authorization } })
      expect(receipt.status).toBe(200)
    }
    fixture.store.flush()
    expect(fixture.store.readKey(id)?.spent).toBe(16n)
  })

  it('names all receipts in the headers of a whole answer', async () => {
    const early = await preempted()
    await using fixture = await startGateway({ script: { earlierParts: [early] } })
    const response = await fixture.chat({})
    const all = response.headers.get('millrace-receipts')?.split(',')
    expect(all).toHaveLength(2)
    expect(response.headers.get('millrace-receipt')).toBe(all?.[0])
    expect(response.headers.get('millrace-cost')).toBe('9')
  })

  it('that failed in the end is charged what its parts cost', async () => {
    await using fixture = await startGateway({
      script: {
        earlierParts: [lost],
        async *chunks() {
          yield 'one'
          throw providerError('PROVIDERS_EXHAUSTED', true)
        },
      },
    })
    const { secret, id } = fixture.newKey({ budget: 1_000n })
    const response = await fixture.chat({ stream: true }, { authorization: `Bearer ${secret}` })
    expect(await response.text()).toContain('"code":"providers_exhausted"')
    await expect
      .poll(() => {
        fixture.store.flush()
        return fixture.store.readKey(id)?.spent
      })
      .toBe(9n)
  })
})

describe('an answer of several parts whose last receipt does not come', () => {
  it('is charged no less than what its parts have cost so far', async () => {
    await using fixture = await startGateway({
      script: {
        earlierParts: [{ ...lost, amount: 130n }],
        chunks: () => [{ text: 'x', units: 100 }],
        beforeReceipt: () => new Promise(() => undefined),
      },
      limits: { deadlineCheckMs: 10, chunkGapMsMax: 50, receiptWaitMsMax: 50 },
    })
    const { secret, id } = fixture.newKey({ budget: 1_000n })
    expect((await fixture.chat({}, { authorization: `Bearer ${secret}` })).status).toBe(504)
    await expect
      .poll(() => {
        fixture.store.flush()
        return fixture.store.readKey(id)?.spent
      })
      .toBeGreaterThanOrEqual(130n)
  })
})

describe('headers that say how to buy', () => {
  it('reach the ask; one that is wrong is a 400', async () => {
    await using fixture = await startGateway()
    await fixture.chat({}, { 'millrace-regions': 'western-europe', 'millrace-hedge': 'on' })
    expect(fixture.buyer.asks.at(-1)?.ask).toMatchObject({ regions: ['western-europe'], hedge: {} })
    const refused = await fixture.chat({}, { 'millrace-hedge': 'maybe' })
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error: { param: 'millrace-hedge', code: 'invalid_header' } })
    // Only posted offers are there.
    expect((await fixture.chat({}, { 'millrace-terms': 'spot' })).status).toBe(404)
    expect(chatModel.workloads).toContain('chat')
  })

  it('say how to verify; without them the gateway’s own policy does, where answers can be compared', async () => {
    const policy = { name: 'sampled', ratePpm: 20_000 } as const
    await using fixture = await startGateway({ verification: { policy, sampledRatePpm: 20_000 } })
    const asked = async (headers: Record<string, string>) => {
      const response = await fixture.chat({}, headers)
      return [response.status, response.headers.get('millrace-policy'), fixture.buyer.asks.at(-1)?.ask]
    }
    expect(await asked({})).toMatchObject([200, 'sampled:2%', { policy, exactnessMin: 'tolerant' }])
    expect(await asked({ 'millrace-policy': 'trust' })).toMatchObject([200, 'trust', { policy: { name: 'trust' } }])
    expect(fixture.buyer.asks.at(-1)?.ask).not.toHaveProperty('exactnessMin')
    const strict = { 'millrace-policy': 'sampled:5%', 'millrace-exactness': 'tolerant' }
    const ask = { exactness: 'tolerant', policy: { name: 'sampled', ratePpm: 50_000 } }
    expect(await asked(strict)).toMatchObject([200, 'sampled:5%', ask])
    expect((await fixture.chat({}, { 'millrace-exactness': 'replayable' })).status).toBe(404)
    expect((await fixture.chat({}, { 'millrace-policy': 'sampled', 'millrace-exactness': 'opaque' })).status).toBe(400)
  })
})
