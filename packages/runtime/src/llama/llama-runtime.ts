/**
 * The runtime on llama.cpp in this process, through node-llama-cpp 3.22.1.
 *
 * Each model has its own slots and its own bounded queue, and is loaded by the first job that names it. Every generation starts
 * from a cleared sequence: nothing of one buyer's prompt stays for the next, and equal seeds give equal answers. (Jobs that run at
 * the same time on one model share batches, which may change the last bits of float models, unless they ask for replayable answers.)
 */
import { randomBytes } from 'node:crypto'
import type { Token } from 'node-llama-cpp'
import { checkAuditJob, checkEmbedJob, checkGenerationJob } from '../check-job.ts'
import { totalLoad } from '../combine-runtimes.ts'
import { findModel } from '../find-model.ts'
import { ownedChunks } from '../owned-chunks.ts'
import type {
  AuditJob,
  AuditReading,
  ChatJob,
  CompletionJob,
  EmbedJob,
  EmbedResult,
  Generation,
  Hex32,
  Runtime,
  RuntimeModel,
} from '../runtime.ts'
import { BadJobError, GenerationFailedError, RuntimeClosedError } from '../runtime-error.ts'
import { createSlotPool, type SlotPool } from '../slot-pool.ts'
import { answerTokens } from './answer-tokens.ts'
import { auditAnswer } from './audit-answer.ts'
import { embedInputs } from './embed-inputs.ts'
import { generationChunks } from './generation-chunks.ts'
import { type HostedModel, loadHostedModel } from './hosted-model.ts'
import { defaultThreads, type LlamaBackend, type LlamaGpu, loadLlamaBackend } from './llama-backend.ts'
import { endedGeneration, type ResumedAnswer } from './resume-answer.ts'
import { createTokenRun } from './token-run.ts'

/** Jobs at once on one local model, unless the operator says otherwise. */
export const llamaSlotsMax = 1
/** Jobs that may wait for one local model, unless the operator says otherwise. */
export const llamaQueuedMax = 8

export type LlamaModelInit = {
  readonly model: RuntimeModel
  /** A verified GGUF file. */
  readonly path: string
  /** Jobs at once, at least 1; {@link llamaSlotsMax} when left out. Each costs the memory of one full context. */
  readonly slots?: number
  /** Jobs that may wait, at least 0; {@link llamaQueuedMax} when left out. */
  readonly queuedMax?: number
  /**
   * A verified GGUF of a faster model with the same vocabulary, such as another encoding of these weights: it drafts replayable
   * answers, which changes how long they take and nothing else.
   */
  readonly draftPath?: string
}

export type LlamaRuntimeInit = {
  readonly models: readonly LlamaModelInit[]
  /** `false` (the default) is the CPU. */
  readonly gpu?: LlamaGpu
  /** {@link defaultThreads} when left out. */
  readonly threads?: number
  /**
   * Names the library of llama.cpp to compute with (`haswell`, `zen4`): answers of one set can only be replayed with the same. The
   * best that the processor can run when left out; one process has one.
   */
  readonly instructionSet?: string
}

export type LlamaRuntimeComponents = {
  /** Source of seeds for jobs that name none; the operating system's when left out. */
  readonly random?: (bytes: number) => Uint8Array
  /** Receives warnings of llama.cpp; dropped when left out. */
  readonly onLog?: (line: string) => void
}

export type LlamaRuntime = Runtime & {
  /** Loads every model now. Aborting stops it; what is loaded stays. @throws {LlamaModelUnloadableError} for a bad file. */
  warmUp(options: { readonly signal: AbortSignal }): Promise<void>
}

type Entry = LlamaModelInit & { readonly pool: SlotPool; loading?: Promise<HostedModel>; build?: Hex32 | undefined }

