/** Two providers for one answer: the first to deliver is heard, the other is cancelled and paid for what it did. */
import type { Hash } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask } from '../src/index.ts'
import { createHarness, operatorOf, soon, textOf } from './support/harness.ts'
import { errorFrame, onlyBooks, testModel } from './support/scripted-provider.ts'

const ask: Ask = {
  model: testModel.name,
  kind: 'completion',
  prompt: 'Tell me a story',
  maxTokens: 64,
  hedge: { afterMs: 20 },
}
const cheap = { prices: { inputPrice: 1_000_000n, outputPrice: 1_000_000n } }
const dear = { prices: { inputPrice: 3_000_000n, outputPrice: 3_000_000n } }
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

function pair(init: Parameters<typeof createHarness>[0] = {}) {
  harness = createHarness({ providers: [cheap, dear], ...init })
  const [first, second] = harness.providers
  if (first === undefined || second === undefined) throw new TypeError('There are two.')
  return { harness, first, second, buyer: harness.buyer() }
}

describe('a hedged ask', () => {
  test('asks nobody else while the first is in time', async () => {
    const { buyer, second } = pair()
    const run = await buyer.run({ ...ask, hedge: { afterMs: 10_000 } }, { signal: soon() })
    expect((await run.result).parts).toHaveLength(1)
    expect(second.counts.runs).toBe(0)
  })

  test('hears the second when the first is late, cancels the first and pays both', async () => {
    const { buyer, first, second } = pair()
    first.script.afterAccepted = ({ cancelled }) => cancelled
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    const result = await run.result
    expect(result.parts).toMatchObject([
      { node: first.address, outputUnits: 0, amount: 5n, failure: { code: 'HEDGE_LOST' }, bundle: expect.any(Object) },
      { node: second.address, outputUnits: 5, amount: 30n, bundle: result.bundle },
    ])
    expect(result).toMatchObject({ amount: 35n, charged: 35n, outputUnits: 5 })
    await buyer.close()
    expect(onlyBooks(first)).toMatchObject({ owed: 5n, paid: 5n })
    expect(onlyBooks(second)).toMatchObject({ owed: 30n, paid: 30n })
  })

  test('hears the first when it comes before the second after all', async () => {
    const { buyer, first, second } = pair()
    const seen = Promise.withResolvers<void>()
    first.script.afterAccepted = () => seen.promise
    second.script.afterAccepted = async ({ cancelled }) => {
      seen.resolve()
      await cancelled
    }
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(first.address)
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    expect((await run.result).parts).toMatchObject([
      { node: first.address, outputUnits: 5 },
      { node: second.address, failure: { code: 'HEDGE_LOST' } },
    ])
  })

  test('goes on where the winner fails, not with what the loser still sends', async () => {
    const { harness: at, buyer, first, second } = pair({ providers: [cheap, dear, dear] })
    const third = at.providers[2]
    const died = Promise.withResolvers<void>()
    first.script.afterAccepted = async ({ cancelled, send }) => {
      await cancelled
      await died.promise
      send({ type: 'chunk', text: 'Once', units: 1 })
    }
    for (const each of [second, third]) {
      if (each === undefined) throw new TypeError('There are three.')
      each.script.afterChunk = ({ connection }, index) => {
        if (
          index !== 1 ||
          each.counts.runs > 1 ||
          [second, third].some((other) => other !== each && (other?.counts.runs ?? 0) > 0)
        )
          return false
        void connection.close()
        died.resolve()
        return true
      }
    }
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    expect((await run.result).parts.map(({ outputUnits }) => outputUnits)).toEqual([1, 2, 3])
  })

  test('ends the stream without waiting for a loser that will not stop', async () => {
    const { buyer, first } = pair({ buyer: { limits: { cancelMsMax: 300 } } })
    const never = Promise.withResolvers<void>()
    first.script.afterAccepted = () => never.promise
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    expect(run.parts[0]?.failure).toBeUndefined()
    expect((await run.result).parts[0]).toMatchObject({ amount: 5n, failure: { code: 'PROVIDER_STALLED' } })
    never.resolve()
  })

  test('with an idempotency key is brought back from whoever was heard', async () => {
    const { buyer, first, second } = pair()
    const seen = Promise.withResolvers<void>()
    first.script.afterAccepted = () => seen.promise
    second.script.afterAccepted = async ({ cancelled }) => {
      seen.resolve()
      await cancelled
    }
    const options = { signal: soon(), idempotencyKey: 'order-1' }
    const once = await (await buyer.run(ask, options)).result
    const again = await (await buyer.run(ask, options)).result
    expect(again).toMatchObject({ replayed: true, charged: 0n, bundle: once.bundle })
    expect([first.counts.runs, second.counts.runs]).toEqual([2, 1])
  })

  test('fails with both reasons where both fail', async () => {
    const { buyer, first, second } = pair()
    const both = Promise.withResolvers<void>()
    first.script.beforeAccepted = async ({ send }) => {
      await both.promise
      send(errorFrame('RUNTIME_BUSY', true))
      return true
    }
    second.script.beforeAccepted = ({ send }) => {
      both.resolve()
      send({ type: 'paid', channelId: `0x${'5a'.repeat(32)}` as Hash, amount: 1n })
      return true
    }
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({
      code: 'PROVIDERS_EXHAUSTED',
      errors: expect.arrayContaining([
        expect.objectContaining({ code: 'PROVIDER_REFUSED' }),
        expect.objectContaining({ code: 'PROVIDER_MISBEHAVED' }),
      ]),
    })
  })

  test('asks no second where the cap does not hold for both', async () => {
    const { buyer, first, second } = pair()
    first.script.afterAccepted = () => new Promise((resolve) => setTimeout(resolve, 100))
    // 111 input and 64 output units at most: 175 at the first.
    const run = await buyer.run({ ...ask, amountMax: 300n }, { signal: soon() })
    await run.result
    expect(run.provider.node).toBe(first.address)
    expect(second.counts.runs).toBe(0)
  })

  test('asks no second of the same operator', async () => {
    const { harness: at, buyer, first, second } = pair({ providers: [cheap, { ...dear, operator: operatorOf(0) }] })
    at.chain.operators.set(second.address, first.operator)
    first.script.afterAccepted = () => new Promise((resolve) => setTimeout(resolve, 100))
    await (await buyer.run(ask, { signal: soon() })).result
    expect(second.counts.runs).toBe(0)
  })
})
