/** The choice in words, and money for people. What is chosen is tested in matching. */
import { formatAmount } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { createHarness, soon } from '../test/support/harness.ts'
import { testModel } from '../test/support/scripted-provider.ts'
import type { Ask } from './ask.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

describe('the choice', () => {
  test('says what the chosen one costs, of what that is made, and what the next would cost', async () => {
    const prices = (price: bigint) => ({ prices: { inputPrice: price, outputPrice: price } })
    harness = createHarness({ providers: [prices(9_000_000n), prices(1_000_000n)] })
    const [dear, cheap] = harness.providers
    const run = await harness.buyer().run(ask, { signal: soon() })
    expect(run.why.chosen).toContain(`Node ${cheap?.address} costs`)
    expect(run.why.chosen).toContain('1 USDm per million units of input and 1 USDm of output')
    expect(run.why.chosen).toContain(`The next, node ${dear?.address}, costs`)
    expect(run.why.considered.map(({ node }) => node)).toEqual([cheap?.address, dear?.address])
    await run.result
  })

  test('that is too dear says so, with the cap that would do', async () => {
    harness = createHarness()
    // 5 input tokens are expected, 111 possible: 11 100 base units before one output token.
    await expect(harness.buyer().run({ ...ask, amountMax: 11_000n }, { signal: soon() })).rejects.toMatchObject({
      code: 'NO_OFFER',
      exclusions: { costMax: { excluded: 1, wouldMatch: 1 } },
      relaxation: { changes: [{ constraint: 'costMax', from: 11_000n, to: 11_500n }] },
    })
  })

  test('lowers maxTokens to what the cap affords', async () => {
    harness = createHarness()
    const run = await harness.buyer().run({ ...ask, amountMax: 12_400n }, { signal: soon() })
    expect(await run.result).toMatchObject({ finish: 'length', outputUnits: 3 })
  })
})

describe('money for people', () => {
  test.each([
    [0n, 6, '0 USDm'],
    [1n, 6, '0.000001 USDm'],
    [1_250_000n, 6, '1.25 USDm'],
    [12_000_000n, 6, '12 USDm'],
    [5n, 0, '5 USDm'],
  ])('%d at %d decimals is %s', (amount, decimals, text) => {
    expect(formatAmount(amount, { symbol: 'USDm', decimals })).toBe(text)
  })
})
