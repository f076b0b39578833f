/** Offers by gossip, needs of an ask, agreed prices, reservations and standing orders. */
import { createSigner, recoverSigner } from '@millrace/chain'
import { digest, payerProofType, type SignedOffer, zeroHash } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { type Ask, type BuyerComponents, createMemoryBuyerStore } from '../src/index.ts'
import { createHarness, keyOf, operatorOf, soon, textOf } from './support/harness.ts'
import { onlyBooks, type ScriptedProvider, testDetails, testModel } from './support/scripted-provider.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
const cheap = { prices: { inputPrice: 1_000_000n, outputPrice: 1_000_000n } }
const dear = { prices: { inputPrice: 9_000_000n, outputPrice: 9_000_000n } }
const at = (port: number) => ({ ...testDetails, addresses: [`/memory/${port}`] })
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

function createMesh() {
  const handlers = new Set<(offers: readonly SignedOffer[]) => void>()
  return {
    handlers,
    say(offers: readonly SignedOffer[]) {
      for (const handler of handlers) handler(offers)
    },
    onOffers(handler: (offers: readonly SignedOffer[]) => void) {
      handlers.add(handler)
      return () => handlers.delete(handler)
    },
  }
}

function gossiped(init: Parameters<typeof createHarness>[0] = {}) {
  const mesh = createMesh()
  harness = createHarness({
    providers: [
      { ...cheap, details: at(7_001) },
      { ...dear, details: at(7_002) },
    ],
    components: { mesh },
    ...init,
    buyer: { providers: [], ...init.buyer },
  })
  const [first, second] = harness.providers
  if (first === undefined || second === undefined) throw new TypeError('There are two.')
  return { harness, mesh, first, second, buyer: harness.buyer() }
}

async function heardBy(buyer: ReturnType<ReturnType<typeof createHarness>['buyer']>, nodes: number): Promise<void> {
  const count = async () => new Set((await buyer.offers({ signal: soon() })).offers.map(({ node }) => node)).size
  await expect.poll(count).toBe(nodes)
}

