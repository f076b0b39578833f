/** A provider that fails mid-stream: another goes on in the same stream, and each is paid for what it delivered. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Ask, RunResult } from '../src/index.ts'
import { createHarness, otherKey, soon, textOf } from './support/harness.ts'
import {
  errorFrame,
  onlyBooks,
  type RunContext,
  type ScriptedProvider,
  testModel,
} from './support/scripted-provider.ts'

const story = ['Once', ' upon', ' a', ' time', ',', ' there', ' was', ' a', ' mill', '.']
const whole = story.join('')
const ask: Ask = { model: testModel.name, kind: 'completion', prompt: 'Tell me a story', maxTokens: 64 }
const cheap = { prices: { inputPrice: 1_000_000n, outputPrice: 1_000_000n }, texts: story }
const dear = { prices: { inputPrice: 3_000_000n, outputPrice: 3_000_000n }, texts: story }
let harness: ReturnType<typeof createHarness> | undefined
afterEach(() => harness?.close())

function pair(init: Parameters<typeof createHarness>[0] = {}) {
  // A voucher that a dead provider never acknowledges would be waited for.
  const limits = { closeMsMax: 100, ...init?.buyer?.limits }
  harness = createHarness({ providers: [cheap, dear], ...init, buyer: { ...init?.buyer, limits } })
  const [first, second] = harness.providers
  if (first === undefined || second === undefined) throw new TypeError('There are two.')
  return { harness, first, second, buyer: harness.buyer() }
}

/** Cuts the connection after so many chunks, as when the machine loses power. */
function dieAfter(provider: ScriptedProvider, chunks: number): void {
  provider.script.afterChunk = ({ connection }, index) => {
    if (index + 1 !== chunks) return false
    void connection.close()
    return true
  }
}

/** Sums that must hold whoever served what. */
function checkSums(result: RunResult): void {
  expect(result.amount).toBe(result.parts.reduce((sum, { amount }) => sum + amount, 0n))
  expect(result.charged).toBe(result.parts.reduce((sum, part) => sum + (part.replayed ? 0n : part.amount), 0n))
  expect(result.response).toMatchObject({ kind: 'text', text: whole })
}

