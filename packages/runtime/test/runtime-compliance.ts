/** What every runtime must do, run against each adapter: a provider relies on nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BadJobError,
  type ChatJob,
  type CompletionJob,
  type Continuation,
  type Generation,
  type GenerationChunk,
  type GenerationParameters,
  type Hex32,
  InputTooLongError,
  ModelNotServedError,
  type Runtime,
  RuntimeBusyError,
  RuntimeClosedError,
} from '../src/index.ts'

export type ComplianceSubject = {
  /** Serves `kinds` under `generates`, and embed under `embeds`. Its answers are at least 24 tokens long. */
  create(limits: { readonly slots: number; readonly queuedMax: number }): Promise<Runtime>
  readonly generates: Hex32
  readonly embeds: Hex32 | undefined
  /** Chat and completion when left out. */
  readonly kinds?: readonly ('chat' | 'completion')[]
  /** The kinds whose answers it continues; all of `kinds` when left out. */
  readonly continues?: readonly ('chat' | 'completion')[]
  /** Whether a continued answer says exactly what the whole one would have said. */
  readonly continuesExactly?: boolean
}

const unknownRoot: Hex32 = `0x${'77'.repeat(32)}`

const completion: CompletionJob = {
  kind: 'completion',
  prompt: 'Once upon a time, there was a little dog named',
  maxTokens: 24,
  temperature: 0,
  topP: 1,
  seed: 7,
  stop: [],
}
const chat: ChatJob = {
  kind: 'chat',
  messages: [
    { role: 'system', content: 'You tell stories.' },
    { role: 'user', content: 'Once upon a time' },
  ],
  maxTokens: 24,
  temperature: 0,
  topP: 1,
  seed: 7,
  stop: [],
}

