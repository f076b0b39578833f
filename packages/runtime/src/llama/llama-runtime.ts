/**
 * The runtime on llama.cpp in this process, through node-llama-cpp 3.22.1.
 *
 * Each model has its own slots (sequences of one context) and its own bounded queue, and is loaded by the first job that names it.
 * Every generation starts from a cleared sequence: nothing of one buyer's prompt stays for the next, and equal seeds give equal
 * answers. (Jobs that run at the same time on one model share batches, which may change the last bits of float models.)
 */
import { randomBytes } from 'node:crypto'
import type { Token } from 'node-llama-cpp'
import { checkEmbedJob, checkGenerationJob } from '../check-job.ts'
import { totalLoad } from '../combine-runtimes.ts'
import { findModel } from '../find-model.ts'
import { ownedChunks } from '../owned-chunks.ts'
import type {
  ChatJob,
  CompletionJob,
  EmbedJob,
  EmbedResult,
  Generation,
  Hex32,
  Runtime,
  RuntimeModel,
} from '../runtime.ts'
import { GenerationFailedError, RuntimeClosedError } from '../runtime-error.ts'
import { createSlotPool, type SlotPool } from '../slot-pool.ts'
import { embedInputs } from './embed-inputs.ts'
import { generationChunks } from './generation-chunks.ts'
import { type HostedModel, loadHostedModel } from './hosted-model.ts'
import { defaultThreads, type LlamaBackend, type LlamaGpu, loadLlamaBackend } from './llama-backend.ts'
import { endedGeneration, type ResumedAnswer } from './resume-answer.ts'
import { createTokenRun, prefillPieceTokensCpu, prefillPieceTokensGpu } from './token-run.ts'

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
}

export type LlamaRuntimeInit = {
  readonly models: readonly LlamaModelInit[]
  /** `false` (the default) is the CPU. */
  readonly gpu?: LlamaGpu
  /** {@link defaultThreads} when left out. */
  readonly threads?: number
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

type Entry = LlamaModelInit & { readonly pool: SlotPool; loading?: Promise<HostedModel> }

/** Returns a runtime that has loaded nothing yet. */
export function createLlamaRuntime(components: LlamaRuntimeComponents, init: LlamaRuntimeInit): LlamaRuntime {
  const random = components.random ?? randomBytes
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
      onLog: components.onLog ?? (() => undefined),
    })
    // a job that is aborted does not stop the loading, for others may wait for the same model
    entry.loading ??= backend
      .then((loaded) => loadHostedModel(loaded, { ...entry, slots: slotsOf(entry) }, closing))
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
    const sequence = model.idle.pop()
    if (sequence === undefined) throw new Error('A slot was granted without an idle sequence')
    const outputTokensMax = Math.min(job.maxTokens, entry.model.contextTokensMax - input.length)
    const run = createTokenRun({
      sequence,
      input,
      outputTokensMax,
      temperature: job.temperature,
      topP: job.topP,
      seed: job.seed ?? Buffer.from(random(4)).readUInt32LE(),
      prefillPieceTokens: model.llama.llama.gpu === false ? prefillPieceTokensCpu : prefillPieceTokensGpu,
      signal,
      onFree() {
        model.idle.push(sequence)
        start.giveBack()
      },
    })
    const chunks = generationChunks(run, { model: model.llama, resumed, outputTokensMax })
    return { inputTokens: input.length, chunks: ownedChunks(withTypedErrors(chunks, entry.model.name), run.end) }
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
      return await embedInputs(await untilAborted(hosted(entry), signal), entry.model, job.inputs, { signal })
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
    models: entries.map(({ model }) => model),
    load(modelRoot) {
      const asked = modelRoot === undefined ? entries : entries.filter(({ model }) => model.root === modelRoot)
      return totalLoad(asked.map(({ pool }) => pool.load()))
    },
    generate,
    embed,
    async warmUp({ signal }) {
      for (const entry of entries) await untilAborted(hosted(entry), signal)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** An embedding context takes one input at a time, so a model that only embeds has one slot. */
function slotsOf({ model, slots }: LlamaModelInit): number {
  return model.workloads.every((workload) => workload === 'embed') ? 1 : (slots ?? llamaSlotsMax)
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