describe('a provider that dies mid-stream', () => {
  test('at any position, with and without token identifiers: the stream is whole and both sides agree', async () => {
    const position = fc.integer({ min: 1, max: story.length })
    await fc.assert(
      fc.asyncProperty(position, fc.boolean(), fc.boolean(), async (chunks, firstIds, secondIds) => {
        const providers = [
          { ...cheap, withTokenIds: firstIds },
          { ...dear, withTokenIds: secondIds },
        ]
        const { harness: at, buyer, first, second } = pair({ providers })
        dieAfter(first, chunks)
        const run = await buyer.run(ask, { signal: soon() })
        expect(await textOf(run.chunks)).toBe(whole)
        const result = await run.result
        checkSums(result)
        expect(result).toMatchObject({ finish: 'stop', outputUnits: story.length, replayed: false })
        expect(result.parts).toMatchObject([
          { node: first.address, outputUnits: chunks, failure: { code: 'PROVIDER_LOST' } },
          { node: second.address, outputUnits: story.length - chunks, bundle: result.bundle },
        ])
        if (firstIds && secondIds) expect(result.response).toMatchObject({ tokenIds: expect.any(Array) })
        await buyer.close()
        const [lost, served] = result.parts
        expect(onlyBooks(second)).toMatchObject({ owed: served?.amount, paid: served?.amount })
        // The one that died counts one chunk more at most than was seen, and its next claim settles it.
        expect(onlyBooks(first).owed).toBe(lost?.amount)
        await at.close()
      }),
      { numRuns: 25 },
    )
  })

  test('is named in the parts while the answer still streams', async () => {
    const { buyer, first, second } = pair()
    dieAfter(first, 2)
    const run = await buyer.run(ask, { signal: soon() })
    expect(run.provider.node).toBe(first.address)
    let seen = 0
    for await (const _chunk of run.chunks) if (++seen === 4) break
    expect(run.parts.map(({ node, failure }) => [node, failure?.code])).toEqual([
      [first.address, 'PROVIDER_LOST'],
      [second.address, undefined],
    ])
    expect(await run.result).toMatchObject({ finish: 'cancelled' })
  })

  test('three in a row are replaced one after another', async () => {
    const { harness: at, buyer } = pair({ providers: [cheap, cheap, cheap, dear] })
    for (const each of at.providers.slice(0, 3)) dieAfter(each, 2)
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe(whole)
    const result = await run.result
    checkSums(result)
    expect(result.parts.map(({ outputUnits }) => outputUnits)).toEqual([2, 2, 2, 4])
  })

  test('the only one goes on when it is reached again', async () => {
    harness = createHarness({ providers: [cheap] })
    const { provider, service, network } = harness
    let runs = 0
    provider.script.afterChunk = (_run, index) => {
      if (index !== 3 || ++runs > 1) return false
      service.stop()
      setTimeout(() => network.serve(7_001, provider.address, provider.handler), 20)
      return true
    }
    const run = await harness.buyer().run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe(whole)
    const result = await run.result
    checkSums(result)
    expect(result.parts.map(({ node }) => node)).toEqual([provider.address, provider.address])
  })

  test('when all that was asked for had come, the answer is complete', async () => {
    const { buyer, first, second } = pair()
    first.script.beforeEnd = ({ connection }) => {
      void connection.close()
      return true
    }
    const run = await buyer.run({ ...ask, maxTokens: 4 }, { signal: soon() })
    expect(await textOf(run.chunks)).toBe('Once upon a time')
    expect(await run.result).toMatchObject({ finish: 'length', bundle: undefined, outputUnits: 4 })
    expect(second.counts.runs).toBe(0)
  })

  test('embeddings are asked for anew', async () => {
    const { buyer, first, second } = pair()
    first.script.beforeEnd = ({ connection }) => {
      void connection.close()
      return true
    }
    const run = await buyer.run({ model: testModel.name, kind: 'embed', inputs: ['a mill'] }, { signal: soon() })
    const result = await run.result
    expect(result.response).toEqual({ kind: 'vectors', vectors: ['AACAPw=='] })
    expect(result.parts.at(-1)?.node).toBe(second.address)
    // It has read the input, so that it would be paid twice at the same place.
    expect(first.counts.runs).toBe(1)
  })
})

