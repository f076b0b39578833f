/** The judge over real answers of stories15M: honest ones pass, cheats are found, and what the auditor lacks is never held against a node. */
import { createSigner, recoverSigner } from '@millrace/chain'
import {
  type CompletionRequest,
  type Hash,
  modelRoot,
  type ReceiptBundle,
  receiptBundleToJson,
  zeroHash,
} from '@millrace/protocol'
import { createLlamaRuntime } from '@millrace/runtime'
import { afterAll, describe, expect, test } from 'vitest'
import { auditorContent, createAuditRuntime, type JudgeComponents, judgeBundle, judgeBundleText } from '../src/index.ts'
import { findTestModel } from './support/test-models.ts'
import { type Answer, createTestProvider, keyOf, testDomain } from './support/test-provider.ts'

const stories = await findTestModel('stories15m-f16')
const coarse = await findTestModel('stories15m-q4_0')
const signal = new AbortController().signal

describe.skipIf(stories === undefined || coarse === undefined)('answers of stories15M', () => {
  if (stories === undefined || coarse === undefined) return
  const runtime = createLlamaRuntime({}, { models: [stories, coarse], threads: 1 })
  afterAll(() => runtime.close())
  const judge: JudgeComponents = { runtime, calibrations: [], recover: recoverSigner, domain: testDomain }
  const contents = [stories.content, coarse.content]
  const honest = createTestProvider({ key: keyOf(11), runtime, contents })
  const cheap = createTestProvider({ key: keyOf(12), runtime, contents, serves: () => coarse.model.root })
  const request: CompletionRequest = {
    ...{ kind: 'completion', model: stories.model.root, nonce: `0x${'0f'.repeat(16)}`, prompt: 'Once upon a time' },
    ...{ maxTokens: 32, temperature: 0.8, topP: 1, topK: 40, stop: [] },
  }
  const replayable = { exactness: 'replayable' } as const
  const cheating = (cheat: (answer: Answer) => Answer) => honest.serve(request, { ...replayable, cheat })
  const verdict = async (bundle: ReceiptBundle, components = judge) => judgeBundle(components, bundle, { signal })

  test('an honest one is honest, and two auditors write the same evidence', async () => {
    const bundle = await honest.serve(request, replayable)
    const first = await verdict(bundle)
    expect(first).toMatchObject({ outcome: 'honest', checked: 32, mismatches: 0 })
    const second = await judgeBundleText(judge, JSON.stringify(receiptBundleToJson(bundle)), { signal })
    expect(second).toEqual(first)
    expect(JSON.parse(first.evidence)).toMatchObject({ receipt: first.receiptHash, outcome: 'honest', checked: 32 })
  })

  test('a stop sequence, an end at a fixed seed and a continuation are honest ends', async () => {
    const [first] = [await honest.serve({ ...request, stop: ['.'] }, replayable)]
    expect(await verdict(first)).toMatchObject({ outcome: 'honest' })
    expect(await verdict(await honest.serve({ ...request, seed: 5, temperature: 0 }, replayable))).toMatchObject({
      outcome: 'honest',
    })
    const { response } = first
    if (response.kind !== 'text') throw new TypeError('Text was asked for')
    const continuation = { text: response.text, tokenIds: response.tokenIds }
    const rest = await honest.serve({ ...request, continuation }, replayable)
    expect(await verdict(rest)).toMatchObject({ outcome: 'honest' })
  })

  test('coarser weights are found within a few tokens', async () => {
    const found = await verdict(await cheap.serve(request, replayable))
    expect(found).toMatchObject({ outcome: 'cheated' })
    expect(found.reason).toMatch(/^At place \d+, token \d+ stands where this model gives \d+; \d+ of 32 differ\.$/)
  })

  test.each<[string, (answer: Answer) => Answer, RegExp]>([
    ['a sentence put into the text', (answer) => withText(answer, (text) => `${text} Buy now.`), /text is not what/],
    [
      'a token of no vocabulary',
      (answer) => withTokens(answer, (ids) => [...ids.slice(0, -1), 9_999_999]),
      /is none of this model/,
    ],
    ['more tokens than were asked for', (answer) => withTokens(answer, (ids) => [...ids, 13]), /does not fit/],
    ['a token exchanged', (answer) => withTokens(answer, (ids) => ids.with(7, 13)), /^At place 7, token 13 stands/],
    ['input counted double', (answer) => withInput(answer, 2n), /input tokens; the request has 5\.$/],
    [
      'output counted double',
      (answer) => ({ ...answer, units: { ...answer.units, outputUnits: 64n } }),
      /output tokens; the answer has 32/,
    ],
    [
      'its tokens left out',
      ({ response, ...answer }) => ({ ...answer, response: { kind: 'text', text: textOf(response) } }),
      /does not name its tokens/,
    ],
  ])('%s is found', async (_name, cheat, reason) => {
    const found = await verdict(await cheating(cheat))
    expect(found.outcome).toBe('cheated')
    expect(found.reason).toMatch(reason)
  })

  test('an answer cut short is found, whatever end it is told with', async () => {
    for (const finish of ['length', 'stop'] as const) {
      const short = await honest.serve(request, {
        ...{ ...replayable, tokensMax: 20 },
        cheat: (answer) => ({ ...answer, finish }),
      })
      expect(await verdict(short)).toMatchObject({
        ...{ outcome: 'cheated', mismatches: 0, reason: 'The answer does not end where its finish says.' },
      })
    }
  })

  test('an answer that the buyer ended may stand anywhere, but nothing may be put into it', async () => {
    const options = { ...replayable, tokensMax: 20 }
    const cancel = (answer: Answer): Answer => ({ ...answer, finish: 'cancelled' })
    const cancelled = await honest.serve(request, { ...options, cheat: cancel })
    expect(await verdict(cancelled)).toMatchObject({ outcome: 'honest', checked: 20 })
    const lying = (answer: Answer) => withText(cancel(answer), (text) => `${text}!`)
    expect(await verdict(await honest.serve(request, { ...options, cheat: lying }))).toMatchObject({
      outcome: 'cheated',
    })
  })

  test('what the auditor lacks is unable, whatever the node did', async () => {
    const bundle = await cheap.serve(request, replayable)
    const other = { ...bundle, receipt: { ...bundle.receipt, build: hashOf('b2') } }
    const rebuilt = await cheap.serve(request, {
      ...replayable,
      cheat: (answer) => ({ ...answer, build: other.receipt.build }),
    })
    expect(await verdict(rebuilt)).toMatchObject({ outcome: 'unable', unable: 'other-build', checked: 0 })
    const unloaded = { models: runtime.models.map(({ build: _build, ...model }) => model), audit: runtime.audit }
    expect(await verdict(rebuilt, { ...judge, runtime: unloaded } as JudgeComponents)).toMatchObject({
      ...{ outcome: 'unable', unable: 'other-build', checked: 0 },
    })
    const unnamed = await cheap.serve(request, { ...replayable, cheat: (answer) => ({ ...answer, build: zeroHash }) })
    expect(await verdict(unnamed)).toMatchObject({ outcome: 'unable', unable: 'other-build' })
    const poor = { ...judge, runtime: { models: [], audit: runtime.audit } } as JudgeComponents
    expect(await verdict(bundle, poor)).toMatchObject({ outcome: 'unable', unable: 'model-missing' })
    const { runtime: _runtime, ...none } = judge
    expect(await verdict(bundle, none)).toMatchObject({ outcome: 'unable', unable: 'model-missing' })
    const opaque = await cheap.serve(request, { exactness: 'opaque' })
    expect(await verdict(opaque)).toMatchObject({ outcome: 'unable', unable: 'not-comparable' })
    const exact = await cheap.serve(request, { exactness: 'exact' })
    expect(await verdict(exact)).toMatchObject({ outcome: 'unable', unable: 'not-comparable' })
  })

  test('a tolerant answer is unable without a calibration, and without its tokens or with a seed of the buyer', async () => {
    const tolerant = { exactness: 'tolerant' } as const
    expect(await verdict(await honest.serve(request, tolerant))).toMatchObject({
      outcome: 'unable',
      unable: 'uncalibrated',
    })
    const seeded = await honest.serve({ ...request, seed: 3 }, tolerant)
    expect(await verdict(seeded)).toMatchObject({ outcome: 'unable', unable: 'seed-fixed' })
    const bare = await honest.serve(request, {
      ...tolerant,
      cheat: ({ response, ...answer }) => ({ ...answer, response: { kind: 'text', text: textOf(response) } }),
    })
    expect(await verdict(bare)).toMatchObject({ outcome: 'unable', unable: 'unnamed' })
  })

  test('as a runtime it sells verdicts, charges for what it read, and for nothing else', async () => {
    await using audits = createAuditRuntime(judge)
    const root = modelRoot(auditorContent())
    const ask = (bundle: ReceiptBundle) => {
      const text = JSON.stringify(receiptBundleToJson(bundle))
      return audits.perform?.(root, { kind: 'audit', model: root, nonce: request.nonce, bundle: text }, { signal })
    }
    const bundle = await honest.serve(request, replayable)
    expect(await ask(bundle)).toMatchObject({
      response: { kind: 'verdict', outcome: 'honest', checked: 32, mismatches: 0 },
      units: { inputUnits: 37n, outputUnits: 0n },
    })
    const { response, units } = (await ask(await cheap.serve(request, replayable))) ?? {}
    expect(response).toMatchObject({ outcome: 'cheated' })
    expect(units).toEqual({ inputUnits: 37n, outputUnits: 0n })
    const elsewhere = await honest.serve(request, {
      ...replayable,
      cheat: (answer) => ({ ...answer, build: hashOf('b2') }),
    })
    expect(await ask(elsewhere)).toMatchObject({ response: { outcome: 'unable' }, units: { inputUnits: 0n } })
    await expect(
      audits.perform?.(hashOf('aa'), { kind: 'audit', model: root, nonce: '0x', bundle: '' }, { signal }),
    ).rejects.toMatchObject({ code: 'MODEL_NOT_SERVED' })
    await audits.close()
    await expect(ask(bundle)).rejects.toMatchObject({ code: 'RUNTIME_CLOSED' })
  })

  test('a bundle that a third person damaged is unable, and only unable', async () => {
    const bundle = await cheap.serve(request, replayable)
    const stranger = createSigner(keyOf(99))
    for (const damaged of damagesOf(bundle, stranger.address)) {
      expect(await verdict(damaged)).toMatchObject({ outcome: 'unable' })
    }
  })
})

