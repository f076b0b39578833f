/** Slots reserved for a time to come: paid for first, nobody else's then, never sold twice, and still there after a crash. */
import { finishes } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture, type Fixture, type FixtureInit } from '../parts/fixture.ts'
import { expectFrame, type ScriptedBuyer, type ScriptedLease } from '../parts/scripted-buyer.ts'
import { chatRequest } from '../parts/test-model.ts'

const hour = 3_600
const seller: FixtureInit = {
  latency: { slots: 2, queuedMax: 0 },
  listing: { reservationPrice: 60n, noticeSeconds: 1 },
}

test('reserved slots are quoted with a fee, owed with the order, held once it is paid, and used in their time', async () => {
  await using fixture = await createFixture(seller)
  const { buyer, lease } = await reserve(fixture)
  // One of two slots for an hour at 60, half the calendar: 60 and a half of it.
  expect(lease.quote).toMatchObject({ slots: 1, fee: 90n, startsAt: lease.startsAt })
  expect(fixture.node.status()).toMatchObject({ reservations: 1, earned: { owed: 90n, paid: 0n } })
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('RESERVATION_UNPAID')
  await payFee(buyer, 90n)
  expect((await buyer.run(lease, chatRequest())).error).toMatchObject({ code: 'RESERVATION_NOT_DUE', retryable: true })
  fixture.clock.skewMs += hour * 1000
  const { end } = await buyer.run(lease, chatRequest())
  expect(end?.receipt).toMatchObject({ finish: finishes.stop, amount: 14n })
  expect(fixture.node.status().earned).toMatchObject({ owed: 104n, paid: 104n })
  fixture.clock.skewMs += hour * 1000
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('LEASE_EXPIRED')
  await expect.poll(() => fixture.node.status().reservations).toBe(0)
})

test('in its time nobody else gets the slots, and its holder no more than they are', async () => {
  await using fixture = await createFixture({
    ...seller,
    latency: { slots: 2, queuedMax: 0, betweenTokensMs: 20, tokens: 64, text: 'word '.repeat(64) },
    creditTokens: 1_000,
  })
  const { buyer, lease } = await reserve(fixture)
  await payFee(buyer, 90n)
  fixture.clock.skewMs += hour * 1000
  const other = fixture.buyer(10_000n)
  const posted = await other.lease(1_000n)
  const first = other.run(posted, chatRequest())
  await expect.poll(() => fixture.node.status().load.running).toBe(1)
  expect((await other.run(posted, chatRequest())).error?.code).toBe('NODE_BUSY')
  const mine = buyer.run(lease, chatRequest())
  await expect.poll(() => fixture.node.status().load.running).toBe(2)
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('NODE_BUSY')
  expect((await mine).end?.receipt.finish).toBe(finishes.stop)
  expect((await first).end?.receipt.finish).toBe(finishes.stop)
})

test('posted work that still sits on the slots when their time comes is told, and ended', async () => {
  await using fixture = await createFixture({
    ...seller,
    latency: { slots: 1, queuedMax: 0, betweenTokensMs: 50, tokens: 600, text: 'word '.repeat(600) },
    creditTokens: 1_000,
  })
  const { buyer, lease } = await reserve(fixture)
  await payFee(buyer, 120n)
  fixture.clock.skewMs += (hour - 10) * 1000
  const other = fixture.buyer(10_000n)
  const run = other.run(await other.lease(1_000n), chatRequest('four tokens here', { maxTokens: 600 }))
  await expect.poll(() => fixture.node.status().load.running).toBe(1)
  fixture.clock.skewMs += 9_500
  const { end, notices } = await run
  expect(notices).toMatchObject([{ reason: 'withdrawn' }])
  // The notice is a second; what the frame says of it is what is left when it is written.
  expect(notices[0]?.endsInMs).toBeLessThanOrEqual(1_000)
  expect(end?.receipt.finish).toBe(finishes.preempted)
  await expect
    .poll(async () => (await buyer.run(lease, chatRequest('x', { maxTokens: 1 }))).end?.receipt.finish)
    .toBe(1)
})

