/**
 * The port every model runtime satisfies: what a provider needs from whatever runs the model.
 *
 * A generation is metered in tokens. `generate` resolves once the input is tokenised and a slot is held, so the caller knows
 * `inputTokens` and may ask for payment before anything is computed; the prefill starts when `chunks` is first pulled. Until
 * `chunks` ends, is returned early, or the signal aborts, the slot stays taken: a caller that loses interest must abort.
 */

import type {
  AuditRequest,
  BatchRequest,
  ExactnessClass,
  Finish,
  MeteredUnits,
  OutputsResponse,
  TaskFile,
  TaskRequest,
  TaskResponse,
  VerdictResponse,
} from '@millrace/protocol'
import type { TokenReading } from '@millrace/verification'
import type { TaskReach } from './task-reach.ts'

/** 32 bytes as 0x-prefixed lower-case hex. */
export type Hex32 = `0x${string}`

export type Workload = 'chat' | 'completion' | 'embed' | 'batch' | 'audit' | 'task'

/** `stop`: the model ended, or a stop sequence was met. `length`: `maxTokens` or the context was used up. */
export type FinishReason = 'stop' | 'length' | 'cancelled'

export type ChatMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }

export type GenerationParameters = {
  /** At least 1. Output tokens, the model's own end token included. */
  readonly maxTokens: number
  /** From 0 (greedy) to 2. */
  readonly temperature: number
  /** Above 0, at most 1. */
  readonly topP: number
  /** From 0 to 2^32 − 1. Equal seeds give equal answers from the same build, model and input. */
  readonly seed?: number
  /** Texts that end the answer; they and what follows are never emitted. */
  readonly stop: readonly string[]
  /** How an answer that somebody may check is made; a job without one is made as the runtime likes. */
  readonly mode?: GenerationMode | undefined
}

/**
 * How an answer is made so that it can be checked: with the specified sampler and this seed, and under `replayable` only by
 * canonical rows, so that the same build gives the same tokens. Then every chunk names its tokens.
 */
export type GenerationMode = {
  readonly exactness: 'tolerant' | 'replayable'
  readonly samplerSeed: Hex32
  /** At least 1: keep this many of the most likely tokens. All, or what top-p needs, when left out. */
  readonly topK?: number | undefined
  /** From 0 to 1: keep tokens of at least this share of the most likely one's probability. */
  readonly minP?: number | undefined
}

/**
 * The start of an answer that somebody else delivered: the new chunks follow it, and `maxTokens` counts only those. It is read
 * like the rest of the input. Stop sequences that began in it are found; an answer that had ended yields one last chunk.
 */
export type Continuation = {
  /** Exactly what was delivered. */
  readonly text: string
  /** The tokens it was made of, and perhaps some whose text was held back. Used where they are tokens of the model that say this. */
  readonly tokenIds?: readonly number[] | undefined
}

export type ChatJob = GenerationParameters & {
  readonly kind: 'chat'
  readonly messages: readonly ChatMessage[]
  readonly continuation?: Continuation | undefined
}

export type CompletionJob = GenerationParameters & {
  readonly kind: 'completion'
  readonly prompt: string
  readonly continuation?: Continuation | undefined
}

export type EmbedJob = { readonly kind: 'embed'; readonly inputs: readonly string[] }

/** An answer somebody claims to have computed. */
export type AuditJob =
  | {
      readonly kind: 'tokens'
      /** With the mode it was made in. Its input is tokenised anew. */
      readonly request: (ChatJob | CompletionJob) & { readonly mode: GenerationMode }
      readonly claimed: {
        /** Control tokens and an end token included. */
        readonly tokenIds: readonly number[]
        readonly text: string
        readonly finish: Finish
      }
    }
  | {
      readonly kind: 'vectors'
      readonly request: EmbedJob
      readonly claimed: { readonly vectors: readonly Float32Array[] }
    }

/** What reading the answer showed. It judges nothing: what convicts is for the caller to say. */
export type AuditReading = AnswerReading | VectorReading

export type AnswerReading = {
  readonly kind: 'tokens'
  /** Of the library that read it; left out where none can be named, and then `replayed` proves nothing. */
  readonly build?: Hex32
  /** Of what turned the tokens into text. */
  readonly spelling?: Hex32
  readonly inputTokens: number
  /** Tokens read: input and claimed ones. */
  readonly tokens: number
  /**
   * The specified sampler's token at the place of each claimed one, given those before it. Shorter than the claim where that has
   * more tokens than fit, or one that there is not.
   */
  readonly replayed: readonly number[]
  /** Index of the first claimed token that is another, among those replayed. */
  readonly firstMismatch?: number
  readonly mismatches: number
  /** What the claimed tokens say under the job's stop sequences and limits. */
  readonly text: string
  /**
   * `text`: the claimed text is not what its tokens say (of an answer cut short, not how that begins). `end`: it does not end as its
   * finish says. `token`: not all of it could be replayed.
   */
  readonly faults: readonly ('text' | 'end' | 'token')[]
  /** Of each token replayed, in tolerant mode: what its margin is computed from. */
  readonly readings?: readonly TokenReading[]
  /** Tokens that the model has. */
  readonly vocabularySize: number
}

export type VectorReading = {
  readonly kind: 'vectors'
  readonly build?: Hex32
  readonly inputTokens: number
  readonly tokens: number
  /** One unit vector per input, computed here. */
  readonly replayed: readonly Float32Array[]
  /** Whether the claimed vectors are these, bit for bit. */
  readonly isEqual: boolean
}

