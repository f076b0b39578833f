/** Results that are sealed before they are told: what is committed, what is charged, and what a buyer that breaks off gets. */
import { batchOutputUnits, policyCode, responseHash, resultSeal, type WorkResponse } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createFixture, type Fixture, type FixtureInit } from './parts/fixture.ts'
import { expectFrame, type ScriptedBuyer, type ScriptedLease } from './parts/scripted-buyer.ts'
import { batchRequest, batchWorkload, createBatchStandIn, sellingBatches } from './parts/whole-work.ts'

const replicas = policyCode({ name: 'replicas', agree: 2, of: 3 })

test('the result is sealed, charged and on disk before it is revealed, and what is revealed opens the seal', async () => {
  await using fixture = await sealing()
  const { buyer, lease } = await leased(fixture)
  const request = batchRequest()
  const wire = buyer.openRun(lease, request, undefined, 7n)
  expect(expectFrame(await wire.next(), 'accepted')).toMatchObject({ inputUnits: 2, outputUnits: 6 })
  const { seal } = expectFrame(await wire.next(), 'sealed')
  const kept = expectFrame(await buyer.ask({ type: 'receipt', leaseId: lease.leaseId, sequence: 7n }), 'receipt')
  expect(kept.receipt).toMatchObject({ evidenceRoot: seal, amount: 8n })
  expect(fixture.node.status()).toMatchObject({ runs: 1, load: { running: 0 }, earned: { owed: 8n } })
  wire.send({ type: 'reveal' })
  const end = expectFrame(await wire.next(), 'end')
  expect({ receipt: end.receipt, signature: end.signature }).toEqual({
    receipt: kept.receipt,
    signature: kept.signature,
  })
  const { response, salt } = end
  if (response?.kind !== 'outputs' || salt === undefined) throw new Error('no sealed outputs')
  expect(response.outputs.map(({ output }) => output)).toEqual(request.inputs)
  expect(batchOutputUnits(response.outputs)).toBe(end.receipt.outputUnits)
  const opened = (told: WorkResponse, change: Partial<Parameters<typeof resultSeal>[0]> = {}) =>
    resultSeal({ ...end.receipt, responseHash: responseHash(told), salt, ...change })
  expect(opened(response)).toBe(seal)
  // No other result opens it, and it is no other node's, lease's or run's.
  const other = { ...response, outputs: response.outputs.map((output) => ({ ...output, gas: '2500001' })) }
  for (const wrong of [
    opened(other),
    opened(response, { node: fixture.chain.operator }),
    opened(response, { sequence: 2n }),
    opened(response, { leaseId: end.receipt.requestHash }),
    opened(response, { salt: end.receipt.beacon }),
  ]) {
    expect(wrong).not.toBe(seal)
  }
})

test('each run is salted anew, so equal results have different seals', async () => {
  await using fixture = await sealing()
  const { buyer, lease } = await leased(fixture)
  const first = await buyer.run(lease, batchRequest())
  const second = await buyer.run(lease, batchRequest())
  expect(first.end?.receipt.responseHash).toBe(second.end?.receipt.responseHash)
  expect(first.end?.salt).not.toBe(second.end?.salt)
  expect(first.sealed?.seal).not.toBe(second.sealed?.seal)
})

test('a reveal before the seal ends the run uncharged', async () => {
  const runtime = createBatchStandIn()
  runtime.gate = Promise.withResolvers<void>().promise
  await using fixture = await sealing({}, runtime)
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  await until(() => runtime.begun.count === 1)
  wire.send({ type: 'reveal' })
  expect(expectFrame(await wire.next(), 'error').code).toBe('FRAME_UNEXPECTED')
  await until(() => fixture.node.status().runs === 0)
  expect(fixture.node.status()).toMatchObject({ receipts: 0, earned: { owed: 0n } })
})

test('a reveal where nothing is sealed is out of place', async () => {
  const runtime = createBatchStandIn()
  runtime.gate = Promise.withResolvers<void>().promise
  await using fixture = await sealing({}, runtime)
  const buyer = fixture.buyer(10_000n)
  const wire = buyer.openRun(await buyer.lease(1_000n, batchWorkload), batchRequest())
  await until(() => runtime.begun.count === 1)
  wire.send({ type: 'reveal' })
  expect(expectFrame(await wire.next(), 'error').code).toBe('FRAME_UNEXPECTED')
})

