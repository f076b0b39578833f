/**
 * Loads node-llama-cpp once, on first need: importing it and probing the machine costs about 0.2 s, which a process that only
 * forwards to an upstream should not pay. Only prebuilt binaries are used; nothing is compiled or downloaded.
 */
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { Llama } from 'node-llama-cpp'
import * as v from 'valibot'
import type { Hex32 } from '../runtime.ts'
import { identifyBuild, identifySpelling, type LlamaBuild } from './build-identity.ts'
import { loadInstructionSet } from './instruction-set.ts'
import { LlamaUnavailableError, LlamaVersionError } from './llama-error.ts'

export type LlamaGpu = 'auto' | 'cuda' | 'vulkan' | 'metal' | false

export type LlamaModule = typeof import('node-llama-cpp')

export type LlamaBackend = {
  readonly module: LlamaModule
  readonly llama: Llama
  readonly threads: number
  /** Undefined where nothing can be replayed. */
  readonly build: LlamaBuild | undefined
  /** See {@link identifySpelling}. */
  readonly spelling: Hex32
}

/** The version whose private side `row-context.ts` knows. */
const knownVersion = '3.22.1'
const packageSchema = v.object({ version: v.string() })

/**
 * Returns the loaded library.
 *
 * @param threads - at least 1; {@link defaultThreads} where the operator chose none.
 * @throws {LlamaUnavailableError} when no prebuilt binary runs on this machine.
 * @throws {LlamaVersionError} when another version is installed than this adapter knows.
 */
export async function loadLlamaBackend(init: {
  readonly gpu: LlamaGpu
  readonly threads: number
  /** The best that the processor can run when left out. */
  readonly instructionSet?: string | undefined
  readonly onLog: (line: string) => void
}): Promise<LlamaBackend> {
  await refuseOtherVersion()
  try {
    const module = await import('node-llama-cpp')
    if (init.instructionSet !== undefined) await loadInstructionSet(init.instructionSet)
    const llama = await module.getLlama({
      gpu: init.gpu,
      build: 'never',
      maxThreads: init.threads,
      logLevel: module.LlamaLogLevel.warn,
      logger: (level, message) => init.onLog(`llama.cpp ${level}: ${message.trim()}`),
    })
    if (init.gpu !== 'auto' && llama.gpu !== init.gpu) {
      // the library falls back without a word
      await llama.dispose()
      throw new Error(`It would run with gpu: ${llama.gpu}`)
    }
    const spelling = identifySpelling(llama, knownVersion)
    return { module, llama, threads: init.threads, build: await identifyBuild(llama, knownVersion), spelling }
  } catch (cause) {
    throw new LlamaUnavailableError(init.gpu, cause)
  }
}

async function refuseOtherVersion(): Promise<void> {
  // the package does not export its description, so it is found beside its entry
  const description = new URL('../package.json', import.meta.resolve('node-llama-cpp'))
  const { version } = v.parse(packageSchema, JSON.parse(await readFile(description, 'utf8')))
  if (version !== knownVersion) throw new LlamaVersionError(knownVersion, version)
}

/**
 * One thread on up to two cores, else half the cores. llama.cpp threads spin while they wait for each other: on a machine that
 * also does other work, as many threads as cores can make decoding a hundred times slower.
 */
export function defaultThreads(): number {
  const cores = availableParallelism()
  return cores <= 2 ? 1 : Math.floor(cores / 2)
}
