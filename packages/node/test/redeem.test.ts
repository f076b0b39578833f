/** When and how vouchers become money, with an Escrow in memory. */
import { expect, test } from 'vitest'
import { createFixture, type Fixture } from './parts/fixture.ts'
import type { ScriptedBuyer } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

const ticking = { redeemTickMs: 5, redeemBackoffMs: 5, watchPollMs: 5 }

test('a channel is redeemed once it holds the least amount, and not before', async () => {
  await using fixture = await createFixture({ node: { redeem: policy({ amountMin: 100n }), limits: ticking } })
  const buyer = await payer(fixture)
  await buyer.pay(99n)
  await ticks(fixture)
  expect(fixture.chain.redemptions).toEqual([])
  await buyer.pay(100n)
  await until(() => fixture.chain.paidOut.total === 100n)
  await ticks(fixture)
  expect(fixture.chain.redemptions).toHaveLength(1)
})

test('a voucher that is old enough is redeemed whatever its amount', async () => {
  await using fixture = await createFixture({ node: { redeem: policy({ ageMsMax: 60_000 }), limits: ticking } })
  const buyer = await payer(fixture)
  await buyer.pay(1n)
  await ticks(fixture)
  expect(fixture.chain.paidOut.total).toBe(0n)
  fixture.clock.skewMs += 60_000
  await until(() => fixture.chain.paidOut.total === 1n)
  // Age counts from the first voucher after that.
  await buyer.pay(2n)
  await ticks(fixture)
  expect(fixture.chain.paidOut.total).toBe(1n)
  fixture.clock.skewMs += 60_000
  await until(() => fixture.chain.paidOut.total === 2n)
})

test('the age of a voucher counts also when the chain was looked at while it went to disk', async () => {
  let look: (() => Promise<unknown>) | undefined
  await using fixture = await createFixture({
    node: { redeem: policy({ ageMsMax: 60_000 }), limits: { ...ticking, channelViewMsMax: 30_000 } },
    wrapStore: (store) => ({
      ...store,
      isGood: true,
      async saveChannel(...args: Parameters<typeof store.saveChannel>) {
        await store.saveChannel(...args)
        const lookNow = look
        look = undefined
        await lookNow?.()
      },
    }),
  })
  const buyer = await payer(fixture)
  await buyer.pay(1n)
  fixture.clock.skewMs += 60_000
  await until(() => fixture.chain.paidOut.total === 1n)
  await ticks(fixture)
  fixture.clock.skewMs += 40_000
  look = () => buyer.ask({ type: 'channel', channelId: buyer.channelId })
  await buyer.pay(2n)
  fixture.clock.skewMs += 61_000
  await until(() => fixture.chain.paidOut.total === 2n)
})

test('when a payer starts to leave, the voucher is redeemed at once and no new work is taken', async () => {
  const limits = { ...ticking, redeemTickMs: 1_000_000 }
  await using fixture = await createFixture({ node: { redeem: policy({}), limits } })
  const buyer = await payer(fixture)
  const lease = await buyer.lease(100n)
  await buyer.pay(7n)
  fixture.chain.startClose(buyer.payer, BigInt(Math.floor(fixture.now() / 1000) + 3_600))
  await until(() => fixture.chain.paidOut.total === 7n)
  expect((await buyer.run(lease, chatRequest())).error?.code).toBe('CHANNEL_CLOSING')
})

test('a payer that starts to leave while the node is down is noticed after the restart', async () => {
  await using fixture = await createFixture({ node: { redeem: policy({}), limits: ticking } })
  const buyer = await payer(fixture)
  await buyer.pay(7n)
  await fixture.node.close()
  fixture.chain.startClose(buyer.payer, BigInt(Math.floor(fixture.now() / 1000) + 3_600))
  await fixture.restart()
  await until(() => fixture.chain.paidOut.total === 7n)
})

