/** The results of a batch in the order of its items, from those of its shards. */
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { itemName, shardRange, shardResultsPath } from '@millrace/sdk'
import type { BatchManifest } from '@millrace/workloads'
import type { JobFolder } from './job-folder.ts'

/**
 * Writes `results` in the folder of the job, there whole or not at all: a file with a line an item, or a folder with a file an item.
 * Every shard has a result that was checked. Returns its path.
 */
export async function mergeResults(
  folder: Pick<JobFolder, 'path' | 'folderOf'>,
  manifest: BatchManifest,
  items: number,
): Promise<string> {
  const path = join(folder.path, 'results')
  const draft = join(folder.path, '.results')
  await rm(draft, { recursive: true, force: true })
  const shards = Math.ceil(items / manifest.itemsPerShard)
  const resultsOf = (shard: number) => join(folder.folderOf(shard), 'out', shardResultsPath)
  if (manifest.items.split === 'lines')
    await pipeline(joined(shards, resultsOf), createWriteStream(draft, { mode: 0o600 }))
  else {
    await mkdir(draft, { mode: 0o700 })
    for (let shard = 0; shard < shards; shard++) {
      const { from, count } = shardRange(manifest, items, shard)
      for (let place = 0; place < count; place++) {
        await copyFile(join(resultsOf(shard), itemName(place)), join(draft, itemName(from + place)))
      }
    }
  }
  await rm(path, { recursive: true, force: true })
  await rename(draft, path)
  return path
}

async function* joined(shards: number, resultsOf: (shard: number) => string): AsyncGenerator<Buffer, void, void> {
  const newline = Buffer.from('\n')
  for (let shard = 0; shard < shards; shard++) {
    let last: number | undefined = newline[0]
    for await (const chunk of createReadStream(resultsOf(shard))) {
      last = (chunk as Buffer).at(-1)
      yield chunk as Buffer
    }
    if (last !== newline[0]) yield newline
  }
}