describe('a provider is replaced', () => {
  type Case = {
    readonly name: string
    readonly failure: string
    readonly ask?: Partial<Ask>
    readonly limits?: Record<string, number>
    readonly afterChunk: (run: RunContext, index: number) => Promise<boolean> | boolean
  }
  const hangAt =
    (at: number) =>
    async ({ cancelled }: RunContext, index: number) => {
      if (index === at) await cancelled
      return false
    }
  const cases: readonly Case[] = [
    {
      name: 'that is silent',
      failure: 'PROVIDER_STALLED',
      limits: { frameSilenceMsMax: 200 },
      afterChunk: async ({ cancelled }, index) => {
        if (index === 2) await cancelled
        return index === 2
      },
    },
    {
      name: 'that over-runs its deadline',
      failure: 'PROVIDER_TOO_SLOW',
      ask: { deadlineMs: 200 },
      afterChunk: hangAt(2),
    },
    {
      name: 'that is below the rate',
      failure: 'PROVIDER_TOO_SLOW',
      ask: { tokensPerSecondMin: 1_000 },
      limits: { paceGraceMs: 200 },
      afterChunk: hangAt(2),
    },
    {
      name: 'that sends an error',
      failure: 'PROVIDER_REFUSED',
      afterChunk: ({ send }, index) => {
        if (index === 2) send(errorFrame('GENERATION_FAILED', true))
        return index === 2
      },
    },
    {
      name: 'that sends what it may not',
      failure: 'PROVIDER_MISBEHAVED',
      afterChunk: ({ send }, index) => {
        if (index === 2) send({ type: 'accepted', inputUnits: 1 })
        return index === 2
      },
    },
  ]

  test.each(cases)('$name → $failure', async ({ failure, ask: wish, limits, afterChunk }) => {
    const { buyer, first, second } = pair(limits === undefined ? {} : { buyer: { limits } })
    first.script.afterChunk = afterChunk
    const run = await buyer.run({ ...ask, ...wish } as Ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe(whole)
    const result = await run.result
    checkSums(result)
    expect(result.parts).toMatchObject([
      { node: first.address, outputUnits: 3, failure: { code: failure } },
      { node: second.address, outputUnits: story.length - 3 },
    ])
    expect(result.parts[0]?.amount).toBe(8n)
  })

  test('that gives notice and ends: the next has a lease before that', async () => {
    const { buyer, first, second } = pair()
    first.script.afterChunk = async ({ send }, index) => {
      if (index !== 3) return false
      send({ type: 'notice', reason: 'preempted', endsInMs: 1_000 })
      await expect.poll(() => second.counts.leases).toBe(1)
      return false
    }
    first.script.endAfter = { chunks: 5, finish: 'preempted' }
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe(whole)
    const result = await run.result
    checkSums(result)
    expect(result.parts).toMatchObject([
      { outputUnits: 5, failure: { code: 'PROVIDER_ENDED_EARLY' }, bundle: { receipt: { finish: 5 } } },
      { outputUnits: 5 },
    ])
    expect(second.counts.leases).toBe(1)
  })

  test('whose receipt is wrong: what it delivered is paid, nothing of what it claims', async () => {
    const { buyer, first, second } = pair()
    first.script.endAfter = { chunks: 4, finish: 'failed' }
    first.script.receipt = (honest) => ({ ...honest, amount: honest.amount * 1_000n })
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe(whole)
    const result = await run.result
    checkSums(result)
    expect(result.parts).toMatchObject([
      { node: first.address, amount: 9n, failure: { code: 'OVERCHARGED' } },
      { node: second.address },
    ])
    await buyer.close()
    expect(onlyBooks(first).paid).toBeLessThanOrEqual(9n)
  })

  test('but a late answer is better than none', async () => {
    harness = createHarness({ providers: [cheap] })
    harness.provider.script.afterChunk = async (_run, index) => {
      if (index === 2) await new Promise((resolve) => setTimeout(resolve, 100))
      return false
    }
    const run = await harness.buyer().run({ ...ask, deadlineMs: 20 }, { signal: soon() })
    const result = await run.result
    checkSums(result)
    expect(result.parts).toHaveLength(1)
  })
})

test('of 20 providers, 6 are killed under 120 streams: each is whole, none is paid twice', async () => {
  harness = createHarness({
    providers: Array.from({ length: 20 }, () => ({ ...cheap, texts: [...story, ...story, ...story] })),
    // What a busy machine adds to a round trip must not decide who is asked.
    buyer: { limits: { closeMsMax: 300 }, needs: { latencyPricePerSecond: 0n } },
    // Equal offers share the load by seeds, which must differ for that.
    components: { random: (bytes) => Uint8Array.from(randomBytes(bytes)) },
  })
  const { providers, services } = harness
  for (const { script } of providers) {
    script.afterChunk = async (_run, index) => {
      if (index % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 4))
      return false
    }
  }
  const buyer = harness.buyer()
  const streams = Array.from({ length: 120 }, async (_each, index) => {
    await new Promise((resolve) => setTimeout(resolve, index))
    const run = await buyer.run(ask, { signal: soon() })
    return { text: await textOf(run.chunks), result: await run.result }
  })
  // Whoever serves most at the time: it is sure to be missed.
  const alive = new Set(providers)
  for (let killed = 0; killed < 6; killed++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const busy = (provider: ScriptedProvider) => [...provider.books.values()].reduce((sum, { runs }) => sum + runs, 0)
    const [busiest] = [...alive].sort((one, other) => busy(other) - busy(one))
    if (busiest === undefined) throw new TypeError('There are twenty.')
    alive.delete(busiest)
    services[providers.indexOf(busiest)]?.stop()
  }
  const ended = await Promise.allSettled(streams)
  const answers = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect(answers).toHaveLength(120)
  for (const { text } of answers) expect(text).toBe(whole + whole + whole)
  expect(answers.some(({ result }) => result.parts.length > 1)).toBe(true)
  await buyer.close()
  const paid = answers.flatMap(({ result }) => result.parts)
  for (const { address, operator, books } of providers) {
    const counted = paid.filter(({ node }) => node === address).reduce((sum, { amount }) => sum + amount, 0n)
    const signed = buyer.channels().find((channel) => channel.operator === operator)?.signed ?? 0n
    expect(signed).toBe(counted)
    for (const { owed } of books.values()) expect(owed).toBeGreaterThanOrEqual(counted)
  }
})

