/**
 * Two providers at one price, 20 and 120 ms away over delaying links: a buyer that has spoken with neither predicts both round trips
 * from network coordinates, picks the nearer, and rules the far one out where it may not be so far, saying so.
 *
 * Tolerance: within a quarter, and 15 ms for a machine that is busy with all hosts at once, after 10 to 30 rounds of probes.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wholeAnswer } from './actors/long-answer.ts'
import { type FarProvider, keepApart, startFarProvider } from './far-provider.ts'
import { labMissing } from './lab-missing.ts'
import { type Buyer, createMarketLab, type MarketLab } from './market-lab.ts'
import { until } from './until.ts'

const answer = { tokens: 20 }
const pace = { firstTokenMs: 5, betweenTokensMs: 5 }
const [roundsMin, rounds] = [10, 30]
/** A base unit for 10 ms. */
const latencyPricePerSecond = 100n
const [nearMs, farMs] = [20, 120]

describe.skipIf(labMissing)('providers at a distance', { timeout: 120_000 }, () => {
  let market: MarketLab
  let near: FarProvider
  let far: FarProvider
  let buyer: Buyer

  beforeAll(async () => {
    market = await createMarketLab()
    const terms = { answer, pace, limits: { offerSpacingMs: 1_000 } }
    ;[near, far] = await Promise.all([
      startFarProvider(market, 'near', { delayMs: nearMs / 2 }, terms),
      startFarProvider(market, 'far', { delayMs: farMs / 2 }, terms),
    ])
    await keepApart(market, near, far)
    buyer = await market.startBuyer(await market.lab.addHost('buyer', { subnet: '192.0.2' }))
    await until('two offers', async () => (await buyer.call('offers', undefined)).length === 2)
  })
  afterAll(async () => market?.[Symbol.asyncDispose]())

  test('are predicted from coordinates', async () => {
    let predicted = await predict()
    let round = 0
    const isClose = () => within(predicted.near, nearMs) && within(predicted.far, farMs)
    await until(
      `${nearMs} and ${farMs} ms to be predicted`,
      async () => {
        if ((round >= roundsMin && isClose()) || round === rounds) return true
        round++
        await Promise.all([market.relay, near, far, buyer].map((actor) => actor.call('probe', undefined)))
        predicted = await predict()
        // Peers answer one probe a second.
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        return false
      },
      60_000,
    )
    console.log(`after ${round} rounds of probes: ${JSON.stringify(predicted)} ms for ${nearMs} and ${farMs} ms`)
    expect(isClose()).toBe(true)
  })

  test('are told apart: the nearer serves, the far one may be ruled out', async () => {
    const { text, parts, why } = await buyer.call('run', {
      ...{ name: 'nearer', maxTokens: answer.tokens, latencyPricePerSecond },
    })
    expect(text).toBe(wholeAnswer(answer))
    expect(parts.map(({ node }) => node)).toEqual([near.operator.node])
    expect(why).toMatch(/round trip/i)
    const limited = await buyer.call('explain', { roundTripMsMax: 70, count: 2 })
    expect(limited.matches.map(({ node }) => node)).toEqual([near.operator.node])
    expect(limited.why.join(' ')).toMatch(/roundTripMsMax/)
  })

  async function predict(): Promise<{ near: number; far: number }> {
    const { matches } = await buyer.call('explain', { count: 2 })
    const of = ({ operator }: FarProvider) =>
      Math.round(matches.find(({ node }) => node === operator.node)?.roundTripMs ?? Number.NaN)
    return { near: of(near), far: of(far) }
  }
})

function within(predictedMs: number, ms: number): boolean {
  return Math.abs(predictedMs - ms) <= ms / 4 + 15
}
