/** Batches and audits: computed as a whole, only where they can be paid, and handed over once they are. */
import { batchInputUnits, finishes, responseHash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture, type Fixture } from './parts/fixture.ts'
import { expectFrame } from './parts/scripted-buyer.ts'
import { chatRequest } from './parts/test-model.ts'
import { batchModelRoot, batchRequest, batchWorkload, createBatchStandIn, sellingBatches } from './parts/whole-work.ts'

test('a batch is told with its size, paid, and handed over with a receipt for what it came to', async () => {
  await using fixture = await createFixture(sellingBatches(createBatchStandIn()))
  const { buyer, lease } = await leased(fixture)
  const request = batchRequest()
  const run = await buyer.run(lease, request)
  expect(run.accepted).toMatchObject({ inputUnits: 2, outputUnits: 6 })
  const response = run.end?.response
  expect(response).toMatchObject({ kind: 'outputs', outputs: request.inputs.map((output) => ({ output })) })
  expect(run.end?.receipt).toMatchObject({
    ...{ inputUnits: 2n, outputUnits: 6n, amount: 8n, finish: finishes.stop, workload: batchWorkload },
    responseHash: response && responseHash(response),
  })
  expect(fixture.node.status().earned).toMatchObject({ owed: 8n })
})

test('a batch that is paid for only after its size is known waits for the voucher', async () => {
  const init = sellingBatches(createBatchStandIn(), { listing: { creditTokens: 1 }, node: {} })
  await using fixture = await createFixture({ ...init, node: { ...init.node, limits: { voucherWaitMsMax: 60_000 } } })
  const { buyer, lease } = await leased(fixture)
  expect((await buyer.run(lease, batchRequest())).end?.receipt.amount).toBe(8n)
})

test('nothing is computed that the lease could not pay, those under way included', async () => {
  const runtime = createBatchStandIn()
  const gate = Promise.withResolvers<void>()
  runtime.gate = gate.promise
  await using fixture = await createFixture(sellingBatches(runtime))
  const { buyer, lease } = await leased(fixture, { amountMax: 15n })
  // Each may come to 8.
  const first = buyer.run(lease, batchRequest())
  const second = await buyer.run(lease, batchRequest())
  expect(second.error?.code).toBe('LEASE_EXHAUSTED')
  expect(runtime.begun.count).toBe(1)
  gate.resolve()
  expect((await first).end?.receipt.amount).toBe(8n)
})

test('nothing is computed that the deposit could not pay, over all leases of the channel, and a top-up is seen', async () => {
  const runtime = createBatchStandIn()
  const gate = Promise.withResolvers<void>()
  runtime.gate = gate.promise
  await using fixture = await createFixture(sellingBatches(runtime))
  const { buyer, lease } = await leased(fixture, { deposit: 15n })
  const other = await buyer.lease(50n, batchWorkload)
  const first = buyer.run(lease, batchRequest())
  expect((await buyer.run(other, batchRequest())).error?.code).toBe('CHANNEL_EXHAUSTED')
  expect(runtime.begun.count).toBe(1)
  fixture.chain.silence = true
  fixture.chain.topUp(buyer.payer, 10n)
  gate.resolve()
  expect((await buyer.run(other, batchRequest())).end?.receipt.amount).toBe(8n)
  expect((await first).end?.receipt.amount).toBe(8n)
})

test('a payer whose batch was computed for nothing pays for the most that the next can come to before it is begun', async () => {
  const runtime = createBatchStandIn()
  const init = sellingBatches(runtime, { listing: { creditTokens: 1 } })
  await using fixture = await createFixture({ ...init, node: { ...init.node, limits: { voucherWaitMsMax: 10 } } })
  const { buyer, lease } = await leased(fixture)
  const unpaid = { pays: false }
  expect((await buyer.run(lease, batchRequest(), unpaid)).error?.code).toBe('PAYMENT_REQUIRED')
  for (let i = 0; i < 5; i++) {
    expect((await buyer.run(lease, batchRequest(), unpaid)).error?.code).toBe('PAYMENT_REQUIRED')
  }
  expect(runtime.begun.count).toBe(1)
  expect(fixture.node.status().earned.owed).toBe(0n)
  // 8 for what was done for nothing, and 8 for the next, less one of credit: whatever less is paid changes nothing.
  await buyer.pay(14n)
  expect((await buyer.run(lease, batchRequest(), unpaid)).error?.code).toBe('PAYMENT_REQUIRED')
  expect(runtime.begun.count).toBe(1)
  await buyer.pay(15n)
  expect((await buyer.run(lease, batchRequest(), unpaid)).end?.receipt.amount).toBe(8n)
})