describe('offers by gossip', () => {
  test('are taken up, and their providers dialed only when one is chosen', async () => {
    const {
      harness: { transport },
      mesh,
      first,
      second,
      buyer,
    } = gossiped()
    mesh.say(first.offers())
    mesh.say(second.offers())
    await heardBy(buyer, 2)
    expect(transport.dials).toBe(0)
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(first.address)
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    expect(transport.dials).toBe(1)
  })

  test('are replaced by a higher sequence, withdrawn without slots, and go when they expire', async () => {
    const {
      harness: { clock },
      mesh,
      first,
      buyer,
    } = gossiped()
    mesh.say(first.offers())
    await heardBy(buyer, 1)
    first.script.offer = (offer) => ({ ...offer, outputPrice: 5_000_000n })
    first.reoffer()
    mesh.say(first.offers())
    const prices = async () =>
      (await buyer.offers({ signal: soon() })).offers.map(({ prices: { outputPrice } }) => outputPrice)
    await expect.poll(prices).toEqual([5_000_000n, 5_000_000n, 5_000_000n])
    clock.offset += 601_000
    expect(await prices()).toEqual([])
    first.script.offer = (offer) => ({ ...offer, slots: 0 })
    first.reoffer()
    mesh.say(first.offers())
    await expect.poll(() => harness?.chain.calls.length).toBeGreaterThan(0)
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({ code: expect.stringMatching(/NO/) })
  })

  test('that lie about what the registry or a hash says are dropped', async () => {
    const {
      harness: { chain },
      mesh,
      first,
      second,
      buyer,
    } = gossiped()
    const [honest] = first.offers()
    if (honest === undefined) throw new TypeError('It offers.')
    mesh.say([{ ...honest, model: { ...honest.model, contextTokensMax: 1 } }])
    mesh.say([{ ...honest, details: { ...honest.details, addresses: ['/memory/6666'] } }])
    chain.operators.set(second.address, first.operator)
    mesh.say(second.offers())
    mesh.say(first.offers())
    await heardBy(buyer, 1)
    const view = await buyer.offers({ signal: soon() })
    expect(view.offers.every(({ node }) => node === first.address)).toBe(true)
  })

  test('that name another node’s address reach nobody, and another serves', async () => {
    const { mesh, first, second, buyer } = gossiped({
      providers: [
        { ...cheap, details: at(7_002) },
        { ...dear, details: at(7_002) },
      ],
    })
    mesh.say(first.offers())
    mesh.say(second.offers())
    await heardBy(buyer, 2)
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    await run.result
    expect(first.counts.runs).toBe(0)
  })

  test('tell where a provider has moved', async () => {
    const {
      harness: { network, services },
      mesh,
      first,
      buyer,
    } = gossiped()
    mesh.say(first.offers())
    await heardBy(buyer, 1)
    // Its lease stays, to be used where it is then.
    await (await buyer.run(ask, { signal: soon() })).result
    services[0]?.stop()
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({
      code: expect.stringMatching(/NO_OFFER|UNREACHABLE/),
    })
    network.serve(7_009, first.address, first.handler)
    first.details = at(7_009)
    first.reoffer()
    mesh.say(first.offers())
    const tryAgain = () =>
      buyer.run(ask, { signal: soon() }).then(
        ({ result }) => result.then(({ finish }) => finish),
        () => undefined,
      )
    await expect.poll(tryAgain).toBe('stop')
  })

  test('cannot grow without bound, nor push out who is used', async () => {
    const {
      harness: { chain },
      mesh,
      first,
      buyer,
    } = gossiped({ buyer: { limits: { offersHeldMax: 8 } } })
    mesh.say(first.offers())
    await heardBy(buyer, 1)
    await (await buyer.run(ask, { signal: soon() })).result
    const strangers = Array.from({ length: 20 }, (_, index) => strangerOf(index))
    for (const { address, operator } of strangers) chain.operators.set(address, operator)
    for (const stranger of strangers) mesh.say(stranger.offers())
    await expect.poll(() => chain.calls.filter((call) => call === 'operatorOf').length).toBe(21)
    const { offers } = await buyer.offers({ signal: soon() })
    expect(offers.length).toBeLessThanOrEqual(8)
    expect(offers.filter(({ node }) => node === first.address)).toHaveLength(3)
  })

  test('cannot make a name that is known mean something else', async () => {
    const other = { ...testModel, contextTokensMax: 2_048 }
    const {
      mesh,
      first,
      second,
      buyer,
      harness: at,
    } = gossiped({
      providers: [
        { ...dear, details: { ...testDetails, addresses: [] } },
        { ...cheap, details: { ...testDetails, addresses: ['/memory/7002'] }, model: other },
      ],
      buyer: {},
    })
    void buyer
    const listed = at.buyer(undefined, { providers: at.endpoints.slice(0, 1) })
    await listed.offers({ signal: soon() })
    mesh.say(second.offers())
    await heardBy(listed, 2)
    const run = await listed.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(first.address)
    await run.result
  })

  test('stop with the buyer', async () => {
    const { mesh, buyer } = gossiped()
    expect(mesh.handlers.size).toBe(1)
    await buyer.close()
    expect(mesh.handlers.size).toBe(0)
  })
})

function strangerOf(index: number): ScriptedProvider {
  const operator = `0x${(index + 1).toString(16).padStart(2, '0').repeat(20)}` as const
  return createHarness({
    providers: [{ privateKey: keyOf(0x80 + index), operator, prices: { inputPrice: 1n, outputPrice: 1n } }],
  }).provider
}

