/** Continuing an answer on llama.cpp: cut anywhere, it must say what the uncut one says, and survive whatever it is given. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ChatJob,
  type CompletionJob,
  type Continuation,
  createLlamaRuntime,
  type GenerationChunk,
  type LlamaRuntime,
} from '../src/index.ts'
import { collect, continuationOf, textOf } from './runtime-compliance.ts'
import { findTestModel } from './test-models.ts'

const stories = await findTestModel('stories15m')
const { signal } = new AbortController()
const greedy = { maxTokens: 48, temperature: 0, topP: 1, seed: 1, stop: [] }
const completion: CompletionJob = { kind: 'completion', prompt: 'Once upon a time', ...greedy }
const chat: ChatJob = { kind: 'chat', messages: [{ role: 'user', content: 'Tell me about a dragon.' }], ...greedy }

describe.skipIf(stories === undefined)('an answer of stories15M', () => {
  const model = stories ?? { path: '', model: { root: '0x' as const, name: '', workloads: [], contextTokensMax: 0 } }
  const answer = async (runtime: LlamaRuntime, job: ChatJob | CompletionJob): Promise<GenerationChunk[]> =>
    collect(await runtime.generate(model.model.root, job, { signal }))
  // One for all: loading a model takes longer than most of the tests.
  let runtime: LlamaRuntime
  beforeAll(() => {
    runtime = createLlamaRuntime({}, { models: [model] })
  })
  afterAll(() => runtime.close())

  test.for<[string, number, ChatJob | CompletionJob]>([
    ['completion', 1, completion],
    ['chat', 4, chat],
    ['completion with a stop sequence', 4, { ...completion, stop: ['The red', 'xyz'] }],
    ['completion that begins in mid-word', 4, { ...completion, prompt: 'The little gi' }],
    ['completion in letters of several bytes', 4, { ...completion, prompt: 'Grüße an 世界' }],
  ])(
    'a %s cut at every token (or every fourth) and continued says exactly what the uncut one says',
    async ([, step, job]) => {
      const whole = await answer(runtime, job)
      for (let cut = 0; cut < whole.length; cut += step) {
        const continuation = continuationOf(whole.slice(0, cut))
        const rest = await answer(runtime, { ...job, continuation, maxTokens: greedy.maxTokens - cut })
        expect({ cut, text: continuation.text + textOf(rest) }).toEqual({ cut, text: textOf(whole) })
        expect(rest.at(-1)?.finish).toBe(whole.at(-1)?.finish)
      }
    },
  )

  test('what its tokens say beyond the text comes first, and a stop sequence in it ends the answer unread', async () => {
    const whole = await answer(runtime, completion)
    const { tokenIds = [] } = continuationOf(whole.slice(0, 12))
    const text = textOf(whole.slice(0, 9))
    const rest = await answer(runtime, { ...completion, maxTokens: 5, continuation: { text, tokenIds } })
    expect(textOf(rest)).toBe(textOf(whole.slice(9, 17)))
    expect(rest).toHaveLength(5)
    const unsaid = textOf(whole.slice(9, 12))
    const stop = [unsaid.slice(3)]
    const ended = await runtime.generate(
      model.model.root,
      { ...completion, stop, continuation: { text, tokenIds } },
      { signal },
    )
    expect(ended.inputTokens).toBe(0)
    const chunks = await collect(ended)
    expect(chunks).toEqual([{ text: unsaid.slice(0, 3), tokens: 0, finish: 'stop' }])
    expect(runtime.load().running).toBe(0)
  })

  test('an answer whose last token ended it yields nothing more', async () => {
    const { text, tokenIds = [] } = continuationOf(await answer(runtime, { ...completion, maxTokens: 9 }))
    const endToken = 2
    const rest = await answer(runtime, { ...completion, continuation: { text, tokenIds: [...tokenIds, endToken] } })
    expect(rest).toEqual([{ text: '', tokens: 0, finish: 'stop' }])
  })

  test('a text without tokens is continued too, as near as the tokenizer gets', async () => {
    const whole = await answer(runtime, completion)
    let same = 0
    for (let cut = 1; cut < 40; cut += 3) {
      const text = textOf(whole.slice(0, cut))
      const rest = await answer(runtime, { ...completion, maxTokens: 10, continuation: { text } })
      expect(rest.length).toBeGreaterThan(0)
      if ((text + textOf(rest)).startsWith(textOf(whole.slice(0, cut + 8)))) same += 1
    }
    expect(same).toBeGreaterThan(10)
  })

  test.for<[string, Continuation]>([
    ['no tokens of the model', { text: ', there was', tokenIds: [2 ** 31, 2 ** 40, 32_000] }],
    ['tokens that say something else', { text: ', there was', tokenIds: [300, 301, 302] }],
    ['an end token in the middle', { text: ', there was', tokenIds: [2, 300, 2] }],
    ['a begin token', { text: '', tokenIds: [1] }],
  ])('%s are set aside for the text', async ([, continuation]) => {
    const plain = await answer(runtime, { ...completion, continuation: { text: continuation.text } })
    expect(textOf(await answer(runtime, { ...completion, continuation }))).toBe(textOf(plain))
  })

  test.for<[string, Continuation]>([
    ['a million tokens', { text: '', tokenIds: new Array(1_000_000).fill(300) }],
    ['as many tokens as the context holds', { text: '', tokenIds: new Array(251).fill(300) }],
    ['a text without end', { text: 'a '.repeat(400_000) }],
    ['a text that fills the context', { text: 'word '.repeat(260) }],
  ])('%s are refused before anything is read', async ([, continuation]) => {
    await expect(answer(runtime, { ...completion, continuation })).rejects.toMatchObject({ code: 'INPUT_TOO_LONG' })
    expect(runtime.load().running).toBe(0)
  })
})
