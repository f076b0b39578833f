import { expect, test } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

const init = { queuedPerSourceMax: 100, burst: 1_000, perSecond: 1_000, sliceMsMax: 10, now: () => performance.now() }

test('sources take turns, however much one of them sends', async () => {
  const queue = createFairQueue(init)
  const done: string[] = []
  const flood = Array.from({ length: 50 }, (_, i) => queue.run('flood', 1, () => done.push(`flood ${i}`)))
  const honest = [0, 1, 2].map((i) => queue.run('honest', 1, () => done.push(`honest ${i}`)))
  await Promise.all([...flood, ...honest])
  expect(done.slice(0, 6)).toEqual(['flood 0', 'honest 0', 'flood 1', 'honest 1', 'flood 2', 'honest 2'])
  expect(done.length).toBe(53)
  expect(queue.waiting).toBe(0)
})

test('a source that has too much waiting gets undefined', async () => {
  const queue = createFairQueue({ ...init, queuedPerSourceMax: 2 })
  const results = await Promise.all([1, 2, 3].map((value) => queue.run('a', 1, () => value)))
  expect(results).toEqual([1, 2, undefined])
})

test('the event loop runs between slices', async () => {
  const queue = createFairQueue({ ...init, sliceMsMax: 0.001 })
  let turns = 0
  const tick = () => {
    turns++
    if (queue.waiting > 0) setImmediate(tick)
  }
  const work = Array.from({ length: 20 }, () => queue.run('a', 0, () => busyMs(0.01)))
  setImmediate(tick)
  await Promise.all(work)
  expect(turns).toBeGreaterThan(5)
})

test('over budget, work waits for it', async () => {
  let nowMs = 0
  const queue = createFairQueue({ ...init, burst: 2, perSecond: 1_000, now: () => nowMs })
  const done: number[] = []
  const work = [1, 2, 3].map((i) => queue.run('a', 2, () => done.push(i)))
  await work[0]
  nowMs = 1_000
  await work[1]
  expect(done).toEqual([1, 2])
  nowMs = 2_000
  await Promise.all(work)
  expect(done).toEqual([1, 2, 3])
})

test('passes on what the work throws, and closes with what waits', async () => {
  const queue = createFairQueue(init)
  await expect(
    queue.run('a', 1, () => {
      throw new Error('broken')
    }),
  ).rejects.toThrow('broken')
  const waiting = queue.run('a', 1, () => 1)
  queue.close()
  expect(await waiting).toBeUndefined()
  expect(await queue.run('a', 1, () => 1)).toBeUndefined()
})

function busyMs(ms: number): void {
  for (const endsAt = performance.now() + ms; performance.now() < endsAt; );
}
