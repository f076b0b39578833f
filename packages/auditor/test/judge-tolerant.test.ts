/** Answers that need not match to the bit, and embeddings: scores add up elsewhere, one request convicts nobody; bits convict at once. */
import { recoverSigner } from '@millrace/chain'
import { type CompletionRequest, type EmbedRequest, type Hash, zeroHash } from '@millrace/protocol'
import { createLlamaRuntime } from '@millrace/runtime'
import { type Calibration, parseCalibration, tokenLayout } from '@millrace/verification'
import { afterAll, describe, expect, test } from 'vitest'
import { type JudgeComponents, judgeBundle } from '../src/index.ts'
import { findTestModel } from './support/test-models.ts'
import { type Answer, createTestProvider, keyOf, testDomain } from './support/test-provider.ts'

const stories = await findTestModel('stories15m-f16')
const coarse = await findTestModel('stories15m-q4_0')
const minilm = await findTestModel('minilm-l6-v2')
const options = { signal: new AbortController().signal }
const nonce = `0x${'0f'.repeat(16)}`

describe.skipIf(stories === undefined || coarse === undefined)('tolerant answers', () => {
  if (stories === undefined || coarse === undefined) return
  const runtime = createLlamaRuntime({}, { models: [stories, coarse], threads: 1 })
  afterAll(() => runtime.close())
  const contents = [stories.content, coarse.content]
  const honest = createTestProvider({ key: keyOf(31), runtime, contents })
  const cheap = createTestProvider({ key: keyOf(32), runtime, contents, serves: () => coarse.model.root })
  const request: CompletionRequest = {
    ...{ kind: 'completion', model: stories.model.root, nonce, prompt: 'Once upon a time' },
    ...{ maxTokens: 64, temperature: 0, topP: 1, stop: [] },
  }
  const tolerant = { exactness: 'tolerant' } as const

  test('an honest one is within, a coarser one leans, and neither convicts', async () => {
    const bundle = await honest.serve(request, tolerant)
    await runtime.warmUp(options)
    const build = runtime.models[0]?.build as Hash
    const judge = judgeWith([calibrationOf(stories.model.root, build)])
    const fair = await judgeBundle(judge, bundle, options)
    expect(fair).toMatchObject({ outcome: 'honest', checked: 64, tolerant: { kind: 'tokens', reference: build } })
    expect(fair.score).toBeLessThanOrEqual(0)
    const found = await judgeBundle(judge, await cheap.serve(request, tolerant), options)
    expect(found).toMatchObject({ outcome: 'unable', unable: 'leaning', checked: 64 })
    expect(found.score).toBeGreaterThan(0)
    expect(found.tolerant?.margins).toHaveLength(64)
    const elsewhere = judgeWith([calibrationOf(stories.model.root, `0x${'b2'.repeat(32)}` as Hash)])
    expect(await judgeBundle(elsewhere, bundle, options)).toMatchObject({ outcome: 'unable', unable: 'uncalibrated' })
    const hotter = { ...calibrationOf(stories.model.root, build), temperatureMin: 0.5 }
    expect(await judgeBundle(judgeWith([hotter]), bundle, options)).toMatchObject({ unable: 'uncalibrated' })
  })

  test('a text that its tokens do not say convicts where the receipt names our spelling, on any machine', async () => {
    const lying = (answer: Answer): Answer => withText(answer, (text) => `${text} Buy now.`)
    const { build, ...bundle } = await serveAs(lying)
    // No calibration and no instruction set in common are needed for it.
    expect(build).not.toBe(runtime.models[0]?.build)
    const found = await judgeBundle(judgeWith([]), bundle.bundle, options)
    expect(found).toMatchObject({ outcome: 'cheated', reason: expect.stringContaining('spelling'), mismatches: 0 })
    const again = await judgeBundle(judgeWith([]), bundle.bundle, options)
    expect(again.evidenceHash).toBe(found.evidenceHash)
    const cutShort = await serveAs((answer) =>
      withText({ ...answer, finish: 'cancelled' }, (text) => text.slice(0, -3)),
    )
    expect((await judgeBundle(judgeWith([]), cutShort.bundle, options)).outcome).toBe('unable')
    const madeUp = await serveAs((answer) => withTokens(lying(answer), (ids) => [...ids, 1_000_000]))
    expect((await judgeBundle(judgeWith([]), madeUp.bundle, options)).outcome).toBe('cheated')
  })

  test('one of a server that spells in a way of its own, or of an answer that names none, is left alone', async () => {
    const calibration = calibrationOf(stories.model.root, runtime.models[0]?.build as Hash)
    for (const build of [zeroHash, `0x${'b2'.repeat(32)}` as Hash]) {
      const { bundle } = await serveAs((answer) => withText({ ...answer, build }, () => 'Buy now.'))
      const found = await judgeBundle(judgeWith([calibration]), bundle, options)
      expect(found).toMatchObject({ outcome: 'unable', unable: 'uncalibrated' })
    }
  })

  async function serveAs(cheat: (answer: Answer) => Answer) {
    const bundle = await honest.serve(request, { ...tolerant, cheat })
    return { bundle, build: bundle.receipt.build }
  }

  function judgeWith(calibrations: readonly Calibration[]): JudgeComponents {
    return { runtime, calibrations, recover: recoverSigner, domain: testDomain }
  }
})

