/** Aborting at each stage: what rejects, what is cancelled, what is paid. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask } from '../src/index.ts'
import { createHarness, soon } from './support/harness.ts'
import { onlyBooks, testModel } from './support/scripted-provider.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
const reason = new Error('The reader left.')
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

describe('aborting', () => {
  test('before anything: nothing is dialed', async () => {
    harness = createHarness()
    await expect(harness.buyer().run(ask, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(harness.transport.dials).toBe(0)
  })

  test.each(['offers', 'quote', 'lease', 'channel'] as const)('while waiting for %s', async (stage) => {
    harness = createHarness()
    const controller = new AbortController()
    const buyer = harness.buyer()
    const hang = () => {
      queueMicrotask(() => controller.abort(reason))
      return undefined
    }
    if (stage === 'offers') harness.provider.script.offer = (offer) => hang() ?? offer
    if (stage === 'quote') harness.provider.script.quote = (quote) => hang() ?? quote
    if (stage === 'lease') harness.provider.script.leaseError = hang
    if (stage === 'channel') {
      const { chain } = harness
      const open = chain.openChannel
      const openAndHang: typeof open = (...each) => {
        hang()
        return open(...each)
      }
      Object.assign(chain, { openChannel: openAndHang })
    }
    await expect(buyer.run(ask, { signal: controller.signal })).rejects.toBe(reason)
    expect(harness.provider.counts.runs).toBe(0)
    await (await buyer.run(ask, { signal: soon() })).result
  })

  test('while waiting for the first output: the run is cancelled at the provider', async () => {
    harness = createHarness()
    const controller = new AbortController()
    harness.provider.script.beforeAccepted = async ({ cancelled }) => {
      controller.abort(reason)
      await cancelled
      return false
    }
    const buyer = harness.buyer()
    await expect(buyer.run(ask, { signal: controller.signal })).rejects.toBe(reason)
    await expect.poll(() => harness?.provider.counts.cancels).toBe(1)
  })

  test('mid-stream: the reader gets the reason, the result says what was paid', async () => {
    harness = createHarness()
    const controller = new AbortController()
    harness.provider.script.afterChunk = async ({ cancelled }, index) => {
      if (index === 2) await cancelled
      return false
    }
    const buyer = harness.buyer()
    const run = await buyer.run(ask, { signal: controller.signal })
    const read = async () => {
      let count = 0
      for await (const _chunk of run.chunks) if (++count === 3) controller.abort(reason)
    }
    await expect(read()).rejects.toBe(reason)
    expect(await run.result).toMatchObject({ finish: 'cancelled', outputUnits: 3, amount: 1_700n })
    await buyer.close()
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 1_700n, paid: 1_700n, runs: 0 })
  })

  test('breaking out of the loop cancels', async () => {
    harness = createHarness()
    harness.provider.script.afterChunk = async ({ cancelled }, index) => {
      if (index === 1) await cancelled
      return false
    }
    const buyer = harness.buyer()
    const run = await buyer.run(ask, { signal: soon() })
    for await (const { text } of run.chunks) if (text === ' upon') break
    expect(await run.result).toMatchObject({ finish: 'cancelled', outputUnits: 2 })
    expect(harness.provider.counts.cancels).toBe(1)
  })

  test('a provider that ignores the cancel is left after its time', async () => {
    harness = createHarness({ buyer: { limits: { cancelMsMax: 20 } } })
    const never = Promise.withResolvers<boolean>()
    harness.provider.script.afterChunk = () => never.promise
    const run = await harness.buyer().run(ask, { signal: soon() })
    for await (const _chunk of run.chunks) break
    await expect(run.result).rejects.toMatchObject({ code: 'PROVIDER_STALLED' })
    never.resolve(true)
  })

  test('after the end it changes nothing', async () => {
    harness = createHarness()
    const controller = new AbortController()
    const run = await harness.buyer().run(ask, { signal: controller.signal })
    await run.result
    controller.abort(reason)
    expect(await run.result).toMatchObject({ finish: 'stop' })
    expect(harness.provider.counts.cancels).toBe(0)
  })

  test('one of many that share a lease being opened does not end it for the others', async () => {
    harness = createHarness()
    const controller = new AbortController()
    harness.provider.script.leaseError = () => {
      controller.abort(reason)
      return undefined
    }
    const buyer = harness.buyer()
    const first = buyer.run(ask, { signal: controller.signal })
    const second = buyer.run(ask, { signal: soon() })
    await expect(first).rejects.toBe(reason)
    expect(await (await second).result).toMatchObject({ finish: 'stop' })
    expect(harness.provider.counts.leases).toBe(1)
  })

  test('closing the buyer cancels what runs, and pays it', async () => {
    harness = createHarness()
    harness.provider.script.afterChunk = async ({ cancelled }, index) => {
      if (index === 2) await cancelled
      return false
    }
    const buyer = harness.buyer()
    const run = await buyer.run(ask, { signal: soon() })
    let text = ''
    const read = async () => {
      for await (const chunk of run.chunks) {
        text += chunk.text
        if (text === 'Once upon a') await buyer.close()
      }
    }
    await expect(read()).rejects.toMatchObject({ code: 'BUYER_CLOSED' })
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({ code: 'BUYER_CLOSED' })
    expect(await run.result).toMatchObject({ finish: 'cancelled' })
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 1_700n, paid: 1_700n })
  })
})