describe('the bounds of one ask', () => {
  test('when all fail, each reason is told, and what was delivered is paid', async () => {
    const { buyer, first, second } = pair({ buyer: { limits: { resumesMax: 0 } } })
    dieAfter(first, 2)
    second.script.afterChunk = ({ send }, index) => {
      if (index === 1) send(errorFrame('GENERATION_FAILED', false))
      return index === 1
    }
    const run = await buyer.run(ask, { signal: soon() })
    await expect(run.result).rejects.toMatchObject({
      code: 'PROVIDERS_EXHAUSTED',
      errors: [{ code: 'PROVIDER_LOST' }, { code: 'PROVIDER_REFUSED', providerCode: 'GENERATION_FAILED' }],
    })
    expect(run.parts).toMatchObject([
      { outputUnits: 2, amount: 7n },
      { outputUnits: 2, failure: { code: 'PROVIDER_REFUSED' } },
    ])
    await buyer.close()
    expect(onlyBooks(second)).toMatchObject({ owed: run.parts[1]?.amount, paid: run.parts[1]?.amount })
  })

  test('so many providers are asked at most', async () => {
    const { harness: at, buyer } = pair({
      providers: Array.from({ length: 6 }, () => cheap),
      buyer: { limits: { attemptsMax: 3 } },
    })
    for (const each of at.providers) dieAfter(each, 1)
    const run = await buyer.run(ask, { signal: soon() })
    await expect(run.result).rejects.toMatchObject({ code: 'PROVIDER_LOST' })
    expect(at.providers.reduce((sum, { counts }) => sum + counts.runs, 0)).toBe(3)
  })

  test('amountMax holds for all parts together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.bigInt(120n, 700n), async (chunks, amountMax) => {
        const { harness: at, buyer, first, second } = pair()
        // As many input tokens as the text can have.
        first.script.inputUnits = () => 100
        second.script.inputUnits = () => 100
        dieAfter(first, chunks)
        const run = await buyer.run({ ...ask, amountMax }, { signal: soon() })
        await run.result.catch(() => undefined)
        expect(run.parts.reduce((sum, { amount }) => sum + amount, 0n)).toBeLessThanOrEqual(amountMax)
        await buyer.close()
        expect(
          at.providers.flatMap(({ books }) => [...books.values()]).reduce((sum, { owed }) => sum + owed, 0n),
        ).toBeLessThanOrEqual(amountMax)
        await at.close()
      }),
      { numRuns: 15 },
    )
  })

  test('maxTokens holds for all parts together', async () => {
    const { buyer, first, second } = pair()
    dieAfter(first, 4)
    const run = await buyer.run({ ...ask, maxTokens: 7 }, { signal: soon() })
    expect(await textOf(run.chunks)).toBe(story.slice(0, 7).join(''))
    expect(await run.result).toMatchObject({ finish: 'length', outputUnits: 7 })
    expect(second.counts.runs).toBe(1)
  })

  test('a stop sequence across the seam ends the answer', async () => {
    const { buyer, first, second } = pair()
    dieAfter(first, 3)
    second.script.afterChunk = async ({ cancelled }) => {
      await cancelled
      return false
    }
    const run = await buyer.run({ ...ask, stop: [' a time'] }, { signal: soon() })
    expect(await textOf(run.chunks)).toBe('Once upon a')
    expect(await run.result).toMatchObject({ finish: 'stop', response: { text: 'Once upon a' } })
  })

  test('half a character at the seam is not delivered twice', async () => {
    const { buyer, first, second } = pair()
    first.script.chunks = () => [
      { text: 'Once', units: 1 },
      { text: ' \ud83c', units: 1 },
    ]
    first.script.beforeEnd = ({ connection }) => {
      void connection.close()
      return true
    }
    second.say(['Once', ' ', '\ud83c\udfe0', '.'])
    const run = await buyer.run(ask, { signal: soon() })
    expect(await textOf(run.chunks)).toBe('Once \ud83c\udfe0.')
    expect((await run.result).response).toEqual({ kind: 'text', text: 'Once \ud83c\udfe0.' })
  })

  test('a reader that leaves between two providers ends it', async () => {
    const { buyer, first, second } = pair()
    dieAfter(first, 2)
    const reached = Promise.withResolvers<void>()
    const never = Promise.withResolvers<boolean>()
    second.script.beforeAccepted = () => {
      reached.resolve()
      return never.promise
    }
    const run = await buyer.run(ask, { signal: soon() })
    const reader = run.chunks[Symbol.asyncIterator]()
    await reader.next()
    await reader.next()
    await reached.promise
    await reader.return?.()
    await expect.poll(() => second.counts.cancels).toBe(1)
    never.resolve(true)
    await expect(run.result).rejects.toMatchObject({ code: 'PROVIDER_LOST' })
    expect(onlyBooks(first).owed).toBe(7n)
  })
})

