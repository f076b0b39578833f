/**
 * Names what must be equal for two machines to compute the same bits: the library's code for this instruction set, the settings, and
 * the rule by which rows are batched.
 *
 * llama.cpp comes as one library for each instruction set and loads the best the processor can run. Which one it loaded
 * shows in the process's own memory map, so this works on Linux; elsewhere, and on GPUs, no build is named and nothing is replayable.
 * Thread counts are not named: on the CPU they do not change bits (`canonical-bits.test.ts`).
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { canonicalJson } from '@millrace/protocol'
import type { Llama } from 'node-llama-cpp'
import type { Hex32 } from '../runtime.ts'
import { canonicalRows } from './canonical-tokens.ts'
import { instructionSetsOf, loadedLibraries } from './instruction-set.ts'

export type LlamaBuild = {
  /** SHA-256 of all below. */
  readonly hash: Hex32
  /** Of the library in use: `haswell`, `zen4`. */
  readonly instructionSet: string
  /** By file name, SHA-256 of every library that computes. */
  readonly libraries: Readonly<Record<string, string>>
}

/** How every context is made, whatever the library's defaults are. */
export const canonicalSettings = {
  rule: 'block-rows-v1',
  /** How requests become tokens (chat-prompt.ts) and tokens text: raised by any change that an honest answer would show. */
  prompt: 'template-pieces-v1',
  rowsMultiple: canonicalRows,
  sampler: 'threefry-gumbel-v1',
  flashAttention: false,
  cacheKeys: 'f16',
  cacheValues: 'f16',
  sequencesPerBatch: 1,
} as const

/** Returns the build that this process has loaded, or undefined where it cannot be told. Hashes some 10 MB of libraries. */
export async function identifyBuild(llama: Llama, libraryVersion: string): Promise<LlamaBuild | undefined> {
  if (process.platform !== 'linux' || llama.gpu !== false) return undefined
  const paths = await loadedLibraries()
  const instructionSets = instructionSetsOf(paths)
  const [instructionSet] = instructionSets
  // two would leave open which one computes
  if (instructionSet === undefined || instructionSets.length > 1) return undefined
  const digests = await Promise.all(paths.map(async (path) => [basename(path), await sha256Of(path)] as const))
  const libraries = Object.fromEntries(digests)
  const content = {
    library: `node-llama-cpp ${libraryVersion}`,
    release: llama.llamaCppRelease.release,
    libraries,
    settings: canonicalSettings,
  }
  const hash = createHash('sha256')
    .update(`millrace:runtime-build:v1\n${canonicalJson(content)}`)
    .digest('hex')
  return { hash: `0x${hash}`, instructionSet, libraries }
}

/**
 * Names what turns tokens into text: the library and our rules, whatever machine they run on, a GPU too. An answer whose maker is
 * named so has the text that its tokens spell here, or it was changed.
 */
export function identifySpelling(llama: Pick<Llama, 'llamaCppRelease'>, libraryVersion: string): Hex32 {
  const { prompt } = canonicalSettings
  const content = { library: `node-llama-cpp ${libraryVersion}`, release: llama.llamaCppRelease.release, prompt }
  const hash = createHash('sha256')
    .update(`millrace:runtime-spelling:v1\n${canonicalJson(content)}`)
    .digest('hex')
  return `0x${hash}`
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