test('many channels go in bounded batches, the largest first, and nothing is sent twice', async () => {
  await using fixture = await createFixture({ node: { limits: { redemptionsPerBatchMax: 3 } } })
  const buyers = await Promise.all(Array.from({ length: 7 }, () => payer(fixture)))
  await Promise.all(buyers.map((buyer, index) => buyer.pay(BigInt(10 + index))))
  const signal = AbortSignal.timeout(5_000)
  const outcomes = await fixture.node.redeemNow({ signal })
  expect(outcomes.map(({ paid }) => paid)).toEqual([16n + 15n + 14n, 13n + 12n + 11n, 10n])
  expect(await fixture.node.redeemNow({ signal })).toEqual([])
  expect(fixture.chain.paidOut.total).toBe(91n)
  expect(fixture.node.status()).toMatchObject({ settled: 91n, earned: { redeemed: 91n, redeemable: 0n } })
  expect(fixture.node.status().settlements.map(({ paid }) => paid)).toEqual([10n, 36n, 45n])
})

test('what somebody else redeemed is seen and not sent again', async () => {
  await using fixture = await createFixture()
  const buyer = await payer(fixture)
  await buyer.pay(50n)
  const { signature } = buyer.voucherFrame(50n)
  const { writer, operator, token } = fixture.chain
  const signal = AbortSignal.timeout(5_000)
  await writer.redeem(operator, token, [{ payer: buyer.payer, amount: 50n, signature }], { signal })
  expect(await fixture.node.redeemNow({ signal })).toEqual([])
  expect(fixture.node.status().earned).toMatchObject({ paid: 50n, redeemed: 50n, redeemable: 0n })
})

test('a chain that does not answer delays redemption and loses nothing', async () => {
  await using fixture = await createFixture({ node: { redeem: policy({ amountMin: 1n }), limits: ticking } })
  const buyer = await payer(fixture)
  fixture.chain.outage = true
  await buyer.pay(5n)
  await until(() => fixture.logs.filter(({ event }) => event === 'redeem-failed').length >= 3)
  expect(fixture.chain.paidOut.total).toBe(0n)
  fixture.chain.outage = false
  await until(() => fixture.chain.paidOut.total === 5n)
})

test('what costs more than it brings waits, but not when the channel is about to close', async () => {
  const redeem = { ...policy({ amountMin: 1n }), costOf: (channels: number) => BigInt(channels) * 10n }
  await using fixture = await createFixture({ node: { redeem, limits: ticking } })
  const buyer = await payer(fixture)
  await buyer.pay(10n)
  await ticks(fixture)
  expect(fixture.chain.redemptions).toEqual([])
  fixture.chain.startClose(buyer.payer, BigInt(Math.floor(fixture.now() / 1000) + 60))
  await until(() => fixture.chain.paidOut.total === 10n)
})

test('a channel closed before its voucher was redeemed does not stop the others', async () => {
  await using fixture = await createFixture()
  const [gone, here] = [await payer(fixture), await payer(fixture)]
  await Promise.all([gone.pay(40n), here.pay(30n)])
  fixture.chain.finishClose(gone.payer)
  await fixture.node.redeemNow({ signal: AbortSignal.timeout(5_000) })
  expect(fixture.chain.paidOut.total).toBe(30n)
})

test('payers whose channels cannot be read do not stop the others, nor their own vouchers', async () => {
  await using fixture = await createFixture({ node: { redeem: policy({ amountMin: 1n }), limits: ticking } })
  const [unreadable, here] = [await payer(fixture), await payer(fixture)]
  answerReads(fixture, ({ payer: asked, read }) =>
    asked === unreadable.payer ? Promise.reject(new TypeError('No answer.')) : read(),
  )
  await Promise.all([unreadable.pay(40n), here.pay(30n)])
  await until(() => fixture.chain.paidOut.total === 70n)
})

