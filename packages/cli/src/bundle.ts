/**
 * The program as a bundle of a few files, which loads in a quarter of the processor time of its two thousand modules. A checkout
 * makes one with `scripts/bundle.ts`; a published package has none (docs/adr/0035-start-up.md).
 *
 * It counts only while each of its sources has the size and the time of change that it was made from, as for `make`: a checkout
 * that was edited, moved or updated runs from its sources. Without imports of ours: the entry point asks before anything is loaded.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What stands in the bundle's description. */
export type BundleDescription = {
  /** The checkout it was made in: it names its native parts and its workers by their paths. */
  readonly root: string
  /** Module that exports `start`, relative to the description. */
  readonly entry: string
  /** Files, relative to the root, with their bytes and the Unix milliseconds of their last change. */
  readonly sources: readonly (readonly [path: string, bytes: number, changedAtMs: number])[]
}

/** Returns the folder of a checkout's bundle. */
export function bundleFolder(root: string): string {
  return join(root, 'node_modules', '.cache', 'millrace')
}

/** Returns the path of the description in a bundle's folder. */
export function bundleDescription(folder: string): string {
  return join(folder, 'bundle.json')
}

/**
 * Returns what a bundle's folder holds; undefined when that is no bundle, as after a full disk: the program runs from its sources then, and the
 * next bundle replaces it.
 */
export function readBundle(folder: string): BundleDescription | undefined {
  const description = bundleDescription(folder)
  if (!existsSync(description)) return undefined
  const bundle = parsed(readFileSync(description, 'utf8'))
  return isDescription(bundle) && existsSync(join(folder, bundle.entry)) ? bundle : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isDescription(value: unknown): value is BundleDescription {
  if (typeof value !== 'object' || value === null) return false
  const { root, entry, sources } = value as Readonly<Record<keyof BundleDescription, unknown>>
  if (typeof root !== 'string' || typeof entry !== 'string' || !Array.isArray(sources)) return false
  return sources.every((source) => Array.isArray(source) && typeof source[0] === 'string')
}

/**
 * Returns the URL of the bundle's entry; undefined when there is none, or a source changed since.
 *
 * Cost: O(sources), one look at each; 4 ms for all of the program.
 */
export function freshBundle(root: string, folder = bundleFolder(root)): string | undefined {
  const bundle = readBundle(folder)
  if (bundle?.root !== root) return undefined
  const isFresh = bundle.sources.every(([path, bytes, changedAtMs]) => {
    const now = statSync(join(root, path), { throwIfNoEntry: false })
    return now?.size === bytes && now.mtimeMs === changedAtMs
  })
  return isFresh ? pathToFileURL(join(folder, bundle.entry)).href : undefined
}
