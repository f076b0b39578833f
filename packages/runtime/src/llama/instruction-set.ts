/**
 * Which of llama.cpp's libraries for the processor is loaded. Each is built for one set of instructions and computes its own bits;
 * left to itself llama.cpp loads the best that the processor can run. An auditor with a newer processor than the provider's, or a
 * provider that wants many auditors, names an older set.
 *
 * One process has one set. It is chosen by handing llama.cpp a folder that holds no other library, before node-llama-cpp does.
 */
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const libraryName = /^lib(ggml|llama)[\w.-]*\.so[\w.]*$/
const cpuLibraryName = /^libggml-cpu-(\w+)\.so$/

type Addon = { loadBackends(folder: string): void }

/** Returns the paths of llama.cpp's libraries in this process, sorted; none elsewhere than on Linux. */
export async function loadedLibraries(): Promise<string[]> {
  if (process.platform !== 'linux') return []
  const map = await readFile('/proc/self/maps', 'utf8')
  const paths = map.split('\n').map((line) => line.slice(line.indexOf('/')))
  return [...new Set(paths)].filter((path) => libraryName.test(basename(path))).sort()
}

/** Returns the sets among the libraries' names: `haswell`, `zen4`. */
export function instructionSetsOf(libraries: readonly string[]): string[] {
  return libraries.flatMap((path) => cpuLibraryName.exec(basename(path))?.[1] ?? [])
}

/**
 * Makes llama.cpp load the library of one set.
 *
 * @throws an Error when there is none of that name, the processor cannot run it, or another is loaded already.
 */
export async function loadInstructionSet(wanted: string): Promise<void> {
  const loaded = instructionSetsOf(await loadedLibraries())
  if (loaded.length === 0) {
    const addonPath = findAddon()
    const folder = await mkdtemp(join(tmpdir(), 'millrace-llama-'))
    try {
      await linkLibraries(dirname(addonPath), folder, wanted)
      const addon = createRequire(import.meta.url)(addonPath) as Addon
      addon.loadBackends(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    loaded.push(...instructionSetsOf(await loadedLibraries()))
  }
  if (loaded.length !== 1 || loaded[0] !== wanted) {
    throw new Error(
      `Expected the instruction set ${wanted}, but this process has ${loaded.join(', ') || 'none it can run'}`,
    )
  }
}

/** Returns the one binary for this platform without a GPU, which node-llama-cpp loads too. */
function findAddon(): string {
  const platform = `${process.platform}-${process.arch}`
  const require = createRequire(import.meta.resolve('node-llama-cpp'))
  const description = require.resolve(`@node-llama-cpp/${platform}`)
  return join(dirname(description), '..', 'bins', platform, 'llama-addon.node')
}

async function linkLibraries(from: string, to: string, wanted: string): Promise<void> {
  for (const name of await readdir(from)) {
    const instructionSet = cpuLibraryName.exec(name)?.[1]
    if (instructionSet === undefined || instructionSet === wanted) await symlink(join(from, name), join(to, name))
  }
}