test('a slot cannot be had for nothing by cancelling late; a program that is refused at once may be corrected', async () => {
  const runtime = createBatchStandIn()
  await using fixture = await createFixture(sellingBatches(runtime, { listing: { creditTokens: 8 } }))
  const { buyer, lease } = await leased(fixture)
  const cancel = async (ageMs: number) => {
    runtime.gate = Promise.withResolvers<void>().promise
    const begun = runtime.begun.count
    const wire = buyer.openRun(lease, batchRequest())
    await until(() => runtime.begun.count > begun)
    fixture.clock.skewMs += ageMs
    wire.send({ type: 'cancel' })
    expect(expectFrame(await wire.next(), 'error').code).toBe('RUN_CANCELLED')
    runtime.gate = Promise.resolve()
    return buyer.run(lease, batchRequest(), { pays: false })
  }
  expect((await cancel(0)).end?.receipt.amount).toBe(8n)
  await buyer.pay(8n)
  expect((await cancel(3_000)).error?.code).toBe('PAYMENT_REQUIRED')
})

test('a cancelled batch is neither finished nor charged', async () => {
  const runtime = createBatchStandIn()
  runtime.gate = Promise.withResolvers<void>().promise
  await using fixture = await createFixture(sellingBatches(runtime))
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  await until(() => runtime.begun.count === 1)
  wire.send({ type: 'cancel' })
  expect(expectFrame(await wire.next(), 'error').code).toBe('RUN_CANCELLED')
  await until(() => fixture.node.status().runs === 0)
  expect(fixture.node.status().earned.owed).toBe(0n)
})

test('a machine that fails is a typed error, never a result and never charged', async () => {
  const runtime = createBatchStandIn()
  runtime.gate = Promise.reject(new Error('the host ran out of memory'))
  runtime.gate.catch(() => undefined)
  await using fixture = await createFixture(sellingBatches(runtime))
  const { buyer, lease } = await leased(fixture)
  const run = await buyer.run(lease, batchRequest())
  expect(run.error).toMatchObject({ code: 'INTERNAL', message: 'The node failed on this.' })
  expect(fixture.node.status()).toMatchObject({ receipts: 0, earned: { owed: 0n } })
})

test('a runtime that counts more than the request allows charges nothing', async () => {
  const units = { inputUnits: 2n, outputUnits: 7n }
  await using fixture = await createFixture(sellingBatches(createBatchStandIn('1', { units })))
  const { buyer, lease } = await leased(fixture)
  expect((await buyer.run(lease, batchRequest())).error?.code).toBe('INTERNAL')
  expect(fixture.node.status().earned.owed).toBe(0n)
})

test('a result that no frame holds is refused and not charged', async () => {
  const outputs = [{ status: 'exited' as const, exitCode: 0, gas: '1', output: 'AAAA'.repeat(2 ** 21) }]
  const response = { kind: 'outputs' as const, outputs }
  await using fixture = await createFixture(sellingBatches(createBatchStandIn('1', { response })))
  const { buyer, lease } = await leased(fixture)
  expect((await buyer.run(lease, batchRequest())).error?.code).toBe('REQUEST_TOO_LARGE')
  expect(fixture.node.status().earned.owed).toBe(0n)
})

test('an audit of what is no receipt bundle is refused before anything is computed', async () => {
  const runtime = createBatchStandIn()
  const init = sellingBatches(runtime)
  const listings = (init.node?.listings ?? []).map((listing) => ({ ...listing, workload: 'audit' as const }))
  await using fixture = await createFixture({ ...init, node: { listings } })
  const buyer = fixture.buyer(10_000n)
  const lease = await buyer.lease(1_000n, 5)
  for (const bundle of ['no JSON', '{}', '['.repeat(100_000)]) {
    const request = { kind: 'audit' as const, model: batchModelRoot, nonce: chatRequest().nonce, bundle }
    expect((await buyer.run(lease, request)).error?.code).toBe('PROTOCOL_MALFORMED')
  }
  expect(runtime.begun.count).toBe(0)
})

test('only whole work may come in a frame of full size', async () => {
  const program = Buffer.alloc(2_000_000).toString('base64')
  const request = batchRequest({ program })
  await using fixture = await createFixture(sellingBatches(createBatchStandIn(), { price: 1n }))
  const { buyer, lease } = await leased(fixture)
  expect((await buyer.run(lease, request)).end?.receipt.inputUnits).toBe(BigInt(batchInputUnits(request)))
  const long = chatRequest('x'.repeat(900_000), { stop: ['\u0001'.repeat(256)] })
  const escaped = { ...long, messages: [{ role: 'user' as const, content: '\u0001'.repeat(900_000) }] }
  expect((await buyer.run(lease, escaped)).error?.code).toBe('REQUEST_TOO_LARGE')
})

type Sale = { readonly deposit?: bigint; readonly amountMax?: bigint }

async function leased(fixture: Fixture, { deposit = 10_000n, amountMax = 5_000n }: Sale = {}) {
  const buyer = fixture.buyer(deposit)
  return { buyer, lease: await buyer.lease(amountMax, batchWorkload) }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}
