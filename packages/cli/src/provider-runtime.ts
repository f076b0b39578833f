/** From what a provider wants to serve (`MODEL=INPUT/OUTPUT`) to a running runtime and its listings. */
import type { Listing as NodeListing } from '@millrace/node'
import { type ModelContent, modelRoot, type TokenUnit } from '@millrace/protocol'
import {
  builtInManifests,
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
import { listedTerms, type Offering } from './offering/offering.ts'
import { parseTokenAmount } from './units.ts'
import { UsageError } from './usage-error.ts'

export type Listing = { readonly model: string; readonly inputPrice: bigint; readonly outputPrice: bigint }

export type ProviderRuntime = {
  readonly runtime: Runtime
  readonly models: readonly ModelContent[]
  readonly served: readonly NodeListing[]
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
export function checkListings(listings: readonly Listing[], { upstream }: Pick<RuntimeOptions, 'upstream'>): void {
  if (upstream === undefined) for (const { model } of listings) builtInManifest(model)
}

/** Makes the models ready and returns what serves them. In-process models are fetched and loaded before it resolves. */
export async function openRuntime(listings: readonly Listing[], options: RuntimeOptions): Promise<ProviderRuntime> {
  const { runtime, manifests } =
    options.upstream === undefined
      ? await openInProcess(listings, options)
      : openUpstream(listings, options, options.upstream)
  const models = manifests.map(({ content }) => content)
  const served = models.flatMap((content, i) => {
    const { inputPrice = 0n, outputPrice = 0n } = listings[i] ?? {}
    const terms = listedTerms(options.offering, { inputPrice, outputPrice })
    const common = { modelRoot: modelRoot(content), inputPrice, outputPrice, creditTokens: creditTokensDefault }
    return content.workloads.map((workload) => ({ ...common, ...terms, workload }))
  })
  return { runtime, models, served }
}

type Opened = { readonly runtime: Runtime; readonly manifests: readonly ModelManifest[] }

async function openInProcess(listings: readonly Listing[], options: RuntimeOptions): Promise<Opened> {
  const manifests = listings.map(({ model }) => builtInManifest(model))
  const inits = []
  for (const manifest of manifests) {
    const paths = await ensureModel(manifest, { ...options, peers: options.modelPeers })
    const path = manifest.content.files.map((file) => paths.get(file.path)).at(0)
    if (path === undefined) throw new RangeError(`the manifest of ${manifest.content.name} lists no file`)
    inits.push({ model: runtimeModelOf(manifest), path, slots: options.slots, queuedMax: queuedJobsMax })
  }
  const runtime: LlamaRuntime = createLlamaRuntime({}, { models: inits, gpu: options.gpu })
  await runtime.warmUp(options)
  return { runtime, manifests }
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