describe('an idempotency key', () => {
  const options = () => ({ signal: soon(), idempotencyKey: 'order-1' })

  test('brings back an answer of two parts, and pays for nothing again', async () => {
    const { buyer, first, second } = pair()
    dieAfter(first, 3)
    const once = await (await buyer.run(ask, options())).result
    const run = await buyer.run(ask, options())
    expect(await textOf(run.chunks)).toBe(whole)
    const again = await run.result
    expect(again).toMatchObject({ replayed: true, charged: 0n, amount: once.amount, bundle: once.bundle })
    expect(again.parts.map(({ replayed }) => replayed)).toEqual([true, true])
    expect([first.counts.runs, second.counts.runs]).toEqual([1, 2])
    await buyer.close()
    expect(onlyBooks(second)).toMatchObject({ owed: once.parts[1]?.amount, paid: once.parts[1]?.amount })
  })

  test('after all failed, the retry goes on from what was delivered', async () => {
    const { buyer, first, second } = pair({ buyer: { limits: { resumesMax: 0 } } })
    dieAfter(first, 3)
    dieAfter(second, 2)
    const failed = await buyer.run(ask, options())
    await expect(failed.result).rejects.toMatchObject({ code: 'PROVIDER_LOST' })
    delete first.script.afterChunk
    delete second.script.afterChunk
    const run = await buyer.run(ask, options())
    expect(await textOf(run.chunks)).toBe(whole)
    const result = await run.result
    checkSums(result)
    expect(result.parts.map(({ outputUnits, replayed }) => [outputUnits, replayed])).toEqual([
      [3, true],
      [2, true],
      [5, false],
    ])
  })

  test('after a crash between two parts, too', async () => {
    const { harness: at, buyer, first, second } = pair({ buyer: { limits: { resumesMax: 0 } } })
    const store = at.stores[0]
    if (store === undefined) throw new TypeError('There is one.')
    dieAfter(first, 3)
    second.script.quoteError = errorFrame('QUOTES_BUSY', true)
    await expect((await buyer.run(ask, options())).result).rejects.toMatchObject({ code: 'PROVIDERS_EXHAUSTED' })
    delete first.script.afterChunk
    delete second.script.quoteError
    const next = at.buyer(store)
    const run = await next.run(ask, options())
    expect(await textOf(run.chunks)).toBe(whole)
    expect((await run.result).parts.map(({ outputUnits }) => outputUnits)).toEqual([3, 7])
  })

  test('is one try at a time', async () => {
    const { buyer, first } = pair()
    const seen = Promise.withResolvers<void>()
    first.script.afterChunk = async (_run, index) => {
      if (index === 2) await seen.promise
      return false
    }
    const run = await buyer.run(ask, options())
    await expect(buyer.run(ask, options())).rejects.toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true })
    seen.resolve()
    await run.result
    expect(await (await buyer.run(ask, options())).result).toMatchObject({ replayed: true })
  })

  test('survives a wrong receipt: the part is kept as delivered', async () => {
    const { buyer, first } = pair()
    first.script.receiptKey = otherKey
    first.script.endAfter = { chunks: 4, finish: 'failed' }
    const once = await (await buyer.run(ask, options())).result
    expect(once.parts[0]?.failure?.code).toBe('RECEIPT_MISMATCH')
    const again = await (await buyer.run(ask, options())).result
    checkSums(again)
    expect(again).toMatchObject({ replayed: true, charged: 0n })
  })
})