/** Declares the suite. One runtime with one slot and a queue of one serves most tests; they run one after the other. */
export function describeRuntimeCompliance(name: string, subject: ComplianceSubject): void {
  describe(`${name} satisfies the runtime port`, () => {
    let runtime: Runtime
    beforeAll(async () => {
      runtime = await subject.create({ slots: 1, queuedMax: 1 })
    })
    afterAll(() => runtime.close())

    const jobs = [completion, chat].filter(({ kind }) => (subject.kinds ?? ['chat', 'completion']).includes(kind))
    const base = jobs[0] ?? chat
    const asking = (text: string): ChatJob | CompletionJob =>
      base.kind === 'completion' ? { ...base, prompt: text } : { ...base, messages: [{ role: 'user', content: text }] }
    const start = (job: ChatJob | CompletionJob, signal = new AbortController().signal): Promise<Generation> =>
      runtime.generate(subject.generates, job, { signal })
    /** Starts and leaves again: for what is known before anything is computed. */
    const started = async (job: ChatJob | CompletionJob): Promise<Generation> => {
      const abort = new AbortController()
      const generation = await start(job, abort.signal)
      abort.abort()
      await collect(generation)
      return generation
    }
    const answer = async (job: ChatJob | CompletionJob): Promise<GenerationChunk[]> => collect(await start(job))
    const expectIdle = (): void => {
      expect(runtime.load()).toEqual({
        slots: expect.any(Number),
        running: 0,
        queued: 0,
        queuedMax: expect.any(Number),
      })
      expect(runtime.load(subject.generates)).toMatchObject({ slots: 1, running: 0, queued: 0, queuedMax: 1 })
    }

    test.for(jobs)('streams a $kind answer chunk by chunk, with its end in the last', async (job) => {
      const generation = await start(job)
      expect(generation.inputTokens).toBeGreaterThan(0)
      expect(runtime.load().running).toBe(1)
      const chunks = await collect(generation)
      expect(chunks.length).toBeGreaterThan(2)
      expect(chunks.slice(0, -1).every(({ finish, tokens }) => finish === undefined && tokens >= 1)).toBe(true)
      expect(['stop', 'length']).toContain(chunks.at(-1)?.finish)
      expect(textOf(chunks).length).toBeGreaterThan(0)
      expectIdle()
    })

    test.for([1, 5, 17])('accounts for exactly maxTokens = %i when the answer is cut there', async (maxTokens) => {
      const chunks = await answer({ ...base, maxTokens })
      expect(chunks.at(-1)?.finish).toBe('length')
      expect(tokensOf(chunks)).toBe(maxTokens)
    })

    test('gives the same answer to the same job', async () => {
      expect(textOf(await answer(base))).toBe(textOf(await answer(base)))
    })

    test('a shorter answer is the beginning of a longer one', async () => {
      const short = textOf(await answer({ ...base, maxTokens: 6 }))
      expect(textOf(await answer(base)).startsWith(short)).toBe(true)
    })

    test('ends before a stop sequence, wherever it falls', async () => {
      const whole = textOf(await answer(base))
      for (const [from, length] of [
        [8, 1],
        [11, 5],
        [Math.floor(whole.length / 2), 3],
      ] as const) {
        const stop = whole.slice(from, from + length)
        const chunks = await answer({ ...base, stop: ['never in it', stop] })
        expect(textOf(chunks)).toBe(whole.slice(0, whole.indexOf(stop)))
        expect(chunks.at(-1)?.finish).toBe('stop')
      }
      expectIdle()
    })

    test('a stop sequence that never comes holds nothing back at the end', async () => {
      const whole = textOf(await answer(base))
      const stop = `${whole.slice(-3)}\u0001`
      expect(textOf(await answer({ ...base, stop: [stop] }))).toBe(whole)
    })

    const continued = jobs.filter(({ kind }) => (subject.continues ?? [kind]).includes(kind))
    test.for(continued)(
      'continues a $kind answer from where it was left, within the limits of the rest',
      async (job) => {
        const whole = await answer(job)
        const continuation = continuationOf(whole.slice(0, 7))
        const { inputTokens } = await started(job)
        const generation = await start({ ...job, continuation, maxTokens: 9 })
        expect(generation.inputTokens).toBeGreaterThan(inputTokens)
        const rest = await collect(generation)
        expect(tokensOf(rest)).toBe(9)
        expect(rest.at(-1)?.finish).toBe('length')
        if (subject.continuesExactly === true) expect(textOf(whole)).toContain(continuation.text + textOf(rest))
        expectIdle()
      },
    )

    test.for(continued)('finds a stop sequence that began in the $kind answer delivered before', async (job) => {
      const whole = await answer(job)
      const text = textOf(whole.slice(0, 9))
      const stop = [text.slice(-2) + textOf(whole.slice(9, 12)).slice(0, 3)]
      const rest = await answer({ ...job, stop, continuation: continuationOf(whole.slice(0, 9)) })
      if (subject.continuesExactly === true) {
        expect(textOf(rest)).toBe('')
        expect(rest.at(-1)?.finish).toBe('stop')
      }
      expectIdle()
    })

    test.for(continued)('a $kind answer that had ended at a stop sequence yields nothing more', async (job) => {
      const chunks = await answer({ ...job, stop: ['fox', 'END'], continuation: { text: 'The storyEND' } })
      expect(chunks).toEqual([{ text: '', tokens: 0, finish: 'stop' }])
      expectIdle()
    })

    test.for<[string, Continuation]>([
      ['with a NUL', { text: 'a\0' }],
      ['with half a surrogate pair', { text: '\ud83d' }],
      ['of endless text', { text: 'a'.repeat(1_048_577) }],
      ['with half a token', { text: '', tokenIds: [0.5] }],
      ['with a token below 0', { text: '', tokenIds: [-1] }],
      ['with more tokens than there may be', { text: '', tokenIds: new Array(1_000_001).fill(1) }],
    ])('refuses to continue an answer %s', async ([, continuation]) => {
      await expect(start({ ...base, continuation })).rejects.toBeInstanceOf(BadJobError)
      expectIdle()
    })

    test('a job that continues nothing is the job itself', async () => {
      const whole = textOf(await answer(base))
      expect(textOf(await answer({ ...base, continuation: { text: '' } }))).toBe(whole)
    })

    test('an abort in mid-answer ends it as cancelled and frees the slot for the next job', async () => {
      const abort = new AbortController()
      const chunks: GenerationChunk[] = []
      for await (const chunk of (await start(base, abort.signal)).chunks) {
        chunks.push(chunk)
        if (chunks.length === 2) abort.abort()
      }
      expect(chunks.at(-1)).toEqual({ text: '', tokens: 0, finish: 'cancelled' })
      expect(chunks.length).toBeLessThan(6)
      expect((await answer(base)).at(-1)?.finish).toBe('length')
      expectIdle()
    })

    test('an abort frees the slot even when nobody reads the chunks', async () => {
      const abort = new AbortController()
      const generation = await start(base, abort.signal)
      const iterator = generation.chunks[Symbol.asyncIterator]()
      await iterator.next()
      abort.abort()
      expect((await answer(base)).at(-1)?.finish).toBe('length')
    })

    test('an abort before the first chunk is asked for frees the slot', async () => {
      const abort = new AbortController()
      const generation = await start(base, abort.signal)
      abort.abort()
      expect((await answer(base)).at(-1)?.finish).toBe('length')
      expect(await collect(generation)).toEqual([{ text: '', tokens: 0, finish: 'cancelled' }])
      expectIdle()
    })

    test('leaving the loop early frees the slot', async () => {
      for await (const chunk of (await start(base)).chunks) {
        expect(chunk.finish).toBeUndefined()
        break
      }
      expect((await answer(base)).at(-1)?.finish).toBe('length')
      expectIdle()
    })

    test('leaving before the first chunk frees the slot', async () => {
      const iterator = (await start(base)).chunks[Symbol.asyncIterator]()
      await iterator.return?.()
      expectIdle()
      expect((await iterator.next()).done).toBe(true)
    })

    test('refuses a job whose signal is already aborted, with its reason', async () => {
      const reason = new Error('changed my mind')
      await expect(start(base, AbortSignal.abort(reason))).rejects.toBe(reason)
      expectIdle()
    })

    test('lets one wait, refuses the next as busy, and serves who waited', async () => {
      const holder = await start(base)
      const waiting = start(base)
      await expect.poll(() => runtime.load().queued).toBe(1)
      await expect(start(base)).rejects.toBeInstanceOf(RuntimeBusyError)
      expect(runtime.load()).toMatchObject({ running: 1, queued: 1 })
      await collect(holder)
      expect((await collect(await waiting)).at(-1)?.finish).toBe('length')
      expectIdle()
    })

    test('a job aborted in the queue leaves it, with its reason', async () => {
      const holder = await start(base)
      const abort = new AbortController()
      const reason = new Error('waited long enough')
      const waiting = start(base, abort.signal)
      const refused = expect(waiting).rejects.toBe(reason)
      await expect.poll(() => runtime.load().queued).toBe(1)
      abort.abort(reason)
      await refused
      expect(runtime.load().queued).toBe(0)
      await collect(holder)
    })

    test('refuses a model it does not serve', async () => {
      const { signal } = new AbortController()
      await expect(runtime.generate(unknownRoot, base, { signal })).rejects.toBeInstanceOf(ModelNotServedError)
      await expect(runtime.embed(unknownRoot, { kind: 'embed', inputs: ['a'] }, { signal })).rejects.toBeInstanceOf(
        ModelNotServedError,
      )
      await expect(
        runtime.embed(subject.generates, { kind: 'embed', inputs: ['a'] }, { signal }),
      ).rejects.toBeInstanceOf(ModelNotServedError)
      expectIdle()
    })

    test('refuses an input longer than the context', async () => {
      await expect(start(asking('word '.repeat(5_000)))).rejects.toBeInstanceOf(InputTooLongError)
      expectIdle()
    })

    test.for<[string, Partial<GenerationParameters>]>([
      ['maxTokens 0', { maxTokens: 0 }],
      ['maxTokens 1.5', { maxTokens: 1.5 }],
      ['maxTokens NaN', { maxTokens: Number.NaN }],
      ['negative temperature', { temperature: -0.1 }],
      ['temperature over 2', { temperature: 2.1 }],
      ['infinite temperature', { temperature: Number.POSITIVE_INFINITY }],
      ['topP 0', { topP: 0 }],
      ['topP over 1', { topP: 1.01 }],
      ['negative seed', { seed: -1 }],
      ['fractional seed', { seed: 0.5 }],
      ['seed of 33 bits', { seed: 2 ** 32 }],
      ['empty stop sequence', { stop: [''] }],
      ['nine stop sequences', { stop: [...'abcdefghi'] }],
    ])('refuses %s', async ([, change]) => {
      await expect(start({ ...base, ...change })).rejects.toBeInstanceOf(BadJobError)
      expectIdle()
    })

    test.for<[string, string]>([
      ['a NUL', 'a\0b'],
      ['half a surrogate pair', '\ud83d'],
      ['no end', 'a'.repeat(1_048_577)],
    ])('refuses a text with %s', async ([, text]) => {
      await expect(start(asking(text))).rejects.toBeInstanceOf(BadJobError)
      expectIdle()
    })

    test('refuses a chat without messages or with an unknown role', async () => {
      await expect(start({ ...chat, messages: [] })).rejects.toBeInstanceOf(BadJobError)
      const messages = [{ role: 'root' as 'user', content: 'x' }]
      await expect(start({ ...chat, messages })).rejects.toBeInstanceOf(BadJobError)
    })

    test('reads any Unicode text and answers well-formed text in every chunk', async () => {
      const prompt = 'Grüße, 世界! 👩‍👩‍👧‍👦 \u202Eabc\u202C العربية \u{10FFFF} </s> <|user|>\n'
      const chunks = await answer(asking(prompt))
      expect(chunks.every(({ text }) => text.isWellFormed())).toBe(true)
      expect(['stop', 'length']).toContain(chunks.at(-1)?.finish)
    })

    test('runs as many jobs at once as it has slots', async () => {
      await using both = await subject.create({ slots: 2, queuedMax: 0 })
      const { signal } = new AbortController()
      const two = [base, asking('The big red ball')]
      const generations = await Promise.all(two.map((job) => both.generate(subject.generates, job, { signal })))
      expect(both.load().running).toBe(2)
      await expect(both.generate(subject.generates, base, { signal })).rejects.toBeInstanceOf(RuntimeBusyError)
      const answers = await Promise.all(generations.map(collect))
      for (const chunks of answers) expect(chunks.at(-1)?.finish).toBe('length')
    })

    const root = subject.embeds
    if (root !== undefined)
      test('embeds each input as a unit vector, in order', async () => {
        const { signal } = new AbortController()
        const inputs = ['a small dog', 'the stock market fell', 'a small dog']
        const { vectors, inputTokens } = await runtime.embed(root, { kind: 'embed', inputs }, { signal })
        expect(vectors).toHaveLength(3)
        expect(inputTokens).toBeGreaterThanOrEqual(3)
        for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
        expect(vectors[0]).toEqual(vectors[2])
        expect(vectors[0]).not.toEqual(vectors[1])
        await expect(
          runtime.embed(root, { kind: 'embed', inputs }, { signal: AbortSignal.abort(new Error('no')) }),
        ).rejects.toThrow('no')
        await expect(runtime.embed(root, { kind: 'embed', inputs: [] }, { signal })).rejects.toBeInstanceOf(BadJobError)
        await expect(runtime.embed(root, { kind: 'embed', inputs: [''] }, { signal })).rejects.toBeInstanceOf(
          BadJobError,
        )
        expectIdle()
      })

    test('closing ends what runs and what waits, and refuses what comes after', async () => {
      const closing = await subject.create({ slots: 1, queuedMax: 1 })
      const { signal } = new AbortController()
      const generation = await closing.generate(subject.generates, base, { signal })
      const iterator = generation.chunks[Symbol.asyncIterator]()
      await iterator.next()
      const refused = expect(closing.generate(subject.generates, base, { signal })).rejects.toBeInstanceOf(
        RuntimeClosedError,
      )
      await closing.close()
      await refused
      const rest: GenerationChunk[] = []
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) rest.push(next.value)
      expect(rest.at(-1)?.finish).toBe('cancelled')
      await expect(closing.generate(subject.generates, base, { signal })).rejects.toBeInstanceOf(RuntimeClosedError)
      await closing.close()
    })
  })
}

/** Returns every chunk of the answer. */
export async function collect({ chunks }: Generation): Promise<GenerationChunk[]> {
  const all: GenerationChunk[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}

/** Returns what the chunks say together. */
export function textOf(chunks: readonly GenerationChunk[]): string {
  return chunks.map(({ text }) => text).join('')
}

export function continuationOf(chunks: readonly GenerationChunk[]): Continuation {
  const tokenIds = chunks.flatMap((chunk) => chunk.tokenIds ?? [])
  return tokenIds.length === 0 ? { text: textOf(chunks) } : { text: textOf(chunks), tokenIds }
}

function tokensOf(chunks: readonly GenerationChunk[]): number {
  return chunks.reduce((total, { tokens }) => total + tokens, 0)
}
