/**
 * A network that splits in the middle of paid answers and heals: what the reader sees goes on at the provider that is left, or ends in
 * a typed error; and when all can speak again, the buyer's promises, the providers' receipts and books, and the money on the
 * chain are the same to the base unit.
 */
import { creditIncrement } from '@millrace/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunProgress, RunReport } from './actors/buyer-process.ts'
import { wholeAnswer } from './actors/long-answer.ts'
import { labMissing } from './lab-missing.ts'
import { type Buyer, createMarketLab, creditTokens, type MarketLab, type Provider, prices } from './market-lab.ts'
import { until } from './until.ts'

const answer = { tokens: 150 }
const text = wholeAnswer(answer)
const soon = { timeout: 40_000, interval: 100 }
const streams = 6
/** A dead connection is found out sooner than on the internet: the test waits for it. */
const connectionLimits = { activeKeepaliveMs: 1_000, activeSilenceMsMax: 4_000 }

describe.skipIf(labMissing)('a network that splits', { timeout: 120_000 }, () => {
  let market: MarketLab
  let near: Provider
  let far: Provider
  let buyer: Buyer
  const reports: RunReport[] = []

  beforeAll(async () => {
    market = await createMarketLab()
    const pace = { firstTokenMs: 20, betweenTokensMs: 20 }
    ;[near, far] = await Promise.all([
      market.startProvider(await market.lab.addHost('near', { subnet: '203.0.113' }), {
        answer,
        pace,
        connectionLimits,
      }),
      market.startProvider(await market.lab.addHost('far', { subnet: '203.0.113' }), {
        answer,
        pace,
        connectionLimits,
      }),
    ])
    buyer = await market.startBuyer(await market.lab.addHost('buyer', { subnet: '192.0.2' }), {
      connectionLimits,
      limits: { reconnectMsMax: 2_000, dialMsMax: 2_000 },
    })
    await until('two offers', async () => (await buyer.call('offers', undefined)).length === 2)
  })
  afterAll(async () => market?.[Symbol.asyncDispose]())

  test('answers of a provider that is cut off go on at the other, unbroken', async () => {
    const runs = Array.from({ length: streams }, (_, i) => ask(`one of two, ${i}`))
    await Promise.all(runs.map((_, i) => begun(`one of two, ${i}`)))
    const [{ node }] = [await begun('one of two, 0')]
    const cut = node === near.operator.node ? near : far
    await market.lab.partition([buyer.host], [cut.host])
    const ended = await Promise.all(runs)
    await market.lab.heal()
    await bothServeAgain()
    expect(ended.map(({ error }) => error)).toEqual(ended.map(() => undefined))
    for (const report of ended) expect(report.text).toBe(text)
    expect(ended.filter(({ parts }) => parts.length > 1).length).toBeGreaterThan(0)
  })

  test('answers that nobody can go on with end in a typed error', async () => {
    const runs = [near, far].map(({ operator }, i) => ask(`both, ${i}`, operator.node))
    await Promise.all(runs.map((_, i) => begun(`both, ${i}`)))
    await market.lab.partition([buyer.host], [near.host, far.host])
    const ended = await Promise.all(runs)
    await market.lab.heal()
    await bothServeAgain()
    for (const { error, text: got } of ended) {
      expect(error).toMatch(/^PROVIDER_[A-Z_]+$/)
      expect(text.startsWith(got)).toBe(true)
      expect(got).not.toBe('')
    }
  })

  test('no payment is lost or doubled', async () => {
    for (const provider of [near, far]) {
      const { operator, node } = provider.operator
      await expect.poll(async () => (await provider.call('books', undefined)).runs, soon).toBe(0)
      const settled = async () => {
        const { owed, paid } = await provider.call('books', undefined)
        return owed - paid
      }
      await expect.poll(settled, soon).toBe(0n)
      const { owed, receipts } = await provider.call('books', undefined)
      const { channels, vouchers } = await buyer.call('books', undefined)
      const seen = reports.flatMap(({ parts }) => parts).filter((part) => part.node === node)
      // Every run that delivered has one receipt there, and no receipt is of anything but a run that the buyer began.
      expect(receipts.length).toBeGreaterThanOrEqual(seen.filter(({ outputUnits }) => outputUnits > 0).length)
      expect(receipts.length).toBeLessThanOrEqual(seen.length)
      expect(receipts).toEqual(expect.arrayContaining(seen.flatMap(({ bundle }) => bundle?.receipt ?? [])))
      expect(new Set(receipts.map(({ leaseId, sequence }) => `${leaseId} ${sequence}`)).size).toBe(receipts.length)
      expect(receipts.reduce((sum, { amount }) => sum + amount, 0n)).toBe(owed)
      expect(vouchers.filter((voucher) => voucher.operator === operator).map(({ amount }) => amount)).toEqual([owed])
      expect(channels.find((channel) => channel.operator === operator)).toMatchObject({ owed, signed: owed })
      // What was delivered and never arrived is paid, too: of each run that was lost its credit at most.
      const unseen = owed - seen.reduce((sum, { amount }) => sum + amount, 0n)
      const lost = seen.filter(({ bundle }) => bundle === undefined).length
      console.log(
        `${provider.host.name}: ${receipts.length} receipts, ${owed} owed, ${unseen} of it unseen in ${lost} lost`,
      )
      expect(unseen).toBeGreaterThanOrEqual(0n)
      expect(unseen).toBeLessThanOrEqual(BigInt(lost) * creditIncrement(prices, creditTokens))

      await provider.call('redeem', undefined)
      const { payer } = buyer.payer
      expect(await market.chain.call('channel', { payer, operator })).toMatchObject({ redeemed: owed })
      expect(await market.chain.call('balance', operator)).toBe(owed)
    }
    const { spent } = await buyer.call('books', undefined)
    const books = await Promise.all([near, far].map((provider) => provider.call('books', undefined)))
    expect(spent).toBe(books.reduce((sum, { owed }) => sum + owed, 0n))
  })

  async function bothServeAgain(): Promise<void> {
    for (const { operator } of [near, far]) {
      await expect.poll(async () => (await ask('healed', operator.node)).text, soon).toBe(text)
    }
  }

  async function ask(name: string, provider?: RunReport['parts'][number]['node']): Promise<RunReport> {
    const report = await buyer.call('run', { name, maxTokens: answer.tokens, ...(provider && { provider }) })
    reports.push(report)
    return report
  }

  /** Resolves when a part of the answer has come. */
  function begun(name: string): Promise<RunProgress> {
    return buyer.event((event): event is RunProgress => (event as RunProgress).run === name)
  }
})