test('however many ask together, no more slots are promised than there are', async () => {
  await using fixture = await createFixture(seller)
  const buyers = Array.from({ length: 12 }, () => fixture.buyer(10_000n))
  const answers = await Promise.all(buyers.map((buyer) => buyer.askQuote(100n, { reservation: spanOf(fixture, 1) })))
  expect(answers.filter(({ type }) => type === 'quoted')).toHaveLength(2)
  const refused = answers.filter((answer) => answer.type === 'error')
  expect(refused).toHaveLength(10)
  for (const answer of refused) expect(answer).toMatchObject({ code: 'RESERVATION_REFUSED' })
  // A quote nobody orders on lets go.
  fixture.clock.skewMs += 61_000
  expect(await fixture.buyer(10_000n).askQuote(100n, { reservation: spanOf(fixture, 2) })).toMatchObject({
    type: 'quoted',
  })
})

test('a soft hold keeps nobody from working', async () => {
  await using fixture = await createFixture(seller)
  const asker = fixture.buyer(10_000n)
  const soon = { slots: 2, startsAt: nowOf(fixture) + 1n, endsAt: nowOf(fixture) + 3_600n }
  expect(await asker.askQuote(100n, { reservation: soon })).toMatchObject({ type: 'quoted' })
  const other = fixture.buyer(10_000n)
  expect((await other.run(await other.lease(100n), chatRequest())).error).toBeUndefined()
})

test('slots that are ordered and not paid for keep nobody from working either', async () => {
  await using fixture = await createFixture(seller)
  const asker = fixture.buyer(10_000n)
  const startsAt = nowOf(fixture) + 1n
  const reservation = { slots: 2, startsAt, endsAt: startsAt + BigInt(hour) }
  const { quote } = await asker.quote(1_000n, 1, { reservation })
  expectFrame(await asker.sendOrder(asker.orderFor(quote, { expiresAt: reservation.endsAt })), 'leased')
  const other = fixture.buyer(10_000n)
  expect((await other.run(await other.lease(100n), chatRequest())).error).toBeUndefined()
  // Neither does one that a restart brings back.
  await fixture.restart()
  expect(fixture.node.status().reservations).toBe(1)
  const third = fixture.buyer(10_000n)
  expect((await third.run(await third.lease(100n), chatRequest())).error).toBeUndefined()
  await payFee(asker, quote.fee)
  const late = fixture.buyer(10_000n)
  const lease = await late.lease(100n)
  await expect.poll(async () => (await late.run(lease, chatRequest())).error?.code).toBe('NODE_BUSY')
})

test('a fee that was taken back is not owed after a restart', async () => {
  await using fixture = await createFixture({ ...seller, node: { limits: { feeWaitMsMax: 100 } } })
  await reserve(fixture, 2)
  await expect.poll(() => fixture.node.status().reservations).toBe(0)
  await fixture.restart()
  expect(fixture.node.status().earned).toMatchObject({ owed: 0n, paid: 0n })
})

test('a fee that is not paid in time is taken back, and the slots are free', async () => {
  await using fixture = await createFixture({ ...seller, node: { limits: { feeWaitMsMax: 100 } } })
  const { buyer, lease } = await reserve(fixture, 2)
  await expect.poll(() => fixture.node.status().reservations).toBe(0)
  expect(fixture.node.status().earned).toMatchObject({ owed: 0n, paid: 0n })
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('LEASE_CLOSED')
  expect(await fixture.buyer(10_000n).askQuote(100n, { reservation: spanOf(fixture, 2) })).toMatchObject({
    type: 'quoted',
  })
})

test('cancelling before the start frees the slots and keeps the fee; after it, or by a stranger, it is refused', async () => {
  await using fixture = await createFixture(seller)
  const { buyer, lease } = await reserve(fixture, 2)
  const { leaseId } = lease
  await payFee(buyer, 240n)
  expect(await fixture.buyer(10_000n).ask({ type: 'release', leaseId })).toMatchObject({ code: 'LEASE_UNKNOWN' })
  expect(await buyer.ask({ type: 'release', leaseId })).toEqual({ type: 'released', leaseId })
  expect(await buyer.ask({ type: 'release', leaseId })).toMatchObject({ code: 'RESERVATION_UNKNOWN' })
  expect(fixture.node.status()).toMatchObject({ reservations: 0, earned: { owed: 240n, paid: 240n } })
  const again = await reserve(fixture, 2)
  await payFee(again.buyer, 240n)
  fixture.clock.skewMs += hour * 1000
  expect(await again.buyer.ask({ type: 'release', leaseId: again.lease.leaseId })).toMatchObject({
    code: 'RESERVATION_STARTED',
  })
  const plain = await buyer.lease(100n)
  expect(await buyer.ask({ type: 'release', leaseId: plain.leaseId })).toMatchObject({ code: 'RESERVATION_UNKNOWN' })
})

