/**
 * Reads a streamed OpenAI completion and accounts for its tokens.
 *
 * While it streams every chunk with text counts as one token; when the upstream reports usage, the last chunk carries what is missing
 * to its figure. So the sum is exact where the upstream counts and streams at least one token a chunk, and the number of chunks where
 * it does not. It never passes `maxTokens`, whatever the upstream claims.
 */
import { createParser } from 'eventsource-parser'
import * as v from 'valibot'
import type { FinishReason, GenerationChunk } from '../runtime.ts'
import type { StopSequenceFilter } from '../stop-sequence-filter.ts'
import { parseJson } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'

/** Characters of one event of an upstream's stream. */
export const upstreamEventCharsMax = 1_048_576

const eventSchema = v.object({
  error: v.optional(v.unknown()),
  choices: v.optional(
    v.array(
      v.object({
        delta: v.optional(v.object({ content: v.nullish(v.string()) })),
        text: v.nullish(v.string()),
        finish_reason: v.nullish(v.string()),
      }),
    ),
  ),
  usage: v.nullish(v.object({ completion_tokens: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })),
})

type UpstreamEvent = {
  readonly text: string
  readonly finish: FinishReason | undefined
  readonly usage: number | undefined
}

/** Yields the chunks of the answer. @throws {UpstreamError} when it is cut short, is no completion, or reports an error. */
export async function* upstreamChunks(
  body: AsyncIterable<Uint8Array>,
  { maxTokens, filter }: { readonly maxTokens: number; readonly filter: StopSequenceFilter },
): AsyncGenerator<GenerationChunk, void> {
  let counted = 0
  let finish: FinishReason | undefined
  let usage: number | undefined
  for await (const event of readEvents(body)) {
    if (event === 'done') break
    finish = event.finish ?? finish
    usage = event.usage ?? usage
    if (event.text === '') continue
    counted += 1
    const shown = filter.push(event.text)
    if (shown.stopped) {
      yield { text: shown.text, tokens: 1, finish: 'stop' }
      return
    }
    if (counted === maxTokens) {
      yield { text: shown.text + filter.flush(), tokens: 1, finish: finish ?? 'length' }
      return
    }
    yield { text: shown.text, tokens: 1 }
  }
  if (finish === undefined)
    throw new UpstreamError('UPSTREAM_TRUNCATED', 'The upstream ended without finishing the answer.')
  const missing = Math.min(usage ?? counted, maxTokens) - counted
  yield { text: filter.flush(), tokens: Math.max(0, missing), finish }
}

async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<UpstreamEvent | 'done', void> {
  const decoder = new TextDecoder('utf-8')
  const ready: string[] = []
  let pendingChars = 0
  const parser = createParser({
    onEvent({ data }) {
      pendingChars = 0
      ready.push(data)
    },
  })
  for await (const piece of body) {
    const text = decoder.decode(piece, { stream: true })
    pendingChars += text.length
    parser.feed(text)
    if (pendingChars > upstreamEventCharsMax && ready.length === 0) {
      throw new UpstreamError(
        'UPSTREAM_TOO_LARGE',
        `One event of the upstream passed ${upstreamEventCharsMax} characters.`,
      )
    }
    for (const data of ready.splice(0)) {
      if (data === '[DONE]') {
        yield 'done'
        return
      }
      yield toEvent(data)
    }
  }
}

function toEvent(data: string): UpstreamEvent {
  const result = v.safeParse(eventSchema, parseJson(data))
  if (!result.success) {
    throw new UpstreamError('UPSTREAM_INVALID', 'An event of the upstream is not a completion chunk.', result.issues[0])
  }
  const { error, choices, usage } = result.output
  if (error !== undefined && error !== null) {
    throw new UpstreamError('UPSTREAM_FAILED', 'The upstream reported an error in mid-answer.')
  }
  const [choice] = choices ?? []
  return {
    text: choice?.delta?.content ?? choice?.text ?? '',
    finish: toFinish(choice?.finish_reason),
    usage: usage?.completion_tokens,
  }
}

function toFinish(reason: string | null | undefined): FinishReason | undefined {
  if (reason === null || reason === undefined) return undefined
  return reason === 'length' ? 'length' : 'stop'
}
