import { decodeProviderFrame, type PeerStream } from '@millrace/protocol'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChunkOutbox, gatheredUnitsMax } from './chunk-outbox.ts'
import type { NodeContext } from './node-context.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const chunk = (text: string) => ({ text, tokens: 1, tokenIds: [7] })

test('the first chunk goes at once, the next ones together after the gathering time', () => {
  const { outbox, frames } = createOutbox()
  for (const text of ['a', 'b', 'c']) void outbox.add(chunk(text))
  expect(frames()).toEqual([['a', 1]])
  vi.advanceTimersByTime(4)
  expect(frames()).toEqual([
    ['a', 1],
    ['bc', 2],
  ])
})

test('chunks slower than the gathering time travel alone', () => {
  const { outbox, frames } = createOutbox()
  for (const text of ['a', 'b', 'c']) {
    void outbox.add(chunk(text))
    vi.advanceTimersByTime(5)
  }
  expect(frames().map(([text]) => text)).toEqual(['a', 'b', 'c'])
})

test('the last chunk, a flush and a full frame do not wait', () => {
  const { outbox, frames } = createOutbox()
  void outbox.add(chunk('a'))
  void outbox.add(chunk('b'))
  void outbox.flush()
  void outbox.add({ ...chunk('c'), tokens: gatheredUnitsMax })
  void outbox.add({ ...chunk('d'), finish: 'stop' })
  expect(frames().map(([text]) => text)).toEqual(['a', 'b', 'c', 'd'])
})

test('whatever the pace, text and units arrive whole and in order', () => {
  const steps = fc.array(fc.tuple(fc.string({ maxLength: 5 }), fc.integer({ min: 0, max: 9 })), { maxLength: 40 })
  fc.assert(
    fc.property(steps, (given) => {
      const { outbox, frames } = createOutbox()
      for (const [text, waitMs] of given) {
        void outbox.add(chunk(text))
        vi.advanceTimersByTime(waitMs)
      }
      void outbox.flush()
      expect(frames().reduce((text, frame) => text + frame[0], '')).toBe(given.map(([text]) => text).join(''))
      expect(frames().reduce((units, frame) => units + frame[1], 0)).toBe(given.length)
    }),
  )
})

test('a stream that ended under the timer fails the next chunk, and closing does not fail', async () => {
  const { outbox, stream } = createOutbox()
  void outbox.add(chunk('a'))
  void outbox.add(chunk('b'))
  stream.send = () => {
    throw new Error('the stream is over')
  }
  vi.advanceTimersByTime(4)
  await expect(outbox.add(chunk('c'))).rejects.toThrow('the stream is over')
  await expect(outbox.close()).resolves.toBeUndefined()
})

function createOutbox() {
  const sent: Uint8Array[] = []
  const stream = {
    send: (frame: Uint8Array) => {
      sent.push(frame)
      return undefined
    },
  } as unknown as PeerStream & { send: (frame: Uint8Array) => undefined }
  const context = { now: () => Date.now(), limits: { chunkGatherMs: 4 } } as unknown as NodeContext
  const frames = () =>
    sent.map((bytes): [string, number] => {
      const frame = decodeProviderFrame(bytes)
      if (frame.type !== 'chunk') throw new RangeError(`expected a chunk, got ${frame.type}`)
      return [frame.text, frame.units]
    })
  return { outbox: createChunkOutbox(context, stream), stream, frames }
}
