/**
 * What canonical generation stands on, held to the real library: a row's bits do not depend on how many rows are computed with it, as
 * long as they are a multiple of 8, nor on where the batch begins, nor on threads; and they are what the library's public side says.
 */
import type { LlamaContext, LlamaModel, Token } from 'node-llama-cpp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { padRows } from '../src/llama/canonical-tokens.ts'
import { type LlamaBackend, loadLlamaBackend } from '../src/llama/llama-backend.ts'
import { createRowContext, createRowGate, type RowContext } from '../src/llama/row-context.ts'
import { findTestModel } from './test-models.ts'

const names = ['stories15m', 'stories15m-f16', 'stories15m-q8_0'] as const
const found = await Promise.all(names.map(async (name) => ({ name, file: await findTestModel(name) })))
const rowsMax = 128
const storyLength = 120

let backend: LlamaBackend
beforeAll(async () => {
  backend = await loadLlamaBackend({ gpu: false, threads: 2, onLog: () => undefined })
})
afterAll(() => backend.llama.dispose())

describe.for(found)('$name', ({ file }) => {
  const isHere = file !== undefined
  let model: LlamaModel
  let story: Token[]
  const contexts: RowContext[] = []
  const openPublic = (sequences: number, threads: number): Promise<LlamaContext> =>
    model.createContext({ contextSize: 256, sequences, batchSize: rowsMax, threads, flashAttention: false })
  const open = async (threads: number): Promise<RowContext> => {
    const context = createRowContext({ context: await openPublic(1, threads), model, rowsMax, gate: createRowGate() })
    contexts.push(context)
    return context
  }
  /** One line for each row: its 64 greatest logits in full. */
  const readInBlocks = async (context: RowContext, sizes: readonly number[]): Promise<string[]> => {
    const lines: string[] = []
    for (let at = 0, block = 0; at < story.length; block += 1) {
      const tokens = story.slice(at, at + (sizes[block % sizes.length] ?? 8))
      const rows = padRows(tokens)
      await context.compute({ sequence: 0, from: at, tokens: rows, logitsFrom: 0 }, async (reader) => {
        for (const row of tokens.keys()) {
          const { ids, logits } = await reader.top(row)
          expect(ids.length).toBeGreaterThan(50)
          lines.push([...ids, ...logits].join(' '))
        }
      })
      at += tokens.length
    }
    return lines
  }

  beforeAll(async () => {
    if (file === undefined) return
    model = await backend.llama.loadModel({ modelPath: file.path })
    const text = 'Once upon a time, there was a little girl named Lily. She loved to play outside in the sun. '
    story = [1 as Token, ...model.tokenize(text.repeat(6), false)].slice(0, storyLength)
  })
  afterAll(async () => {
    for (const context of contexts) await context.dispose()
  })

  test.skipIf(!isHere)(
    'a row has the same bits in every block of a multiple of 8 rows, wherever it begins',
    async () => {
      const context = await open(1)
      const whole = await readInBlocks(context, [storyLength])
      for (const sizes of [[8], [16], [64], [3, 1, 5, 8, 2, 7, 4, 6], [1, 24, 15]]) {
        expect(await readInBlocks(context, sizes), `blocks of ${sizes}`).toEqual(whole)
      }
    },
  )

  test.skipIf(!isHere)('threads do not change them', async () => {
    const [one, two] = [await open(1), await open(2)]
    const compute = (context: RowContext) =>
      context.compute({ sequence: 0, from: 0, tokens: story.slice(0, 32), logitsFrom: 0 }, ({ all }) => all(31))
    expect(await compute(two)).toEqual(await compute(one))
  })

  test.skipIf(!isHere)('rows read without logits leave the same cells', async () => {
    const [one, other] = [await open(1), await open(1)]
    const { length } = story
    const lastOf = (context: RowContext) =>
      context.compute({ sequence: 0, from: length - 8, tokens: story.slice(-8), logitsFrom: 0 }, ({ all }) => all(7))
    const tokens = story.slice(0, length - 8)
    await one.compute({ sequence: 0, from: 0, tokens, logitsFrom: 0 }, async () => undefined)
    await other.compute({ sequence: 0, from: 0, tokens, logitsFrom: tokens.length }, async () => undefined)
    expect(await lastOf(one)).toEqual(await lastOf(other))
  })

  test.skipIf(!isHere)(
    'the logits are those of the public side, each of them, whichever way they are read',
    async () => {
      const context = await openPublic(1, 1)
      const sequence = context.getSequence()
      const wanted = {
        generateNext: { logits: true, options: { temperature: 1, topK: 64, topP: 1, minP: 0 } },
      } as const
      const tokens = story.slice(0, 64)
      const outputs = await sequence.controlledEvaluate(tokens.map((token) => [token, wanted]))
      const rows = await open(1)
      await rows.compute({ sequence: 0, from: 0, tokens, logitsFrom: 0 }, async (reader) => {
        for (const row of tokens.keys()) {
          const { ids, logits } = await reader.top(row)
          const expected = outputs[row]?.next.logits ?? new Map<Token, number>()
          expect(expected.size).toBe(64)
          for (const [index, id] of ids.entries()) expect(logits[index]).toBe(expected.get(id as Token))
        }
        const all = await reader.all(9)
        const { ids, logits } = await reader.top(9)
        expect(Math.max(...all)).toBe(logits[0])
        expect(Array.from(ids, (id) => all[id])).toEqual([...logits])
        const wide = await reader.wide(9)
        expect(wide.ids.length).toBeGreaterThan(500)
        expect(wide.ids.slice(0, ids.length)).toEqual(ids)
        expect(Array.from(wide.ids, (id) => all[id])).toEqual([...wide.logits])
        const some = await reader.of(9, Int32Array.of(3, 31_999, ids[0] as number))
        expect(new Map([...some.ids].map((id, index) => [id, some.logits[index]]))).toEqual(
          new Map([3, 31_999, ids[0] as number].map((id) => [id, all[id]])),
        )
      })
      await context.dispose()
    },
  )
})

describe.skipIf(found[0]?.file === undefined)('a context of several sequences', () => {
  test('serves each its own rows, many in one batch, and answers a row that fails', async () => {
    const model = await backend.llama.loadModel({ modelPath: found[0]?.file?.path ?? '' })
    const context = await model.createContext({ contextSize: 64, sequences: 3, batchSize: 16, flashAttention: false })
    const rows = createRowContext({ context, model, rowsMax: 16, gate: createRowGate() })
    const next = (sequence: number, text: string) =>
      rows.compute(
        { sequence, from: 0, tokens: model.tokenize(text, false), logitsFrom: 0 },
        async ({ top }) => (await top(model.tokenize(text, false).length - 1)).ids[0],
      )
    const alone = [await next(0, 'Once upon a'), await next(0, 'The little girl was very'), await next(0, 'big')]
    const together = await Promise.all([next(0, 'Once upon a'), next(1, 'The little girl was very'), next(2, 'big')])
    expect(together).toEqual(alone)
    const unread = { sequence: 0, from: 0, tokens: [5 as Token], logitsFrom: 1 }
    await expect(rows.compute(unread, ({ top }) => top(0))).rejects.toThrow(RangeError)
    await expect(rows.compute({ ...unread, tokens: [] }, async () => 0)).rejects.toThrow(RangeError)
    // past the end of the context: the library refuses, and the next rows are computed all the same
    await expect(rows.compute({ ...unread, from: 0, tokens: new Array(17).fill(5) }, async () => 0)).rejects.toThrow()
    expect(await next(0, 'big')).toBe(alone[2])
    await rows.dispose()
    await model.dispose()
  })
})
