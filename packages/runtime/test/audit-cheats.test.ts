/** Dishonest answers of real models: what an auditor of the model that was paid for reads in each. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLlamaRuntime, type LlamaRuntime } from '../src/index.ts'
import { type Claim, claimOf, readingOf, requestOf, seedOf } from './claims.ts'
import { findTestModel, type TestModel } from './test-models.ts'

const found = await Promise.all(['stories15m-q8_0', 'stories15m-q4_0', 'stories15m-f16'].map(findTestModel))

describe.skipIf(found.includes(undefined))('stories15M q8_0 was paid for', () => {
  const [q8, q4, f16] = found as [TestModel, TestModel, TestModel]
  const root = q8?.model.root ?? '0x'
  let auditor: LlamaRuntime
  beforeAll(() => {
    auditor = createLlamaRuntime({}, { models: [q8], threads: 1 })
  })
  afterAll(() => auditor.close())
  const read = async (seed: number, claim: Claim) => readingOf(auditor, root, requestOf(seed), claim)
  /** Tokens audited until the first mismatch, over answers to as many requests as it takes. */
  const tokensToProof = async (answerTo: (seed: number) => Promise<Claim>, answersMax: number): Promise<number> => {
    let tokens = 0
    for (let seed = 0; seed < answersMax; seed += 1) {
      const { firstMismatch, replayed } = await read(seed, await answerTo(seed))
      tokens += firstMismatch ?? replayed.length
      if (firstMismatch !== undefined) return tokens + 1
    }
    return Number.POSITIVE_INFINITY
  }
  test.for<[string, TestModel, (seed: number) => object, number]>([
    ['another quantisation', q4, () => ({}), 60],
    ['the unquantised model', f16, () => ({}), 1_000],
    ['plain decoding', q8, (seed) => ({ mode: { exactness: 'tolerant', samplerSeed: seedOf(seed), topK: 40 } }), 1_000],
    ['another temperature', q8, () => ({ temperature: 1 }), 100],
    ['a top-p nobody asked for', q8, () => ({ topP: 0.8 }), 200],
    [
      'a seed of its own',
      q8,
      (seed) => ({ mode: { exactness: 'replayable', samplerSeed: seedOf(seed + 999), topK: 40 } }),
      40,
    ],
    ['another prompt', q8, () => ({ prompt: 'Once upon a time in a castle' }), 60],
  ])('%s is proven', async ([, model, changeOf, tokensMax]) => {
    await using runtime = createLlamaRuntime({}, { models: [model], threads: 1 })
    const tokens = await tokensToProof(
      (seed) => claimOf(runtime, model.model.root, { ...requestOf(seed), ...changeOf(seed) }),
      6,
    )
    expect(tokens).toBeLessThanOrEqual(tokensMax)
  })

  describe('an honest answer', () => {
    let honest: Claim
    beforeAll(async () => {
      honest = await claimOf(auditor, root, requestOf(7, { maxTokens: 40 }))
    })
    const readOf = (change: Partial<Claim>) =>
      readingOf(auditor, root, requestOf(7, { maxTokens: 40 }), { ...honest, ...change })

    test('has nothing against it', async () => {
      expect(await readOf({})).toMatchObject({ mismatches: 0, faults: [] })
    })

    test('delivered with another text is caught, and what its tokens say is told', async () => {
      const reading = await readOf({ text: `${honest.text} Buy now!` })
      expect(reading).toMatchObject({ mismatches: 0, faults: ['text'], text: honest.text })
    })

    test.for<['stop' | 'length']>([['stop'], ['length']])(
      'stopped early and called finished by %s is caught',
      async ([finish]) => {
        const tokenIds = honest.tokenIds.slice(0, 20)
        const { text } = await readOf({ tokenIds, finish: 'cancelled', text: '' })
        expect(await readOf({ tokenIds, text, finish })).toMatchObject({ mismatches: 0, faults: ['end'] })
      },
    )

    test('with tokens past its length, or after an end token, is caught', async () => {
      const longer = [...honest.tokenIds, 263]
      expect((await readOf({ tokenIds: longer })).faults).toEqual(['token'])
      const endToken = 2
      const ended = [...honest.tokenIds.slice(0, 10), endToken, ...honest.tokenIds.slice(10, 12)]
      expect((await readOf({ tokenIds: ended })).faults).toContain('end')
    })

    test('with one token changed is caught at that token', async () => {
      const tokenIds = honest.tokenIds.with(11, 263)
      expect(await readOf({ tokenIds })).toMatchObject({ firstMismatch: 11, faults: ['text'] })
    })

    test.for<[string, number[]]>([
      ['beyond the vocabulary', [32_000]],
      ['below 0', [-1]],
      ['of half a token', [0.5]],
      ['that is no number', [Number.NaN]],
    ])('with a token %s is read up to there', async ([, wrong]) => {
      const tokenIds = [...honest.tokenIds.slice(0, 5), ...wrong, ...honest.tokenIds.slice(6)]
      const reading = await readOf({ tokenIds })
      expect(reading.faults).toContain('token')
      expect(reading.replayed).toEqual(honest.tokenIds.slice(0, 5))
    })

    test('of no tokens at all is caught', async () => {
      expect(await readOf({ tokenIds: [], text: '' })).toMatchObject({ replayed: [], mismatches: 0, faults: ['end'] })
    })

    test('claimed a million tokens long is refused or read no further than it may be', async () => {
      const reading = await readOf({ tokenIds: new Array(1_000_000).fill(263) })
      expect(reading.replayed).toHaveLength(40)
      await expect(readOf({ tokenIds: new Array(1_000_001).fill(263) })).rejects.toMatchObject({ code: 'BAD_JOB' })
    })
  })
})
