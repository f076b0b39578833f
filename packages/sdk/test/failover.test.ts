/** A provider that fails before anything was delivered is left for the next choice. What fails later: see relay.test.ts. */
import type { Address } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask } from '../src/index.ts'
import { createHarness, soon, textOf } from './support/harness.ts'
import { errorFrame, type ScriptedProvider, testModel } from './support/scripted-provider.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
const cheap = { prices: { inputPrice: 1_000_000n, outputPrice: 1_000_000n } }
const dear = { prices: { inputPrice: 9_000_000n, outputPrice: 9_000_000n } }
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

function pair(init: Parameters<typeof createHarness>[0] = {}) {
  harness = createHarness({ providers: [cheap, dear], ...init })
  const [first, second] = harness.providers
  if (first === undefined || second === undefined) throw new TypeError('There are two.')
  return { harness, first, second, buyer: harness.buyer() }
}

describe('failing over', () => {
  test('the cheaper one serves while it can', async () => {
    const { buyer, first } = pair()
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(first.address)
    await run.result
  })

  test.each([
    ['a refused quote', 'quoteError', errorFrame('QUOTES_BUSY', true)],
    ['a refused lease', 'leaseError', () => errorFrame('LEASES_BUSY', true)],
  ] as const)('%s moves on, and says so', async (_name, key, value) => {
    const { buyer, first, second } = pair()
    Object.assign(first.script, { [key]: value })
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    expect(run.why.chosen).toMatch(/next best after the one before it failed/)
    expect(run.why.excluded[0]).toMatchObject({ node: first.address, reason: expect.stringMatching(/BUSY/) })
  })

  test('busy before the first output moves on, and the input is not paid', async () => {
    const { buyer, first, second } = pair()
    first.script.beforeAccepted = ({ send }) => {
      send({ type: 'accepted', inputUnits: 5 })
      send(errorFrame('RUNTIME_BUSY', true))
      return true
    }
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    await run.result
    const owed = buyer.channels().map(({ operator, owed: each }) => [operator, each])
    expect(owed).toEqual(expect.arrayContaining([[first.operator, 0n]]))
  })

  test('one that is down moves on', async () => {
    const { buyer, harness: at, second } = pair()
    await buyer.offers({ signal: soon() })
    at.services[0]?.stop()
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    await run.result
  })

  test('one that is silent before the first output moves on', async () => {
    const { buyer, first, second } = pair({ buyer: { limits: { firstFrameMsMax: 400 } } })
    first.script.beforeAccepted = async ({ cancelled }) => {
      await cancelled
      return true
    }
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    expect(first.counts.cancels).toBe(1)
    await run.result
  })

  test('all fail: each reason is told', async () => {
    const { buyer, first, second } = pair()
    first.script.quoteError = errorFrame('QUOTES_BUSY', true)
    second.script.quote = (quote) => ({ ...quote, expiresAt: 1n })
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({
      code: 'PROVIDERS_EXHAUSTED',
      errors: [{ code: 'PROVIDER_REFUSED', providerCode: 'QUOTES_BUSY' }, { code: 'QUOTE_REFUSED' }],
    })
  })

  test('at most so many are tried', async () => {
    const limits = { attemptsMax: 2, declinesMax: 1 }
    harness = createHarness({ providers: Array.from({ length: 5 }, () => ({})), buyer: { limits } })
    for (const each of harness.providers) each.script.quoteError = errorFrame('QUOTES_BUSY', true)
    await expect(harness.buyer().run(ask, { signal: soon() })).rejects.toMatchObject({ code: 'PROVIDER_REFUSED' })
    expect(harness.providers.reduce((sum, { counts }) => sum + counts.quotes, 0)).toBe(3)
  })

  test('a provider that was asked for is the only one', async () => {
    const { buyer, first, second } = pair()
    const run = await buyer.run({ ...ask, provider: second.operator }, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    expect(run.why.excluded).toContainEqual({ reason: 'operators excludes 1 offers.' })
    expect(first.counts.runs).toBe(0)
    await run.result
  })

  test('one name for two models is refused, a pinned name is not', async () => {
    const other = { ...testModel, contextTokensMax: 2_048 }
    const { buyer, harness: at, first } = pair({ providers: [dear, { ...cheap, model: other }] })
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({ code: 'MODEL_AMBIGUOUS' })
    const run = await at.buyer(undefined, { models: [testModel] }).run(ask, { signal: soon() })
    expect(run.provider.node).toBe(first.address)
    await run.result
  })

  test('a model nobody offers is named with those that are', async () => {
    const { buyer } = pair()
    await expect(buyer.run({ ...ask, model: 'gpt-9' }, { signal: soon() })).rejects.toMatchObject({
      code: 'MODEL_NOT_OFFERED',
      hint: 'Ask for one of: stories15m.',
    })
  })

  test('an ask that no request can carry is the asker’s fault', async () => {
    const { buyer, first } = pair()
    await expect(buyer.run({ ...ask, temperature: 3 }, { signal: soon() })).rejects.toMatchObject({
      code: 'ASK_INVALID',
    })
    expect(first.counts.quotes).toBe(0)
  })
})

describe('a list of providers that changes', () => {
  test('takes up new ones and leaves those that are gone', async () => {
    harness = createHarness({ providers: [cheap, dear] })
    const { endpoints, providers: both } = harness
    let listed = endpoints.slice(0, 1)
    const buyer = harness.buyer(undefined, { providers: () => listed })
    const nodes = async () => {
      const run = await buyer.run(ask, { signal: soon() })
      await run.result
      return run.provider.node
    }
    expect(await nodes()).toBe(both[0]?.address)
    listed = endpoints.slice(1)
    expect(await nodes()).toBe(both[1]?.address)
    listed = endpoints
    expect(await nodes()).toBe(both[1]?.address)
    await expect.poll(nodes).toBe(both[0]?.address)
    listed = []
    await expect(nodes()).rejects.toMatchObject({ code: 'MODEL_NOT_OFFERED' })
  })

  test('is followed where its owner changes it in place, and not taken for a new one where it says the same', async () => {
    harness = createHarness({ providers: [cheap, dear] })
    const { providers: both, network } = harness
    const listed = structuredClone(harness.endpoints.slice(0, 1)) as { address: Address; addresses: string[] }[]
    const buyer = harness.buyer(undefined, { providers: listed })
    const nodes = async () => {
      const run = await buyer.run(ask, { signal: soon() })
      await run.result
      return run.provider.node
    }
    expect(await nodes()).toBe(both[0]?.address)
    const [first, second] = structuredClone(harness.endpoints) as typeof listed
    if (first === undefined || second === undefined) throw new TypeError('There are two.')
    listed.splice(0, 1, { ...first })
    expect(await nodes()).toBe(both[0]?.address)
    expect(both[0]?.counts.leases).toBe(1)
    listed.splice(0, 1, second)
    expect(await nodes()).toBe(both[1]?.address)
    // Moved, as its own list says, without a new entry.
    const { handler, address } = both[1] as ScriptedProvider
    network.serve(7_099, address, handler)
    second.addresses[0] = '/memory/7099'
    harness.services[1]?.stop()
    expect(await nodes()).toBe(address)
  })
})

describe('what is stale is mended', () => {
  test('a provider that forgot the lease gets a new one', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await (await buyer.run(ask, { signal: soon() })).result
    harness.provider.leases.clear()
    await (await buyer.run(ask, { signal: soon() })).result
    expect(harness.provider.counts.leases).toBe(2)
  })

  test('a connection that was lost is made again, the channel and lease go on', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await (await buyer.run(ask, { signal: soon() })).result
    harness.service.cut()
    await (await buyer.run(ask, { signal: soon() })).result
    await buyer.close()
    expect(harness.provider.counts).toMatchObject({ leases: 1, runs: 2 })
    expect(harness.transport.dials).toBe(2)
    const [books] = harness.provider.books.values()
    expect(books).toMatchObject({ owed: 5_000n, paid: 5_000n })
  })

  test('new prices get a new lease', async () => {
    harness = createHarness({ buyer: { limits: { offersFreshMs: 1_000 } } })
    const buyer = harness.buyer()
    await (await buyer.run(ask, { signal: soon() })).result
    harness.provider.script.offer = (offer) => ({ ...offer, outputPrice: 800_000_000n })
    harness.provider.reoffer()
    harness.clock.offset += 1_001
    await (await buyer.run(ask, { signal: soon() })).result
    await buyer.offers({ signal: soon() })
    await expect
      .poll(async () => (await buyer.offers({ signal: soon() })).offers[0]?.prices.outputPrice)
      .toBe(800_000_000n)
    const run = await buyer.run(ask, { signal: soon() })
    expect((await run.result).amount).toBe(4_500n)
    expect(harness.provider.counts.leases).toBe(2)
  })

  test('an expired lease is replaced', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    await (await buyer.run(ask, { signal: soon() })).result
    harness.clock.offset += 590_000
    await (await buyer.run(ask, { signal: soon() })).result
    expect(harness.provider.counts.leases).toBe(2)
  })

  test('an exhausted lease is replaced', async () => {
    harness = createHarness({ buyer: { leaseAmountMax: 40_000n } })
    const buyer = harness.buyer()
    for (let i = 0; i < 6; i++) await (await buyer.run(ask, { signal: soon() })).result
    expect(harness.provider.counts.leases).toBeGreaterThan(1)
    await buyer.close()
    const [books] = harness.provider.books.values()
    expect(books).toMatchObject({ owed: 15_000n, paid: 15_000n })
  })
})
