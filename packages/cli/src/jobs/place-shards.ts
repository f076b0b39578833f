/** Takes the items of a batch into this machine's storage, shard by shard, so that every start of a shard names the same object. */
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itemName, linesOf, shardItemsPath } from '@millrace/sdk'
import type { ObjectStorage } from '@millrace/storage'
import type { BatchManifest } from '@millrace/workloads'
import { UsageError } from '../usage-error.ts'
import { fileBelow, type PlacedInput } from './place-inputs.ts'

export const shardLimits = {
  /** Items of a batch, and shards: each has a folder. */
  itemsMax: 10_000_000,
  shardsMax: 100_000,
  /** Bytes of a file of lines: it is read at once. */
  linesBytesMax: 256 * 1024 * 1024,
} as const

/** Pinned in the storage until it is disposed of. */
export type PlacedShards = AsyncDisposable & { readonly items: number; readonly shards: readonly PlacedInput[] }

/** @throws {UsageError} for no items, or too many. @throws {PathRefusedError} */
export async function placeShards(
  storage: ObjectStorage,
  manifest: BatchManifest,
  base: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<PlacedShards> {
  await using holds = new AsyncDisposableStack()
  const files: string[] = []
  for (const source of manifest.items.sources) {
    if (source.kind !== 'file') throw new TypeError('Items are read from files.')
    files.push(await fileBelow(base, source.path))
  }
  const lines = manifest.items.split === 'lines' ? await readLines(files) : undefined
  const items = lines?.length ?? files.length
  const count = Math.ceil(items / manifest.itemsPerShard)
  if (items === 0 || items > shardLimits.itemsMax || count > shardLimits.shardsMax) {
    throw new UsageError(
      `The batch has ${items} items in ${count} shards; from 1 to ${shardLimits.itemsMax} in at most ${shardLimits.shardsMax} are taken.`,
      'Give items.from files with items, or make the shards larger.',
    )
  }
  const folder = await mkdtemp(join(tmpdir(), 'millrace-shards-'))
  const shards: PlacedInput[] = []
  try {
    for (let shard = 0; shard < count; shard++) {
      signal.throwIfAborted()
      const path = join(folder, String(shard))
      const range = [shard * manifest.itemsPerShard, (shard + 1) * manifest.itemsPerShard] as const
      if (lines === undefined) await gather(files.slice(...range), path)
      else await writeFile(path, `${lines.slice(...range).join('\n')}\n`)
      const stored = holds.use(await storage.store(path, { signal }))
      shards.push({ path: shardItemsPath, object: stored.address, bytes: stored.bytes })
      await rm(path, { recursive: true })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const kept = holds.move()
  return { items, shards, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function readLines(files: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = []
  for (const file of files) {
    const { size } = await stat(file)
    if (size > shardLimits.linesBytesMax) {
      throw new UsageError(
        `${file} has ${size} bytes, more than ${shardLimits.linesBytesMax}.`,
        'Split it into several.',
      )
    }
    for (const line of linesOf(await readFile(file, 'utf8'))) lines.push(line)
  }
  return lines
}

async function gather(files: readonly string[], folder: string): Promise<void> {
  await mkdir(folder)
  for (const [place, file] of files.entries()) await copyFile(file, join(folder, itemName(place)))
}
