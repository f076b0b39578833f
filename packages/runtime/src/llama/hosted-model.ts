/** One GGUF model in memory with its sequences: loaded on first use, shared by every job that names it. */
import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp'
import type { ChatJob, CompletionJob, Hex32, RuntimeModel } from '../runtime.ts'
import { BadJobError, InputTooLongError } from '../runtime-error.ts'
import { type ChatPrompt, createChatPrompt, withBeginToken } from './chat-prompt.ts'
import type { LlamaBackend } from './llama-backend.ts'
import { LlamaModelUnloadableError } from './llama-error.ts'
import { type ModelContexts, openContexts } from './model-contexts.ts'
import { refuseEndless } from './refuse-endless.ts'
import { type ResumedAnswer, resumeAnswer } from './resume-answer.ts'

export type HostedModel = {
  readonly llama: LlamaModel
  /** Left out for a model that only embeds. */
  readonly contexts: ModelContexts | undefined
  /** Slots no job uses, by number. A job that holds a slot finds one. */
  readonly idle: number[]
  /** Of answers that can be replayed; undefined where none can. */
  readonly build: Hex32 | undefined
  /** What turns its tokens into text. */
  readonly spelling: Hex32
  readonly embedding: LlamaEmbeddingContext | undefined
  /** @throws {InputTooLongError} when no room for an answer is left. */
  tokenize(job: ChatJob | CompletionJob): Token[]
  tokenizeText(text: string): Token[]
  /** Returns the tokens that the answer has already, and what follows from them. @throws {InputTooLongError} */
  resume(
    prompt: readonly Token[],
    job: ChatJob | CompletionJob,
    options: { readonly signal: AbortSignal },
  ): Promise<ResumedAnswer>
  dispose(): Promise<void>
}

export type HostedModelInit = {
  readonly model: RuntimeModel
  readonly path: string
  /** Jobs at once. */
  readonly slots: number
  /** A verified GGUF of the same vocabulary, which drafts for this one. */
  readonly draftPath?: string | undefined
}

/** Returns the loaded model. Aborting stops the loading. @throws {LlamaModelUnloadableError} when llama.cpp refuses the file. */
export async function loadHostedModel(
  backend: LlamaBackend,
  { model, path, slots, draftPath }: HostedModelInit,
  { signal }: { readonly signal: AbortSignal },
): Promise<HostedModel> {
  const { module, llama, threads, build, spelling } = backend
  try {
    const loaded = await llama.loadModel({ modelPath: path, defaultContextFlashAttention: false, loadSignal: signal })
    const generates = model.workloads.some((workload) => workload !== 'embed')
    const { contextTokensMax } = model
    const contexts = generates
      ? await openContexts(backend, { model: loaded, contextTokensMax, slots, draftPath }, { signal })
      : undefined
    const embedding = model.workloads.includes('embed')
      ? await loaded.createEmbeddingContext({
          contextSize: model.contextTokensMax,
          // an encoder reads its input in one batch
          batchSize: model.contextTokensMax,
          threads,
        })
      : undefined
    const chatPrompt = createChatPrompt(module, loaded)
    return {
      llama: loaded,
      contexts,
      idle: [...new Array(slots).keys()],
      build: build?.hash,
      spelling,
      embedding,
      tokenize: (job) => tokenizeJob(loaded, chatPrompt, job, model),
      resume: (prompt, job, options) =>
        resumeAnswer(loaded, { prompt, job, contextTokensMax: model.contextTokensMax }, options),
      tokenizeText: (text) => tokenizeBounded(loaded, text, model.contextTokensMax),
      async dispose() {
        await contexts?.dispose()
        await loaded.dispose()
      },
    }
  } catch (cause) {
    signal.throwIfAborted()
    throw new LlamaModelUnloadableError(model.name, cause)
  }
}

function tokenizeJob(
  model: LlamaModel,
  chatPrompt: ChatPrompt | undefined,
  job: ChatJob | CompletionJob,
  { contextTokensMax, name }: RuntimeModel,
): Token[] {
  const text = job.kind === 'completion' ? job.prompt : job.messages.map(({ content }) => content).join('')
  refuseEndless(text, contextTokensMax)
  if (job.kind === 'chat' && chatPrompt === undefined) throw new BadJobError(`${name} has no chat template.`)
  const tokens =
    job.kind === 'chat' && chatPrompt !== undefined
      ? chatPrompt(job.messages)
      : withBeginToken(model, model.tokenize(text, false))
  if (tokens.length === 0) throw new BadJobError('the input is empty, and the model has no begin token.')
  if (tokens.length >= contextTokensMax) throw new InputTooLongError(tokens.length, contextTokensMax)
  return tokens
}

function tokenizeBounded(model: LlamaModel, text: string, contextTokensMax: number): Token[] {
  refuseEndless(text, contextTokensMax)
  return model.tokenize(text, false)
}
