/** A buyer that lost its connection and comes back over another one: what went out on the old one stays within its credit. */
import { charge, finishes, type Receipt } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture } from './parts/fixture.ts'
import { expectFrame } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'

const creditTokens = 16

async function interrupted() {
  const receipts: Receipt[] = []
  const fixture = await createFixture({
    latency: { tokens: 200, text: 'word '.repeat(200), betweenTokensMs: 2 },
    creditTokens,
    node: { limits: { voucherWaitMsMax: 60_000 } },
    wrapStore: (store) =>
      Object.create(store, {
        saveReceipt: {
          value: (row: Parameters<typeof store.saveReceipt>[0]) => {
            receipts.push(row.receipt)
            return store.saveReceipt(row)
          },
        },
      }) as typeof store,
  })
  const buyer = fixture.buyer(100_000n)
  const lease = await buyer.lease(50_000n)
  const lost = buyer.openRun(lease, chatRequest())
  const { inputUnits } = expectFrame(await lost.next(), 'accepted')
  expectFrame(await lost.next(), 'chunk')
  buyer.count.owed = charge(lease.quote, { inputUnits: BigInt(inputUnits), outputUnits: 1n })
  fixture.network.reconnect(buyer.signer.address)
  return { fixture, buyer, lease, receipts }
}

test('who asks for the books over a new connection is told what will not grow any more', async () => {
  const { fixture, buyer, receipts } = await interrupted()
  await using node = fixture
  const { owed } = expectFrame(await buyer.ask({ type: 'channel', channelId: buyer.channelId }), 'channel')
  expect(owed).toBeLessThanOrEqual(buyer.count.owed + BigInt(creditTokens))
  await expect.poll(() => node.node.status().runs).toBe(0)
  expect(node.node.status().earned.owed).toBe(owed)
  expect(receipts).toMatchObject([{ amount: owed, finish: finishes.cancelled }])
})

test('vouchers for the next run do not feed the one that was lost', async () => {
  const { fixture, buyer, lease, receipts } = await interrupted()
  await using node = fixture
  const before = buyer.count.owed
  const next = await buyer.run(lease, chatRequest('go on', { maxTokens: 150 }))
  expect(next.end?.receipt).toMatchObject({ outputUnits: 150n, finish: finishes.length })
  await expect.poll(() => node.node.status().runs).toBe(0)
  // Before the first voucher came, the lost run could use the credit of both.
  const astray = node.node.status().earned.owed - buyer.count.owed
  expect(astray).toBeLessThanOrEqual(2n * BigInt(creditTokens))
  expect(receipts.map(({ amount }) => amount).sort()).toEqual([before + astray, next.end?.receipt.amount].sort())
})

test('runs of the connection that pays go on', async () => {
  await using fixture = await createFixture({ latency: { betweenTokensMs: 5 } })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n)
  const runs = await Promise.all([1, 2, 3].map(() => buyer.run(lease, chatRequest())))
  expect(runs.map(({ end }) => end?.receipt.finish)).toEqual(runs.map(() => finishes.stop))
})
