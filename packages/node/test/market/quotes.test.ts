/** What asking for a quote takes, what it costs, and how a price is agreed. */
import { negotiationRoundsMax } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture, type Fixture } from '../parts/fixture.ts'
import { expectFrame, randomSigner, type ScriptedBuyer } from '../parts/scripted-buyer.ts'
import { chatRequest } from '../parts/test-model.ts'

const price = (inputPrice: bigint, outputPrice = inputPrice) => ({ inputPrice, outputPrice })
const million = 1_000_000n
const negotiable = {
  pricing: { floor: price(million / 2n), ceiling: price(2n * million), targetUtilisation: 0.5 },
}

test('a session that its payer lets ask gets a quote before there is a channel', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(0n)
  expect(await buyer.askQuote(100n)).toMatchObject({ type: 'quoted', quote: { amountMax: 100n, slots: 0, fee: 0n } })
})

test('the session of a channel that the node works on needs no proof', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(1_000n)
  expect(await buyer.askQuote(10n, { proof: null })).toMatchObject({ code: 'PAYER_UNPROVEN' })
  await buyer.lease(10n)
  expect(await buyer.askQuote(10n, { proof: null })).toMatchObject({ type: 'quoted' })
  const thief = fixture.buyer(1_000n)
  const { offerHash } = (await buyer.quote(10n)).quote
  const asked = { type: 'quote' as const, offerHash, payer: buyer.payer, amountMax: 1n }
  expect(await thief.ask(asked)).toMatchObject({ code: 'PAYER_UNPROVEN' })
})

test('no proof, no look at the chain', async () => {
  await using fixture = await createFixture()
  for (let i = 0; i < 20; i++) {
    expect(await fixture.buyer(0n).askQuote(10n, { proof: null })).toMatchObject({ code: 'PAYER_UNPROVEN' })
  }
  expect(fixture.chain.reads).toEqual({ count: 0, balances: 0 })
})

test('what a payer has bounds what its unused quotes promise, however many sessions it sends', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(0n)
  fixture.chain.balances.set(buyer.payer, 250n)
  expect(await buyer.askQuote(100n)).toMatchObject({ quote: { amountMax: 100n } })
  expect(await buyer.askQuote(100n)).toMatchObject({ quote: { amountMax: 100n } })
  // Less is better than nothing: the buyer may take it or leave it.
  expect(await buyer.askQuote(100n)).toMatchObject({ quote: { amountMax: 50n } })
  expect(await buyer.askQuote(100n)).toMatchObject({ type: 'error', code: 'BALANCE_TOO_LOW', retryable: true })
  fixture.clock.skewMs += 61_000
  expect(await buyer.askQuote(100n)).toMatchObject({ quote: { amountMax: 100n } })
})

test('those who promise next to nothing cannot hold all quotes, and who is refused displaces none', async () => {
  await using fixture = await createFixture({
    node: { limits: { quotesMax: 8, quotesPerPayerMax: 4 } },
  })
  const crowd = [fixture.buyer(10_000n), fixture.buyer(10_000n)]
  for (const small of crowd) {
    for (let quotes = 0; quotes < 4; quotes++) expect((await small.askQuote(1n)).type).toBe('quoted')
  }
  expect(await fixture.buyer(10_000n).askQuote(1n)).toMatchObject({ code: 'QUOTES_BUSY' })
  // One of the crowd asks for more than its share.
  expect(await crowd[0]?.askQuote(900n)).toMatchObject({ code: 'QUOTES_BUSY' })
  expect(fixture.node.status().quotesReserved).toBe(8)
  expect(await fixture.buyer(10_000n).askQuote(1_000n)).toMatchObject({ type: 'quoted' })
  expect(fixture.node.status().quotesReserved).toBe(8)
})

test('slots cannot be exhausted by those who have nothing: every hold needs money behind it', async () => {
  await using fixture = await createFixture({ node: { limits: { quotesMax: 64 } } })
  const poor = Array.from({ length: 100 }, () => {
    const buyer = fixture.buyer(0n)
    fixture.chain.balances.set(buyer.payer, 0n)
    return buyer
  })
  const answers = await Promise.all(poor.map((buyer) => buyer.askQuote(1_000n)))
  expect(answers.every((answer) => answer.type === 'error')).toBe(true)
  expect(fixture.node.status().quotesReserved).toBe(0)
  expect(await fixture.buyer(1_000n).askQuote(1_000n)).toMatchObject({ type: 'quoted' })
})

