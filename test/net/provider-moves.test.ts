/**
 * A provider whose address changes, as at home every night: it meets the others again by itself, its new offer says where it is, and a
 * buyer that held a connection to the old place has its next answer from the new one.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wholeAnswer } from './actors/long-answer.ts'
import { labMissing } from './lab-missing.ts'
import { type Buyer, createMarketLab, type MarketLab, type Provider, peerPort } from './market-lab.ts'
import { until } from './until.ts'

const answer = { tokens: 20 }
const soon = { timeout: 60_000, interval: 250 }

describe.skipIf(labMissing)('a provider that moves', { timeout: 120_000 }, () => {
  let market: MarketLab
  let provider: Provider
  let buyer: Buyer

  beforeAll(async () => {
    market = await createMarketLab()
    const listening = { host: '0.0.0.0', listen: [`/ip4/0.0.0.0/tcp/${peerPort}`] }
    const host = await market.lab.addHost('provider', { subnet: '203.0.113' })
    provider = await market.startProvider(host, { answer, ...listening })
    buyer = await market.startBuyer(await market.lab.addHost('buyer', { subnet: '192.0.2' }))
    await until('an offer', async () => (await buyer.call('offers', undefined)).length === 1)
  })
  afterAll(async () => market?.[Symbol.asyncDispose]())

  test('is found and used where it is now', async () => {
    const ask = async () => {
      const { error, text } = await buyer.call('run', { name: 'anywhere', maxTokens: answer.tokens })
      return error ?? text
    }
    expect(await ask()).toBe(wholeAnswer(answer))
    const [before, after] = [provider.host.address, await provider.host.changeAddress()]
    const places = async () => (await buyer.call('offers', undefined)).flatMap(({ addresses }) => addresses).join(' ')
    await expect.poll(places, soon).toContain(`/ip4/${after}/`)
    expect(await places()).not.toContain(`/ip4/${before}/`)
    await expect.poll(ask, soon).toBe(wholeAnswer(answer))
  })
})
