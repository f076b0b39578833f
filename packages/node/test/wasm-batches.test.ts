/** Batches through the real sandbox: what a program computes is delivered and charged; what the machine fails at is not. */
import { batchOutputUnits, modelRoot } from '@millrace/protocol'
import { createWasmSandbox, type SandboxLimits, wasmEngineContent } from '@millrace/sandbox'
import { expect, test } from 'vitest'
import { createWasmRuntime } from '../src/index.ts'
import { createFixture } from './parts/fixture.ts'
import { batchRequest, batchWorkload } from './parts/whole-work.ts'

/** Writes out what it reads (at most 64 bytes), then runs for ever if that began with `!`. Assembled from text by wabt 1.0.39. */
const echo =
  'AGFzbQEAAAABDAJgBH9/f38Bf2AAAAJEAhZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3JlYWQAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAIKQwFBAEEAQRA2AgBBBEHAADYCAEEAQQBBAUEIEAAaQQRBCCgCADYCAEEBQQBBAUEIEAEaQRAtAABBIUYEQANADAALCws='
const engine = wasmEngineContent()
const model = modelRoot(engine)

test('a program is run over every input; one that uses up its gas has a result, and is charged for all of it', async () => {
  await using fixture = await sellingSandbox()
  const { buyer, lease } = await leased(fixture)
  const inputs = ['one', '!two'].map((text) => Buffer.from(text).toString('base64'))
  const { end } = await buyer.run(lease, batchRequest({ model, program: echo, inputs }))
  if (end?.response?.kind !== 'outputs') throw new Error('no outputs')
  const [first, second] = end.response.outputs
  expect(first).toMatchObject({ status: 'exited', exitCode: 0, output: inputs[0] })
  expect(second).toMatchObject({ status: 'out-of-gas', gas: '3000000' })
  expect(end.receipt).toMatchObject({ inputUnits: 1n, outputUnits: batchOutputUnits(end.response.outputs) })
  expect(end.receipt.amount).toBe(5n)
})

test('a program that no sandbox runs is refused and not charged', async () => {
  await using fixture = await sellingSandbox()
  const { buyer, lease } = await leased(fixture)
  const program = Buffer.from('no module').toString('base64')
  expect((await buyer.run(lease, batchRequest({ model, program }))).error?.code).toBe('WASM_MALFORMED')
  expect(fixture.node.status()).toMatchObject({ receipts: 0, earned: { owed: 0n } })
})

test('a job that this machine does not finish has no result and is not charged', async () => {
  await using fixture = await sellingSandbox({ jobMsMax: 300 })
  const { buyer, lease } = await leased(fixture)
  const endless = { model, program: echo, inputs: [Buffer.from('!').toString('base64')], gasMax: '1000000000000' }
  expect((await buyer.run(lease, batchRequest(endless))).error).toMatchObject({
    ...{ code: 'SANDBOX_DEADLINE', retryable: true },
  })
  expect(fixture.node.status()).toMatchObject({ receipts: 0, earned: { owed: 0n } })
})

async function sellingSandbox(limits: Partial<SandboxLimits> = {}) {
  const listing = { modelRoot: model, workload: 'batch' as const, creditTokens: 4_096 }
  return createFixture({
    runtime: createWasmRuntime(createWasmSandbox({}, { limits })),
    components: { models: [engine] },
    node: { listings: [{ ...listing, inputPrice: 1_000_000n, outputPrice: 1_000_000n }] },
  })
}

async function leased(fixture: Awaited<ReturnType<typeof sellingSandbox>>) {
  const buyer = fixture.buyer(10_000_000n)
  return { buyer, lease: await buyer.lease(5_000_000n, batchWorkload) }
}
