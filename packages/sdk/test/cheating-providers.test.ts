/** Providers that cheat, each in one way: what the buyer says, what it paid, and whether it still uses them. */
import { type Receipt, responseHash } from '@millrace/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask, BuyerLimits } from '../src/index.ts'
import { createHarness, otherKey, soon, textOf } from './support/harness.ts'
import { errorFrame, onlyBooks, type Script, testModel } from './support/scripted-provider.ts'

const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
/** What the honest answer costs: 5 input and 5 output units. */
const honestCost = 2_500n
const hash = `0x${'5a'.repeat(32)}` as const
const address = `0x${'5b'.repeat(20)}` as const
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

type Case = {
  readonly name: string
  readonly script: Script
  readonly code: string
  readonly suspended: boolean
  readonly message?: RegExp
  readonly limits?: Partial<BuyerLimits>
}

const receipt = (change: (honest: Receipt) => Partial<Receipt>): Script => ({
  receipt: (honest) => ({ ...honest, ...change(honest) }),
})
const mismatch = { code: 'RECEIPT_MISMATCH', suspended: true } as const
const overcharged = { code: 'OVERCHARGED', suspended: true } as const
const misbehaved = { code: 'PROVIDER_MISBEHAVED', suspended: true } as const

const cases: readonly Case[] = [
  {
    name: 'output units above what was sent',
    script: receipt((r) => ({ outputUnits: r.outputUnits + 1n, amount: r.amount + 400n })),
    ...overcharged,
  },
  { name: 'amount above price times units', script: receipt((r) => ({ amount: r.amount + 1n })), ...overcharged },
  { name: 'amount below price times units', script: receipt((r) => ({ amount: r.amount - 1n })), ...mismatch },
  {
    name: 'input units above what was accepted',
    script: receipt((r) => ({ inputUnits: r.inputUnits + 1n })),
    ...overcharged,
  },
  { name: 'implausible input units', script: { inputUnits: () => 4_000 }, ...overcharged, message: /4000 input units/ },
  {
    name: 'more output than was asked for',
    script: { chunks: () => Array.from({ length: 80 }, () => ({ text: 'x', units: 1 })) },
    ...overcharged,
  },
  {
    name: 'a chunk of absurd units',
    script: {
      afterChunk: ({ send }) => {
        send({ type: 'chunk', text: 'x', units: 65_000 })
        return false
      },
    },
    ...overcharged,
  },
  {
    name: 'text without units',
    script: { chunks: () => Array.from({ length: 200 }, () => ({ text: 'x', units: 0 })) },
    ...misbehaved,
  },
  {
    name: 'a flood of text for one unit',
    script: { chunks: () => [{ text: 'x'.repeat(100_000), units: 1 }] },
    ...misbehaved,
  },
  {
    name: 'a duplicated chunk',
    script: {
      afterChunk: ({ send }, index) => {
        if (index === 1) send({ type: 'chunk', text: ' upon', units: 1 })
        return false
      },
    },
    ...mismatch,
  },
  { name: 'another response hash', script: receipt(() => ({ responseHash: hash })), ...mismatch },
  { name: 'another request hash', script: receipt(() => ({ requestHash: hash })), ...mismatch },
  { name: 'a receipt for another lease', script: receipt(() => ({ leaseId: hash })), ...mismatch },
  { name: 'a receipt for another run', script: receipt((r) => ({ sequence: r.sequence + 1n })), ...mismatch },
  { name: 'a receipt of another payer', script: receipt(() => ({ payer: address })), ...mismatch },
  { name: 'a receipt of another operator', script: receipt(() => ({ operator: address })), ...mismatch },
  { name: 'a receipt of another node', script: receipt(() => ({ node: address })), ...mismatch },
  { name: 'a receipt for another model', script: receipt(() => ({ modelRoot: hash })), ...mismatch },
  { name: 'a receipt for other work', script: receipt(() => ({ workload: 3 })), ...mismatch },
  {
    name: 'a receipt that ends before it starts',
    script: receipt((r) => ({ finishedAt: r.startedAt - 1n })),
    ...mismatch,
  },
  {
    name: 'a receipt of a day before, which no court takes',
    script: receipt((r) => ({ startedAt: r.startedAt - 86_400n, finishedAt: r.finishedAt - 86_400n })),
    ...mismatch,
  },
  { name: 'an unknown finish', script: receipt(() => ({ finish: 99 })), ...mismatch },
  { name: 'a receipt signed by another key', script: { receiptKey: otherKey }, ...mismatch, message: /did not sign/ },
  {
    name: 'no receipt: the stream just ends',
    script: { beforeEnd: () => true },
    code: 'PROVIDER_LOST',
    suspended: false,
    limits: { resumesMax: 0 },
  },
  {
    name: 'no receipt: silence',
    script: {
      beforeEnd: async ({ cancelled }) => {
        await cancelled
        return true
      },
    },
    code: 'PROVIDER_STALLED',
    suspended: false,
    limits: { frameSilenceMsMax: 400 },
  },
  {
    name: 'silence after two chunks',
    script: {
      afterChunk: async ({ cancelled }, index) => {
        if (index < 1) return false
        await cancelled
        return true
      },
    },
    code: 'PROVIDER_STALLED',
    suspended: false,
    limits: { frameSilenceMsMax: 400 },
  },
  {
    name: 'a connection that dies mid-stream',
    script: {
      afterChunk: ({ connection }, index) => {
        if (index === 2) void connection.close()
        return index === 2
      },
    },
    code: 'PROVIDER_LOST',
    suspended: false,
    limits: { resumesMax: 0 },
  },
  {
    name: 'a chunk before it accepted',
    script: {
      beforeAccepted: ({ send }) => {
        send({ type: 'chunk', text: 'x', units: 1 })
        return false
      },
    },
    ...misbehaved,
  },
  {
    name: 'accepted twice',
    script: {
      afterChunk: ({ send }) => {
        send({ type: 'accepted', inputUnits: 1 })
        return false
      },
    },
    ...misbehaved,
  },
  {
    name: 'a frame of another conversation',
    script: {
      afterChunk: ({ send }) => {
        send({ type: 'paid', channelId: hash, amount: 1n })
        return false
      },
    },
    ...misbehaved,
  },
  {
    name: 'bytes that are no frame',
    script: {
      afterChunk: ({ stream }) => {
        void stream.send(new Uint8Array([1, 2, 3]))
        return false
      },
    },
    ...misbehaved,
  },
  {
    name: 'half a surrogate pair',
    script: {
      afterChunk: ({ send }) => {
        send({ type: 'chunk', text: '\ud83d', units: 1 })
        return false
      },
    },
    ...misbehaved,
  },
  { name: 'the whole answer again at the end', script: { endResponse: { kind: 'text', text: 'Once' } }, ...misbehaved },
  {
    name: 'an error mid-stream with hostile text',
    script: {
      afterChunk: ({ send }) => {
        send(errorFrame('BOOM', false, `\u001b[2J\u202e${'a'.repeat(1_500)}\n\n`))
        return true
      },
    },
    code: 'PROVIDER_REFUSED',
    suspended: false,
    message: /^The provider 0x[0-9a-f]{40} refused with BOOM: \[2J a{290,}…$/,
  },
]

describe('a provider that cheats in a run', () => {
  test.each(cases)('$name → $code', async ({ script, code, suspended, message, limits }) => {
    harness = createHarness({ buyer: { limits: { suspendMs: 60_000, ...limits } } })
    Object.assign(harness.provider.script, script)
    const buyer = harness.buyer()
    const failure = await resultOf(buyer, ask).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, ...(message && { message: expect.stringMatching(message) }) })
    expect(buyer.spent()).toBeLessThanOrEqual(honestCost + 100_000n)
    for (const key of Object.keys(script)) delete harness.provider.script[key as keyof Script]
    const next = await resultOf(buyer, ask).catch((error: unknown) => error)
    if (suspended) expect(next).toMatchObject({ code: 'NO_OFFER' })
    else expect(next).toMatchObject({ finish: 'stop' })
  })

  test('the excess of an overcharge is never signed', async () => {
    harness = createHarness()
    harness.provider.script.receipt = (honest) => ({ ...honest, amount: honest.amount * 1_000n })
    const buyer = harness.buyer()
    await expect(resultOf(buyer, ask)).rejects.toMatchObject({ code: 'OVERCHARGED' })
    await buyer.close()
    expect(buyer.spent()).toBeLessThanOrEqual(honestCost)
    expect(onlyBooks(harness.provider).paid).toBeLessThanOrEqual(honestCost)
  })

  test('a suspended provider is used again after its time', async () => {
    harness = createHarness({ buyer: { limits: { suspendMs: 60_000 } } })
    harness.provider.script.receiptKey = otherKey
    const buyer = harness.buyer()
    await expect(resultOf(buyer, ask)).rejects.toMatchObject({ code: 'RECEIPT_MISMATCH' })
    delete harness.provider.script.receiptKey
    await expect(resultOf(buyer, ask)).rejects.toMatchObject({
      code: 'NO_OFFER',
      exclusions: { unavailable: { excluded: 1, wouldMatch: 1 } },
      message: expect.stringMatching(/receipt .* does not hold/),
    })
    harness.clock.offset += 60_001
    await expect(resultOf(buyer, ask)).resolves.toMatchObject({ finish: 'stop' })
  })

  test('chunks after the end change nothing', async () => {
    harness = createHarness()
    harness.provider.script.afterEnd = ({ send }) => {
      for (let i = 0; i < 10; i++) send({ type: 'chunk', text: 'more', units: 100 })
    }
    const buyer = harness.buyer()
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe('Once upon a time.')
    await buyer.close()
    expect(buyer.spent()).toBe(honestCost)
  })

  test('a text that hashes differently is not the answer', async () => {
    harness = createHarness()
    harness.provider.script.receipt = (honest) => ({
      ...honest,
      responseHash: responseHash({ kind: 'text', text: 'Once upon a crime.' }),
    })
    await expect(resultOf(harness.buyer(), ask)).rejects.toMatchObject({ code: 'RECEIPT_MISMATCH' })
  })
})