function withText(answer: Answer, change: (text: string) => string): Answer {
  if (answer.response.kind !== 'text') throw new TypeError('Text was asked for')
  return { ...answer, response: { ...answer.response, text: change(answer.response.text) } }
}

function withTokens(answer: Answer, change: (ids: readonly number[]) => number[]): Answer {
  if (answer.response.kind !== 'text') throw new TypeError('Text was asked for')
  return { ...answer, response: { ...answer.response, tokenIds: change(answer.response.tokenIds ?? []) } }
}

/** Honest tokens hardly ever have a margin; of cheats' every tenth has. */
function calibrationOf(modelRoot: Hash, reference: Hash): Calibration {
  const layout = tokenLayout(0.02)
  const rows = (share: number) =>
    Array.from({ length: layout.stratumEdges.length + 1 }, () =>
      Array.from({ length: layout.marginEdges.length + 2 }, (_, bin) => (bin === 0 ? 1_000_000 : 1_000_000 * share)),
    )
  return parseCalibration({
    ...{ format: 'millrace-calibration', version: 1, kind: 'tokens', modelRoot, reference, measuredOn: '2026-11-20' },
    ...{ tolerance: 0.02, temperatureMin: 0, temperatureMax: 1, ...layout },
    honest: [{ name: 'same library', requests: 4_000, counts: rows(0.0001) }],
    cheats: [{ name: 'coarser', requests: 4_000, counts: rows(0.0125), normaliserNats: 0, natsPerRequest: 1 }],
  })
}

describe.skipIf(minilm === undefined)('embeddings of MiniLM', () => {
  if (minilm === undefined) return
  const runtime = createLlamaRuntime({}, { models: [minilm], threads: 1 })
  afterAll(() => runtime.close())
  const judge: JudgeComponents = { runtime, calibrations: [], recover: recoverSigner, domain: testDomain }
  const provider = createTestProvider({ key: keyOf(33), runtime, contents: [minilm.content] })
  const request: EmbedRequest = { kind: 'embed', model: minilm.model.root, nonce, inputs: ['A mill.', 'A river.'] }
  const serve = (cheat: (answer: Answer) => Answer = (answer) => answer) =>
    provider.serve(request, { exactness: 'replayable', cheat })
  const verdict = async (bundle: Awaited<ReturnType<typeof serve>>) => judgeBundle(judge, bundle, options)

  test('those of the same build are equal to the bit, and a single bit convicts', async () => {
    await runtime.warmUp(options)
    expect(await verdict(await serve())).toMatchObject({ outcome: 'honest', checked: 2, mismatches: 0 })
    const flipped = await serve((answer) =>
      withVectors(answer, ([first, second]) => [first as string, flip(second as string)]),
    )
    expect(await verdict(flipped)).toMatchObject({ outcome: 'cheated', mismatches: 1, firstMismatch: 1 })
    const few = await serve((answer) => withVectors(answer, (vectors) => vectors.slice(1)))
    expect(await verdict(few)).toMatchObject({
      outcome: 'cheated',
      reason: expect.stringContaining('there are 1 vectors'),
    })
    const broken = await serve((answer) => withVectors(answer, ([first]) => [first as string, 'AAAA']))
    expect(await verdict(broken)).toMatchObject({ outcome: 'cheated', firstMismatch: 1 })
    const counted = await serve(({ units, ...answer }) => ({ ...answer, units: { ...units, inputUnits: 1_000n } }))
    expect(await verdict(counted)).toMatchObject({ outcome: 'cheated', mismatches: 0 })
  })

  test('without a calibration tolerant ones are unable', async () => {
    const bundle = await provider.serve(request, { exactness: 'tolerant' })
    expect(await verdict(bundle)).toMatchObject({ outcome: 'unable', unable: 'uncalibrated' })
  })
})

function withVectors(answer: Answer, change: (vectors: readonly string[]) => string[]): Answer {
  if (answer.response.kind !== 'vectors') throw new TypeError('Vectors were asked for')
  return { ...answer, response: { kind: 'vectors', vectors: change(answer.response.vectors) } }
}

function flip(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return bytes.toString('base64')
}
