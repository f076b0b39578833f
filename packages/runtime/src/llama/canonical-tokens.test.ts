import { createSampler } from '@millrace/verification'
import fc from 'fast-check'
import type { Token } from 'node-llama-cpp'
import { describe, expect, test } from 'vitest'
import { createToyRows, toyEnd, toyVocabularySize } from '../../test/toy-rows.ts'
import { canonicalTokens, firstLogitsPosition, padRows } from './canonical-tokens.ts'
import { createModelDrafter, createOwnDrafter, type Drafter, noDrafter } from './drafter.ts'
import { plainTokens } from './plain-tokens.ts'
import { replayTokens } from './replay-tokens.ts'

const { signal } = new AbortController()
const isEnd = (token: Token): boolean => token === toyEnd
const anyToken = fc.integer({ min: 0, max: toyVocabularySize - 1 }) as fc.Arbitrary<Token>
const anyInput = fc.array(anyToken, { minLength: 1, maxLength: 90 })
const anyRun = fc.record({
  salt: fc.nat(),
  input: anyInput,
  outputTokensMax: fc.integer({ min: 1, max: 40 }),
  temperature: fc.constantFrom(0, 0.7, 1.5),
  seed: fc.nat({ max: 2 ** 32 }),
  blockRows: fc.constantFrom(8, 16, 32),
})
type Run = typeof anyRun extends fc.Arbitrary<infer T> ? T : never

const samplerOf = ({ seed, temperature }: Pick<Run, 'seed' | 'temperature'>) =>
  createSampler({
    seed: `0x${seed.toString(16).padStart(64, '0')}` as const,
    rules: { temperature, topK: 0, topP: 1, minP: 0 },
    vocabularySize: toyVocabularySize,
  })

async function generate(
  run: Run & { readonly isEnd?: (token: Token) => boolean },
  drafterOf: (context: ReturnType<typeof createToyRows>) => Drafter,
) {
  const context = createToyRows(run.salt)
  const init = { isEnd, ...run, context, sequence: 0, sampler: samplerOf(run), signal }
  const tokens = await Array.fromAsync(canonicalTokens({ ...init, drafter: drafterOf(context) }))
  return { tokens, context }
}

describe('canonicalTokens', () => {
  test('gives the same answer whatever the draft says', async () => {
    const anyDraft = fc.array(anyToken, { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(anyRun, anyDraft, async (run, guess) => {
        const sampler = samplerOf(run)
        const { tokens } = await generate(run, () => noDrafter)
        const drafters: ((context: ReturnType<typeof createToyRows>) => Drafter)[] = [
          () => ({ draft: async ({ count }) => guess.slice(0, count) }),
          (context) => createOwnDrafter({ context, sequence: 0, sampler, isEnd }),
          () => createModelDrafter({ context: createToyRows(run.salt), sequence: 0, sampler, isEnd }),
          () => createModelDrafter({ context: createToyRows(run.salt + 1, 8), sequence: 0, sampler, isEnd }),
        ]
        for (const drafterOf of drafters) {
          expect((await generate({ ...run }, drafterOf)).tokens).toEqual(tokens)
          expect((await generate({ ...run, blockRows: 8 }, drafterOf)).tokens).toEqual(tokens)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('ends with an end token or at its length, and never goes past either', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const { tokens } = await generate(run, () => noDrafter)
        expect(tokens.length).toBeGreaterThan(0)
        expect(tokens.slice(0, -1).some(isEnd)).toBe(false)
        expect(tokens.length === run.outputTokensMax || isEnd(tokens.at(-1) as Token)).toBe(true)
      }),
    )
  })

  test('an auditor who reads the answer once finds every token, and every token that was changed', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, fc.nat(), anyToken, async (run, at, other) => {
        const sampler = samplerOf(run)
        const { tokens } = await generate(run, (context) => createOwnDrafter({ context, sequence: 0, sampler, isEnd }))
        const read = async (claimed: readonly Token[]) => {
          const init = {
            context: createToyRows(run.salt),
            sequence: 0,
            input: run.input,
            claimed,
            sampler,
            wantsReadings: false,
          }
          return (await replayTokens(init, { signal })).map(({ token }) => token)
        }
        expect(await read(tokens)).toEqual(tokens)
        const index = at % tokens.length
        const changed = tokens.with(index, other)
        const replayed = await read(changed)
        expect(replayed.slice(0, index + 1)).toEqual(tokens.slice(0, index + 1))
      }),
    )
  })

  test('reads its input in blocks that give no logits, and the rest in blocks that give all', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const { context } = await generate(run, () => noDrafter)
        const settled = firstLogitsPosition(run.input.length)
        for (const { from, tokens, logitsFrom } of context.batches) {
          expect(tokens.length % 8).toBe(0)
          expect(logitsFrom).toBe(from < settled ? tokens.length : 0)
        }
      }),
    )
  })

  test('a good draft saves blocks: 33 tokens after one of input take one of 8 for the first of them and two of 16', async () => {
    const run: Run & { isEnd: () => boolean } = {
      salt: 6,
      input: [1 as Token],
      outputTokensMax: 33,
      temperature: 0,
      seed: 0,
      blockRows: 16,
      isEnd: () => false,
    }
    const { tokens } = await generate(run, () => noDrafter)
    expect(tokens).toHaveLength(33)
    const wishes: number[] = []
    const oracle: Drafter = {
      async draft({ known, count }) {
        wishes.push(known.length)
        return tokens.slice(known.length - 1, known.length - 1 + count)
      },
    }
    const { context } = await generate(run, () => oracle)
    expect(context.batches.map((batch) => batch.tokens.length)).toEqual([8, 16, 16])
    expect(Math.min(...wishes)).toBeGreaterThan(run.input.length)
  })

  test('plain decoding of the same rows would be caught', async () => {
    const run: Run = { salt: 6, input: [1 as Token], outputTokensMax: 40, temperature: 0, seed: 0, blockRows: 16 }
    const sampler = samplerOf(run)
    const init = { ...run, context: createToyRows(run.salt), sequence: 0, sampler, isEnd, signal }
    const plain = await Array.fromAsync(plainTokens(init))
    const { tokens } = await generate(run, () => noDrafter)
    expect(plain).not.toEqual(tokens)
  })

  test('an abort ends it after the block being computed', async () => {
    const abort = new AbortController()
    const context = createToyRows(6)
    const run: Run = { salt: 6, input: [1 as Token], outputTokensMax: 33, temperature: 0, seed: 0, blockRows: 16 }
    const sampler = samplerOf(run)
    const init = { ...run, context, sequence: 0, sampler, isEnd, signal: abort.signal, drafter: noDrafter }
    const tokens: Token[] = []
    for await (const token of canonicalTokens(init)) {
      tokens.push(token)
      abort.abort()
    }
    expect(tokens.length).toBeGreaterThan(0)
    expect(context.batches).toHaveLength(1)
  })
})

test('padRows fills up to the next multiple of 8', () => {
  expect(padRows([5 as Token])).toHaveLength(8)
  expect(padRows(new Array(8).fill(5))).toHaveLength(8)
  expect(padRows(new Array(9).fill(5))).toHaveLength(16)
})
