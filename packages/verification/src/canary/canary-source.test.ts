import { parseRequest } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import { batchModel, chatModel, documentsOf, embedModel } from '../../test/support/buyers.ts'
import { observedProfile } from '../../test/support/canary-stream.ts'
import { hashOf } from '../../test/support/replica-rounds.ts'
import { CanariesSpentError } from './canaries-spent-error.ts'
import { type CanarySource, createCanarySource, endsSession, type NextCanary } from './canary-source.ts'
import type { PromptBrief } from './canary-text.ts'
import type { RequestShape, TrafficProfile } from './traffic-profile.ts'

const { signal } = new AbortController()
const models = { chat: chatModel, completion: chatModel, embed: embedModel, batch: batchModel }
const profile = observedProfile('canaries', 150)
const corpus = { passages: documentsOf('addresses') }
const init = { seed: hashOf(5), profile, corpus }

describe('a source of canaries', () => {
  test('makes valid requests of the shapes of the profile, whole sessions in order', async () => {
    const source = createCanarySource({}, init)
    for (let session = 0; session < 60; session++) {
      const canaries = await sessionOf(source, { models, signal })
      canaries.forEach((canary, step) => {
        expect(parseRequest(JSON.parse(JSON.stringify(canary.request)))).toEqual(canary.request)
        expect(profile.sessions).toContain(canary.session)
        expect(canary.step).toBe(step)
        const { shape, gapMs, isFollowUp } = canary.session.steps[step] as (typeof canary.session.steps)[number]
        expect(canary.request.kind).toBe(shape.kind)
        expect(canary.gapMs / (step === 0 ? 1 : gapMs)).toBeLessThanOrEqual(1.1001)
        if (canary.request.kind !== 'chat' || shape.kind !== 'chat') return
        expect(canary.request.temperature).toBe(shape.sampling.temperature)
        expect(canary.request.seed !== undefined).toBe(shape.sampling.hasSeed)
        const before = canaries[step - 1]?.request
        if (isFollowUp && before?.kind === 'chat')
          expect(canary.request.messages.slice(0, -1)).toEqual([
            ...before.messages,
            { role: 'assistant', content: `answer ${step}` },
          ])
        else expect(canary.request.messages.length).toBe(shape.system === undefined ? 1 : 2)
      })
    }
  })

  test('says nothing twice, across restarts, and goes on exactly where it stopped', async () => {
    const whole = createCanarySource({}, init)
    const all = []
    for (let i = 0; i < 120; i++) all.push((await whole.next({ models, signal })).request)
    const first = createCanarySource({}, init)
    const parts = []
    for (let i = 0; i < 50; i++) parts.push((await first.next({ models, signal })).request)
    const state = JSON.parse(JSON.stringify(first.state()))
    const second = createCanarySource({}, { ...init, state })
    for (let i = 0; i < 70; i++) parts.push((await second.next({ models, signal })).request)
    expect(parts).toEqual(all)
    expect(second.state()).toEqual(whole.state())
    const texts = all.flatMap((request) =>
      request.kind === 'chat'
        ? [request.messages.at(-1)?.content]
        : request.kind === 'completion'
          ? [request.prompt]
          : request.kind === 'embed'
            ? request.inputs
            : [],
    )
    expect(new Set(texts).size).toBe(texts.length)
    expect(new Set(all.map(({ nonce }) => nonce)).size).toBe(all.length)
  })

  test('only sessions whose every kind has a model', async () => {
    const source = createCanarySource({}, init)
    for (let i = 0; i < 20; i++)
      expect((await source.next({ models: { embed: embedModel }, signal })).request.kind).toBe('embed')
    await expect(source.next({ models: {}, signal })).rejects.toThrow(RangeError)
  })

  test('batches run the corpus’s programs over new inputs', async () => {
    const program = { program: 'AGFzbQEAAAA=', args: ['-n'], gasMax: '1000000', memoryPagesMax: 16 }
    const shape: RequestShape = {
      kind: 'batch',
      program: 'count',
      texts: [
        { chars: 200, sentences: 1, isOpen: true },
        { chars: 90, sentences: 1, isOpen: true },
      ],
    }
    const source = createCanarySource(
      {},
      { ...init, profile: profileOf(shape), corpus: { ...corpus, programs: { count: program } } },
    )
    const { request } = await source.next({ models, signal })
    expect(parseRequest(JSON.parse(JSON.stringify(request)))).toEqual(request)
    expect(request).toMatchObject({ kind: 'batch', ...program, model: batchModel })
    if (request.kind === 'batch') expect(request.inputs.map((input) => atob(input).length > 60)).toEqual([true, true])
    const without = createCanarySource({}, { ...init, profile: profileOf(shape) })
    await expect(without.next({ models, signal })).rejects.toThrow('the corpus has no program count')
  })

  test('lets a model write its share, about words of the corpus, and cuts what is too long', async () => {
    const briefs: PromptBrief[] = []
    const writePrompt = async (brief: PromptBrief) => {
      briefs.push(brief)
      return ` ${'Tell me why this was said at all, and by whom. '.repeat(40)} ${briefs.length}`.slice(briefs.length)
    }
    const source = createCanarySource(
      { writePrompt },
      { ...init, profile: profileOf(chat({ chars: 200, sentences: 1, isOpen: false })), writtenShare: 1 },
    )
    const first = await source.next({ models, signal })
    expect(briefs).toEqual([{ kind: 'chat', chars: expect.any(Number), excerpt: expect.any(String) }])
    if (first.request.kind === 'chat')
      expect(first.request.messages.at(-1)?.content.length).toBeLessThanOrEqual((briefs[0]?.chars ?? 0) * 1.5 + 1)
    expect(corpus.passages.some((passage) => passage.includes(briefs[0]?.excerpt ?? '?'))).toBe(true)
  })

  test('a model that repeats itself is left for the corpus; its failure is the caller’s to handle', async () => {
    const one = { ...init, profile: profileOf(chat({ chars: 120, sentences: 1, isOpen: false })), writtenShare: 1 }
    const source = createCanarySource({ writePrompt: async () => 'The same as ever.' }, one)
    const texts = []
    for (let i = 0; i < 3; i++) {
      const { request } = await source.next({ models, signal })
      if (request.kind === 'chat') texts.push(request.messages.at(-1)?.content ?? '')
    }
    expect(texts[0]).toBe('The same as ever.')
    expect(texts.slice(1).every((text) => corpus.passages.some((passage) => passage.includes(text)))).toBe(true)
    const broken = createCanarySource({ writePrompt: () => Promise.reject(new Error('no model')) }, one)
    await expect(broken.next({ models, signal })).rejects.toThrow('no model')
  })

  test('forms are filled; one that says always the same is not said twice', async () => {
    const shape = chat({ chars: 60, sentences: 1, isOpen: false, form: 'What about {topic}?' })
    const source = createCanarySource(
      {},
      { ...init, profile: profileOf(shape), corpus: { ...corpus, slots: { topic: ['bread', 'wine'] } } },
    )
    const texts = []
    for (let i = 0; i < 12; i++) {
      const { request } = await source.next({ models, signal })
      if (request.kind === 'chat') texts.push(request.messages.at(-1)?.content ?? '')
    }
    expect(texts.filter((text) => text === 'What about bread?').length).toBe(1)
    expect(texts.filter((text) => text === 'What about wine?').length).toBe(1)
    expect(new Set(texts).size).toBe(12)
    const unfilled = createCanarySource({}, { ...init, profile: profileOf(shape) })
    await expect(unfilled.next({ models, signal })).rejects.toThrow('{topic}')
  })

  test('ends when its words are used up, and when it is told to stop', async () => {
    const few = createCanarySource({}, { ...init, corpus: { passages: corpus.passages.slice(0, 1) } })
    await expect(
      (async () => {
        for (let i = 0; i < 500; i++) await few.next({ models, signal })
      })(),
    ).rejects.toThrow(CanariesSpentError)
    const stopped = createCanarySource({}, init)
    await expect(stopped.next({ models, signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  })
})

async function sessionOf(source: CanarySource, options: NextCanary) {
  const canaries = [await source.next(options)]
  for (;;) {
    const canary = canaries.at(-1)
    if (canary === undefined || endsSession(canary)) return canaries
    canaries.push(await source.next({ ...options, after: { canary, answer: `answer ${canaries.length}` } }))
  }
}

function profileOf(shape: RequestShape): TrafficProfile {
  return { sessions: [{ steps: [{ gapMs: 0, isFollowUp: false, shape }] }] }
}

function chat(text: { chars: number; sentences: number; isOpen: boolean; form?: string }): RequestShape {
  const sampling = { maxTokens: 64, isCounted: false, temperature: 0.7, topP: 1, stop: [], hasSeed: false }
  return { kind: 'chat', text, sampling }
}
