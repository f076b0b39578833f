/** The queue of one direction: bounded, in order, and held back in both ways. */
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createPipe, pipeBytesMax } from './impaired-pipe.ts'
import { createLinkSchedule } from './impairment.ts'

const bytesPerWrite = 64 * 1024

function pipeUp(options: { stalled: boolean; to?: PassThrough }) {
  const from = new Readable({ read: () => undefined })
  const to = options.to ?? new PassThrough()
  let passed = 0
  const schedule = createLinkSchedule({}, () => 0)
  const onPassed = (bytes: number): void => {
    passed += bytes
  }
  return {
    from,
    to,
    passed: () => passed,
    pipe: createPipe({ from, to, schedule, onPassed, stalled: options.stalled }),
  }
}

test('a pipe that is stalled holds up to its bound, then reads no more; resumed, it passes all and the end', async () => {
  const { from, to, passed, pipe } = pipeUp({ stalled: true })
  const sent = Buffer.alloc(2 * pipeBytesMax, 'mill')
  for (let at = 0; at < sent.length; at += bytesPerWrite) from.push(sent.subarray(at, at + bytesPerWrite))
  from.push(null)
  await new Promise((resolve) => setImmediate(resolve))
  expect(from.isPaused()).toBe(true)
  expect(sent.length - from.readableLength).toBeGreaterThanOrEqual(pipeBytesMax)
  expect(sent.length - from.readableLength).toBeLessThan(pipeBytesMax + bytesPerWrite)
  expect(passed()).toBe(0)
  pipe.resume()
  expect((await buffer(to)).equals(sent)).toBe(true)
  expect(passed()).toBe(sent.length)
})

test('a receiver that does not read holds the pipe back', async () => {
  const { from, to, passed } = pipeUp({ stalled: false, to: new PassThrough({ highWaterMark: 1_000 }) })
  for (let i = 0; i < 10; i++) from.push(Buffer.alloc(1_000))
  from.push(null)
  await new Promise((resolve) => setImmediate(resolve))
  expect(passed()).toBeLessThan(5_000)
  expect((await buffer(to)).length).toBe(10_000)
})

test('a pipe that is closed passes nothing more', async () => {
  const { from, to, passed, pipe } = pipeUp({ stalled: true })
  from.push('lost')
  await new Promise((resolve) => setImmediate(resolve))
  pipe.close()
  pipe.resume()
  from.push('lost too')
  await new Promise((resolve) => setImmediate(resolve))
  expect([passed(), to.readableLength]).toEqual([0, 0])
})