describe('a provider that cheats before a run', () => {
  const before: readonly { name: string; script: Script; code: string; message: RegExp }[] = [
    {
      name: 'a quote above the offer',
      script: { quote: (q) => ({ ...q, outputPrice: q.outputPrice + 1n }) },
      code: 'QUOTE_REFUSED',
      message: /dearer than the offer/,
    },
    {
      name: 'an expired quote',
      script: { quote: (q) => ({ ...q, expiresAt: 1n }) },
      code: 'QUOTE_REFUSED',
      message: /expired/,
    },
    {
      name: 'a quote of another node',
      script: { quote: (q) => ({ ...q, node: address }) },
      code: 'QUOTE_REFUSED',
      message: /its node/,
    },
    {
      name: 'a quote for another payer',
      script: { quote: (q) => ({ ...q, payer: address }) },
      code: 'QUOTE_REFUSED',
      message: /another payer/,
    },
    {
      name: 'a quote in another token',
      script: { quote: (q) => ({ ...q, token: address }) },
      code: 'QUOTE_REFUSED',
      message: /its token/,
    },
    {
      name: 'a quote for more than asked',
      script: { quote: (q) => ({ ...q, amountMax: q.amountMax + 1n }) },
      code: 'QUOTE_REFUSED',
      message: /its amount/,
    },
    {
      name: 'a quote for too little',
      script: { quote: (q) => ({ ...q, amountMax: 1n }) },
      code: 'QUOTE_REFUSED',
      message: /below what the run may cost/,
    },
    {
      name: 'a quote of another offer',
      script: { quote: (q) => ({ ...q, offerHash: hash }) },
      code: 'QUOTE_REFUSED',
      message: /another offer/,
    },
    {
      name: 'a quote signed by another key',
      script: { quoteKey: otherKey },
      code: 'QUOTE_REFUSED',
      message: /did not sign/,
    },
    {
      name: 'another lease confirmed',
      script: { leaseId: () => hash },
      code: 'PROVIDER_MISBEHAVED',
      message: /another lease/,
    },
    {
      name: 'no quote',
      script: { quoteError: errorFrame('QUOTES_BUSY', true) },
      code: 'PROVIDER_REFUSED',
      message: /QUOTES_BUSY/,
    },
    {
      name: 'offers signed by another key',
      script: { offerKey: otherKey },
      code: 'MODEL_NOT_OFFERED',
      message: /No provider/,
    },
    {
      name: 'offers of another node',
      script: { offer: (o) => ({ ...o, node: address }) },
      code: 'MODEL_NOT_OFFERED',
      message: /No provider/,
    },
    {
      name: 'offers of an operator that the registry does not know',
      script: { offer: (o) => ({ ...o, operator: address }) },
      code: 'MODEL_NOT_OFFERED',
      message: /No provider/,
    },
    {
      name: 'offers in another token',
      script: { offer: (o) => ({ ...o, token: address }) },
      code: 'MODEL_NOT_OFFERED',
      message: /No provider/,
    },
    {
      name: 'expired offers',
      script: { offer: (o) => ({ ...o, expiresAt: 1n }) },
      code: 'MODEL_NOT_OFFERED',
      message: /No provider/,
    },
    {
      name: 'a model under a false name',
      script: { offerModel: (m) => ({ ...m, contextTokensMax: 8_192 }) },
      code: 'MODEL_NOT_OFFERED',
      message: /No provider/,
    },
    {
      name: 'absurd prices',
      script: { offer: (o) => ({ ...o, inputPrice: 2n ** 100n }) },
      code: 'MODEL_NOT_OFFERED',
      message: /No provider/,
    },
  ]

  test.each(before)('$name → $code', async ({ script, code, message }) => {
    harness = createHarness()
    Object.assign(harness.provider.script, script)
    const buyer = harness.buyer()
    await expect(buyer.run(ask, { signal: soon() })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
    expect(buyer.spent()).toBe(0n)
    const view = await buyer.offers({ signal: soon() })
    if (code === 'MODEL_NOT_OFFERED') expect(view.rejected).toHaveLength(3)
  })

  test('a quote that takes the price of audits for answers that nobody can audit', async () => {
    harness = createHarness()
    const offer: Script['offer'] = (o) => ({ ...o, exactness: 1 })
    Object.assign(harness.provider.script, { offer, quote: (q) => ({ ...q, exactness: 0 }) } satisfies Script)
    const policy = { name: 'sampled', ratePpm: 20_000 } as const
    await expect(harness.buyer().run({ ...ask, policy }, { signal: soon() })).rejects.toMatchObject({
      code: 'QUOTE_REFUSED',
      message: expect.stringMatching(/cannot be checked/),
    })
  })

  test('a node whose connection proves another key', async () => {
    harness = createHarness()
    harness.services[0]?.stop()
    harness.network.serve(7_001, address, harness.provider.handler)
    await expect(harness.buyer().run(ask, { signal: soon() })).rejects.toMatchObject({ code: 'MODEL_NOT_OFFERED' })
  })

  test('an older offer does not come back', async () => {
    harness = createHarness()
    const buyer = harness.buyer()
    harness.provider.reoffer(5n)
    await buyer.offers({ signal: soon() })
    harness.provider.reoffer(4n)
    const session = await buyer.connect(harness.endpoints[0] as (typeof harness.endpoints)[0], { signal: soon() })
    expect(await session.offers({ signal: soon() })).toEqual([])
  })
})

async function resultOf(buyer: ReturnType<NonNullable<typeof harness>['buyer']>, asked: Ask) {
  const run = await buyer.run(asked, { signal: soon() })
  return run.result
}
