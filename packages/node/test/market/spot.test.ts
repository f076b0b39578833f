/** Spot work runs in idle slots, and gives them back after its notice, the lowest bid first. */
import { finishes } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture, type Fixture, type FixtureInit } from '../parts/fixture.ts'
import { chatRequest } from '../parts/test-model.ts'

const spotTerms = 1
const price = (each: bigint) => ({ inputPrice: each, outputPrice: each })
const long = { betweenTokensMs: 10, tokens: 200, text: 'word '.repeat(200) }
const spotSeller = (slots: number, noticeSeconds = 0.2): FixtureInit => ({
  latency: { ...long, slots, queuedMax: 4 },
  listing: { spot: price(500_000n), noticeSeconds: Math.ceil(noticeSeconds) },
  creditTokens: 1_000,
})

test('spot work is sold at its own price and runs to its end when nobody else wants the slot', async () => {
  await using fixture = await createFixture({ ...spotSeller(1), latency: { slots: 1 } })
  const { run, lease } = await startSpot(fixture)
  expect(lease.quote).toMatchObject({ terms: 1, outputPrice: 500_000n, noticeSeconds: 1 })
  const { end, notices } = await run
  expect(notices).toEqual([])
  expect(end?.receipt).toMatchObject({ finish: finishes.stop, amount: 7n })
})

test('when posted work needs the slot, spot work gets its notice, ends with a receipt for what it delivered, and makes room', async () => {
  await using fixture = await createFixture(spotSeller(1))
  const spot = await startSpot(fixture)
  await running(fixture, 1)
  const posted = await startPosted(fixture)
  const ended = await spot.run
  expect(ended.notices).toEqual([{ type: 'notice', reason: 'preempted', endsInMs: expect.any(Number) }])
  expect(ended.notices[0]?.endsInMs).toBeLessThanOrEqual(1_000)
  const delivered = ended.chunks.reduce((sum, { units }) => sum + units, 0)
  expect(ended.end?.receipt).toMatchObject({ finish: finishes.preempted, outputUnits: BigInt(delivered) })
  expect(delivered).toBeGreaterThan(0)
  expect(delivered).toBeLessThan(200)
  const { end } = await posted.run
  expect(end?.receipt.finish).toBe(finishes.stop)
  expect(end?.receipt.startedAt).toBeLessThanOrEqual(ended.end?.receipt.finishedAt ?? 0n)
})

test('the lowest bid goes first, and only as many as are needed', async () => {
  await using fixture = await createFixture(spotSeller(3))
  const high = await startSpot(fixture, 900_000n)
  const low = await startSpot(fixture, 600_000n)
  const middle = await startSpot(fixture, 700_000n)
  await running(fixture, 3)
  const posted = await startPosted(fixture)
  expect((await low.run).end?.receipt.finish).toBe(finishes.preempted)
  await expect.poll(() => fixture.node.status().load).toMatchObject({ running: 3, queued: 0 })
  const owed = fixture.node.status().earned.owed
  await expect.poll(() => fixture.node.status().earned.owed).toBeGreaterThan(owed + 20n)
  await fixture.node.withdraw({ noticeSeconds: 0 })
  for (const { run } of [high, middle]) expect((await run).notices.map(({ reason }) => reason)).toEqual(['withdrawn'])
  expect((await posted.run).end?.receipt.finish).toBe(finishes.preempted)
})

test('a bid below the spot price is countered with it, a higher one is what is paid', async () => {
  await using fixture = await createFixture({ ...spotSeller(1), latency: { slots: 1 } })
  const buyer = fixture.buyer(10_000n)
  const ask = (bid: bigint) => buyer.askQuote(100n, { offerTerms: spotTerms, bid: price(bid) })
  expect(await ask(499_999n)).toMatchObject({ type: 'countered', ...price(500_000n), round: 0 })
  expect(await ask(2_000_000n)).toMatchObject({ type: 'quoted', quote: { terms: 1, ...price(2_000_000n) } })
})

test('spot work that finds no idle slot is refused at once, however much it bids', async () => {
  await using fixture = await createFixture(spotSeller(1))
  const posted = await startPosted(fixture)
  await running(fixture, 1)
  const { run } = await startSpot(fixture, 10_000_000n)
  expect((await run).error).toMatchObject({ code: 'NODE_BUSY', retryable: true })
  expect((await posted.run).end?.receipt.finish).toBe(finishes.stop)
})

test('posted work that leaves before the notice is over ends nothing: asking and leaving does not evict', async () => {
  await using fixture = await createFixture(spotSeller(1))
  const spot = await startSpot(fixture)
  await running(fixture, 1)
  for (let i = 0; i < 3; i++) {
    const buyer = fixture.buyer(10_000n)
    const wire = buyer.openRun(await buyer.lease(1_000n), chatRequest())
    await expect.poll(() => fixture.node.status().load.queued).toBe(1)
    wire.send({ type: 'cancel' })
    expect(await wire.next()).toMatchObject({ type: 'error', code: 'RUN_CANCELLED' })
  }
  const { end } = await spot.run
  expect(end?.receipt).toMatchObject({ finish: finishes.stop, outputUnits: 200n })
})

test('a run that ends by itself within its notice is not pre-empted', async () => {
  await using fixture = await createFixture({
    ...spotSeller(1, 5),
    latency: { slots: 1, queuedMax: 1, betweenTokensMs: 40, tokens: 30, text: 'word '.repeat(30) },
  })
  const buyer = fixture.buyer(100_000n)
  const lease = await buyer.lease(10_000n)
  const spot = await startSpot(fixture)
  await running(fixture, 1)
  const posted = buyer.run(lease, story())
  const { end, notices } = await spot.run
  expect(notices).toHaveLength(1)
  expect(end?.receipt.finish).toBe(finishes.stop)
  expect((await posted).end?.receipt.finish).toBe(finishes.stop)
})

test('a spot run that was told before it delivered anything costs nothing', async () => {
  await using fixture = await createFixture({
    ...spotSeller(1, 0),
    latency: { slots: 1, queuedMax: 1, firstTokenMs: 100_000 },
  })
  const spot = await startSpot(fixture)
  await running(fixture, 1)
  const buyer = fixture.buyer(10_000n)
  const wire = buyer.openRun(await buyer.lease(1_000n), chatRequest())
  expect((await spot.run).error).toMatchObject({ code: 'RUN_PREEMPTED', retryable: true })
  expect(await wire.next()).toMatchObject({ type: 'accepted' })
  wire.send({ type: 'cancel' })
})

async function startSpot(fixture: Fixture, bid?: bigint) {
  const buyer = fixture.buyer(100_000n)
  const terms = { offerTerms: spotTerms, ...(bid === undefined ? {} : { bid: price(bid) }) }
  const lease = await buyer.lease(10_000n, 1, terms)
  return { lease, run: buyer.run(lease, story()) }
}

async function startPosted(fixture: Fixture) {
  const buyer = fixture.buyer(100_000n)
  const lease = await buyer.lease(10_000n)
  return { run: buyer.run(lease, story()) }
}

/** Asks for all there is. */
function story() {
  return chatRequest('four tokens here', { maxTokens: 1_000 })
}

async function running(fixture: Fixture, runs: number): Promise<void> {
  await expect.poll(() => fixture.node.status().load.running).toBe(runs)
}