describe('what an ask needs', () => {
  test('excludes what does not meet it, with counts and the smallest change, before any money moves', async () => {
    harness = createHarness({ providers: [cheap, dear] })
    const [, second] = harness.providers
    if (second === undefined) throw new TypeError('There are two.')
    second.script.offer = (offer) => ({ ...offer, country: 276 })
    const buyer = harness.buyer()
    const run = await buyer.run({ ...ask, regions: ['western-europe'] }, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    await run.result
    const calls = harness.chain.calls.length
    await expect(buyer.run({ ...ask, regions: ['eastern-asia'] }, { signal: soon() })).rejects.toMatchObject({
      code: 'NO_OFFER',
      exclusions: { regions: { excluded: 2, wouldMatch: 2 } },
      relaxation: { changes: [{ constraint: 'regions' }] },
      message: expect.stringMatching(/regions/),
    })
    expect(harness.chain.calls).toHaveLength(calls)
  })

  test('is by default what the buyer was told', async () => {
    harness = createHarness({ providers: [cheap], buyer: { needs: { outputPriceMax: 10n } } })
    const buyer = harness.buyer()
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({
      exclusions: { outputPriceMax: { excluded: 1 } },
    })
    await (await buyer.run({ ...ask, outputPriceMax: 1_000_000n }, { signal: soon() })).result
  })

  test('a record of failures costs a node its place, and is kept in the store', async () => {
    const store = createMemoryBuyerStore()
    harness = createHarness({
      providers: [cheap, { prices: { inputPrice: 1_020_000n, outputPrice: 1_020_000n } }],
      buyer: { limits: { closeMsMax: 100 } },
    })
    const [first, second] = harness.providers
    if (first === undefined || second === undefined) throw new TypeError('There are two.')
    first.script.afterChunk = ({ connection }, index) => {
      if (index === 1) void connection.close()
      return index === 1
    }
    const buyer = harness.buyer(store)
    for (let i = 0; i < 3; i++) await (await buyer.run(ask, { signal: soon() })).result
    delete first.script.afterChunk
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    await run.result
    await buyer.close()
    const records = new Map(
      store.nodeRecords().map(({ node, good, bad }) => [node, [Math.round(good), Math.round(bad)]]),
    )
    expect(records.get(first.address)?.[1]).toBeGreaterThanOrEqual(1)
    expect(records.get(second.address)?.[0]).toBeGreaterThanOrEqual(3)
    const again = await harness.buyer(store).run(ask, { signal: soon() })
    expect(again.provider.node).toBe(second.address)
    await again.result
  })
})

describe('an agreed price', () => {
  test('is within the limit, below what is posted, and what is paid', async () => {
    harness = createHarness({ providers: [dear] })
    harness.provider.script.floor = { inputPrice: 4_000_000n, outputPrice: 4_000_000n }
    const negotiate = { inputPriceMax: 5_000_000n, outputPriceMax: 5_000_000n }
    const buyer = harness.buyer()
    const run = await buyer.run({ ...ask, negotiate }, { signal: soon() })
    expect(run.prices).toEqual({ inputPrice: 4_000_000n, outputPrice: 4_000_000n })
    expect((await run.result).amount).toBe(40n)
    expect(harness.provider.quoteFrames.map(({ round }) => round)).toEqual([0, 1])
    await buyer.close()
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 40n, paid: 40n })
  })

  test('is left where it cannot be reached, and the next is asked', async () => {
    harness = createHarness({ providers: [cheap, dear] })
    const [first, second] = harness.providers
    if (first === undefined || second === undefined) throw new TypeError('There are two.')
    first.script.floor = { inputPrice: 900_000n, outputPrice: 900_000n }
    second.script.floor = { inputPrice: 100_000n, outputPrice: 100_000n }
    const negotiate = { inputPriceMax: 500_000n, outputPriceMax: 500_000n }
    const run = await harness.buyer().run({ ...ask, negotiate }, { signal: soon() })
    expect(run.provider.node).toBe(second.address)
    await run.result
    expect(first.quoteFrames).toHaveLength(4)
  })

  test('above the bid is refused', async () => {
    harness = createHarness({ providers: [dear] })
    harness.provider.script.floor = { inputPrice: 1n, outputPrice: 1n }
    harness.provider.script.quote = (quote) => ({ ...quote, outputPrice: 9_000_000n })
    const negotiate = { inputPriceMax: 5_000_000n, outputPriceMax: 5_000_000n }
    await expect(harness.buyer().run({ ...ask, negotiate }, { signal: soon() })).rejects.toMatchObject({
      code: 'QUOTE_REFUSED',
      message: expect.stringMatching(/dearer than the bid/),
    })
  })
})

