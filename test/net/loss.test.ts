/**
 * A link of 50 ms each way on which 2 in 100 segments are lost: TCP repeats those, so all that follows comes late. The answer comes whole and
 * is paid for all the same. How long the first token took is printed, not judged.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wholeAnswer } from './actors/long-answer.ts'
import { type FarProvider, startFarProvider } from './far-provider.ts'
import { labMissing } from './lab-missing.ts'
import { type Buyer, costOf, createMarketLab, type MarketLab } from './market-lab.ts'
import { until } from './until.ts'

/** 300 kB: some hundred segments. */
const answer = { tokens: 300, wordChars: 1_000 }
const bad = { delayMs: 50, lossRate: 0.02, retransmitMs: 300 }
const runs = 3

describe.skipIf(labMissing)('a bad link', { timeout: 120_000 }, () => {
  let market: MarketLab
  let provider: FarProvider
  let buyer: Buyer

  beforeAll(async () => {
    market = await createMarketLab()
    const pace = { firstTokenMs: 20, betweenTokensMs: 10 }
    provider = await startFarProvider(market, 'provider', bad, { answer, pace, creditTokens: 256 })
    buyer = await market.startBuyer(await market.lab.addHost('buyer', { subnet: '192.0.2' }))
    await until('an offer', async () => (await buyer.call('offers', undefined)).length === 1)
  })
  afterAll(async () => market?.[Symbol.asyncDispose]())

  test('carries whole answers, late', async () => {
    const before = (await provider.link.call('counts', undefined)).losses
    let amount = 0n
    for (let i = 0; i < runs; i++) {
      const { text, parts, firstTokenMs, error } = await buyer.call('run', { name: `${i}`, maxTokens: answer.tokens })
      expect(error).toBeUndefined()
      expect(text).toBe(wholeAnswer(answer))
      expect(parts.length).toBe(1)
      for (const part of parts) {
        expect(part.amount).toBe(costOf(part))
        amount += part.amount
      }
      console.log(
        `first token after ${Math.round(firstTokenMs)} ms${i === 0 ? ', connection and channel included' : ''}`,
      )
    }
    const { losses } = await provider.link.call('counts', undefined)
    console.log(`${losses - before} segments were lost`)
    expect(losses).toBeGreaterThan(before)
    await expect
      .poll(() => provider.call('books', undefined), { timeout: 20_000 })
      .toMatchObject({ owed: amount, paid: amount })
  })
})
