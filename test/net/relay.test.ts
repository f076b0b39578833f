/**
 * A provider behind address translation, on a real router: nobody reaches it from outside, and a buyer on another host has
 * paid answers from it through a relay on a third. Once the buyer itself can be reached, the two connect directly, by the
 * provider dialing back, and the relay carries no more of it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startActor } from './actor.ts'
import type { RunReport } from './actors/buyer-process.ts'
import { wholeAnswer } from './actors/long-answer.ts'
import type { TcpHandlers } from './actors/tcp-process.ts'
import { interfaceBytes } from './interface-bytes.ts'
import { labMissing } from './lab-missing.ts'
import { type Buyer, costOf, createMarketLab, type MarketLab, type Provider, peerPort, tlsPort } from './market-lab.ts'

/** 400 kB of text: more than what peers say to each other meanwhile. */
const answer = { tokens: 400, wordChars: 1_000 }
const text = wholeAnswer(answer)
/** Few vouchers: their stream stays on the way it began on. */
const creditTokens = 256
const soon = { timeout: 40_000, interval: 100 }

describe.skipIf(labMissing)('a provider behind a router', { timeout: 120_000 }, () => {
  let market: MarketLab
  let provider: Provider
  let buyer: Buyer

  beforeAll(async () => {
    market = await createMarketLab()
    const router = await market.lab.addRouter('home', { subnet: '203.0.113' })
    const pace = { firstTokenMs: 10, betweenTokensMs: 3 }
    provider = await market.startProvider(await router.addHost('provider'), {
      relay: 'use',
      answer,
      pace,
      creditTokens,
    })
    buyer = await market.startBuyer(await market.lab.addHost('buyer', { subnet: '192.0.2' }))

    const outside = await startActor<TcpHandlers>(buyer.host, new URL('./actors/tcp-process.ts', import.meta.url), {})
    for (const host of [provider.host.address, router.address]) {
      for (const port of [tlsPort, peerPort]) {
        expect(await outside.call('attempt', { host, port, timeoutMs: 2_000 })).not.toBe('connected')
      }
    }
    await outside.stop()
  })
  afterAll(async () => market?.[Symbol.asyncDispose]())

  test('sells through the relay, receipt and all', async () => {
    await untilOfferedThroughRelay(buyer)
    const { report, relayed } = await answered(buyer, 'through the relay')
    expect(relayed).toBeGreaterThan(2 * text.length)
    expect(await buyer.call('connections', undefined)).not.toContainEqual(
      expect.objectContaining({ address: expect.stringContaining(provider.host.address) }),
    )
    const [part] = report.parts
    expect(part?.bundle?.receipt).toMatchObject({ node: provider.operator.node, outputUnits: BigInt(answer.tokens) })
    // The last voucher is on its way when the answer is whole.
    await expect
      .poll(() => provider.call('books', undefined), soon)
      .toMatchObject({ owed: part?.amount, paid: part?.amount, receipts: [part?.bundle?.receipt] })
  })

  test('connects directly to a buyer that can be reached, and leaves the relay', async () => {
    const host = await market.lab.addHost('open-buyer', { subnet: '192.0.2' })
    const open = await market.startBuyer(host, { listen: [`/ip4/${host.address}/tcp/${peerPort}`] })
    await untilOfferedThroughRelay(open)
    await answered(open, 'as it comes')
    await expect
      .poll(async () => (await provider.call('connections', undefined)).filter(({ direct }) => direct), soon)
      .toContainEqual(expect.objectContaining({ address: expect.stringContaining(host.address) }))
    // New streams take the new way once it is agreed on by both ends; until then the relay may carry another.
    await expect.poll(async () => (await answered(open, 'directly')).relayed, soon).toBeLessThan(text.length / 2)
  })

  /** Returns how a whole answer came, and the bytes that passed the relay's cable meanwhile. */
  async function answered(from: Buyer, name: string): Promise<{ report: RunReport; relayed: number }> {
    const before = await interfaceBytes(market.relayHost)
    const report = await from.call('run', { name, maxTokens: answer.tokens })
    const relayed = (await interfaceBytes(market.relayHost)) - before
    expect(report.error).toBeUndefined()
    expect(report.text).toBe(text)
    for (const part of report.parts) expect(part.amount).toBe(costOf(part))
    console.log(`${name}: ${text.length} bytes of text, ${relayed} bytes at the relay`)
    return { report, relayed }
  }

  async function untilOfferedThroughRelay(at: Buyer): Promise<void> {
    await expect
      .poll(async () => (await at.call('offers', undefined)).flatMap(({ addresses }) => addresses), soon)
      .toContainEqual(expect.stringContaining('/p2p-circuit/'))
  }
})
