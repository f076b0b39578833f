import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ItemResult } from '@millrace/sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeJobFolder, openJobFolder, viewJobFolder } from './job-folder.ts'
import type { JobRecord } from './job-record.ts'

const ids = () => ['job.0', 'job.1']
const record: JobRecord = {
  ...{ version: 1, network: 'local', token: { symbol: 'tUSD', decimals: 6 }, manifest: '', base: '/', set: [] },
  ...{ amountMax: 100n, submittedAtMs: 1, inputs: [{ path: 'a', object: '0'.repeat(64), bytes: 3 }] },
}
const node = `0x${'ab'.repeat(20)}` as const
const result: ItemResult = {
  ...{ item: 1, start: 4, outcome: 'exited', exitCode: 0, signal: undefined, refusal: undefined },
  ...{ outputs: [{ path: 'x', object: '1'.repeat(64), bytes: 1 }], amount: 7n, tookMs: 12 },
  ...{ node: node as ItemResult['node'], operator: node as ItemResult['operator'] },
}

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'millrace-job-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('what was kept is there for the next process, for nobody else to read', async () => {
  const path = join(home, 'job')
  {
    await using folder = await makeJobFolder(path, record, ids)
    expect(folder.record).toEqual(record)
    expect(await folder.store.standing()).toEqual({ accepted: [], spent: 0n, firstStart: 0 })
    await folder.store.began({ start: 4, item: 1, amountMax: 10n })
    const out = await folder.store.stage(4)
    writeFileSync(join(out, 'x'), 'X')
    await folder.store.ended({ start: 4, item: 1, amount: 7n })
    await folder.store.accept(result, { log: 'said', receipts: [] })
    await folder.store.began({ start: 5, item: 0, amountMax: 20n })
  }
  await using again = await openJobFolder(path, ids)
  expect(await again.store.standing()).toEqual({ accepted: [1], spent: 27n, firstStart: 6 })
  expect(await again.results()).toEqual([result])
  expect(readFileSync(join(path, 'job.1', 'out', 'x'), 'utf8')).toBe('X')
  expect(readFileSync(join(path, 'job.1', 'log.txt'), 'utf8')).toBe('said')
  expect(statSync(path).mode & 0o077).toBe(0)
  for (const file of ['job.json', 'starts.jsonl', 'job.1/log.txt', 'job.1/result.json']) {
    expect(statSync(join(path, file)).mode & 0o077).toBe(0)
  }
})

test('a line that was torn by a kill counts as not written, and what was staged is forgotten', async () => {
  const path = join(home, 'job')
  {
    await using folder = await makeJobFolder(path, record, ids)
    await folder.store.began({ start: 0, item: 0, amountMax: 10n })
    await folder.store.stage(0)
  }
  appendFileSync(join(path, 'starts.jsonl'), '{"start":0,"item":0,"amount":"1')
  await using again = await openJobFolder(path, ids)
  expect(await again.store.standing()).toEqual({ accepted: [], spent: 10n, firstStart: 1 })
  await again.store.began({ start: 1, item: 0, amountMax: 5n })
  expect(await again.store.standing()).toEqual({ accepted: [], spent: 15n, firstStart: 2 })
  expect(
    readdirSync(path)
      .filter((name) => !name.startsWith('.lock'))
      .sort(),
  ).toEqual(['job.json', 'starts.jsonl'])
})

test('a result is there once: a second one of the same item is refused', async () => {
  await using folder = await makeJobFolder(join(home, 'job'), record, ids)
  await folder.store.accept(result, { log: '', receipts: [] })
  await expect(folder.store.accept({ ...result, start: 9 }, { log: '', receipts: [] })).rejects.toThrow('ENOTEMPTY')
  expect(await folder.results()).toEqual([result])
})

test('a folder that holds something is not taken, and one without a job is none', async () => {
  mkdirSync(join(home, 'job'))
  writeFileSync(join(home, 'job', 'mine'), '')
  await expect(makeJobFolder(join(home, 'job'), record, ids)).rejects.toMatchObject({ code: 'JOB_FOLDER_TAKEN' })
  await expect(openJobFolder(join(home, 'job'), ids)).rejects.toMatchObject({ code: 'JOB_FOLDER_MISSING' })
  writeFileSync(join(home, 'job', 'job.json'), '{"version":2}')
  await expect(openJobFolder(join(home, 'job'), ids)).rejects.toMatchObject({ code: 'FILE_BROKEN' })
})

test('one at a time goes on with a job, and others may look', async () => {
  const path = join(home, 'job')
  {
    await using folder = await makeJobFolder(path, record, ids)
    await folder.store.stage(0)
    await expect(openJobFolder(path, ids)).rejects.toMatchObject({ code: 'JOB_FOLDER_BUSY' })
    await using view = await viewJobFolder(path, ids)
    expect(await view.results()).toEqual([])
  }
  await using again = await openJobFolder(path, ids)
  expect(again.record).toEqual(record)
})

test('of two that make one folder at the same instant, one is told that it is taken', async () => {
  const made = await Promise.allSettled([1, 2, 3].map(() => makeJobFolder(join(home, 'at-once'), record, ids)))
  const failed = made.filter((one) => one.status === 'rejected').map(({ reason }) => (reason as { code: string }).code)
  expect(failed).toEqual(['JOB_FOLDER_TAKEN', 'JOB_FOLDER_TAKEN'])
  for (const one of made) if (one.status === 'fulfilled') await one.value[Symbol.asyncDispose]()
})

test('outputs and their folders are on the disk before the item is there', async () => {
  await using folder = await makeJobFolder(join(home, 'job'), record, ids)
  const out = await folder.store.stage(4)
  mkdirSync(join(out, 'a'))
  writeFileSync(join(out, 'a', 'x'), 'X')
  const wanted = [join(out, 'a', 'x'), join(out, 'a'), out].map((path) => statSync(path).ino)
  const synced: number[] = []
  await using handle = await open(out)
  const kind: FileHandle = Object.getPrototypeOf(handle)
  const { sync } = kind
  using _spy = vi.spyOn(kind, 'sync').mockImplementation(async function (this: FileHandle) {
    synced.push((await this.stat()).ino)
    await sync.call(this)
  })
  await folder.store.accept(result, { log: '', receipts: [] })
  expect(synced).toEqual(expect.arrayContaining(wanted))
})
