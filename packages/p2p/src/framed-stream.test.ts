import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameKind } from './frame.ts'
import { FramedStream, type StreamHost } from './framed-stream.ts'
import { transportLimits } from './transport-limits.ts'

type Host = StreamHost & { sent: number[]; queued: number; closed: number; full: boolean }

function hostOf(): Host {
  const host: Host = {
    sent: [],
    queued: 0,
    closed: 0,
    full: false,
    limits: transportLimits,
    waiting: 0,
    write: (kind) => {
      host.sent.push(kind)
      return !host.full
    },
    queueChanged: (_stream, bytes) => {
      host.queued += bytes
    },
    streamClosed: () => {
      host.closed++
    },
    waitForRoom: () => undefined,
  }
  return host
}

test('frames are read in order however writing and reading interleave, and the count of bytes returns to zero', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -900, max: 900 }), { maxLength: 12 }), async (steps) => {
      const host = hostOf()
      const stream = new FramedStream(1, host)
      const reader = stream.frames[Symbol.asyncIterator]()
      let [written, read] = [0, 0]
      for (const step of steps) {
        for (let i = 0; i < step && written - read < 4096; i++) stream.receive(Buffer.from(String(written++)), 4096)
        for (let i = 0; i > step && read < written; i--) {
          expect(Buffer.from((await reader.next()).value ?? []).toString()).toBe(String(read++))
        }
      }
      stream.receiveEnd()
      for await (const frame of stream.frames) expect(Buffer.from(frame).toString()).toBe(String(read++))
      expect([read, host.queued, stream.queuedBytes]).toEqual([written, 0, 0])
    }),
  )
})

test('a small frame that waits does not keep the piece that it came in', async () => {
  const stream = new FramedStream(1, hostOf())
  const piece = new Uint8Array(16_384)
  const [small, large] = [piece.subarray(0, 10), piece.subarray(10)]
  stream.receive(small, piece.length)
  stream.receive(large, piece.length)
  const reader = stream.frames[Symbol.asyncIterator]()
  expect((await reader.next()).value?.buffer).not.toBe(piece.buffer)
  expect((await reader.next()).value).toBe(large)
})

test('empty frames are not free to queue', () => {
  const host = hostOf()
  const stream = new FramedStream(1, host)
  stream.receive(new Uint8Array(0), 0)
  expect(host.queued).toBe(128)
})

test('a frame for a reader that waits is handed over without queueing', async () => {
  const host = hostOf()
  const stream = new FramedStream(1, host)
  const next = stream.frames[Symbol.asyncIterator]().next()
  stream.receive(Uint8Array.of(1), 1)
  expect(await next).toEqual({ value: Uint8Array.of(1), done: false })
  expect(host.queued).toBe(0)
})

test('two readers at a time are a mistake', async () => {
  const stream = new FramedStream(1, hostOf())
  const reader = stream.frames[Symbol.asyncIterator]()
  const first = reader.next()
  expect(() => reader.next()).toThrow('A stream has one reader')
  stream.receiveEnd()
  expect(await first).toEqual({ value: undefined, done: true })
})

test('send waits for room, and a reset ends the wait', async () => {
  const host = hostOf()
  const stream = new FramedStream(1, host)
  expect(stream.send(Uint8Array.of(1))).toBe(undefined)
  host.full = true
  const [first, second] = [stream.send(Uint8Array.of(2)), stream.send(Uint8Array.of(3))]
  stream.roomMade()
  await Promise.all([first, second])
  const third = stream.send(Uint8Array.of(4))
  stream.receiveReset()
  await expect(third).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
})

test('a wait that nobody awaits does not end the process when it fails', async () => {
  const host = hostOf()
  host.full = true
  const stream = new FramedStream(1, host)
  void stream.send(Uint8Array.of(1))
  stream.receiveReset()
  await new Promise(setImmediate)
})

test('a reset after the end of the peer leaves what it sent readable', async () => {
  const stream = new FramedStream(1, hostOf())
  stream.receive(Uint8Array.of(1), 1)
  stream.receiveEnd()
  stream.receiveReset()
  const seen: Uint8Array[] = []
  for await (const frame of stream.frames) seen.push(frame)
  expect(seen).toEqual([Uint8Array.of(1)])
  expect(() => stream.send(Uint8Array.of(1))).toThrow(expect.objectContaining({ code: 'PEER_STREAM_RESET' }))
})

test('a stream is closed once, when both sides have ended', () => {
  const host = hostOf()
  const stream = new FramedStream(1, host)
  stream.end()
  expect(host.closed).toBe(0)
  stream.receiveEnd()
  stream.reset()
  stream.end()
  expect([host.closed, host.sent]).toEqual([1, [FrameKind.end]])
})
