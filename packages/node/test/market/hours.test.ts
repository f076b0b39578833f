/** Spare hours are sold, and only those: in its windows, and until it withdraws. */
import { finishes } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture, type Fixture, type FixtureInit } from '../parts/fixture.ts'
import { chatRequest } from '../parts/test-model.ts'

const long = { betweenTokensMs: 20, tokens: 500, text: 'word '.repeat(500) }
const story = () => chatRequest('four tokens here', { maxTokens: 1_000 })

test('outside its windows a node offers nothing and takes nothing; inside it does', async () => {
  await using fixture = await openBetween(60, 180)
  const buyer = fixture.buyer(10_000n)
  const [closed] = await buyer.offers()
  expect(closed?.offer).toMatchObject({
    slots: 0,
    availableFrom: minute(fixture, 60),
    availableUntil: minute(fixture, 180),
  })
  expect(await buyer.askQuote(100n)).toMatchObject({
    ...{ type: 'error', code: 'OFFER_WITHDRAWN', retryable: true },
    message: expect.stringContaining(String(minute(fixture, 60))),
  })
  fixture.clock.skewMs += 61 * 60_000
  await expect.poll(async () => (await buyer.offers())[0]?.offer.slots).toBeGreaterThan(0)
  const lease = await buyer.lease(1_000n)
  expect((await buyer.run(lease, chatRequest())).end?.receipt.finish).toBe(finishes.stop)
  fixture.clock.skewMs += 30 * 60_000
  const late = await buyer.quote(100n)
  fixture.clock.skewMs += 89 * 60_000 + 50_000
  expect(await buyer.sendOrder(buyer.orderFor(late.quote))).toMatchObject({ type: 'error' })
  expect((await buyer.run(lease, chatRequest())).error?.code).toMatch(/OFFER_WITHDRAWN|LEASE_EXPIRED/)
})

test('a run is told before the window closes, and ended with a receipt when it does', async () => {
  await using fixture = await openBetween(-60, 60, { latency: long, creditTokens: 4_000 })
  const buyer = fixture.buyer(10_000n)
  const run = buyer.run(await buyer.lease(5_000n), story())
  await expect.poll(() => fixture.node.status().runs).toBe(1)
  fixture.clock.skewMs += leftMs(fixture, 60) - 1_500
  const { end, notices } = await run
  expect(notices).toMatchObject([{ reason: 'withdrawn' }])
  expect(notices[0]?.endsInMs).toBeLessThanOrEqual(2_000)
  expect(end?.receipt.finish).toBe(finishes.preempted)
  expect(fixture.now()).toBeGreaterThanOrEqual(Number(minute(fixture, 60)) * 1000)
})

test('a reservation must lie within the windows, and may be made while the node is closed', async () => {
  await using fixture = await openBetween(60, 180, { listing: { reservationPrice: 1n } })
  const buyer = fixture.buyer(10_000n)
  const ask = (from: number, to: number) =>
    buyer.askQuote(100n, { reservation: { slots: 1, startsAt: minute(fixture, from), endsAt: minute(fixture, to) } })
  expect(await ask(90, 180)).toMatchObject({ type: 'quoted' })
  expect(await ask(90, 181)).toMatchObject({ code: 'RESERVATION_REFUSED' })
  expect(await ask(200, 240)).toMatchObject({ code: 'RESERVATION_REFUSED' })
})

test('a node that withdraws says so, refuses what is new, warns what runs and ends it when the notice is over', async () => {
  const told: number[] = []
  await using fixture = await createFixture({
    latency: long,
    creditTokens: 4_000,
    components: { announce: (offers) => told.push(...offers.map(({ offer }) => offer.slots)) },
  })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(5_000n)
  const run = buyer.run(lease, story())
  await expect.poll(() => fixture.node.status().earned.owed).toBeGreaterThan(6n)
  const withdrawn = fixture.node.withdraw({ noticeSeconds: 1 })
  expect(told.slice(-2)).toEqual([0, 0])
  expect((await buyer.offers()).every(({ offer }) => offer.slots === 0)).toBe(true)
  expect(await buyer.askQuote(100n)).toMatchObject({ code: 'NODE_CLOSING' })
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('NODE_CLOSING')
  const { end, notices, chunks } = await run
  expect(notices).toMatchObject([{ reason: 'withdrawn' }])
  expect(notices[0]?.endsInMs).toBeLessThanOrEqual(1_000)
  expect(end?.receipt).toMatchObject({ finish: finishes.preempted, outputUnits: BigInt(chunks.length) })
  await withdrawn
  // What was delivered can still be paid for.
  expect(await buyer.pay(end?.receipt.amount ?? 0n)).toMatchObject({ type: 'paid' })
})

test('a run that ends within the notice of a withdrawal is whole', async () => {
  await using fixture = await createFixture({ latency: { betweenTokensMs: 20 } })
  const buyer = fixture.buyer(10_000n)
  const run = buyer.run(await buyer.lease(1_000n), chatRequest())
  await expect.poll(() => fixture.node.status().runs).toBe(1)
  await fixture.node.withdraw({ noticeSeconds: 30 })
  expect((await run).end?.receipt.finish).toBe(finishes.stop)
})

const startedAt = Symbol('start')

/** Returns a node that is open, today, from so many minutes from now until so many minutes from now. */
async function openBetween(
  from: number,
  until: number,
  init: FixtureInit = {},
): Promise<Fixture & { [startedAt]: number }> {
  const base = Math.floor(Date.now() / 60_000) * 60_000
  const clockAt = (minutes: number) => new Date(base + minutes * 60_000).toISOString().slice(11, 16)
  const availability = [{ days: [1, 2, 3, 4, 5, 6, 7], from: clockAt(from), to: clockAt(until), timeZone: 'UTC' }]
  const listing = { noticeSeconds: 2, ...init.listing, availability }
  return Object.assign(await createFixture({ ...init, listing }), { [startedAt]: base })
}

function minute(fixture: Fixture & { readonly [startedAt]?: number }, minutes: number): bigint {
  return BigInt(((fixture[startedAt] ?? 0) + minutes * 60_000) / 1000)
}

function leftMs(fixture: Fixture, minutes: number): number {
  return Number(minute(fixture, minutes)) * 1000 - fixture.now()
}