test('strangers who keep the node reading cannot keep it from redeeming', async () => {
  const limits = { channelReadsMax: 2 }
  await using fixture = await createFixture({ node: { redeem: policy({ amountMin: 1n }), limits } })
  const buyer = await payer(fixture)
  await buyer.pay(40n)
  const stuck: string[] = []
  answerReads(fixture, ({ payer: asked, read }) => {
    if (asked === buyer.payer) return read()
    stuck.push(asked)
    return new Promise(() => undefined)
  })
  for (let i = 0; i < 2; i++) void fixture.buyer(0n).lease(100n).catch(ignored)
  await until(() => stuck.length === 2)
  await expect(fixture.buyer(0n).lease(100n)).rejects.toThrow('NODE_BUSY')
  await fixture.node.redeemNow({ signal: AbortSignal.timeout(5_000) })
  expect(fixture.chain.paidOut.total).toBe(40n)
})

test('every channel with a voucher is looked at in turn, however many there are', async () => {
  const limits = { ...ticking, viewsPerTickMax: 1, channelViewMsMax: 1 }
  await using fixture = await createFixture({ node: { redeem: policy({}), limits } })
  const [first, second, last] = [await payer(fixture), await payer(fixture), await payer(fixture)]
  await Promise.all([first, second, last].map((buyer) => buyer.pay(7n)))
  fixture.chain.silence = true
  fixture.chain.startClose(last.payer, BigInt(Math.floor(fixture.now() / 1000) + 3_600))
  await until(() => fixture.chain.paidOut.total === 7n)
})

test.each([
  ['a fork takes the closing back', 1n],
  ['a stale endpoint does not know it yet', 0n],
])('a channel that is gone and comes back, because %s, is still redeemed', async (_why, epoch) => {
  const limits = { ...ticking, channelViewMsMax: 1 }
  await using fixture = await createFixture({ node: { redeem: policy({}), limits } })
  const buyer = await payer(fixture)
  await buyer.pay(40n)
  let gone = 0
  const nothing = { ...fixture.chain.channelOf(fixture.buyer(0n).payer), epoch }
  answerReads(fixture, ({ read }) => (gone++ < 3 ? Promise.resolve(nothing) : read()))
  await until(() => gone > 3)
  await until(() => fixture.node.status().earned.redeemable === 40n)
  await fixture.node.redeemNow({ signal: AbortSignal.timeout(5_000) })
  expect(fixture.chain.paidOut.total).toBe(40n)
})

test('an operator is told when several nodes share its channels: their books do not know of one another', async () => {
  await using fixture = await createFixture()
  const warned = () => fixture.logs.some(({ event }) => event === 'operator-shared')
  expect(warned()).toBe(false)
  fixture.chain.nodes.count = 2
  await fixture.restart()
  expect(warned()).toBe(true)
})

test('without a writer nothing is redeemed, and vouchers stay on file', async () => {
  await using fixture = await createFixture({ withoutWriter: true })
  const buyer = await payer(fixture)
  await buyer.pay(40n)
  expect(await fixture.node.redeemNow({ signal: AbortSignal.timeout(5_000) })).toEqual([])
  expect(fixture.node.status().earned.redeemable).toBe(40n)
})

function policy(change: { amountMin?: bigint; ageMsMax?: number }) {
  return { amountMin: 1_000_000n, ageMsMax: 10 ** 12, beforeCloseSeconds: 600, ...change }
}

/** Returns a buyer whose channel the node knows. */
async function payer(fixture: Fixture): Promise<ScriptedBuyer> {
  const buyer = fixture.buyer(10_000n)
  await buyer.lease(100n)
  return buyer
}

type Read = ReturnType<Fixture['chain']['writer']['channel']>

/** Has reads of channels answered by the test. */
function answerReads({ chain }: Fixture, answer: (asked: { payer: string; read: () => Read }) => Read): void {
  const { channel } = chain.writer
  Object.assign(chain.writer, {
    channel: (...args: Parameters<typeof channel>) => answer({ payer: args[0], read: () => channel(...args) }),
  })
}

const ignored = () => undefined

/** Lets the redeemer look a few times. */
async function ticks(_fixture: Fixture): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