/** Returns a runtime that has loaded nothing yet. */
export function createLlamaRuntime(components: LlamaRuntimeComponents, init: LlamaRuntimeInit): LlamaRuntime {
  const random = components.random ?? randomBytes
  const isReplayable = process.platform === 'linux' && (init.gpu ?? false) === false
  const closing = new AbortController()
  const busy = new Set<Promise<void>>()
  const entries: readonly Entry[] = init.models.map((entry) => ({
    ...entry,
    pool: createSlotPool({ slots: slotsOf(entry), queuedMax: entry.queuedMax ?? llamaQueuedMax }),
  }))
  let backend: Promise<LlamaBackend> | undefined
  let closed: Promise<void> | undefined

  const hosted = (entry: Entry): Promise<HostedModel> => {
    backend ??= loadLlamaBackend({
      gpu: init.gpu ?? false,
      threads: init.threads ?? defaultThreads(),
      instructionSet: init.instructionSet,
      onLog: components.onLog ?? (() => undefined),
    })
    // a job that is aborted does not stop the loading, for others may wait for the same model
    entry.loading ??= backend
      .then((loaded) => loadHostedModel(loaded, { ...entry, slots: slotsOf(entry) }, closing))
      .then((model) => {
        entry.build = model.build
        return model
      })
      .catch((error: unknown) => {
        delete entry.loading
        throw error
      })
    return entry.loading
  }

  const track = (giveBack: () => void): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    busy.add(promise)
    return () => {
      giveBack()
      busy.delete(promise)
      resolve()
    }
  }

  const generate = async (
    modelRoot: Hex32,
    job: ChatJob | CompletionJob,
    options: { readonly signal: AbortSignal },
  ): Promise<Generation> => {
    if (closed !== undefined) throw new RuntimeClosedError()
    checkGenerationJob(job)
    const entry = findModel(entries, modelRoot, job.kind)
    const signal = AbortSignal.any([options.signal, closing.signal])
    const giveBack = track(await entry.pool.take({ signal }))
    try {
      const model = await untilAborted(hosted(entry), signal)
      if (isReplayed(job)) requireBuild(model)
      const prompt = model.tokenize(job)
      const resumed = await model.resume(prompt, job, { signal })
      if (resumed.ended) {
        giveBack()
        return endedGeneration(resumed)
      }
      return startGeneration({ model, prompt, resumed, job, entry, signal, giveBack })
    } catch (error) {
      giveBack()
      throw error
    }
  }

  const startGeneration = (start: {
    readonly model: HostedModel
    readonly prompt: readonly Token[]
    readonly resumed: ResumedAnswer
    readonly job: ChatJob | CompletionJob
    readonly entry: Entry
    readonly signal: AbortSignal
    readonly giveBack: () => void
  }): Generation => {
    const { model, resumed, job, entry, signal } = start
    const input = [...start.prompt, ...resumed.tokens]
    const slot = takeSlot(model)
    const outputTokensMax = Math.min(job.maxTokens, entry.model.contextTokensMax - input.length)
    const randomSeed = (): Hex32 => `0x${Buffer.from(random(32)).toString('hex')}`
    const run = createTokenRun({
      tokens: answerTokens({ model, slot, job, input, outputTokensMax, randomSeed, signal }),
      signal,
      onFree() {
        model.idle.push(slot)
        start.giveBack()
      },
    })
    const chunks = generationChunks(run, { model: model.llama, resumed, outputTokensMax })
    return {
      inputTokens: input.length,
      ...(job.mode === undefined ? {} : { build: isReplayed(job) ? requireBuild(model) : model.spelling }),
      chunks: ownedChunks(withTypedErrors(chunks, entry.model.name), run.end),
    }
  }

  const embed = async (
    modelRoot: Hex32,
    job: EmbedJob,
    options: { readonly signal: AbortSignal },
  ): Promise<EmbedResult> => {
    if (closed !== undefined) throw new RuntimeClosedError()
    checkEmbedJob(job)
    const entry = findModel(entries, modelRoot, job.kind)
    const signal = AbortSignal.any([options.signal, closing.signal])
    const giveBack = track(await entry.pool.take({ signal }))
    try {
      const model = await untilAborted(hosted(entry), signal)
      const result = await embedInputs(model, entry.model, job.inputs, { signal })
      return model.build === undefined ? result : { ...result, build: model.build }
    } finally {
      giveBack()
    }
  }

  const audit = async (
    modelRoot: Hex32,
    job: AuditJob,
    options: { readonly signal: AbortSignal },
  ): Promise<AuditReading> => {
    if (closed !== undefined) throw new RuntimeClosedError()
    checkAuditJob(job)
    const entry = findModel(entries, modelRoot, job.request.kind)
    const signal = AbortSignal.any([options.signal, closing.signal])
    const giveBack = track(await entry.pool.take({ signal }))
    try {
      const model = await untilAborted(hosted(entry), signal)
      const slot = takeSlot(model)
      try {
        return await auditAnswer({ model, slot, job, runtimeModel: entry.model }, { signal })
      } finally {
        model.idle.push(slot)
      }
    } finally {
      giveBack()
    }
  }

  const close = (): Promise<void> => {
    closed ??= (async () => {
      // before the abort, which would hand freed slots to those who wait
      for (const { pool } of entries) pool.close()
      closing.abort(new RuntimeClosedError())
      await Promise.all(busy)
      await Promise.allSettled(entries.map(async ({ loading }) => (await loading)?.dispose()))
      // one that never loaded has nothing to release
      await Promise.allSettled([backend?.then(({ llama }) => llama.dispose())])
    })()
    return closed
  }

  return {
    get models() {
      return entries.map(({ model, build }) => ({
        ...model,
        exactness: isReplayable ? ('replayable' as const) : ('tolerant' as const),
        ...(build === undefined ? {} : { build }),
      }))
    },
    load(modelRoot) {
      const asked = modelRoot === undefined ? entries : entries.filter(({ model }) => model.root === modelRoot)
      return totalLoad(asked.map(({ pool }) => pool.load()))
    },
    generate,
    embed,
    audit,
    async warmUp({ signal }) {
      // beside each other: one model's file is described here while another's weights are read in a thread
      await Promise.all(entries.map((entry) => untilAborted(hosted(entry), signal)))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** An embedding context takes one input at a time, so a model that only embeds has one slot. */
function slotsOf({ model, slots }: LlamaModelInit): number {
  return model.workloads.every((workload) => workload === 'embed') ? 1 : (slots ?? llamaSlotsMax)
}

function takeSlot({ idle }: HostedModel): number {
  const slot = idle.pop()
  if (slot === undefined) throw new Error('A slot was granted without an idle one')
  return slot
}

function isReplayed({ mode }: ChatJob | CompletionJob): boolean {
  return mode?.exactness === 'replayable'
}

function requireBuild({ build }: HostedModel): Hex32 {
  if (build === undefined) throw new BadJobError('it asks for a replayable answer, and this machine cannot give one.')
  return build
}

async function* withTypedErrors<T>(chunks: AsyncIterable<T>, modelName: string): AsyncGenerator<T, void> {
  try {
    yield* chunks
  } catch (cause) {
    throw new GenerationFailedError(modelName, cause)
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
