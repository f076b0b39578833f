/** Nothing counts before it is on disk. */
import { expect, test } from 'vitest'
import type { NodeStore } from '../src/index.ts'
import { createFixture } from './parts/fixture.ts'
import { chatRequest } from './parts/test-model.ts'

test('a voucher is not acknowledged and unlocks no work before it is on disk', async () => {
  const gate = gatedStore('saveChannel')
  await using fixture = await createFixture({
    wrapStore: gate.wrap,
    creditTokens: 10,
    latency: { tokens: 20, text: 'word '.repeat(20) },
    node: { limits: { voucherWaitMsMax: 60_000 } },
  })
  const buyer = fixture.buyer(1_000n)
  const lease = await buyer.lease(500n)
  const wire = buyer.openRun(lease, chatRequest())
  for (let i = 0; i < 7; i++) await wire.next()
  gate.shut()
  let acknowledged = false
  const paid = buyer.pay(100n).then((answer) => {
    acknowledged = true
    return answer
  })
  let delivered = false
  const next = wire.next().then((frame) => {
    delivered = true
    return frame
  })
  await turns()
  expect({ acknowledged, delivered }).toEqual({ acknowledged: false, delivered: false })
  expect(fixture.node.status().earned).toMatchObject({ owed: 10n, paid: 0n, redeemable: 0n })
  gate.open()
  expect(await paid).toMatchObject({ type: 'paid', amount: 100n })
  expect(await next).toMatchObject({ type: 'chunk' })
})

test('a receipt is on disk before its end frame is sent', async () => {
  const gate = gatedStore('saveReceipt')
  await using fixture = await createFixture({ wrapStore: gate.wrap, creditTokens: 100 })
  const buyer = fixture.buyer(1_000n)
  const lease = await buyer.lease(500n)
  gate.shut()
  const wire = buyer.openRun(lease, chatRequest())
  for (let i = 0; i < 11; i++) await wire.next()
  let ended = false
  const end = wire.next().then((frame) => {
    ended = true
    return frame
  })
  await turns()
  expect(ended).toBe(false)
  gate.open()
  expect(await end).toMatchObject({ type: 'end' })
})

test('a lease is on disk before it is granted', async () => {
  const gate = gatedStore('saveLease')
  await using fixture = await createFixture({ wrapStore: gate.wrap })
  const buyer = fixture.buyer(1_000n)
  gate.shut()
  let granted = false
  const lease = buyer.lease(500n).then(() => {
    granted = true
  })
  await turns()
  expect(granted).toBe(false)
  gate.open()
  await lease
})

test('when the disk fails, nothing more is acknowledged, no work is taken, and the peer learns no detail', async () => {
  let failing = false
  const wrapStore = (store: NodeStore): NodeStore => ({
    ...store,
    get isGood() {
      return store.isGood
    },
    // An address that is no text violates the table: the whole transaction fails.
    saveChannel: (row, options) => store.saveChannel(failing ? { ...row, payer: undefined as never } : row, options),
  })
  await using fixture = await createFixture({ wrapStore })
  const buyer = fixture.buyer(1_000n)
  const lease = await buyer.lease(500n)
  await buyer.pay(10n)
  failing = true
  expect(await buyer.pay(20n)).toMatchObject({ type: 'error', code: 'INTERNAL', message: 'The node failed on this.' })
  expect((await buyer.run(lease, chatRequest(), { pays: false })).error?.code).toBe('NODE_CLOSING')
  expect(fixture.node.status().earned.paid).toBe(10n)
  expect(fixture.logs).toContainEqual(expect.objectContaining({ level: 'error', event: 'stream-failed' }))
})

/** Returns a store whose saves of one kind reach the disk and report back only while the gate is open. */
function gatedStore(save: 'saveChannel' | 'saveLease' | 'saveReceipt') {
  let waiting: (() => void)[] | undefined
  return {
    wrap: (store: NodeStore): NodeStore => ({
      ...store,
      get isGood() {
        return store.isGood
      },
      async [save](row: never) {
        await new Promise<void>((resolve) => (waiting === undefined ? resolve() : waiting.push(resolve)))
        return store[save](row)
      },
    }),
    shut() {
      waiting = []
    },
    open() {
      const all = waiting ?? []
      waiting = undefined
      for (const resolve of all) resolve()
    },
  }
}

/** Lets everything happen that does not wait for the gate. */
async function turns(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve))
}
