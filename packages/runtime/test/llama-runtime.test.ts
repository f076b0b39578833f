import { describe, expect, test } from 'vitest'
import {
  combineRuntimes,
  createLlamaRuntime,
  type GenerationParameters,
  LlamaModelUnloadableError,
} from '../src/index.ts'
import { collect, describeRuntimeCompliance } from './runtime-compliance.ts'
import { findTestModel } from './test-models.ts'

const stories = await findTestModel('stories15m')
const minilm = await findTestModel('minilm-l6-v2')
const { signal } = new AbortController()
const greedy: GenerationParameters = { maxTokens: 30, temperature: 0, topP: 1, seed: 1, stop: [] }

if (stories !== undefined && minilm !== undefined) {
  describeRuntimeCompliance('the llama.cpp runtime', {
    generates: stories.model.root,
    embeds: minilm.model.root,
    continuesExactly: true,
    create: async (limits) => {
      const models = [
        { ...stories, ...limits },
        { ...minilm, ...limits },
      ]
      // one runtime each, so that the slots the suite counts are those of the generating model
      return combineRuntimes([
        createLlamaRuntime({}, { models: models.slice(0, 1) }),
        createLlamaRuntime({}, { models: models.slice(1) }),
      ])
    },
  })
}

describe.skipIf(stories === undefined)('stories15M on llama.cpp', () => {
  const model = stories ?? { path: '', model: { root: '0x' as const, name: '', workloads: [], contextTokensMax: 0 } }
  const complete = async (prompt: string, change: Partial<GenerationParameters> = {}) => {
    await using runtime = createLlamaRuntime({}, { models: [model] })
    const job = { kind: 'completion', prompt, ...greedy, ...change } as const
    const generation = await runtime.generate(model.model.root, job, { signal })
    const chunks = await collect(generation)
    return { inputTokens: generation.inputTokens, chunks, text: chunks.map(({ text }) => text).join('') }
  }

  test('tells the story it is known to tell', async () => {
    const { text, inputTokens } = await complete('Once upon a time')
    expect(text).toBe(
      ', there was a little girl named Lily. She loved to play outside in the sunshine. One day, she saw a big, red',
    )
    expect(inputTokens).toBe(5)
  })

  test('the same seed gives the same answer, another seed another', async () => {
    const sampled = { temperature: 1, topP: 0.9, maxTokens: 40 }
    const first = await complete('Once upon a time', { ...sampled, seed: 5 })
    const again = await complete('Once upon a time', { ...sampled, seed: 5 })
    const other = await complete('Once upon a time', { ...sampled, seed: 6 })
    expect(again.text).toBe(first.text)
    expect(other.text).not.toBe(first.text)
  })

  test('a tiny topP is greedy at any temperature', async () => {
    const narrow = await complete('Once upon a time', { temperature: 2, topP: 1e-6 })
    expect(narrow.text).toBe((await complete('Once upon a time')).text)
  })

  test('a full context ends the answer with length, and every token of it is used', async () => {
    const { chunks, inputTokens } = await complete('Once upon a time', { maxTokens: 10_000, temperature: 1, seed: 3 })
    const tokens = chunks.reduce((total, chunk) => total + chunk.tokens, 0)
    const last = chunks.at(-1)?.finish
    expect(last === 'stop' || inputTokens + tokens === model.model.contextTokensMax).toBe(true)
    expect(inputTokens + tokens).toBeLessThanOrEqual(model.model.contextTokensMax)
  })

  test('an input that leaves room for one token gets one', async () => {
    const prompt = `${'a '.repeat(254)}`.trim()
    const { chunks, inputTokens } = await complete(prompt)
    expect(inputTokens).toBe(model.model.contextTokensMax - 1)
    expect(chunks).toHaveLength(1)
    expect(chunks[0]?.finish).toBe('length')
    await expect(complete(`${prompt} a`)).rejects.toMatchObject({
      code: 'INPUT_TOO_LONG',
      message: 'The input is 256 tokens, but the context holds 256 with the answer.',
    })
  })

  test('chunks name their tokens, one each', async () => {
    const { chunks } = await complete('Once upon a time')
    expect(chunks.every(({ tokenIds }) => tokenIds?.length === 1)).toBe(true)
  })

  test('an answer does not depend on who was served before', async () => {
    await using runtime = createLlamaRuntime({}, { models: [model] })
    const ask = async (prompt: string) => {
      const generation = await runtime.generate(model.model.root, { kind: 'completion', prompt, ...greedy }, { signal })
      return (await collect(generation)).map(({ text }) => text).join('')
    }
    const alone = await ask('The cat')
    await ask('The cat sat on the mat and then it')
    expect(await ask('The cat')).toBe(alone)
  })

  test('a machine without the GPU asked for is told so, and closing works all the same', async () => {
    const runtime = createLlamaRuntime({}, { models: [model], gpu: 'metal' })
    const job = { kind: 'completion', prompt: 'x', ...greedy } as const
    await expect(runtime.generate(model.model.root, job, { signal })).rejects.toMatchObject({
      code: 'LLAMA_UNAVAILABLE',
    })
    await runtime.close()
  })

  test('a file that is no model is refused with a typed error, and the slot is free again', async () => {
    await using runtime = createLlamaRuntime({}, { models: [{ ...model, path: import.meta.filename }] })
    const job = { kind: 'completion', prompt: 'x', ...greedy } as const
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(runtime.generate(model.model.root, job, { signal })).rejects.toBeInstanceOf(
        LlamaModelUnloadableError,
      )
    }
    expect(runtime.load().running).toBe(0)
  })
})

describe.skipIf(minilm === undefined)('MiniLM on llama.cpp', () => {
  test('gives the vectors its authors publish', async () => {
    const model = minilm ?? { path: '', model: { root: '0x' as const, name: '', workloads: [], contextTokensMax: 0 } }
    await using runtime = createLlamaRuntime({}, { models: [model] })
    const inputs = ['This is an example sentence', 'Each sentence is converted']
    const { vectors, inputTokens } = await runtime.embed(model.model.root, { kind: 'embed', inputs }, { signal })
    // first three numbers as printed on the model's card
    const published = [
      [0.0676569, 0.0634959, 0.0487131],
      [0.0864386, 0.1027628, 0.0053946],
    ]
    for (const [index, expected] of published.entries()) {
      for (const [at, value] of expected.entries()) expect(vectors[index]?.[at]).toBeCloseTo(value, 3)
    }
    expect(inputTokens).toBe(7 + 6)
    expect(vectors[0]).toHaveLength(384)
  })
})