test('a payer’s proof goes with quotes, signed once', async () => {
  const payer = createSigner(keyOf(0x55))
  harness = createHarness({ components: { payer } })
  Object.assign(harness.chain, { account: payer.address })
  const buyer = harness.buyer()
  await (await buyer.run(ask, { signal: soon() })).result
  harness.provider.leases.clear()
  await (await buyer.run(ask, { signal: soon() })).result
  const [one, other] = harness.provider.quoteFrames.map(({ proof }) => proof)
  if (one === undefined) throw new TypeError('It was sent.')
  expect(one.proof).toMatchObject({ payer: payer.address, session: harness.session.address })
  expect(recoverSigner(digest(harness.chain.separator, payerProofType, one.proof), one.signature)).toBe(payer.address)
  expect(other?.signature).toBe(one.signature)
  harness.clock.offset += 86_000_000
  harness.provider.reoffer()
  harness.provider.leases.clear()
  await (await buyer.run(ask, { signal: soon() })).result
  expect(harness.provider.quoteFrames.at(-1)?.proof?.signature).not.toBe(one.signature)
  expect(() => harness?.buyer(undefined, {})).not.toThrow()
})

test('who an auditor found to cheat is asked for nothing, unless by name', async () => {
  const kept = { separator: new Uint8Array(32), deployment: { receiptEpochSeconds: 600 } }
  const auditChain = kept as NonNullable<BuyerComponents['auditChain']>
  harness = createHarness({ providers: [cheap, dear], components: { auditChain } })
  const [cheat, other] = harness.providers
  if (cheat === undefined || other === undefined) throw new TypeError('There are two.')
  const store = createMemoryBuyerStore()
  const told = { kind: 'cheated' as const, receiptHash: zeroHash, receiptId: zeroHash, reason: '', foundAt: Date.now() }
  store.audits.commit({ found: [{ finding: { ...told, node: cheat.address, operator: operatorOf(0) }, bundle: '' }] })
  const buyer = harness.buyer(store, { audits: { share: true } })
  const outline = { model: ask.model, kind: 'completion', inputUnits: 8, outputUnits: 8 } as const
  const { ranked } = await buyer.explain({ ...outline, count: 2 }, { signal: soon() })
  expect(ranked.map(({ offer }) => offer.node)).toEqual([other.address])
  const run = await buyer.run(ask, { signal: soon() })
  await run.result
  expect(run.provider.node).toBe(other.address)
  const startsAt = BigInt(Math.floor(Date.now() / 1000)) + 600n
  const slots = { model: ask.model, kind: 'completion', slots: 1, feeMax: 500n } as const
  for (const { script } of [cheat, other]) script.fee = 300n
  const held = await buyer.reserve({ ...slots, startsAt, endsAt: startsAt + 60n }, { signal: soon() })
  expect(held.node).toBe(other.address)
  const named = await buyer.run({ ...ask, provider: cheat.address }, { signal: soon() })
  await named.result
  expect(named.provider.node).toBe(cheat.address)
})

test('a buyer without consent to audits deletes what an earlier consent kept', () => {
  harness = createHarness()
  const store = createMemoryBuyerStore()
  const [node, operator] = [harness.provider.address, operatorOf(0)]
  const receipt = { receiptHash: zeroHash, node, epoch: 1, ratePpm: 20_000, deadlineMs: Date.now() + 60_000 }
  const rest = { receiptId: zeroHash, operator, exactness: 2, build: zeroHash, amount: 9n, units: 9n, chars: 4 }
  store.audits.commit({ added: [{ row: { receipt, ...rest }, bundle: 'text' }] })
  harness.buyer(store)
  expect(store.audits.rows()).toEqual([])
  expect(store.audits.bundle(zeroHash)).toBeUndefined()
  expect(store.audits.totals()).toMatchObject({ lapsed: 1, spent: 0n })
})

