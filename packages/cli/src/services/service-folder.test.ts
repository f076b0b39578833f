/** Folders of services on a real disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openServiceFolder, readControl, readServiceFolder } from './service-folder.ts'
import { listServiceLogs, openServiceLogs } from './service-logs.ts'
import type { ServiceRecord } from './service-record.ts'

const record: ServiceRecord = {
  ...{ version: 1, network: 'local', token: { symbol: 'mUSD', decimals: 6 }, manifest: 'kind: service', base: '/' },
  ...{ set: ['A=1'], amountMax: 12_345_678_901_234_567_890n, submittedAtMs: 5, listens: [{ port: 80, at: 8_080 }] },
}
const control = { pid: process.pid, port: 2, token: 'ab'.repeat(32) }
let path = ''
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'millrace-service-'))
})
afterEach(() => rmSync(path, { recursive: true }))

test('what runs and what it cost is there for the next process, for nobody else to read', async () => {
  {
    await using folder = await openServiceFolder(path, record)
    await folder.store.standing()
    await folder.store.began({ start: 3, amountMax: 10n })
    await folder.store.began({ start: 4, amountMax: 10n })
    await folder.store.ended({ start: 3, amount: 4n })
    await folder.save({ ...record, manifest: 'changed' })
    await folder.announce(control)
    expect(await readControl(path)).toEqual(control)
  }
  expect(await readControl(path)).toBeUndefined()
  writeFileSync(join(path, 'control.json'), JSON.stringify({ ...control, pid: 2 ** 22 + 1 }))
  expect(await readControl(path)).toBeUndefined()
  await using folder = await openServiceFolder(path, record)
  expect(folder.record).toEqual({ ...record, manifest: 'changed' })
  expect(await readServiceFolder(path)).toEqual(folder.record)
  expect(await folder.store.standing()).toEqual({ spent: 14n, firstStart: 5 })
  for (const name of ['service.json', 'starts.jsonl']) expect(statSync(join(path, name)).mode & 0o77).toBe(0)
})

test('one process at a time runs it', async () => {
  await using _folder = await openServiceFolder(path, record)
  await expect(openServiceFolder(path, record)).rejects.toMatchObject({ code: 'JOB_FOLDER_BUSY' })
})

test('another folder is not taken, and one without a service is none', async () => {
  await expect(readServiceFolder(path)).rejects.toMatchObject({ code: 'SERVICE_FOLDER_MISSING' })
  writeFileSync(join(path, 'mine'), '')
  await expect(openServiceFolder(path, record)).rejects.toMatchObject({ code: 'SERVICE_FOLDER_TAKEN' })
})

describe('logs', () => {
  const limits = { halfBytesMax: 10, logsMax: 2, waitingCharsMax: 1_000 }
  const open = (change = {}) => openServiceLogs(join(path, 'logs'), () => undefined, { ...limits, ...change })
  const read = (name: string) => readFileSync(join(path, 'logs', name), 'utf8')

  test('the end of each is kept, and those of the latest starts', async () => {
    {
      await using logs = await open()
      for (const text of ['12345', '67890', 'abc', 'def']) logs.write({ start: 9, slot: 0, text })
      for (const start of [10, 11]) logs.write({ start, slot: 1, text: 'x' })
    }
    expect(await listServiceLogs(join(path, 'logs'))).toEqual(['1.10.log', '1.11.log'])
    expect(readdirSync(join(path, 'logs'))).toHaveLength(2)
    {
      await using logs = await open({ logsMax: 9 })
      for (const text of ['12345', '67890', 'abc', 'd\u001b[2Jef']) logs.write({ start: 12, slot: 0, text })
    }
    expect([read('0.12.log.1'), read('0.12.log')]).toEqual(['1234567890', 'abcd[2Jef'])
  })

  test('a log that the disk cannot take in time is cut, and says so', async () => {
    {
      await using logs = await open({ waitingCharsMax: 8, halfBytesMax: 1_000 })
      for (const text of ['12345678', 'lost', 'lost']) logs.write({ start: 1, slot: 0, text })
      await new Promise((resolve) => setTimeout(resolve, 100))
      logs.write({ start: 1, slot: 0, text: 'more' })
    }
    expect(read('0.1.log')).toMatch(/^12345678(\n\[8 characters are missing: the disk was too slow\]\nmore)?$/)
  })
})