export type RuntimeModel = {
  /** Root of the model manifest: what receipts name. */
  readonly root: Hex32
  readonly name: string
  readonly workloads: readonly Workload[]
  /** Input and output tokens together. */
  readonly contextTokensMax: number
  /** The best class its answers can have here; `opaque` when left out. */
  readonly exactness?: ExactnessClass | undefined
  /** Of replayable answers: names library, instruction set and settings. Known once the model was loaded. */
  readonly build?: Hex32 | undefined
}

/** A generation in progress. */
export type Generation = {
  /** Known before any compute beyond tokenising. Every token the model reads counts: template, begin token and continuation included. */
  readonly inputTokens: number
  /** Of a replayable answer: names library, instruction set and settings; of a tolerant one what turns its tokens into text. */
  readonly build?: Hex32
  /**
   * Yields chunks in order. Each accounts for at least one output token even when its text is '' (held back by a possible stop
   * sequence or half a UTF-8 character). The last one carries `finish`, and alone may account for none. Iterable once. Aborting
   * the signal ends it with `cancelled` and frees the context at once.
   */
  readonly chunks: AsyncIterable<GenerationChunk>
}

export type GenerationChunk = {
  readonly text: string
  /** Output tokens this chunk accounts for. */
  readonly tokens: number
  /** The tokens themselves, where the runtime knows them. */
  readonly tokenIds?: readonly number[]
  readonly finish?: FinishReason
}

export type EmbedResult = {
  /** One unit vector per input, in order. */
  readonly vectors: readonly Float32Array[]
  readonly inputTokens: number
  /** Of vectors that can be replayed: names library, instruction set and settings. */
  readonly build?: Hex32
}

/** Work that is done as a whole, and handed over at once. */
export type WholeRequest = BatchRequest | AuditRequest

export type WholeResult = {
  readonly response: OutputsResponse | VerdictResponse
  /** What it came to, counted as `@millrace/protocol` says (work-units.ts). */
  readonly units: MeteredUnits
}

/** A task that holds a slot. Until `chunks` ends, is returned early, or the signal aborts, the slot stays taken. */
export type TaskGeneration = {
  /** KiB of its inputs. */
  readonly inputUnits: number
  /**
   * Yields the log as it is written, each piece with the CPU milliseconds held since the last one, at least every second. It starts
   * when it is first pulled. Returning it early, or aborting the signal, ends the task and waits until nothing of it runs. Iterable
   * once. Throws a typed error when the machine failed, which is never a result.
   */
  readonly chunks: AsyncIterable<TaskChunk>
  /** How it ended, once `chunks` has. Rejects as that throws. */
  readonly ending: Promise<TaskEnding>
  /** Asks the task to end by itself, for it is to be ended soon. */
  terminate(): void
  /** Missing where running tasks are not reached. */
  readonly reach?: TaskReach
}

export type TaskChunk = { readonly text: string; readonly units: number }

export type TaskEnding = Omit<TaskResponse, 'kind' | 'log' | 'outputs'> & {
  readonly outputs: readonly TaskFile[]
  /** Keeps the outputs where they are until it is disposed of. */
  readonly held: Disposable
}

export type RuntimeLoad = {
  /** Jobs it can run at once. */
  readonly slots: number
  readonly running: number
  readonly queued: number
  /** Jobs that may wait. */
  readonly queuedMax: number
}

export type Runtime = {
  readonly models: readonly RuntimeModel[]
  /** Returns the load of the slots that jobs of that model take, none if it is not served; of all slots when left out. */
  load(modelRoot?: Hex32): RuntimeLoad
  /**
   * Returns a generation that holds a slot and has computed nothing yet. Aborting while it waits in the queue leaves the queue
   * and rejects with the signal's reason.
   *
   * @throws {RuntimeBusyError} when every slot is taken and the queue is full.
   * @throws {ModelNotServedError} when no model has that root, or it does not do that kind of work.
   * @throws {BadJobError} when a parameter is out of its range, or an answer cannot be continued here.
   * @throws {InputTooLongError} when the input leaves no room for one output token.
   */
  generate(
    modelRoot: Hex32,
    job: ChatJob | CompletionJob,
    options: { readonly signal: AbortSignal },
  ): Promise<Generation>
  /** Returns the embeddings of every input. Aborting rejects with the signal's reason. Throws as `generate` does. */
  embed(modelRoot: Hex32, job: EmbedJob, options: { readonly signal: AbortSignal }): Promise<EmbedResult>
  /**
   * Reads a claimed answer again, in a slot like any job; left out by runtimes that cannot. Aborting rejects with the signal's
   * reason. Throws as `generate` does.
   */
  audit?(modelRoot: Hex32, job: AuditJob, options: { readonly signal: AbortSignal }): Promise<AuditReading>
  /**
   * Returns the result of a batch or an audit; a runtime without such models has no such method. What the machine fails at rejects
   * with a typed error and is never part of a result. Aborting rejects with the signal's reason. Throws as `generate` does.
   */
  perform?(modelRoot: Hex32, request: WholeRequest, options: { readonly signal: AbortSignal }): Promise<WholeResult>
  /**
   * Returns a native task that holds a slot and has started nothing yet; a runtime without sandboxes for them has no such method.
   * The inputs are objects that it finds by itself. Throws as `generate` does, and typed errors for what its sandbox does not hold.
   *
   * @param options.secrets - what the request has sealed, opened: only the task sees it.
   */
  start?(
    modelRoot: Hex32,
    request: TaskRequest,
    options: { readonly signal: AbortSignal; readonly secrets?: Readonly<Record<string, string>> },
  ): Promise<TaskGeneration>
  /** Ends what is running and releases everything. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