describe('a reservation', () => {
  const seconds = () => BigInt(Math.floor(Date.now() / 1000))
  const slots = { model: testModel.name, kind: 'completion', slots: 2, feeMax: 500n } as const
  const work = { kind: 'completion', prompt: 'Tell me a story', maxTokens: 16 } as const

  test('is paid with the order, runs from its start on, and can be given back', async () => {
    harness = createHarness({ providers: [cheap] })
    harness.provider.script.fee = 300n
    const buyer = harness.buyer()
    const startsAt = seconds() + 600n
    const held = await buyer.reserve({ ...slots, startsAt, endsAt: startsAt + 3_600n }, { signal: soon() })
    expect(held).toMatchObject({ slots: 2, startsAt, fee: 300n, node: harness.provider.address })
    await expect(held.run(work, { signal: soon() })).rejects.toMatchObject({ code: 'RESERVATION_EARLY' })
    await expect.poll(() => onlyBooks(harness?.provider as ScriptedProvider).paid).toBe(300n)
    harness.clock.offset += 601_000
    const result = await (await held.run(work, { signal: soon() })).result
    expect(result.response).toMatchObject({ text: 'Once upon a time.' })
    await held.release({ signal: soon() })
    await expect(held.run(work, { signal: soon() })).rejects.toMatchObject({ code: 'NO_OFFER' })
    await buyer.close()
    expect(onlyBooks(harness.provider)).toMatchObject({ owed: 310n, paid: 310n })
  })

  test('is not taken above its fee, nor for a time that is over', async () => {
    harness = createHarness({ providers: [cheap] })
    harness.provider.script.fee = 501n
    const buyer = harness.buyer()
    const startsAt = seconds() + 600n
    const wish = { ...slots, startsAt, endsAt: startsAt + 60n }
    await expect(buyer.reserve(wish, { signal: soon() })).rejects.toMatchObject({ code: 'QUOTE_REFUSED' })
    await expect(buyer.reserve({ ...wish, endsAt: startsAt }, { signal: soon() })).rejects.toMatchObject({
      code: 'ASK_INVALID',
    })
    await expect(buyer.reserve({ ...wish, slots: 0 }, { signal: soon() })).rejects.toMatchObject({
      code: 'ASK_INVALID',
    })
    expect(buyer.spent()).toBe(0n)
  })
})

describe('a standing order', () => {
  const order = { ...ask, outputPriceMax: 2_000_000n }

  test('is filled at once where an offer is there', async () => {
    harness = createHarness({ providers: [cheap] })
    const run = await harness.buyer().standing({ ...order, until: Date.now() + 5_000 }, { signal: soon() })
    await run.result
  })

  test('waits for an offer at its price', async () => {
    const { mesh, first, second, buyer } = gossiped()
    const filled = buyer.standing({ ...order, until: Date.now() + 10_000 }, { signal: soon() })
    mesh.say(second.offers())
    await heardBy(buyer, 1)
    expect(second.counts.quotes).toBe(0)
    mesh.say(first.offers())
    const run = await filled
    expect(run.provider.node).toBe(first.address)
    await run.result
    expect(second.counts.quotes).toBe(0)
  })

  test('expires, and ends with the caller’s interest', async () => {
    const { buyer } = gossiped()
    await expect(buyer.standing({ ...order, until: Date.now() + 50 }, { signal: soon() })).rejects.toMatchObject({
      code: 'STANDING_ORDER_EXPIRED',
    })
    const controller = new AbortController()
    const reason = new Error('No more.')
    const waiting = buyer.standing({ ...order, until: Date.now() + 10_000 }, { signal: controller.signal })
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
  })
})
