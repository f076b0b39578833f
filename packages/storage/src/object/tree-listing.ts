/**
 * The listing of a tree object: which files a directory has. Text of one line a file after a first line `millrace-tree 1`:
 *
 *   f|x size address path
 *
 * where x marks an executable; sorted by the bytes of the path, each path once, so one directory has one listing. Directories are
 * there by the paths of their files: empty ones are not kept, and neither are links, owners, times or other mode bits.
 *
 * Paths come from strangers: relative, `/` between names, no name that leads elsewhere or that a terminal would act on.
 */
import { ObjectMalformedError } from '../storage-error.ts'
import { isSha256, type ObjectAddress } from './object-address.ts'
import { objectBytesMax } from './object-layout.ts'

export type TreeEntry = {
  /** Relative, names separated by `/`. */
  readonly path: string
  readonly bytes: number
  readonly executable: boolean
  readonly address: ObjectAddress
}

export const treeLimits = {
  /** Files of one tree: what a sandbox can set up in seconds. */
  entriesMax: 100_000,
  /** Names in one path; file systems and tools get slow or fail on deep ones. */
  depthMax: 32,
  /** Bytes of one path, well below PATH_MAX (4,096) so that it fits behind any directory. */
  pathBytesMax: 1_024,
  /** Bytes of one name, as file systems have it (NAME_MAX). */
  nameBytesMax: 255,
  /** Bytes of one listing: it is held in memory. */
  listingBytesMax: 33_554_432,
} as const

const firstLine = 'millrace-tree 1'
const linePattern = /^([fx]) (0|[1-9]\d{0,15}) ([0-9a-f]{64}) (.+)$/su

/** Returns the listing of these files, in whatever order they come. @throws {ObjectMalformedError} for paths that cannot be. */
export function encodeTreeListing(entries: readonly TreeEntry[]): Uint8Array {
  const keyed = entries.map((entry) => ({ entry, key: Buffer.from(entry.path) }))
  const sorted = keyed.sort((a, b) => a.key.compare(b.key)).map(({ entry }) => entry)
  checkEntries(sorted)
  const lines = sorted.map(
    ({ path, bytes, executable, address }) => `${executable ? 'x' : 'f'} ${bytes} ${address} ${path}\n`,
  )
  const listing = Buffer.from(`${firstLine}\n${lines.join('')}`)
  if (listing.length > treeLimits.listingBytesMax) throw tooMuch(`${treeLimits.listingBytesMax} bytes`)
  return listing
}

/** Returns the files of a listing, sorted. @throws {ObjectMalformedError} for anything that encodeTreeListing would not write. */
export function parseTreeListing(listing: Uint8Array): readonly TreeEntry[] {
  if (listing.length > treeLimits.listingBytesMax) throw tooMuch(`${treeLimits.listingBytesMax} bytes`)
  const [first, ...lines] = decoded(listing).split('\n')
  if (first !== firstLine || lines.pop() !== '') throw new ObjectMalformedError('this is no listing of a tree')
  if (lines.length > treeLimits.entriesMax) throw tooMuch(`${treeLimits.entriesMax} files`)
  const entries = lines.map(parseLine)
  for (let i = 1; i < entries.length; i++) {
    const [before, after] = [entries[i - 1] as TreeEntry, entries[i] as TreeEntry]
    if (Buffer.from(before.path).compare(Buffer.from(after.path)) >= 0) {
      throw new ObjectMalformedError('the paths of a tree are not sorted, each once')
    }
  }
  checkEntries(entries)
  return entries
}

/** Returns what is wrong with a path within a tree, or undefined. */
export function treePathFault(path: string): string | undefined {
  if (path === '' || Buffer.byteLength(path) > treeLimits.pathBytesMax) {
    return `a path has 1 to ${treeLimits.pathBytesMax} bytes`
  }
  if (!path.isWellFormed()) return 'a path is UTF-8'
  // Controls, line and paragraph separators, and what turns the direction of text around.
  if (/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\\]/u.test(path)) {
    return 'a path has no backslash and no control characters'
  }
  const names = path.split('/')
  if (names.length > treeLimits.depthMax) return `a path has at most ${treeLimits.depthMax} names`
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    return 'a path is relative, without empty names, "." and ".."'
  }
  if (names.some((name) => Buffer.byteLength(name) > treeLimits.nameBytesMax)) {
    return `a name has at most ${treeLimits.nameBytesMax} bytes`
  }
  return undefined
}

function decoded(listing: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(listing)
  } catch (cause) {
    throw new ObjectMalformedError('the listing of a tree is not UTF-8', cause)
  }
}

function parseLine(line: string): TreeEntry {
  const [, mark, size, address, path] = linePattern.exec(line) ?? []
  if (size === undefined || address === undefined || path === undefined) {
    throw new ObjectMalformedError('a line of a listing has mark, size, address and path')
  }
  return { path, bytes: Number(size), executable: mark === 'x', address }
}

/** @param entries - sorted by path. */
function checkEntries(entries: readonly TreeEntry[]): void {
  if (entries.length > treeLimits.entriesMax) throw tooMuch(`${treeLimits.entriesMax} files`)
  const files = new Set(entries.map(({ path }) => path))
  if (files.size !== entries.length) throw new ObjectMalformedError('a path is twice in a tree')
  let total = 0
  for (const { path, bytes, address } of entries) {
    const fault = treePathFault(path)
    if (fault !== undefined) throw new ObjectMalformedError(fault)
    if (!isSha256(address)) throw new ObjectMalformedError('an object address has 64 lower-case hex digits')
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      if (files.has(path.slice(0, slash))) throw new ObjectMalformedError('a path is both a file and a directory')
    }
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new ObjectMalformedError('a size is a whole number')
    total += bytes
    if (total > objectBytesMax) throw tooMuch(`${objectBytesMax} bytes of files`)
  }
}

function tooMuch(most: string): ObjectMalformedError {
  return new ObjectMalformedError(`a tree has at most ${most}`)
}
