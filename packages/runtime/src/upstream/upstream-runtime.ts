/**
 * The runtime on any OpenAI-compatible server: vLLM, SGLang, llama-server, llamafile, a hosted API.
 *
 * The protocol has no way to count input tokens before the work, so `inputTokens` comes from the server's tokenize endpoint where
 * the operator names one (llama-server and vLLM have it), else it is estimated at one token per four bytes of UTF-8. Stop sequences
 * are cut here and the request ended, because servers differ in what they do with text that only began like one (llamafile 0.8.1
 * loses it). A model behind an upstream has a root that binds its name only: its answers are opaque to auditors.
 */
import * as v from 'valibot'
import { checkEmbedJob, checkGenerationJob } from '../check-job.ts'
import { findModel } from '../find-model.ts'
import { ownedChunks } from '../owned-chunks.ts'
import type { ChatJob, CompletionJob, Generation, GenerationChunk, Runtime, RuntimeModel } from '../runtime.ts'
import { BadJobError, InputTooLongError, RuntimeClosedError } from '../runtime-error.ts'
import { createSlotPool } from '../slot-pool.ts'
import { createStopSequenceFilter, holdsStopSequence } from '../stop-sequence-filter.ts'
import { toUnitVector } from '../unit-vector.ts'
import { upstreamChunks } from './upstream-chunks.ts'
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'

/** Milliseconds until an upstream's first byte, unless the operator says otherwise. */
export const upstreamFirstByteMsMax = 120_000
/** Milliseconds between two pieces of an upstream's answer, unless the operator says otherwise. */
export const upstreamIdleMsMax = 60_000
/** Jobs at once on an upstream, unless the operator says otherwise. */
export const upstreamSlotsMax = 8
/** Jobs that may wait for an upstream, unless the operator says otherwise. */
export const upstreamQueuedMax = 32
const bytesPerTokenEstimate = 4
const tokensPerMessageEstimate = 4

export type UpstreamModelInit = {
  readonly model: RuntimeModel
  /** What the server calls it; the model's name when left out. */
  readonly upstreamName?: string
}

export type UpstreamRuntimeInit = {
  /** As OpenAI clients take it, with its version: `http://127.0.0.1:8080/v1`. */
  readonly baseUrl: string
  readonly apiKey?: string
  readonly models: readonly UpstreamModelInit[]
  /** Where the server counts tokens, relative to `baseUrl`: `../tokenize`. Estimated when left out. */
  readonly tokenizePath?: string
  /**
   * How the server is told to go on with an assistant message that ends a chat: `assistant-last` where it does so unasked
   * (llama-server), `continue-final-message` where it takes that flag (vLLM, SGLang). Chats are not continued when left out: most
   * servers would begin a new answer.
   */
  readonly chatContinuation?: 'assistant-last' | 'continue-final-message'
  readonly slots?: number
  readonly queuedMax?: number
  readonly firstByteMsMax?: number
  readonly idleMsMax?: number
}