test('a reservation outlives a restart, paid or about to be', async () => {
  await using fixture = await createFixture(seller)
  const paid = await reserve(fixture)
  await payFee(paid.buyer, 90n)
  const unpaid = await reserve(fixture)
  await fixture.restart()
  expect(fixture.node.status()).toMatchObject({ reservations: 2, earned: { owed: 90n + unpaid.lease.quote.fee } })
  const full = await fixture.buyer(10_000n).askQuote(100n, { reservation: spanOf(fixture, 1) })
  expect(full).toMatchObject({ code: 'RESERVATION_REFUSED', message: expect.stringContaining('They are from') })
  await payFee(unpaid.buyer, unpaid.lease.quote.fee)
  fixture.clock.skewMs += hour * 1000
  for (const { buyer, lease } of [paid, unpaid]) {
    expect((await buyer.run(lease, chatRequest())).end?.receipt.finish).toBe(finishes.stop)
  }
})

test('a deposit that does not cover the fee opens no lease and leaves nothing behind', async () => {
  await using fixture = await createFixture(seller)
  const buyer = fixture.buyer(50n)
  const { quote } = await buyer.quote(40n, 1, { reservation: spanOf(fixture, 1) })
  const order = buyer.orderFor(quote, { expiresAt: quote.startsAt + 60n })
  expect(await buyer.sendOrder(order)).toMatchObject({ code: 'CHANNEL_EXHAUSTED' })
  expect(fixture.node.status()).toMatchObject({ leases: 0, reservations: 0, earned: { owed: 0n } })
  fixture.chain.topUp(buyer.payer, 1_000n)
  expect(await buyer.sendOrder(order)).toMatchObject({ type: 'leased' })
})

test.each([
  ['that is over', { startsAt: -7_200n, endsAt: -3_600n }],
  ['that began', { startsAt: -1n, endsAt: 3_600n }],
  ['that ends before it begins', { startsAt: 7_200n, endsAt: 3_600n }],
  ['of no length', { startsAt: 3_600n, endsAt: 3_600n }],
  ['beyond the horizon', { startsAt: 3_600n, endsAt: 10_000_000n }],
  ['of more slots than there are', { startsAt: 3_600n, endsAt: 7_200n, slots: 3 }],
])(
  'a reservation %s is refused',
  async (_name, { startsAt, endsAt, slots = 1 }: { startsAt: bigint; endsAt: bigint; slots?: number }) => {
    await using fixture = await createFixture(seller)
    const now = nowOf(fixture)
    const reservation = { slots, startsAt: now + startsAt, endsAt: now + endsAt }
    const answer = await fixture.buyer(10_000n).askQuote(100n, { reservation })
    expect(answer).toMatchObject({ type: 'error', code: 'RESERVATION_REFUSED' })
    expect(fixture.node.status().quotesReserved).toBe(0)
  },
)

test('an order may not outlast what its quote holds', async () => {
  await using fixture = await createFixture(seller)
  const buyer = fixture.buyer(10_000n)
  const span = spanOf(fixture, 1)
  const { quote } = await buyer.quote(100n, 1, { reservation: span })
  for (const expiresAt of [span.endsAt + 1n, span.startsAt]) {
    const order = buyer.orderFor(quote, { expiresAt })
    expect(await buyer.sendOrder(order)).toMatchObject({ code: 'ORDER_EXPIRY_INVALID' })
  }
})

async function reserve(fixture: Fixture, slots = 1) {
  const buyer = fixture.buyer(10_000n)
  const reservation = spanOf(fixture, slots)
  const { quote } = await buyer.quote(1_000n, 1, { reservation })
  const order = buyer.orderFor(quote, { expiresAt: reservation.endsAt })
  const { leaseId } = expectFrame(await buyer.sendOrder(order), 'leased')
  const lease: ScriptedLease & { readonly startsAt: bigint } = { leaseId, quote, order, startsAt: reservation.startsAt }
  return { buyer, lease }
}

async function payFee(buyer: ScriptedBuyer, fee: bigint): Promise<void> {
  buyer.count.owed += fee
  expect(await buyer.pay(buyer.count.owed)).toMatchObject({ type: 'paid' })
}

/** Returns an hour, an hour from now. */
function spanOf(fixture: Fixture, slots: number) {
  const startsAt = nowOf(fixture) + BigInt(hour)
  return { slots, startsAt, endsAt: startsAt + BigInt(hour) }
}

function nowOf(fixture: Fixture): bigint {
  return BigInt(Math.floor(fixture.now() / 1000))
}
