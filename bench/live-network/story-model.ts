/**
 * The stand-in model of the live benches: it tells one of a few stories, chosen by the prompt, at a fixed pace. Every few words
 * a number names the story and the place in it, so that what is missing, doubled or of another's answer shows. It measures how
 * long it takes itself, and counts how often it came to an end.
 */
import { type ModelContent, modelRoot } from '@millrace/protocol'
import { createFixedLatencyRuntime, type GenerationChunk, type Runtime } from '@millrace/runtime'

export type StoryPace = {
  /** Words of a story. */
  readonly words: number
  readonly firstTokenMs: number
  readonly betweenTokensMs: number
}

export type StoryRuntime = Runtime & {
  /** Milliseconds from the pull of the first chunk until the model gave it, by the prompt's number. */
  readonly firstChunkMs: ReadonlyMap<number, number>
  /** How often a story was told to its end, whoever began it, by the prompt's number. */
  readonly ends: ReadonlyMap<number, number>
}

/** Stories that the model knows. */
export const storiesCount = 16
/** Prompts remembered: more than any bench asks for. */
const promptsKeptMax = 100_000

export const storyModel: ModelContent = {
  version: 1,
  name: 'story-teller',
  format: 'upstream',
  workloads: ['chat'],
  contextTokensMax: 8_192,
  files: [],
}
export const storyRoot = modelRoot(storyModel)

/** Returns the prompt of that number; its story is `storyOf(number, words)`. */
export function promptOf(number: number): string {
  return `Tell me story number ${number}.`
}

/** Returns the whole answer to a prompt. */
export function storyOf(number: number, words: number): string {
  const story = number % storiesCount
  return Array.from({ length: words }, (_, at) => `${wordAt(story, at)} `).join('')
}

/** Returns a runtime that tells them at that pace. */
export function createStoryRuntime(pace: StoryPace): StoryRuntime {
  const { name, workloads, contextTokensMax } = storyModel
  const stories = Array.from({ length: storiesCount }, (_, story) =>
    createFixedLatencyRuntime({
      model: { root: storyRoot, name, workloads, contextTokensMax },
      tokens: pace.words,
      text: storyOf(story, pace.words),
      slots: 1_024,
      ...pace,
    }),
  )
  const [first] = stories
  if (first === undefined) throw new RangeError('there is at least one story')
  const firstChunkMs = new Map<number, number>()
  const ends = new Map<number, number>()
  const isKept = (number: number): boolean => firstChunkMs.has(number) || firstChunkMs.size < promptsKeptMax
  const close = async () => void (await Promise.all(stories.map((story) => story.close())))
  return {
    firstChunkMs,
    ends,
    models: first.models,
    load: () => ({
      slots: 1_024,
      running: stories.reduce((sum, story) => sum + story.load().running, 0),
      queued: 0,
      queuedMax: 0,
    }),
    async generate(root, job, options) {
      const prompt = job.kind === 'chat' ? (job.messages.at(-1)?.content ?? '') : job.prompt
      const number = Number(/\d+/.exec(prompt)?.[0] ?? 0)
      const generation = await (stories[number % storiesCount] ?? first).generate(root, job, options)
      if (!isKept(number)) return generation
      const chunks = observed(generation.chunks, {
        onFirst: (ms) => firstChunkMs.set(number, ms),
        onEnd: () => ends.set(number, (ends.get(number) ?? 0) + 1),
      })
      return { ...generation, chunks }
    },
    embed: first.embed,
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Observer = {
  /** @param ms - milliseconds since the chunk was asked for. */
  readonly onFirst: (ms: number) => void
  readonly onEnd: () => void
}

/** Hands the chunks on and tells what it sees. */
async function* observed(
  chunks: AsyncIterable<GenerationChunk>,
  { onFirst, onEnd }: Observer,
): AsyncGenerator<GenerationChunk, void> {
  const pulledAt = performance.now()
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst) onFirst(performance.now() - pulledAt)
    isFirst = false
    if (chunk.finish === 'stop') onEnd()
    yield chunk
  }
}

function wordAt(story: number, at: number): string {
  const word = vocabulary[(story * 7 + at * 5 + Math.floor(at / vocabulary.length)) % vocabulary.length] ?? ''
  return at % 8 === 7 ? `${word} ${story}.${at},` : word
}

const vocabulary = [
  ...[
    'once',
    'upon',
    'a',
    'time',
    'the',
    'miller',
    'led',
    'idle',
    'water',
    'to',
    'his',
    'wheel',
    'and',
    'it',
    'turned',
  ],
  ...[
    'while',
    'rain',
    'fell',
    'on',
    'quiet',
    'fields',
    'of',
    'grain',
    'beside',
    'river',
    'where',
    'children',
    'played',
  ],
]
