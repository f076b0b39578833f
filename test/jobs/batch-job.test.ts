/** A batch of a container program for real: its shards in bubblewrap, its results in the order of its items. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBubblewrapSandbox, type TaskSandbox } from '@millrace/sandbox'
import { jobOfManifest, runJob } from '@millrace/sdk'
import { createObjectStorage, type ObjectStorage } from '@millrace/storage'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeJobFolder } from '../../packages/cli/src/jobs/job-folder.ts'
import { mergeResults } from '../../packages/cli/src/jobs/merge-results.ts'
import { placeShards } from '../../packages/cli/src/jobs/place-shards.ts'
import { manifestOf } from '../../packages/cli/src/jobs/read-manifest.ts'
import { sandboxBuyer } from '../examples/sandbox-buyer.ts'

const token = { symbol: 'tUSD', decimals: 6 }
const isMissing = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined
const canRun = !['bwrap'].some(isMissing) && process.getuid?.() === 0
const { signal } = new AbortController()

describe.skipIf(!canRun)('a batch (skipped without bubblewrap and root)', () => {
  let home = ''
  let sandbox: TaskSandbox
  let storage: ObjectStorage
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'millrace-batch-job-'))
    sandbox = await createBubblewrapSandbox({}, { folder: join(home, 'sandbox') })
    storage = createObjectStorage({ directory: join(home, 'objects'), bytesMax: 2 ** 30, now: Date.now })
  })
  afterAll(async () => {
    await sandbox.close()
    await storage[Symbol.asyncDispose]()
    rmSync(home, { recursive: true, force: true })
  })

  async function carry(name: string, items: string, script: string) {
    const text = [
      `version: 1\nkind: batch\nname: ${name}\nimage: host\ncommand: [sh, -c, '${script}']\nitems: ${items}`,
      'shard: { items: 2, attempts: 2 }\nresources: { memory: 64MiB, disk: 16MiB }\nlimits: { wallTime: 5m }',
    ].join('\n')
    const manifest = batchOf(text)
    await using placed = await placeShards(storage, manifest, home, { signal })
    const { ids, orderOf } = jobOfManifest(manifest, token, placed.items)
    const record = {
      ...{ version: 1 as const, network: 'local', token, manifest: text, base: home, set: [], inputs: [] },
      ...{ amountMax: 1_000_000n, submittedAtMs: Date.now(), items: placed.items, shards: [...placed.shards] },
    }
    const folder = await makeJobFolder(join(home, `${name}.out`), record, () => ids)
    await using _folder = folder
    const order = orderOf({ inputs: [], shards: placed.shards, amountMax: 1_000_000n, submittedAtMs: Date.now() })
    const buyer = sandboxBuyer(sandbox, storage, join(home, `${name}.inputs`))
    const result = await runJob({ buyer, store: folder.store, now: Date.now }, { ...order, atOnceMax: 2 }, { signal })
    return { result, ids, merged: () => mergeResults(folder, manifest, placed.items) }
  }

  test('of lines: each has its result in its place', { timeout: 120_000 }, async () => {
    writeFileSync(join(home, 'list'), 'one\ntwo\nthree\nfour\nfive\n')
    const { result, ids, merged } = await carry(
      'lines',
      '{ from: ./list, split: lines }',
      'tr a-z A-Z < /work/in/items > /work/out/results',
    )
    expect({ end: result.end, ids }).toEqual({ end: 'done', ids: ['lines.0', 'lines.1', 'lines.2'] })
    expect(readFileSync(await merged(), 'utf8')).toBe('ONE\nTWO\nTHREE\nFOUR\nFIVE\n')
  })

  test('of files: each has a file of its name', { timeout: 120_000 }, async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(home, name), name)
    const { result, merged } = await carry(
      'files',
      '{ from: [./a, ./b, ./c] }',
      'mkdir /work/out/results; cd /work/in/items; for f in *; do tr a-z A-Z < $f > /work/out/results/$f; done',
    )
    expect(result.end).toBe('done')
    const path = await merged()
    expect(readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'))).toEqual(['A', 'B', 'C'])
  })

  test('a shard with too few results is tried again, given up, and said to be', { timeout: 120_000 }, async () => {
    writeFileSync(join(home, 'short'), 'one\ntwo\n')
    const { result } = await carry(
      'short',
      '{ from: ./short, split: lines }',
      'head -n 1 /work/in/items > /work/out/results',
    )
    expect(result).toMatchObject({ end: 'done', view: { accepted: 0, givenUp: 1, lost: 2 } })
    expect(result.failure?.message).toContain('1 lines are no results of 2 items')
  })
})

function batchOf(text: string) {
  const manifest = manifestOf(text, [])
  if (manifest.kind !== 'batch') throw new TypeError('The text is a batch.')
  return manifest
}

test('a batch without items is refused', async () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-batch-none-'))
  await using storage = createObjectStorage({ directory: join(home, 'objects'), bytesMax: 2 ** 20, now: Date.now })
  writeFileSync(join(home, 'empty'), '')
  const text = 'version: 1\nkind: batch\nname: b\nimage: host\ncommand: [x]\nitems: { from: ./empty, split: lines }'
  await expect(placeShards(storage, batchOf(text), home, { signal })).rejects.toThrow('0 items')
  rmSync(home, { recursive: true, force: true })
})
