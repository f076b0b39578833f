/** Real answers of stories15M, made wrongly in every way of the library, before the real checker. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLlamaRuntime, type Hex32, type Runtime } from '@millrace/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTestModel } from '../../../packages/runtime/test/test-models.ts'
import { canonicalProof, formProof, marginsOf } from './judge-answer.ts'
import { modelCheats } from './model-cheats.ts'
import { type Answerer, type AnswerJob, type ServedModel, servedModel } from './served-model.ts'
import { shallowModel } from './shallow-model.ts'
import { requestRules, storyRequest } from './story-requests.ts'

const q8 = await findTestModel('stories15m-q8_0')
const q4 = await findTestModel('stories15m-q4_0')
const { signal } = new AbortController()
const endToken = 2
const rootOf = (digit: number): Hex32 => `0x${String(digit).repeat(64)}`
const maxTokens = 24
const [sampled] = requestRules

let folder: string
let runtime: Runtime
let claimed: ServedModel
let cheaper: ServedModel
let shallow: ServedModel

beforeAll(async () => {
  if (q8 === undefined || q4 === undefined) return
  folder = await mkdtemp(join(tmpdir(), 'millrace-cheats-'))
  const shallowPath = join(folder, 'shallow.gguf')
  await writeFile(shallowPath, shallowModel(await readFile(q8.path), 5))
  const entry = (path: string, root: Hex32) => ({ model: { ...q8.model, root }, path })
  runtime = createLlamaRuntime(
    {},
    { models: [entry(q8.path, rootOf(1)), entry(q4.path, rootOf(2)), entry(shallowPath, rootOf(3))], threads: 1 },
  )
  claimed = servedModel(runtime, rootOf(1))
  cheaper = servedModel(runtime, rootOf(2))
  shallow = servedModel(runtime, rootOf(3))
})

afterAll(async () => {
  if (q8 === undefined || q4 === undefined) return
  await runtime.close()
  await rm(folder, { recursive: true })
})

describe.skipIf(q8 === undefined || q4 === undefined)('answers of stories15M q8_0', () => {
  test('honest canonical answers prove nothing, under all rules', async () => {
    for (const rules of requestRules) expect(await proofOf(claimed.answer, 2, rules)).toBeUndefined()
  })

  test.each(modelCheats.map((cheat) => [cheat.name, cheat] as const))(
    '%s is proven by one mismatch',
    async (_, cheat) => {
      const answerer = cheat.answerer({ claimed, cheaper, endToken })
      // a cache is honest to whoever asks first
      if (cheat.name === 'cached answer')
        for (let index = 0; index < requests; index += 1) await answerer(warmUp(index), { signal })
      expect(await proofOf(answerer, requests)).toBeDefined()
    },
  )

  test.each([
    ['other quantisation', () => cheaper],
    ['smaller model', () => shallow],
  ])('%s is proven by one mismatch', async (_, modelOf) => {
    expect(await proofOf(modelOf().answer, requests)).toMatchObject({ kind: 'token' })
  })

  test('who says that half an answer is all of it is proven wrong in tolerant mode as well, without logits', async () => {
    const early = modelCheats.find(({ name }) => name === 'early stop')?.answerer({ claimed, cheaper, endToken })
    const job = requestAt(0, 'tolerant')
    const answer = await early?.(job, { signal })
    if (answer === undefined) throw new Error('it answers')
    expect(formProof(await claimed.read(job, answer, { signal }), answer)).toEqual({ kind: 'end', tokens: 12 })
  })

  test('in tolerant mode wrong answers have wide margins, honest ones hardly any', async () => {
    const cheats = ['own seed', 'prompt skipped'].map((name) => {
      const cheat = modelCheats.find((each) => each.name === name)
      if (cheat === undefined) throw new Error(name)
      return cheat.answerer({ claimed, cheaper, endToken })
    })
    const [honest = 1, ...others] = await Promise.all([claimed.answer, shallow.answer, ...cheats].map(wideMargins))
    expect(honest).toBeLessThan(0.02)
    for (const other of others) expect(other).toBeGreaterThan(0.1)
  })

  test('not told apart: what a wrong draft wrote, when every token of it was verified', async () => {
    const drafting = createLlamaRuntime(
      {},
      {
        models: [
          {
            model: { ...requireModel(q8).model, root: rootOf(1) },
            path: requireModel(q8).path,
            draftPath: requireModel(q4).path,
          },
        ],
      },
    )
    try {
      const job = requestAt(1, 'replayable')
      const drafted = await servedModel(drafting, rootOf(1)).answer(job, { signal })
      expect(drafted).toEqual(await claimed.answer(job, { signal }))
    } finally {
      await drafting.close()
    }
  })
})

const requests = 4

function requestAt(index: number, exactness: AnswerJob['mode']['exactness'], rules = sampled): AnswerJob {
  if (rules === undefined) throw new Error('there are rules')
  return storyRequest('test', index, { exactness, maxTokens, rules })
}

function warmUp(index: number): AnswerJob {
  const job = requestAt(index, 'replayable')
  return { ...job, mode: { ...job.mode, samplerSeed: rootOf(7) } }
}

/** The first proof within some requests. */
async function proofOf(answerer: Answerer, count: number, rules = sampled) {
  for (let index = 0; index < count; index += 1) {
    const job = requestAt(index, 'replayable', rules)
    const answer = await answerer(job, { signal })
    const proof = canonicalProof(await claimed.read(job, answer, { signal }), answer)
    if (proof !== undefined) return proof
  }
  return undefined
}

/** Share of the tokens whose margin is above the tolerance. */
async function wideMargins(answerer: Answerer): Promise<number> {
  const tolerance = 0.1
  let [wide, all] = [0, 0]
  for (let index = 0; index < requests; index += 1) {
    const job = requestAt(index, 'tolerant')
    const answer = await answerer(job, { signal })
    const margins = marginsOf(await claimed.read(job, answer, { signal }), job, tolerance)
    wide += margins.filter(({ margin }) => margin > tolerance).length
    all += margins.length
  }
  return wide / all
}

function requireModel<T>(model: T | undefined): T {
  if (model === undefined) throw new Error('the test is skipped without the model')
  return model
}
