/**
 * A batch of a container program as a job: each shard of its items is a task, so that it is begun anew, re-issued, resumed and paid for as
 * items of jobs are.
 *
 * A shard finds its items in `/work/in/items` and leaves its results in `/work/out/results`: with `split: lines` both are files with a
 * line an item, else folders with a file an item, of the same name. As many results as items, or the shard is begun anew.
 */
import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TokenUnit } from '@millrace/protocol'
import type { BatchManifest } from '@millrace/workloads'
import type { UnservedPart } from './job-error.ts'
import type { ManifestJob } from './job-of-manifest.ts'
import {
  baseUnits,
  ceilingsOf,
  limitsOf,
  type ProgramOfManifest,
  termsOf,
  unservedByAll,
  workOf,
} from './manifest-terms.ts'

/** Where a shard finds its items and leaves its results, below the folders for inputs and outputs. */
export const shardItemsPath = 'items'
export const shardResultsPath = 'results'
/** Milliseconds of one shard where the manifest sets no wall time. */
export const shardWallMsMax = 3_600_000

/** Returns which items are in a shard. */
export function shardRange({ itemsPerShard }: BatchManifest, items: number, shard: number) {
  const from = shard * itemsPerShard
  return { from, count: Math.min(itemsPerShard, items - from) }
}

/** Returns the job of a batch with so many items, one shard an item of it. */
export function batchJobOf(manifest: BatchManifest, token: TokenUnit, items: number): ManifestJob {
  const program = programOf(manifest)
  const { name, price, deadline, parallelMax, attemptsMax, environment, limits } = manifest
  const wallMsMax = limits.wallMsMax ?? shardWallMsMax
  const ceilings = ceilingsOf(program, wallMsMax, token)
  const count = Math.ceil(items / manifest.itemsPerShard)
  const ids = Array.from({ length: count }, (_, shard) => `${name}.${shard}`)
  return {
    ids,
    parameters: ids.map(() => ({})),
    totalMax: price.total && baseUnits(price.total, token),
    startAmountMax: ceilings?.start,
    orderOf: ({ inputs, shards = [], amountMax, submittedAtMs }) => ({
      ...{ items: count, atOnceMax: parallelMax, startsMax: attemptsMax, amountMax, retriesMax: 0, retryDelayMs: 0 },
      taskOf(shard) {
        const placed = shards[shard]
        if (placed === undefined) throw new RangeError(`The job has ${shards.length} shards, and ${shard} is none.`)
        const range = shardRange(manifest, items, shard)
        return {
          ...termsOf(program, ceilings?.outputPrice),
          ...workOf(program, program, [...inputs, placed]),
          environment: { ...environment, MILLRACE_FIRST: String(range.from), MILLRACE_ITEMS: String(range.count) },
          outputs: [shardResultsPath],
          limits: limitsOf(program, wallMsMax),
        }
      },
      checkOutputs: (shard, directory) => problemOf(manifest, shardRange(manifest, items, shard).count, directory),
      ...(ceilings && { startAmountMax: ceilings.start }),
      ...(deadline && { deadlineMs: deadline.kind === 'at' ? deadline.unixMs : submittedAtMs + deadline.ms }),
    }),
  }
}

/** Returns what a batch asks that is not served. */
export function unservedOfBatch(manifest: BatchManifest, token: TokenUnit): readonly UnservedPart[] {
  if (manifest.engine.kind === 'webassembly') {
    return [{ field: 'program', why: '"millrace batch" runs WebAssembly programs; manifests run those in containers' }]
  }
  const strange = manifest.items.sources.some(({ kind }) => kind !== 'file')
  const why = 'items are read from files beside the manifest'
  return [...unservedByAll(programOf(manifest), token), ...(strange ? [{ field: 'items.from', why }] : [])]
}

/** Returns the lines of a text that are items: an end without a line is none. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** Returns the name of an item's file in its shard. */
export function itemName(place: number): string {
  return String(place).padStart(6, '0')
}

/** What a provider sent is only looked at: it may be anything, and large. */
async function problemOf({ items }: BatchManifest, count: number, directory: string | undefined) {
  const path = join(directory ?? '', shardResultsPath)
  const found = directory === undefined ? undefined : await statOf(path)
  if (items.split === 'lines') {
    if (found?.isFile() !== true) return `there is no file ${shardResultsPath}`
    const lines = await countLines(path)
    return lines === count ? undefined : `${lines} lines are no results of ${count} items`
  }
  if (found?.isDirectory() !== true) return `there is no folder ${shardResultsPath}`
  const entries = await readdir(path, { withFileTypes: true })
  const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name))
  const missing = Array.from({ length: count }, (_, place) => itemName(place)).filter((name) => !names.has(name))
  return missing.length === 0 ? undefined : `${missing.length} of ${count} items have no result, such as ${missing[0]}`
}

async function statOf(path: string) {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function countLines(path: string): Promise<number> {
  let count = 0
  let last = newline
  for await (const chunk of createReadStream(path)) {
    for (const byte of chunk as Buffer) if (byte === newline) count++
    last = (chunk as Buffer).at(-1) ?? last
  }
  return last === newline ? count : count + 1
}

const newline = 10

function programOf(manifest: BatchManifest): ProgramOfManifest {
  const { engine, ...common } = manifest
  if (engine.kind !== 'container') throw new TypeError('It is a batch of a container program.')
  const { image, command, args } = engine
  return { ...common, image, command, args }
}