function damagesOf(bundle: ReceiptBundle, stranger: `0x${string}`): ReceiptBundle[] {
  const { receipt, quote, order, request, response } = bundle
  if (response.kind !== 'text') throw new TypeError('Text was asked for')
  return [
    { ...bundle, receipt: { ...receipt, amount: receipt.amount + 1n } },
    { ...bundle, receipt: { ...receipt, node: stranger } },
    { ...bundle, receipt: { ...receipt, beacon: zeroHash } },
    { ...bundle, quote: { ...quote, exactness: 1 } },
    { ...bundle, quote: { ...quote, inputPrice: 0n } },
    { ...bundle, order: { ...order, amountMax: 0n } },
    { ...bundle, response: { ...response, text: 'Another.' } },
    { ...bundle, response: { kind: 'vectors', vectors: [] } },
    { ...bundle, request: { ...request, nonce: `0x${'00'.repeat(16)}` } },
    { ...bundle, quoteSignature: bundle.orderSignature },
    { ...bundle, orderSignature: bundle.quoteSignature },
    { ...bundle, receiptSignature: bundle.quoteSignature },
    { ...bundle, model: { ...bundle.model, name: 'other' } },
    { ...bundle, domain: { ...bundle.domain, chainId: 1 } },
  ]
}

function withText(answer: Answer, change: (text: string) => string): Answer {
  if (answer.response.kind !== 'text') throw new TypeError('Text was asked for')
  return { ...answer, response: { ...answer.response, text: change(answer.response.text) } }
}

function withTokens(answer: Answer, change: (ids: readonly number[]) => number[]): Answer {
  if (answer.response.kind !== 'text') throw new TypeError('Text was asked for')
  return { ...answer, response: { ...answer.response, tokenIds: change(answer.response.tokenIds ?? []) } }
}

function withInput(answer: Answer, factor: bigint): Answer {
  return { ...answer, units: { ...answer.units, inputUnits: answer.units.inputUnits * factor } }
}

function textOf(response: Answer['response']): string {
  return response.kind === 'text' ? response.text : ''
}

function hashOf(byte: string): Hash {
  return `0x${byte.repeat(32)}` as Hash
}
