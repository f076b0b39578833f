import { recoverSigner } from '@millrace/chain'
import { checkReceiptBundle } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask } from '../src/index.ts'
import { bundleOf, createHarness, soon, textOf } from './support/harness.ts'
import { onlyBooks, testModel } from './support/scripted-provider.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

describe('the golden path', () => {
  test('streams, counts, pays and returns a receipt that holds', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    const result = await run.result
    expect(result).toMatchObject({ finish: 'stop', inputUnits: 5, outputUnits: 5, amount: 2_500n, replayed: false })
    expect(checkReceiptBundle(bundleOf(result), recoverSigner).filter(({ holds }) => !holds)).toEqual([])
    expect(run.receiptId).toMatch(/^0x[0-9a-f]{64}$/)
    await buyer.close()
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 2_500n, paid: 2_500n, runs: 0 })
    expect(buyer.spent()).toBe(2_500n)
    expect(harness.chain.calls.filter((call) => call === 'openChannel')).toHaveLength(1)
  })

  test('100 asks at once share one channel, one quote and one lease', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    const signal = soon()
    const texts = await Promise.all(
      Array.from({ length: 100 }, async () => textOf((await buyer.run(ask, { signal })).chunks)),
    )
    expect(new Set(texts)).toEqual(new Set(['Once upon a time.']))
    await buyer.close()
    expect(harness.provider.counts).toMatchObject({ quotes: 1, leases: 1, runs: 100 })
    expect(harness.chain.calls.filter((call) => call === 'openChannel')).toHaveLength(1)
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 250_000n, paid: 250_000n })
    expect(harness.transport.dials).toBe(1)
  })

  test('embeds', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    const run = await buyer.run({ model: testModel.name, kind: 'embed', inputs: ['a mill'] }, { signal: soon() })
    expect(await run.result).toMatchObject({
      response: { kind: 'vectors', vectors: ['AACAPw=='] },
      inputUnits: 3,
      outputUnits: 0,
      amount: 300n,
    })
  })
})
