import { createSampler } from '@millrace/verification'
import fc from 'fast-check'
import type { Token } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { createToyRows, toyEnd, toyVocabularySize } from '../../test/toy-rows.ts'
import { createModelDrafter } from './drafter.ts'

const { signal } = new AbortController()
const anyToken = fc.integer({ min: 0, max: toyVocabularySize - 1 }) as fc.Arbitrary<Token>
const sampler = createSampler({
  seed: `0x${'00'.repeat(32)}` as const,
  rules: { temperature: 0.7, topK: 0, topP: 1, minP: 0 },
  vocabularySize: toyVocabularySize,
})
const drafterOf = (salt: number, rowsMax: number) =>
  createModelDrafter({
    context: createToyRows(salt, rowsMax),
    sequence: 0,
    sampler,
    isEnd: (token) => token === toyEnd,
  })

test('a drafter whose guesses were refused guesses what a fresh one would', async () => {
  const anyAnswer = fc.array(fc.array(anyToken, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.nat(), anyAnswer, fc.constantFrom(4, 32), async (salt, parts, rowsMax) => {
      const drafter = drafterOf(salt, rowsMax)
      const known: Token[] = []
      for (const part of parts) {
        known.push(...part)
        const wish = { known: [...known], settled: 0, count: 7 }
        const draft = await drafter.draft(wish, { signal })
        expect(draft).toEqual(await drafterOf(salt, rowsMax).draft(wish, { signal }))
        expect(draft.length === 7 || draft.at(-1) === toyEnd).toBe(true)
      }
    }),
  )
})
