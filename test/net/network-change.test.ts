/**
 * A buyer whose address changes in the middle of an answer, as a phone that leaves the house: its connections hang without a word.
 * Its reader sees one unbroken answer all the same, from the only provider there is; each token that it read is counted
 * once, and what went out to the old address is paid within the credit of one run.
 */
import { creditIncrement } from '@millrace/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunProgress } from './actors/buyer-process.ts'
import { wholeAnswer } from './actors/long-answer.ts'
import { labMissing } from './lab-missing.ts'
import {
  type Buyer,
  costOf,
  createMarketLab,
  creditTokens,
  type MarketLab,
  type Provider,
  prices,
} from './market-lab.ts'
import { until } from './until.ts'

const answer = { tokens: 200 }
const soon = { timeout: 50_000, interval: 100 }

describe.skipIf(labMissing)('a buyer that changes networks', { timeout: 120_000 }, () => {
  let market: MarketLab
  let provider: Provider
  let buyer: Buyer

  beforeAll(async () => {
    market = await createMarketLab()
    const host = await market.lab.addHost('provider', { subnet: '203.0.113' })
    provider = await market.startProvider(host, { answer, pace: { firstTokenMs: 20, betweenTokensMs: 20 } })
    buyer = await market.startBuyer(await market.lab.addHost('buyer', { subnet: '192.0.2' }))
    await until('an offer', async () => (await buyer.call('offers', undefined)).length === 1)
  })
  afterAll(async () => market?.[Symbol.asyncDispose]())

  test('reads an unbroken answer', async () => {
    const run = buyer.call('run', { name: 'on the way', maxTokens: answer.tokens })
    await buyer.event((event): event is RunProgress => (event as RunProgress).chars > 100)
    const [before, after] = [buyer.host.address, await buyer.host.changeAddress()]
    expect(after).not.toBe(before)
    const { text, parts, error } = await run
    expect(error).toBeUndefined()
    expect(text).toBe(wholeAnswer(answer))
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(part.amount).toBe(costOf(part))
    expect(parts.reduce((sum, { outputUnits }) => sum + outputUnits, 0)).toBe(answer.tokens)

    const seen = parts.reduce((sum, { amount }) => sum + amount, 0n)
    const unpaid = async () => {
      const { owed, paid } = await provider.call('books', undefined)
      return owed - paid
    }
    await expect.poll(unpaid, soon).toBe(0n)
    const { owed, receipts } = await provider.call('books', undefined)
    const { spent } = await buyer.call('books', undefined)
    expect(spent).toBe(owed)
    expect(receipts.reduce((sum, { amount }) => sum + amount, 0n)).toBe(owed)
    console.log(`${parts.length} parts, ${seen} base units for what was read, ${owed - seen} for what went astray`)
    expect(owed - seen).toBeLessThanOrEqual(creditIncrement(prices, creditTokens) * BigInt(parts.length - 1))
  })

  test('meets the others again under its new address', async () => {
    await expect.poll(() => market.relay.call('remotes', undefined), soon).toContain(buyer.host.address)
  })
})
