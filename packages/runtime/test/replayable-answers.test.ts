/** Honest replayable answers of real models: an auditor who reads them once finds every token again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLlamaRuntime, type LlamaRuntime } from '../src/index.ts'
import { type Claim, claimOf, prompts, readingOf, requestOf, seedOf } from './claims.ts'
import { findTestModel, type TestModel } from './test-models.ts'

const f32 = await findTestModel('stories15m')
const f16 = await findTestModel('stories15m-f16')
const q8 = await findTestModel('stories15m-q8_0')
const q4 = await findTestModel('stories15m-q4_0')
const tiny = await findTestModel('tinyllama-1.1b-chat')
const { signal } = new AbortController()

const open = (model: TestModel, entry: { draftPath?: string; slots?: number } = {}): LlamaRuntime =>
  createLlamaRuntime({}, { models: [{ ...model, ...entry }], threads: 1 })
const honest = { mismatches: 0, faults: [] }

describe.skipIf([f32, f16, q8, q4].includes(undefined))('stories15M', () => {
  const [model32, model16, model8, model4] = [f32, f16, q8, q4] as [TestModel, TestModel, TestModel, TestModel]
  const root = model8?.model.root ?? '0x'
  let shared: LlamaRuntime
  beforeAll(() => {
    shared = open(model8)
  })
  afterAll(() => shared.close())

  test.for<[string, TestModel, TestModel | undefined, number]>([
    ['f32', model32, undefined, 2],
    ['f32 drafted by q8_0', model32, model8, 2],
    ['f16 drafted by q8_0', model16, model8, 2],
    ['q8_0', model8, undefined, 3],
  ])('%s: every token is found again by another runtime', async ([, model, draft, answers]) => {
    await using provider = open(model, draft === undefined ? {} : { draftPath: draft.path })
    await using auditor = open(model)
    for (let seed = 0; seed < answers; seed += 1) {
      const request = requestOf(seed)
      const claim = await claimOf(provider, model.model.root, request)
      expect(claim.tokenIds.length).toBeGreaterThan(20)
      const reading = await readingOf(auditor, model.model.root, request, claim)
      expect({ mismatches: reading.mismatches, faults: reading.faults, seed }).toEqual({ ...honest, seed })
      expect(reading.replayed).toEqual(claim.tokenIds)
      expect(reading.build).toBe(auditor.models[0]?.build)
      expect(reading.inputTokens + claim.tokenIds.length).toBe(reading.tokens)
    }
  })

  test.for<[string, Partial<Parameters<typeof requestOf>[1]> & object]>([
    ['greedily', { temperature: 0 }],
    ['from the whole vocabulary', { temperature: 1, mode: { exactness: 'replayable', samplerSeed: seedOf(3) } }],
    ['by top-p', { topP: 0.9, mode: { exactness: 'replayable', samplerSeed: seedOf(4) } }],
    ['by min-p', { mode: { exactness: 'replayable', samplerSeed: seedOf(5), minP: 0.05 } }],
    ['up to a stop sequence', { stop: ['. She', 'dog'] }],
    ['in letters of several bytes', { prompt: 'Grüße an 世界', maxTokens: 40 }],
    ['one token', { maxTokens: 1 }],
    ['eight tokens', { maxTokens: 8 }],
    ['to the end of the context', { maxTokens: 10_000 }],
    ['after an input as long as the context has room', { prompt: 'a '.repeat(250).trim(), maxTokens: 10_000 }],
  ])('an answer sampled %s is found again', async ([, change]) => {
    const request = requestOf(1, change)
    const claim = await claimOf(shared, root, request)
    expect(await readingOf(shared, root, request, claim)).toMatchObject({ ...honest, text: claim.text })
  })

  test('a draft changes no token', async () => {
    await using without = open(model16)
    await using drafted = open(model16, { draftPath: model8.path })
    await using worse = open(model16, { draftPath: model4.path })
    const request = requestOf(20, { maxTokens: 120 })
    const expected = await claimOf(without, model16.model.root, request)
    for (const runtime of [drafted, worse])
      expect(await claimOf(runtime, model16.model.root, request)).toEqual(expected)
  })

  test('other jobs at the same time change no bit: replayable, plain and audits', async () => {
    await using alone = open(model32)
    await using busy = open(model32, { slots: 3, draftPath: model8.path })
    const requests = [30, 31, 32].map((seed) => requestOf(seed, { maxTokens: 60 }))
    const expected: Claim[] = []
    for (const request of requests) expected.push(await claimOf(alone, model32.model.root, request))
    expect(await Promise.all(requests.map((request) => claimOf(busy, model32.model.root, request)))).toEqual(expected)
    const [claim] = expected
    if (claim === undefined) throw new Error('There are three')
    const plain = { ...requestOf(33, { maxTokens: 60 }), mode: undefined, seed: 4 }
    const [again, , reading] = await Promise.all([
      claimOf(busy, model32.model.root, requestOf(30, { maxTokens: 60 })),
      claimOf(busy, model32.model.root, plain),
      readingOf(busy, model32.model.root, requestOf(30, { maxTokens: 60 }), claim),
    ])
    expect(again).toEqual(claim)
    expect(reading).toMatchObject(honest)
  })

  test('a chat that continues an answer is found again, from the tokens delivered before', async () => {
    const runtime = shared
    const chat = { kind: 'chat', messages: [{ role: 'user', content: 'Tell me of a dragon.' }] } as const
    const first = await claimOf(runtime, root, requestOf(40, { ...chat, maxTokens: 30 } as object))
    const continuation = { text: first.text, tokenIds: first.tokenIds }
    const request = requestOf(41, { ...chat, maxTokens: 50, continuation } as object)
    const claim = await claimOf(runtime, root, request)
    expect(await readingOf(runtime, root, request, claim)).toMatchObject(honest)
  })

  test('an answer cut short by its buyer is found again as far as it went', async () => {
    const runtime = shared
    const abort = new AbortController()
    const request = requestOf(50)
    const { chunks } = await runtime.generate(root, request, { signal: abort.signal })
    const tokenIds: number[] = []
    let text = ''
    for await (const chunk of chunks) {
      tokenIds.push(...(chunk.tokenIds ?? []))
      text += chunk.text
      if (tokenIds.length === 37) abort.abort()
    }
    expect(tokenIds).toHaveLength(37)
    const claim: Claim = { tokenIds, text, finish: 'cancelled' }
    expect(await readingOf(runtime, root, request, claim)).toMatchObject({ ...honest, text })
  })

  test('a tolerant answer comes with what its margins are computed from, and few tokens differ', async () => {
    const runtime = shared
    const request = requestOf(60, {
      mode: { exactness: 'tolerant', samplerSeed: seedOf(60) },
      temperature: 1,
    } as object)
    const claim = await claimOf(runtime, root, request)
    const { readings = [], mismatches, faults } = await readingOf(runtime, root, request, claim)
    expect(faults).toEqual([])
    expect(mismatches).toBeLessThan(claim.tokenIds.length / 10)
    expect(readings).toHaveLength(claim.tokenIds.length)
    for (const [index, { position, token, logit, top, heavy }] of readings.entries()) {
      expect(token).toBe(claim.tokenIds[index])
      expect(position - (readings[0]?.position ?? 0)).toBe(index)
      expect(Number.isFinite(logit)).toBe(true)
      expect(top.ids.length).toBeGreaterThan(32)
      expect(heavy?.ids.length).toBeGreaterThan(20)
    }
  })

  test('an audit waits for a slot like any job, and leaves the queue when it is aborted', async () => {
    const runtime = shared
    const request = requestOf(70)
    const claimed = await claimOf(runtime, root, request)
    const holder = await runtime.generate(root, request, { signal })
    const abort = new AbortController()
    const reason = new Error('waited long enough')
    const refused = expect(
      runtime.audit?.(root, { kind: 'tokens', request, claimed }, { signal: abort.signal }),
    ).rejects.toBe(reason)
    await expect.poll(() => runtime.load().queued).toBe(1)
    abort.abort(reason)
    await refused
    await holder.chunks[Symbol.asyncIterator]().return?.()
    expect(runtime.load()).toMatchObject({ running: 0, queued: 0 })
  })

  test('positions past the first 256, where the cache is read in more pieces, change nothing', async () => {
    const long: TestModel = { ...model8, model: { ...model8.model, contextTokensMax: 640 } }
    await using runtime = open(long)
    const request = requestOf(80, { prompt: `${prompts.join('. ')}. `.repeat(5), maxTokens: 400 })
    const claim = await claimOf(runtime, root, request)
    const reading = await readingOf(runtime, root, request, claim)
    expect(reading.inputTokens).toBeGreaterThan(200)
    expect(reading).toMatchObject(honest)
  })
})

test.skipIf(tiny === undefined)('TinyLlama in 2 bits: an answer is found again', async () => {
  const model = tiny as TestModel
  await using runtime = open(model)
  const request = requestOf(0, { prompt: 'The capital of France is', maxTokens: 20 })
  const claim = await claimOf(runtime, model.model.root, request)
  expect(await readingOf(runtime, model.model.root, request, claim)).toMatchObject(honest)
})