test('a second reveal gets nothing more and costs nothing more', async () => {
  await using fixture = await sealing()
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  await wire.next()
  await wire.next()
  wire.send({ type: 'reveal' })
  wire.send({ type: 'reveal' })
  expectFrame(await wire.next(), 'end')
  expect(await wire.next()).toBeUndefined()
  expect(fixture.node.status()).toMatchObject({ runs: 0, receipts: 1, earned: { owed: 8n } })
})

test('a buyer that never reveals is charged, told so when the time is over, and can ask for its receipt', async () => {
  await using fixture = await sealing({ revealWaitMsMax: 1_000 })
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  await wire.next()
  await wire.next()
  fixture.clock.skewMs += 1_000
  expect(expectFrame(await wire.next(), 'error').code).toBe('SEAL_NOT_REVEALED')
  await expectCharged(fixture, buyer, lease)
})

test('a buyer that cancels after the seal is charged and gets no result', async () => {
  await using fixture = await sealing()
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  await wire.next()
  await wire.next()
  wire.send({ type: 'cancel' })
  expect(expectFrame(await wire.next(), 'error').code).toBe('SEAL_NOT_REVEALED')
  await expectCharged(fixture, buyer, lease)
})

test('a buyer that vanishes after the seal is charged, and gets the same result when it asks again under its key', async () => {
  const runtime = createBatchStandIn()
  await using fixture = await sealing({}, runtime)
  const { buyer, lease } = await leased(fixture)
  const request = batchRequest()
  const wire = buyer.openRun(lease, request, 'key')
  await wire.next()
  const { seal } = expectFrame(await wire.next(), 'sealed')
  wire.stream.reset()
  await expectCharged(fixture, buyer, lease)
  await fixture.restart()
  const again = await buyer.run(lease, request, { idempotencyKey: 'key' })
  const { response, salt, receipt } = again.end ?? {}
  if (response === undefined || salt === undefined || receipt === undefined) throw new Error('no sealed result')
  expect(resultSeal({ ...receipt, responseHash: responseHash(response), salt })).toBe(seal)
  expect(runtime.begun.count).toBe(1)
  expect(fixture.node.status()).toMatchObject({ receipts: 1, earned: { owed: 8n } })
})

test('a buyer that can reveal nothing any more is not worked for', async () => {
  const runtime = createBatchStandIn()
  runtime.gate = Promise.withResolvers<void>().promise
  await using fixture = await sealing({}, runtime)
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  wire.stream.end()
  expect(expectFrame(await wire.next(), 'error').code).toBe('RUN_CANCELLED')
  expect(fixture.node.status().earned.owed).toBe(0n)
})

test('a node that closes hands over what is sealed and paid for', async () => {
  await using fixture = await sealing({ closeWaitMsMax: 10 })
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  await wire.next()
  await wire.next()
  const closed = fixture.node.close()
  expectFrame(await wire.next(), 'notice')
  expect(expectFrame(await wire.next(), 'end').salt).toBeDefined()
  await closed
})

test('as many sealed results as may wait do, and no more work is sealed beside them', async () => {
  await using fixture = await sealing({ sealedRunsMax: 1 })
  const { buyer, lease } = await leased(fixture)
  const wire = buyer.openRun(lease, batchRequest())
  await wire.next()
  await wire.next()
  expect((await buyer.run(lease, batchRequest())).error?.code).toBe('NODE_BUSY')
  const unsealed = await buyer.lease(1_000n, batchWorkload)
  expect((await buyer.run(unsealed, batchRequest())).end).toBeDefined()
  wire.send({ type: 'reveal' })
  expectFrame(await wire.next(), 'end')
  expect((await buyer.run(lease, batchRequest())).end).toBeDefined()
})

function sealing(limits: NonNullable<FixtureInit['node']>['limits'] = {}, runtime = createBatchStandIn()) {
  const init = sellingBatches(runtime)
  return createFixture({ ...init, node: { ...init.node, limits } })
}

async function leased(fixture: Fixture) {
  const buyer = fixture.buyer(10_000n)
  return { buyer, lease: await buyer.lease(5_000n, batchWorkload, replicas) }
}

/** Nothing runs any more; the one run is owed for and has its receipt. */
async function expectCharged(fixture: Fixture, buyer: ScriptedBuyer, { leaseId }: ScriptedLease): Promise<void> {
  await until(() => fixture.node.status().runs === 0)
  expect(fixture.node.status().earned.owed).toBe(8n)
  const { receipt } = expectFrame(await buyer.ask({ type: 'receipt', leaseId, sequence: 1n }), 'receipt')
  expect(receipt.amount).toBe(8n)
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}
