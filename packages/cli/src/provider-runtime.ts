/** From what a provider wants to serve (`MODEL=INPUT/OUTPUT`) to a running runtime and its listings. */
import { createWasmRuntime, type Listing as NodeListing } from '@millrace/node'
import { type ModelContent, modelRoot, type TokenUnit } from '@millrace/protocol'
import {
  builtInManifests,
  combineRuntimes,
  createLlamaRuntime,
  createUpstreamRuntime,
  ensureModel,
  type LlamaGpu,
  type LlamaRuntime,
  type ModelManifest,
  type NpmConfiguration,
  type PeerFileSource,
  type Runtime,
  runtimeModelOf,
  upstreamManifest,
} from '@millrace/runtime'
import { createWasmSandbox, sandboxLimits, wasmEngineContent } from '@millrace/sandbox'
import type { ObjectStorage } from '@millrace/storage'
import type { BatchOffering } from './offering/batch.ts'
import { type AnswerExactness, draftOf, noDraft } from './offering/exactness.ts'
import { listedTerms, type Offering } from './offering/offering.ts'
import type { TaskOffering } from './offering/tasks.ts'
import type { ProviderTasks } from './provider-tasks.ts'
import { parseTokenAmount } from './units.ts'
import { UsageError } from './usage-error.ts'

export type Listing = { readonly model: string; readonly inputPrice: bigint; readonly outputPrice: bigint }

export type ProviderRuntime = {
  readonly runtime: Runtime
  readonly models: readonly ModelContent[]
  readonly served: readonly NodeListing[]
  /** Keeps what tasks are given and leave; the caller's to dispose of, after the runtime. */
  readonly objects?: ObjectStorage
  /** Undefined where no tasks are run. */
  readonly tasks: TaskOffering | undefined
}

/** What `--gpu` takes. */
export const gpuKinds = ['auto', 'cuda', 'vulkan', 'metal', 'none'] as const