const tokenizeSchema = v.union([
  v.pipe(
    v.object({ count: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
    v.transform(({ count }) => count),
  ),
  v.pipe(
    v.object({ tokens: v.array(v.unknown()) }),
    v.transform(({ tokens }) => tokens.length),
  ),
])
const embeddingsSchema = v.object({
  data: v.array(
    v.object({ index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), embedding: v.array(v.number()) }),
  ),
  usage: v.nullish(v.object({ prompt_tokens: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })),
})

/** Returns a runtime that has not contacted the server yet. Time-outs and answers are bounded; see {@link UpstreamError}. */
export function createUpstreamRuntime(init: UpstreamRuntimeInit): Runtime {
  const client = createUpstreamClient({
    baseUrl: init.baseUrl,
    apiKey: init.apiKey,
    firstByteMsMax: init.firstByteMsMax ?? upstreamFirstByteMsMax,
    idleMsMax: init.idleMsMax ?? upstreamIdleMsMax,
  })
  const pool = createSlotPool({
    slots: init.slots ?? upstreamSlotsMax,
    queuedMax: init.queuedMax ?? upstreamQueuedMax,
  })
  const closing = new AbortController()
  const close = async (): Promise<void> => {
    // before the abort, which would hand freed slots to those who wait
    pool.close()
    closing.abort(new RuntimeClosedError())
    await client.close()
  }
  return {
    models: init.models.map(({ model }) => model),
    load: () => pool.load(),
    async generate(modelRoot, job, options) {
      closing.signal.throwIfAborted()
      checkGenerationJob(job)
      const entry = findModel(init.models, modelRoot, job.kind)
      refuseContinuedChat(job, init)
      const signal = AbortSignal.any([options.signal, closing.signal])
      const giveBack = await pool.take({ signal })
      try {
        const inputTokens = await countInput(client, init, entry, textOf(job), messagesOf(job), signal)
        return startGeneration({ client, init, entry, job, inputTokens, signal, giveBack })
      } catch (error) {
        giveBack()
        throw error
      }
    },
    async embed(modelRoot, job, options) {
      closing.signal.throwIfAborted()
      checkEmbedJob(job)
      const entry = findModel(init.models, modelRoot, job.kind)
      for (const input of job.inputs) refuseTooLong(estimateTokens(input, 0), entry.model)
      const signal = AbortSignal.any([options.signal, closing.signal])
      const giveBack = await pool.take({ signal })
      try {
        const request = { model: nameOf(entry), input: job.inputs, encoding_format: 'float' }
        return readEmbeddings(await client.postJson('embeddings', request, { signal }), job.inputs)
      } finally {
        giveBack()
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Start = {
  readonly client: UpstreamClient
  readonly init: UpstreamRuntimeInit
  readonly entry: UpstreamModelInit
  readonly job: ChatJob | CompletionJob
  readonly inputTokens: number
  readonly signal: AbortSignal
  readonly giveBack: () => void
}

function startGeneration(start: Start): Generation {
  start.signal.addEventListener('abort', start.giveBack, { once: true })
  if (start.signal.aborted) start.giveBack()
  return { inputTokens: start.inputTokens, chunks: ownedChunks(chunksOf(start), start.giveBack) }
}

async function* chunksOf({
  client,
  init,
  entry,
  job,
  inputTokens,
  signal,
  giveBack,
}: Start): AsyncGenerator<GenerationChunk, void> {
  // ends the request when the caller returns early or a stop sequence is met
  const over = new AbortController()
  try {
    if (signal.aborted) throw signal.reason
    const delivered = job.continuation?.text ?? ''
    if (holdsStopSequence(delivered, job.stop)) {
      yield { text: '', tokens: 0, finish: 'stop' }
      return
    }
    const path = job.kind === 'chat' ? 'chat/completions' : 'completions'
    const maxTokens = Math.min(job.maxTokens, Math.max(1, entry.model.contextTokensMax - inputTokens))
    const body = await client.post(path, requestOf(nameOf(entry), job, maxTokens, init), {
      signal: AbortSignal.any([signal, over.signal]),
    })
    yield* upstreamChunks(body, { maxTokens, filter: createStopSequenceFilter(job.stop, delivered) })
  } catch (error) {
    if (!signal.aborted) throw error
    yield { text: '', tokens: 0, finish: 'cancelled' }
  } finally {
    over.abort()
    signal.removeEventListener('abort', giveBack)
    giveBack()
  }
}

function requestOf(
  model: string,
  job: ChatJob | CompletionJob,
  maxTokens: number,
  { chatContinuation }: UpstreamRuntimeInit,
): object {
  return {
    model,
    ...(job.kind === 'chat' ? chatOf(job, chatContinuation) : { prompt: job.prompt + (job.continuation?.text ?? '') }),
    max_tokens: maxTokens,
    temperature: job.temperature,
    top_p: job.topP,
    ...(job.seed === undefined ? {} : { seed: job.seed }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

function chatOf(
  { messages, continuation }: ChatJob,
  chatContinuation: UpstreamRuntimeInit['chatContinuation'],
): object {
  if (continuation === undefined || continuation.text === '') return { messages }
  const flags =
    chatContinuation === 'continue-final-message' ? { add_generation_prompt: false, continue_final_message: true } : {}
  return { messages: [...messages, { role: 'assistant', content: continuation.text }], ...flags }
}

/** A server that would answer anew must not be asked: the buyer would get the start of an answer twice. */
function refuseContinuedChat(job: ChatJob | CompletionJob, { chatContinuation }: UpstreamRuntimeInit): void {
  const { text = '' } = job.continuation ?? {}
  if (job.kind !== 'chat' || text === '' || chatContinuation !== undefined) return
  throw new BadJobError('the server behind this provider is not known to continue a chat answer; ask another provider.')
}

async function countInput(
  client: UpstreamClient,
  { tokenizePath }: UpstreamRuntimeInit,
  entry: UpstreamModelInit,
  text: string,
  messages: number,
  signal: AbortSignal,
): Promise<number> {
  const estimate = estimateTokens(text, messages)
  if (tokenizePath === undefined) return refuseTooLong(estimate, entry.model)
  // llama-server reads content and answers tokens; vLLM reads prompt and answers count
  const answer = await client.postJson(tokenizePath, { model: nameOf(entry), content: text, prompt: text }, { signal })
  const result = v.safeParse(tokenizeSchema, answer)
  if (!result.success) {
    throw new UpstreamError('UPSTREAM_INVALID', 'The upstream does not count tokens as expected.', result.issues[0])
  }
  return refuseTooLong(Math.max(1, result.output) + messages * tokensPerMessageEstimate, entry.model)
}

function refuseTooLong(inputTokens: number, { contextTokensMax }: RuntimeModel): number {
  if (inputTokens >= contextTokensMax) throw new InputTooLongError(inputTokens, contextTokensMax)
  return inputTokens
}

function estimateTokens(text: string, messages: number): number {
  return Math.max(1, Math.ceil(Buffer.byteLength(text) / bytesPerTokenEstimate)) + messages * tokensPerMessageEstimate
}

function textOf(job: ChatJob | CompletionJob): string {
  const { text = '' } = job.continuation ?? {}
  return job.kind === 'completion'
    ? job.prompt + text
    : [...job.messages.map(({ content }) => content), ...(text === '' ? [] : [text])].join('\n')
}

function messagesOf(job: ChatJob | CompletionJob): number {
  return job.kind === 'completion' ? 0 : job.messages.length
}

function nameOf({ upstreamName, model }: UpstreamModelInit): string {
  return upstreamName ?? model.name
}

function readEmbeddings(
  answer: unknown,
  inputs: readonly string[],
): { readonly vectors: readonly Float32Array[]; readonly inputTokens: number } {
  const result = v.safeParse(embeddingsSchema, answer)
  if (!result.success) {
    throw new UpstreamError('UPSTREAM_INVALID', "The upstream's answer is not a list of embeddings.", result.issues[0])
  }
  const { data, usage } = result.output
  const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]))
  const vectors = inputs.map((_, index) => {
    const embedding = byIndex.get(index)
    if (embedding === undefined || embedding.length === 0) {
      throw new UpstreamError('UPSTREAM_INVALID', `The upstream gave no embedding for input ${index}.`)
    }
    return toUnitVector(embedding)
  })
  const estimate = inputs.reduce((total, input) => total + estimateTokens(input, 0), 0)
  return { vectors, inputTokens: usage?.prompt_tokens ?? estimate }
}
