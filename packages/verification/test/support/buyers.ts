/**
 * Buyers, as a test makes them: applications with their own forms, system prompts and settings, and people who paste what they
 * read. It shares no code with the canary source: texts are whole sentences by number, not by length. What it stands for is
 * an assumption; the words are real.
 */
import { readFileSync } from 'node:fs'
import type { Hash } from '@millrace/protocol'
import type { ObservedRequest } from '../../src/canary/traffic-profile.ts'
import { pick, type Random } from './seeded-random.ts'

export const chatModel = `0x${'c1'.repeat(32)}` as Hash
export const embedModel = `0x${'e1'.repeat(32)}` as Hash
export const batchModel = `0x${'b1'.repeat(32)}` as Hash

/** Returns the documents of one of the texts beside this folder. */
export function documentsOf(name: 'addresses' | 'whale'): string[] {
  const text = readFileSync(new URL(`../texts/${name}.txt`, import.meta.url), 'utf8')
  return text.trimEnd().split('\n').slice(1)
}

type Application = {
  readonly system?: string
  readonly forms: readonly string[]
  readonly temperatures: readonly number[]
  readonly limits: readonly number[]
  readonly topP: number
  readonly sentences: number
  readonly followUps: number
}

const plain = '{text}'
const applications: readonly Application[] = [
  {
    forms: [plain, plain, 'What is meant by this? {text}'],
    temperatures: [0.7],
    limits: [256, 512],
    topP: 1,
    sentences: 1.4,
    followUps: 0.5,
  },
  {
    system: 'You are a helpful assistant.',
    forms: [plain, 'Explain this to me: {text}', 'Who said this? {text}'],
    temperatures: [1, 0.7],
    limits: [1_024, 512],
    topP: 1,
    sentences: 1.4,
    followUps: 0.4,
  },
  {
    system: 'You summarise speeches for a newspaper.',
    forms: ['Summarise in one sentence:\n\n{text}', 'Headline for:\n\n{text}'],
    temperatures: [0, 0.2],
    limits: [64, 100],
    topP: 1,
    sentences: 2.5,
    followUps: 0,
  },
  {
    system: 'Translate what the user writes into French. Answer with the translation only.',
    forms: [plain],
    temperatures: [0],
    limits: [0],
    topP: 1,
    sentences: 1.2,
    followUps: 0.6,
  },
  {
    forms: ['{text}\n\nWrite three questions about this text.', '{text}\n\nIs this true?'],
    temperatures: [0.8, 0.9],
    limits: [200, 300],
    topP: 0.95,
    sentences: 2,
    followUps: 0.2,
  },
  {
    system: 'Answer with yes or no.',
    forms: ['Is this about money? {text}', 'Is this about war? {text}'],
    temperatures: [0],
    limits: [8],
    topP: 1,
    sentences: 1.2,
    followUps: 0.1,
  },
]
const followUpForms = [
  'And this? {text}',
  'Say more about {phrase}.',
  plain,
  'Shorter, please. Then go on with: {text}',
]
const completions: Application = {
  forms: [plain],
  temperatures: [0.8, 1],
  limits: [128, 256],
  topP: 0.9,
  sentences: 1,
  followUps: 0,
}

/** Sessions of buyers who come and go: a few are there at a time, each with a document of its own that it reads from once. */
export function buyerSessions(random: Random, documents: readonly string[], count: number): ObservedRequest[][] {
  const waiting = [...documents]
  const readers = Array.from({ length: 3 }, () => readerOf(random, waiting))
  return Array.from({ length: count }, () => {
    const index = Math.floor(random() * readers.length)
    if ((readers[index] as Reader).isDone()) readers[index] = readerOf(random, waiting)
    return sessionOf(random, readers[index] as Reader)
  })
}

type Reader = { readonly sentences: (count: number) => string; readonly isDone: () => boolean }

function readerOf(random: Random, waiting: string[]): Reader {
  const [document] = waiting.splice(Math.floor(random() * waiting.length), 1)
  if (document === undefined) throw new RangeError('the buyers have read everything')
  const all = document.split(/(?<=[.!?]["'”’)\]]*)\s+/)
  let next = 0
  return {
    sentences: (count) => {
      next += count
      return all.slice(next - count, next).join(' ')
    },
    isDone: () => next > all.length - 12,
  }
}

function sessionOf(random: Random, reader: Reader): ObservedRequest[] {
  const kind = random()
  if (kind < 0.12) return [embedOf(random, reader)]
  if (kind < 0.3) return [completionOf(random, reader)]
  const application = pick(random, applications)
  const first = chatOf(random, reader, application, pick(random, application.forms), [])
  const session = [first]
  while (random() < application.followUps && session.length < 4) {
    session.push(chatOf(random, reader, application, pick(random, followUpForms), messagesOf(session.at(-1))))
  }
  return session
}

function messagesOf(observed: ObservedRequest | undefined) {
  return observed?.request.kind === 'chat' ? observed.request.messages : []
}

function chatOf(
  random: Random,
  reader: Reader,
  application: Application,
  form: string,
  before: readonly { role: 'system' | 'user' | 'assistant'; content: string }[],
): ObservedRequest {
  const content = filled(form, geometric(random, application.sentences), reader)
  const system = application.system === undefined ? [] : [{ role: 'system' as const, content: application.system }]
  const history = before.length === 0 ? system : [...before, { role: 'assistant' as const, content: 'An answer.' }]
  return {
    request: {
      kind: 'chat',
      ...head(chatModel),
      messages: [...history, { role: 'user', content }],
      ...samplingOf(random, application, content),
    },
    gapMs: 4_000 * Math.exp(2 * random()),
    isFollowUp: before.length > 0,
    form,
  }
}

function completionOf(random: Random, reader: Reader): ObservedRequest {
  const words = reader.sentences(3).split(' ')
  const prompt = words.slice(0, 6 + Math.floor(random() * (words.length - 6))).join(' ')
  const request = {
    kind: 'completion' as const,
    ...head(chatModel),
    prompt,
    ...samplingOf(random, completions, prompt),
  }
  return { request, gapMs: 0, isFollowUp: false }
}

function embedOf(random: Random, reader: Reader): ObservedRequest {
  const inputs = Array.from({ length: geometric(random, 1.6) }, () => reader.sentences(geometric(random, 1.3)))
  return { request: { kind: 'embed', ...head(embedModel), inputs }, gapMs: 0, isFollowUp: false }
}

function samplingOf(random: Random, application: Application, text: string) {
  const limit = pick(random, application.limits)
  return {
    // A translation is about as long as its text: applications count tokens.
    maxTokens: limit === 0 ? 1 + Math.ceil(text.length / 3) : limit,
    temperature: pick(random, application.temperatures),
    topP: application.topP,
    stop: [],
    ...(random() < 0.05 ? { seed: Math.floor(random() * 2 ** 32) } : {}),
  }
}

function filled(form: string, sentences: number, reader: Reader): string {
  if (!form.includes('{phrase}')) return form.replace('{text}', () => reader.sentences(sentences))
  const words = reader
    .sentences(1)
    .split(' ')
    .slice(0, 1 + (sentences % 4))
  return form.replace('{phrase}', () => words.join(' ').replace(/[\s.,;:!?"'()—–-]+$/u, ''))
}

/** From 1, with that mean; at most 8. */
function geometric(random: Random, mean: number): number {
  let count = 1
  while (count < 8 && random() > 1 / mean) count++
  return count
}

function head(model: Hash) {
  return { model, nonce: `0x${'0f'.repeat(16)}` as const }
}
