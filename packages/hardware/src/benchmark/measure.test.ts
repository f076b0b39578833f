/** That the benchmarks run, measure what they say and leave nothing behind. How fast anything is is for the bench. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createKernelThreads } from './kernel-threads.ts'
import { measureDisk } from './measure-disk.ts'
import { measureMemory, rateOf } from './measure-memory.ts'
import { measureProcessor } from './measure-processor.ts'
import { measured } from './measured.ts'

const { signal } = new AbortController()
const now = () => performance.now()

test('the processor, by a challenge to oneself', async () => {
  let drawn = 0
  const random = () => `0x${createHash('sha256').update(String(drawn++)).digest('hex')}` as Hash
  const speed = await measureProcessor({ threads: 2, memoryBytes: 2 ** 22, aimMs: 10, now, random, signal })
  expect(speed).toMatchObject({ threads: 2, memoryBytes: 6 * speed.n ** 2 * speed.rounds })
  expect(speed.memoryBytes).toBeLessThanOrEqual(2 ** 22)
  expect(speed.units).toBeGreaterThan(0)
  expect(Number.isSafeInteger(speed.units)).toBe(true)
})

test('memory', async () => {
  await using threads = createKernelThreads(2)
  const { readBytesPerSecond, copyBytesPerSecond, spanBytes } = await measureMemory(threads, {
    ...{ spanBytes: 2 ** 24, now, signal },
  })
  expect(spanBytes).toBe(2 ** 24)
  for (const rate of [readBytesPerSecond, copyBytesPerSecond]) expect(Number.isSafeInteger(rate) && rate > 0).toBe(true)
})

test('the disk, with nothing left behind, done or aborted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hardware-test-'))
  const speed = await measureDisk(folder, { bytes: 5_000_000, now, signal })
  expect(speed).toMatchObject({ bytes: 5_000_000, isReadCached: true })
  expect(Math.min(speed.readBytesPerSecond, speed.writeBytesPerSecond)).toBeGreaterThan(0)
  await expect(measureDisk(folder, { bytes: 100, now, signal: AbortSignal.abort() })).rejects.toThrow('abort')
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
  await expect(measureDisk(folder, { bytes: 100, now, signal })).rejects.toThrow('ENOENT')
  for (const bytes of [0, -1, 2 ** 40, Number.NaN]) {
    await expect(measureDisk(tmpdir(), { bytes, now, signal })).rejects.toThrow(RangeError)
  }
})

test('a rate is a whole number, whatever the clock does', () => {
  expect(rateOf(1_000, 500)).toBe(2_000)
  expect([0, -5].map((ms) => rateOf(1, ms))).toEqual([1_000_000, 1_000_000])
})

test('what could not be tested has a reason, and is no failure', async () => {
  expect(await measured(signal, async () => 5)).toEqual({ state: 'measured', value: 5 })
  expect(await measured(signal, () => Promise.reject(new Error('no card')))).toEqual({
    ...{ state: 'could-not-test', reason: 'no card' },
  })
  const aborted = AbortSignal.abort(new Error('stopped by the test'))
  await expect(measured(aborted, () => Promise.reject(new Error('late')))).rejects.toThrow('stopped by the test')
})
