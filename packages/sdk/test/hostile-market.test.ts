/** Providers that use the market against its buyers, and clocks and chains that take their time at the wrong moment. */
import { type SignedOffer, zeroHash } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask } from '../src/index.ts'
import { createHarness, soon, textOf } from './support/harness.ts'
import { errorFrame, onlyBooks, type ScriptedProvider, testDetails, testModel } from './support/scripted-provider.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
const free = { prices: { inputPrice: 1n, outputPrice: 1n } }
const cheap = { prices: { inputPrice: 1_000_000n, outputPrice: 1_000_000n } }
const dear = { prices: { inputPrice: 3_000_000n, outputPrice: 3_000_000n } }
const seconds = () => BigInt(Math.floor(Date.now() / 1000))
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

function start(init: Parameters<typeof createHarness>[0]) {
  const limits = { closeMsMax: 100, ...init?.buyer?.limits }
  harness = createHarness({ ...init, buyer: { ...init?.buyer, limits } })
  return { harness, providers: harness.providers, buyer: harness.buyer() }
}

function second([, provider]: readonly ScriptedProvider[]): ScriptedProvider {
  if (provider === undefined) throw new TypeError('There are two.')
  return provider
}

describe('a reservation', () => {
  const slots = { model: testModel.name, kind: 'completion', slots: 2, feeMax: 500n } as const

  test('stays one when its quote expires while the channel is opened', async () => {
    const { harness: at, buyer } = start({ providers: [cheap] })
    at.provider.script.fee = 300n
    const { openChannel } = at.chain
    at.chain.openChannel = (terms, options) => {
      at.clock.offset += 120_000
      return openChannel(terms, options)
    }
    const startsAt = seconds() + 3_600n
    const held = await buyer.reserve({ ...slots, startsAt, endsAt: startsAt + 3_600n }, { signal: soon() })
    expect(held).toMatchObject({ slots: 2, startsAt, fee: 300n })
  })

  test('never owes more fees than it may cost, however many took the order and say nothing', async () => {
    const { providers, buyer } = start({ providers: [cheap, dear] })
    for (const provider of providers) provider.script.fee = 300n
    const [first] = providers
    if (first === undefined) throw new TypeError('There are two.')
    first.script.leaseId = () => zeroHash
    const startsAt = seconds() + 3_600n
    const wish = { ...slots, startsAt, endsAt: startsAt + 3_600n }
    await expect(buyer.reserve(wish, { signal: soon() })).rejects.toMatchObject({ code: 'PROVIDERS_EXHAUSTED' })
    expect(onlyBooks(first).owed).toBe(300n)
    expect(second(providers).counts.leases).toBe(0)
  })
})

describe('a crowd that offers for next to nothing and refuses', () => {
  const crowd = Array.from({ length: 6 }, () => free)

  test('keeps no ask from those who serve, and is soon asked no more', async () => {
    const { providers, buyer } = start({ providers: [...crowd, dear] })
    const honest = providers.at(-1)
    for (const provider of providers)
      if (provider !== honest) provider.script.quoteError = errorFrame('NODE_BUSY', true)
    for (let asks = 0; asks < 12; asks++) {
      const run = await buyer.run(ask, { signal: soon() })
      expect(run.provider.node).toBe(honest?.address)
      await run.result
    }
    for (const provider of providers) if (provider !== honest) expect(provider.counts.quotes).toBeLessThan(8)
  })

  test('and one that serves a word and stops is soon asked no more either', async () => {
    const { providers, buyer } = start({ providers: [free, dear] })
    const [first] = providers
    if (first === undefined) throw new TypeError('There are two.')
    first.script.endAfter = { chunks: 1, finish: 'failed' }
    for (let asks = 0; asks < 12; asks++) await (await buyer.run(ask, { signal: soon() })).result
    expect(first.counts.runs).toBeLessThan(8)
  })
})

describe('a standing order', () => {
  test('stands although one that offers at its price does not sell', async () => {
    const handlers = new Set<(offers: readonly SignedOffer[]) => void>()
    const mesh = {
      onOffers(handler: (offers: readonly SignedOffer[]) => void) {
        handlers.add(handler)
        return () => handlers.delete(handler)
      },
    }
    const at = (port: number) => ({ ...testDetails, addresses: [`/memory/${port}`] })
    const { providers, buyer } = start({
      providers: [
        { ...cheap, details: at(7_001) },
        { ...cheap, details: at(7_002) },
      ],
      components: { mesh },
      buyer: { providers: [] },
    })
    const [liar, honest] = [providers[0], second(providers)]
    if (liar === undefined) throw new TypeError('There are two.')
    liar.script.quote = (quote) => ({ ...quote, outputPrice: quote.outputPrice * 2n })
    const order = { ...ask, outputPriceMax: 2_000_000n, until: Date.now() + 20_000 }
    const filled = buyer.standing(order, { signal: soon() })
    const say = (offers: readonly SignedOffer[]) => {
      for (const handler of handlers) handler(offers)
    }
    say(liar.offers())
    await expect.poll(() => liar.counts.quotes).toBeGreaterThan(0)
    say(honest.offers())
    const run = await filled
    expect(run.provider.node).toBe(honest.address)
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
  })
})

describe('an idempotency key', () => {
  const options = () => ({ signal: soon(), idempotencyKey: 'order-1' })
  const short = { ...ask, maxTokens: 5 }

  test('brings back an answer that came whole, but for its receipt', async () => {
    const { harness: at, buyer } = start({ providers: [cheap] })
    at.provider.script.beforeEnd = ({ connection }) => {
      void connection.close()
      return true
    }
    const once = await (await buyer.run(short, options())).result
    expect(once).toMatchObject({ finish: 'length', outputUnits: 5, bundle: undefined })
    delete at.provider.script.beforeEnd
    const run = await buyer.run(short, options())
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    expect(await run.result).toMatchObject({ outputUnits: 5, bundle: expect.any(Object) })
  })

  test('with less left to spend asks for less, and blames nobody', async () => {
    const { harness: at, buyer } = start({ providers: [{ ...cheap, texts: Array(150).fill('mill ') }] })
    at.provider.script.beforeAccepted = ({ send }) => {
      send(errorFrame('NODE_BUSY', true))
      return true
    }
    await expect(buyer.run({ ...ask, maxTokens: 200 }, options())).rejects.toMatchObject({ code: 'PROVIDER_REFUSED' })
    delete at.provider.script.beforeAccepted
    // Reading may cost 15 bytes and the template's 96; three more for the answer.
    const run = await buyer.run({ ...ask, maxTokens: 200, amountMax: 114n }, options())
    expect(await run.result).toMatchObject({ finish: 'length', outputUnits: 3 })
    await expect(buyer.run(ask, { signal: soon() })).resolves.toBeDefined()
  })
})