test('a payer that asks too often is held up, and nobody else', async () => {
  await using fixture = await createFixture({ node: { limits: { askBurstMax: 4, asksPerSecondMax: 1 } } })
  const greedy = fixture.buyer(1_000n)
  for (let i = 0; i < 4; i++) expect(await greedy.askQuote(1n)).toMatchObject({ type: 'quoted' })
  expect(await greedy.askQuote(1n)).toMatchObject({
    code: 'QUOTES_BUSY',
    message: expect.stringContaining('too often'),
  })
  expect(fixture.node.status().quotesReserved).toBe(4)
  expect(await fixture.buyer(1_000n).askQuote(1n)).toMatchObject({ type: 'quoted' })
  fixture.clock.skewMs += 1_100
  expect(await greedy.askQuote(1n)).toMatchObject({ type: 'quoted' })
})

test('a channel that covers the ask is asked about without the chain, and a deposit counts within a second', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(1_000n)
  fixture.chain.balances.set(buyer.payer, 0n)
  await buyer.lease(100n)
  const before = { ...fixture.chain.reads }
  await buyer.lease(100n)
  expect(fixture.chain.reads).toEqual(before)
  expect(await buyer.askQuote(2_000n)).toMatchObject({ quote: { amountMax: 1_000n } })
  fixture.chain.balances.set(buyer.payer, 5_000n)
  fixture.clock.skewMs += 1_100
  expect(await buyer.askQuote(2_000n)).toMatchObject({ quote: { amountMax: 2_000n } })
})

test('while the chain is silent, only those whose channel covers it get quotes', async () => {
  await using fixture = await createFixture()
  const known = fixture.buyer(1_000n)
  await known.lease(10n)
  fixture.chain.outage = true
  expect(await known.askQuote(100n)).toMatchObject({ type: 'quoted' })
  expect(await fixture.buyer(1_000n).askQuote(100n)).toMatchObject({ code: 'BALANCE_UNREADABLE', retryable: true })
  fixture.chain.outage = false
})

test('a bid is countered until it is good, within the rounds there are, and never below the floor', async () => {
  await using fixture = await createFixture({ listing: negotiable })
  const buyer = fixture.buyer(10_000n)
  let bid = price(600_000n)
  let agreed: bigint | undefined
  for (let round = 0; round < negotiationRoundsMax && agreed === undefined; round++) {
    const answer = await buyer.askQuote(100n, { bid, round })
    if (answer.type === 'quoted') agreed = answer.quote.outputPrice
    else {
      const { outputPrice } = expectFrame(answer, 'countered')
      expect(outputPrice).toBeGreaterThan(bid.outputPrice)
      expect(outputPrice).toBeLessThan(million)
      bid = price(outputPrice)
    }
  }
  expect(agreed).toBeGreaterThanOrEqual(million / 2n)
  expect(agreed).toBeLessThan(million)
  const { quote } = expectFrame(await buyer.askQuote(100n, { bid: price(3n * million) }), 'quoted')
  expect(quote.outputPrice).toBe(million)
})

test('no sequence of bids, in whatever round they claim to be, gets a price below the floor', async () => {
  await using fixture = await createFixture({ listing: negotiable })
  const buyer = fixture.buyer(10_000n)
  for (const round of [3, 3, 0, 2, 3]) {
    for (const outputPrice of [0n, 1n, million / 2n - 1n]) {
      const answer = await buyer.askQuote(1n, { bid: price(outputPrice), round })
      if (answer.type === 'countered') expect(answer.outputPrice).toBeGreaterThanOrEqual(million / 2n)
      else expect(answer).toMatchObject({ type: 'error', code: 'BID_REFUSED' })
    }
  }
  const half = price(million / 2n, 0n)
  expect(await buyer.askQuote(1n, { bid: half, round: 3 })).toMatchObject({ code: 'BID_REFUSED' })
  expect(fixture.node.status().quotesReserved).toBe(0)
})

test('a fixed price is not negotiable', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(10_000n)
  expect(await buyer.askQuote(1n, { bid: price(million - 1n) })).toMatchObject({ type: 'countered', ...price(million) })
})

test('the posted price follows what is busy, and what was agreed keeps its price', async () => {
  await using fixture = await createFixture({
    listing: { ...negotiable, slots: 1 },
    latency: { slots: 1, queuedMax: 4, betweenTokensMs: 20, tokens: 50, text: 'word '.repeat(50) },
    creditTokens: 1_000,
    node: { limits: { priceEpochMs: 100, offerSpacingMs: 10 } },
  })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n)
  const run = buyer.run(lease, chatRequest())
  await expect.poll(() => priceOf(fixture)).toBeGreaterThan(1_200_000n)
  const { end } = await run
  expect(end?.receipt.amount).toBe(54n)
  await expect.poll(() => priceOf(fixture)).toBeLessThan(900_000n)
  expect(priceOf(fixture)).toBeGreaterThanOrEqual(million / 2n)
})