export type RuntimeOptions = {
  readonly cacheDir: string
  readonly npm: NpmConfiguration
  /** An OpenAI-compatible server that answers instead of this process. */
  readonly upstream: string | undefined
  readonly upstreamApiKey: string | undefined
  /** What llama.cpp computes on; false is the processor. */
  readonly gpu: LlamaGpu
  /** Answers computed at once per model. */
  readonly slots: number
  /** On what terms the models are sold. */
  readonly offering: Offering
  /** How comparable the answers are. */
  readonly exactness: AnswerExactness
  /** On what terms WebAssembly programs are run; undefined where none are. */
  readonly batch: BatchOffering | undefined
  /** What runs native tasks; undefined where nothing does. Closed with the runtime, or when none comes. */
  readonly tasks?: ProviderTasks | undefined
  /** Who may have the model files when the sources of a manifest fail. */
  readonly modelPeers: readonly PeerFileSource[]
  readonly onProgress: (file: string, done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Output tokens delivered ahead of payment: what a stranger can owe and no more. */
export const creditTokensDefault = 64
/** Jobs that may wait for a slot of one model. */
export const queuedJobsMax = 32

/** Returns the listing that `MODEL=INPUT/OUTPUT` spells; prices are per million tokens, in whole token units. */
export function parseListing(text: string, token: TokenUnit): Listing {
  const match = /^([^=]+)=([0-9.]+)\/([0-9.]+)$/.exec(text)
  if (match === null) {
    throw new UsageError(
      `--model: expected NAME=INPUT/OUTPUT, got "${text.slice(0, 80)}".`,
      'Write prices per million tokens, for example tinyllama-1.1b-chat=0.10/0.40.',
    )
  }
  const [, model = '', input = '', output = ''] = match
  return { model, inputPrice: parseTokenAmount(input, token), outputPrice: parseTokenAmount(output, token) }
}

/** Checks that what is listed can be served. @throws {UsageError} for a model that neither comes with Millrace nor is upstream. */
export function checkListings(
  listings: readonly Listing[],
  { upstream, exactness }: Pick<RuntimeOptions, 'upstream' | 'exactness'>,
): void {
  if (upstream !== undefined) return
  for (const { model } of listings) builtInManifest(model)
  const { draft } = exactness
  if (draft !== undefined && draft !== noDraft) builtInManifest(draft)
}

/** Makes the models ready and returns what serves them. In-process models are fetched and loaded before it resolves. */
export async function openRuntime(listings: readonly Listing[], options: RuntimeOptions): Promise<ProviderRuntime> {
  const { tasks } = options
  await using onFailure = new AsyncDisposableStack()
  if (tasks !== undefined) onFailure.use(tasks.storage)
  if (tasks !== undefined) onFailure.use(tasks.runtime)
  const { runtime: answering, manifests } =
    options.upstream === undefined
      ? await openInProcess(listings, options)
      : openUpstream(listings, options, options.upstream)
  const models = manifests.map(({ content }) => content)
  const answers = models.flatMap((content, i) => {
    const { inputPrice = 0n, outputPrice = 0n } = listings[i] ?? {}
    const terms = listedTerms(options.offering, { inputPrice, outputPrice })
    const common = { modelRoot: modelRoot(content), inputPrice, outputPrice, creditTokens: creditTokensDefault }
    return content.workloads.map((workload) => ({ ...common, ...terms, ...listedExactness(options), workload }))
  })
  const batch = options.batch && openBatch(options.batch, options.offering)
  const programs = [
    ...(batch === undefined ? [] : [{ runtime: batch.runtime, contents: [batch.content], listings: [batch.listing] }]),
    ...(tasks === undefined ? [] : [tasks]),
  ]
  onFailure.move()
  return {
    runtime:
      programs.length === 0 ? answering : combineRuntimes([answering, ...programs.map(({ runtime }) => runtime)]),
    models: [...models, ...programs.flatMap(({ contents }) => contents)],
    served: [...answers, ...programs.flatMap(({ listings: sold }) => sold)],
    ...(tasks === undefined ? {} : { objects: tasks.storage }),
    tasks: tasks?.offering,
  }
}

/** What is made to be replayed costs more to make, so nobody is given it unasked; upstream answers are opaque. */
function listedExactness({
  upstream,
  exactness,
}: RuntimeOptions): Pick<NodeListing, 'exactness' | 'replayablePremiumBps'> {
  if (upstream !== undefined) return {}
  const { isReplayable, premiumBps: replayablePremiumBps } = exactness
  return isReplayable ? { exactness: 'replayable', replayablePremiumBps } : { exactness: 'tolerant' }
}

/** The sandbox as a runtime, and what is sold of it. */
function openBatch({ prices, slots, memoryPagesMax, jobMsMax }: BatchOffering, offering: Offering) {
  const content = wasmEngineContent()
  const sandbox = createWasmSandbox({}, { limits: { slots, memoryPagesMax, jobMsMax } })
  const listing: NodeListing = {
    ...{ modelRoot: modelRoot(content), workload: 'batch', ...prices, creditTokens: creditTokensDefault, slots },
    ...listedTerms(offering, prices),
  }
  return { content, runtime: createWasmRuntime(sandbox, { queuedMax: sandboxLimits.queuedMax }), listing }
}

type Opened = { readonly runtime: Runtime; readonly manifests: readonly ModelManifest[] }

async function openInProcess(listings: readonly Listing[], options: RuntimeOptions): Promise<Opened> {
  const manifests = listings.map(({ model }) => builtInManifest(model))
  const inits = []
  for (const manifest of manifests) {
    const path = await modelPath(manifest, options)
    const draft = draftOf(manifest.content.name, options.exactness)
    const draftPath = draft === undefined ? {} : { draftPath: await modelPath(builtInManifest(draft), options) }
    inits.push({ model: runtimeModelOf(manifest), path, slots: options.slots, queuedMax: queuedJobsMax, ...draftPath })
  }
  const runtime: LlamaRuntime = createLlamaRuntime({}, { models: inits, gpu: options.gpu })
  requireReplayable(runtime, options)
  await runtime.warmUp(options)
  return { runtime, manifests }
}

/** Returns where the model's one file stands, fetched and verified. */
async function modelPath(manifest: ModelManifest, options: ModelPathOptions): Promise<string> {
  const paths = await ensureModel(manifest, { ...options, peers: options.modelPeers })
  const path = manifest.content.files.map((file) => paths.get(file.path)).at(0)
  if (path === undefined) throw new RangeError(`the manifest of ${manifest.content.name} lists no file`)
  return path
}

type ModelPathOptions = Pick<RuntimeOptions, 'cacheDir' | 'npm' | 'modelPeers' | 'onProgress' | 'signal'>

/** Found out before a gigabyte is loaded. */
function requireReplayable({ models }: LlamaRuntime, { exactness }: RuntimeOptions): void {
  if (!exactness.isReplayable || models.every((model) => model.exactness === 'replayable')) return
  throw new UsageError(
    '--replayable: answers of this machine cannot be replayed; only those that Linux computes on the processor can.',
    'Add --gpu none on Linux, or leave --replayable out.',
  )
}

function openUpstream(listings: readonly Listing[], options: RuntimeOptions, baseUrl: string): Opened {
  const manifests = listings.map(({ model }) =>
    upstreamManifest({ name: model, workloads: ['chat', 'completion'], contextTokensMax: 4096 }),
  )
  const runtime = createUpstreamRuntime({
    baseUrl,
    models: manifests.map((manifest) => ({ model: runtimeModelOf(manifest), upstreamName: manifest.content.name })),
    slots: options.slots,
    queuedMax: queuedJobsMax,
    ...(options.upstreamApiKey === undefined ? {} : { apiKey: options.upstreamApiKey }),
  })
  return { runtime, manifests }
}

function builtInManifest(name: string): ModelManifest {
  const manifest = builtInManifests.get(name)
  if (manifest !== undefined) return manifest
  throw new UsageError(
    `No model "${name.slice(0, 80)}" comes with Millrace; there are ${[...builtInManifests.keys()].join(', ')}.`,
    'Choose one of those, or serve any model of an OpenAI-compatible server with --upstream URL.',
  )
}
