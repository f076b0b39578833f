/**
 * The models of the bench: stories15M in its encodings, without its last layer, and TinyLlama, all in one runtime, each under a root
 * of its own. Fetched once into the user's cache.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  builtInManifests,
  createLlamaRuntime,
  ensureModel,
  type Hex32,
  type LlamaModelInit,
  type RuntimeModel,
  runtimeModelOf,
} from '@millrace/runtime'
import { type ServedModel, servedModel } from '../../simulation/cheats/answers/served-model.ts'
import { shallowModel } from '../../simulation/cheats/answers/shallow-model.ts'

/** `shallow`: stories15M in f16 without the last of its six layers. */
export const weightsNames = ['f32', 'f16', 'q8_0', 'q4_0', 'shallow', 'tinyllama'] as const
export type WeightsName = (typeof weightsNames)[number]

const manifestNames = {
  f32: 'stories15m',
  f16: 'stories15m-f16',
  q8_0: 'stories15m-q8_0',
  q4_0: 'stories15m-q4_0',
  tinyllama: 'tinyllama-1.1b-chat',
} as const

/** Ends an answer in the vocabulary of both models. */
export const endToken = 2
/** Layers that are left of six. */
const shallowLayers = 5
const shallowRoot: Hex32 = `0x${'05'.repeat(32)}`
const cacheDir = join(homedir(), '.cache', 'millrace')

export type BenchModels = {
  readonly of: (name: WeightsName) => ServedModel
  readonly root: (name: WeightsName) => Hex32
  readonly path: (name: WeightsName) => string
  /** What the reading library is called in receipts; undefined until a model was loaded, and where none can be named. */
  readonly build: () => Hex32 | undefined
  [Symbol.asyncDispose](): Promise<void>
}

export type BenchModelsOptions = {
  readonly names: readonly WeightsName[]
  /** What drafts replayable answers of a model, by its name. */
  readonly drafts?: Partial<Record<WeightsName, WeightsName>>
}

/** Returns the models, none of them loaded yet. */
export async function openBenchModels({ names, drafts = {} }: BenchModelsOptions): Promise<BenchModels> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  const wanted = new Set([...names, ...Object.values(drafts)])
  const found = new Map<WeightsName, { readonly model: RuntimeModel; readonly path: string }>()
  for (const name of wanted) found.set(name, await modelNamed(name, folder))
  const init = (name: WeightsName) => found.get(name) ?? refuse(name)
  const entries = [...wanted].map((name): LlamaModelInit => {
    const draft = drafts[name]
    return draft === undefined ? init(name) : { ...init(name), draftPath: init(draft).path }
  })
  const runtime = createLlamaRuntime({}, { models: entries, threads: 1 })
  return {
    of: (name) => servedModel(runtime, init(name).model.root),
    root: (name) => init(name).model.root,
    path: (name) => init(name).path,
    build: () => runtime.models.find(({ build }) => build !== undefined)?.build,
    async [Symbol.asyncDispose]() {
      await runtime.close()
      // who sweeps temporary folders may have been here before, after hours
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function modelNamed(
  name: WeightsName,
  folder: string,
): Promise<{ readonly model: RuntimeModel; readonly path: string }> {
  if (name !== 'shallow') return builtIn(manifestNames[name])
  const { model, path } = await builtIn(manifestNames.f16)
  const shallowPath = join(folder, 'shallow.gguf')
  await writeFile(shallowPath, shallowModel(await readFile(path), shallowLayers))
  return { model: { ...model, name: 'shallow', root: shallowRoot }, path: shallowPath }
}

async function builtIn(manifestName: string): Promise<{ readonly model: RuntimeModel; readonly path: string }> {
  const manifest = builtInManifests.get(manifestName)
  if (manifest === undefined) throw new RangeError(`no model is called ${manifestName}`)
  const npm = { env: process.env, cwd: process.cwd() }
  const [path] = (await ensureModel(manifest, { cacheDir, npm, signal: AbortSignal.timeout(600_000) })).values()
  if (path === undefined) throw new RangeError(`${manifestName} has no file`)
  return { model: runtimeModelOf(manifest), path }
}

function refuse(name: WeightsName): never {
  throw new RangeError(`${name} was not opened`)
}
