/**
 * The files of a cache:
 *
 *   index.sqlite            cache-index.ts
 *   objects/ab/abcd…        whole objects, read-only, by address
 *   partial/abcd…           objects of a known address as far as they have come
 *   spool/…                 files whose address is not known yet
 *   quarantine/abcd….7      chunks that were found wrong, a few
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isSha256, type ObjectAddress } from '../object/object-address.ts'
import type { CacheIndex } from './cache-index.ts'

export type CacheFiles = ReturnType<typeof cacheFilesIn>

/** Makes the directories, readable by their owner only. */
export function cacheFilesIn(directory: string) {
  for (const name of ['objects', 'partial', 'spool', 'quarantine']) {
    mkdirSync(join(directory, name), { recursive: true, mode: 0o700 })
  }
  const objectPath = (address: ObjectAddress): string => join(directory, 'objects', address.slice(0, 2), address)
  const partialPath = (address: ObjectAddress): string => join(directory, 'partial', address)
  return {
    directory,
    indexPath: join(directory, 'index.sqlite'),
    objectPath,
    partialPath,
    spoolPath: (id: string): string => join(directory, 'spool', id),
    quarantineDirectory: join(directory, 'quarantine'),
    remove(address: ObjectAddress): void {
      for (const path of [objectPath(address), partialPath(address)]) rmSync(path, { force: true })
    },
    /** Puts a whole file in an object's place; what had come of it elsewhere goes. */
    publish(from: string, address: ObjectAddress): void {
      mkdirSync(join(directory, 'objects', address.slice(0, 2)), { recursive: true, mode: 0o700 })
      renameSync(from, objectPath(address))
      rmSync(partialPath(address), { force: true })
    },
  }
}

/**
 * Brings files and index together after a crash: what the index does not know goes, a whole file that it knows as partial
 * becomes partial, and what has no file is forgotten. Cost: one pass over the names of all files, while others wait.
 */
export function reconcile(files: CacheFiles, index: CacheIndex): void {
  index.together(() => {
    const known = new Map(index.objects().map(({ address, isComplete }) => [address, isComplete]))
    const whole = new Set(
      namesIn(join(files.directory, 'objects')).flatMap((prefix) => namesIn(join(files.directory, 'objects', prefix))),
    )
    for (const address of whole) {
      if (!isSha256(address)) continue
      if (!known.has(address)) rmSync(files.objectPath(address), { force: true })
      else if (known.get(address) === false) renameSync(files.objectPath(address), files.partialPath(address))
    }
    for (const [address, isComplete] of known) if (isComplete && !whole.has(address)) index.forget(address)
    for (const name of namesIn(join(files.directory, 'partial'))) {
      // A copy in the making is another process's.
      if (known.get(name.replace(/\.copy$/, '')) !== false)
        rmSync(join(files.directory, 'partial', name), { force: true })
    }
    const spools = new Set(index.spools())
    for (const name of namesIn(join(files.directory, 'spool')))
      if (!spools.has(name)) rmSync(files.spoolPath(name), { force: true })
  })
}

function namesIn(directory: string): string[] {
  return readdirSync(directory)
}