test('an offer that a dearer one replaced is quoted at its price for a while, a dearer one as long as it lives', async () => {
  await using fixture = await createFixture({
    listing: { ...negotiable, slots: 1 },
    latency: { slots: 1, queuedMax: 4, betweenTokensMs: 20, tokens: 40, text: 'word '.repeat(40) },
    creditTokens: 1_000,
    node: { limits: { priceEpochMs: 50, offerSpacingMs: 10 } },
  })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n)
  const { offerHash } = lease.quote
  const run = buyer.run(lease, chatRequest())
  await expect.poll(() => priceOf(fixture)).toBeGreaterThan(million)
  expect(await buyer.askQuote(1n, { offerHash })).toMatchObject({ type: 'quoted', quote: { outputPrice: million } })
  fixture.clock.skewMs += 31_000
  expect(await buyer.askQuote(1n, { offerHash })).toMatchObject({ code: 'OFFER_REPLACED' })
  await run
  await expect.poll(() => priceOf(fixture)).toBeLessThan(million)
  expect(await buyer.askQuote(1n, { offerHash })).toMatchObject({ type: 'quoted', quote: { outputPrice: million } })
})

test('what offers say is told at the start, when it changes, as it grows old, and when it ends; once each', async () => {
  const told: { sequence: bigint; slots: number; addresses: readonly string[] }[] = []
  let addresses = ['/ip4/127.0.0.1/tcp/1/tls']
  await using fixture = await createFixture({
    components: {
      announce: (offers) =>
        void told.push(
          ...offers
            .map(({ offer, details }) => ({ ...offer, addresses: details.addresses }))
            .filter((o) => o.workload === 1),
        ),
    },
    node: { addresses: () => addresses, limits: { offerSpacingMs: 50 } },
  })
  expect(told).toMatchObject([{ slots: 65_536, addresses }])
  addresses = ['/ip4/127.0.0.1/tcp/2/tls', `/dns4/${'x'.repeat(300)}/tcp/1/tls`]
  await expect.poll(() => told.length).toBe(2)
  expect(told[1]?.addresses).toEqual(['/ip4/127.0.0.1/tcp/2/tls'])
  fixture.clock.skewMs += 300_000
  await expect.poll(() => told.length).toBe(3)
  await fixture.node.withdraw({ noticeSeconds: 1 })
  expect(told.at(-1)).toMatchObject({ slots: 0 })
  expect(told.map(({ sequence }) => sequence)).toEqual([...told.map(({ sequence }) => sequence)].sort())
})

test('a mesh that fails does not stop the node', async () => {
  const announce = () => {
    throw new Error('no mesh')
  }
  await using fixture = await createFixture({ components: { announce } })
  expect(await fixture.buyer(10n).askQuote(1n)).toMatchObject({ type: 'quoted' })
  expect(fixture.logs.some(({ event }) => event === 'announce-failed')).toBe(true)
})

test('rates are measured on real runs and told in the offers', async () => {
  await using fixture = await createFixture({
    latency: { firstTokenMs: 60, betweenTokensMs: 10, tokens: 20, text: 'word '.repeat(20) },
    creditTokens: 1_000,
    node: { limits: { offerSpacingMs: 10 } },
  })
  const buyer = fixture.buyer(10_000n)
  expect(await ratesOf(buyer)).toEqual({ prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 })
  const lease = await buyer.lease(1_000n)
  await buyer.run(lease, chatRequest('a question of many words, so that reading it takes a pass'))
  await expect.poll(async () => (await ratesOf(buyer))?.decodeTokensPerSecond).toBeGreaterThan(0)
  const rates = await ratesOf(buyer)
  // 19 tokens after the first in 190 ms at the fastest; 15 tokens in 60 ms.
  expect(rates?.decodeTokensPerSecond).toBeLessThanOrEqual(110)
  expect(rates?.prefillTokensPerSecond).toBeGreaterThan(0)
  expect(rates?.prefillTokensPerSecond).toBeLessThanOrEqual(260)
})

async function ratesOf(buyer: ScriptedBuyer) {
  return (await buyer.offers()).find(({ offer }) => offer.workload === 1)?.details.rates
}

function priceOf({ node }: Fixture): bigint {
  return node.status().offers.find(({ workload }) => workload === 1)?.outputPrice ?? 0n
}

test('a proof that is not the payer’s own, for this session, here and now, proves nothing', async () => {
  await using fixture = await createFixture()
  const buyer = fixture.buyer(0n)
  const stranger = randomSigner()
  const past = BigInt(Math.floor(fixture.now() / 1000) - 1)
  for (const change of [
    { payer: stranger.address },
    { session: stranger.address },
    { expiresAt: past },
    { signer: stranger },
  ]) {
    expect(await buyer.askQuote(1n, { proof: buyer.proof(change) })).toMatchObject({ code: 'PAYER_UNPROVEN' })
  }
})
