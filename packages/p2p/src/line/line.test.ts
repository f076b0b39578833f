import { encodeLineFrame, type LineContent, lineCost, lineWindowBytes, type PeerStream } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStreamPair } from '../../test/stream-pair.ts'
import { createLine, type Line } from './line.ts'
import { createLineBudget, type LineBudget } from './line-budget.ts'
import { lineLimits } from './line-limits.ts'

test('what is sent arrives in order, both ways, whatever the pieces', async () => {
  const pieces = fc.array(
    fc.record({ type: fc.constantFrom('data', 'stdout', 'stderr'), size: fc.nat(200_000) }) as fc.Arbitrary<Piece>,
    { maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(pieces, pieces, async (there, back) => {
      const [near, far] = lines()
      const sent = Promise.all([sendAll(near, there), sendAll(far, back)])
      const [atFar, atNear] = await Promise.all([readAll(far), readAll(near)])
      await sent
      expect([atFar.equals(joined(there)), atNear.equals(joined(back))]).toEqual([true, true])
      await Promise.all([near.over, far.over])
    }),
    { numRuns: 25 },
  )
})

test('a reader that takes nothing is sent no more than its window, and its writer waits', async () => {
  const { sender, near, far } = counted()
  let isSent = false
  const sent = near.send('data', new Uint8Array(4_000_000)).then(() => {
    isSent = true
  })
  await settled()
  expect(isSent).toBe(false)
  expect(sender.bytes).toBeGreaterThan(lineWindowBytes / 2)
  expect(sender.bytes).toBeLessThanOrEqual(lineWindowBytes)
  // As much as is taken comes after, until all is there.
  let received = 0
  for (let event = await far.next(); event !== undefined; event = await far.next()) {
    if ('bytes' in event) received += event.bytes.length
    expect(sender.bytes - received).toBeLessThanOrEqual(lineLimits.windowBytesMax + lineWindowBytes)
    if (received === 4_000_000) near.end()
  }
  await sent
  expect(received).toBe(4_000_000)
})

test('windows grow while their readers keep up, only as far as there is room for all, and give it back', async () => {
  const budget = createLineBudget({ bytesMax: lineLimits.windowBytesMax })
  const [near, far] = lines(budget)
  const [other, otherFar] = lines(budget)
  const reading = readAll(far)
  await sendAll(near, [{ type: 'data', size: 3_000_000 }])
  const left = budget.take(lineLimits.windowBytesMax)
  expect(left).toBe(0)
  near.reset()
  await expect(reading).resolves.toHaveLength(3_000_000)
  await Promise.all([sendAll(other, [{ type: 'data', size: 3_000_000 }]), readAll(otherFar)])
  otherFar.end()
  await Promise.all([other.over, otherFar.over, near.over, far.over])
  expect(budget.take(lineLimits.windowBytesMax)).toBe(lineLimits.windowBytesMax)
})

test('one side may end and still be told', async () => {
  const [near, far] = lines()
  near.end()
  expect(await far.next()).toBeUndefined()
  await far.send('data', Uint8Array.of(1, 2))
  far.end()
  expect(await near.next()).toEqual({ type: 'data', bytes: Uint8Array.of(1, 2) })
  expect(await near.next()).toBeUndefined()
  await Promise.all([near.over, far.over])
  await expect(near.send('data', Uint8Array.of(1))).rejects.toMatchObject({ code: 'PEER_CLOSED' })
})

test('a line that breaks after one side ended is noticed without a reader', async () => {
  const [near, far] = lines()
  near.end()
  expect(await far.next()).toBeUndefined()
  near.reset()
  await far.broken
  await far.over
})

test('controls pass where content waits', async () => {
  const [near, far] = lines()
  const waiting = near.send('data', new Uint8Array(1_000_000))
  near.tell({ type: 'resize', columns: 80, rows: 24 })
  near.tell({ type: 'exit', exitCode: 3 })
  const events = []
  for (let event = await far.next(); events.length < 2 && event !== undefined; event = await far.next()) {
    if (!('bytes' in event)) events.push(event)
  }
  expect(events).toEqual([
    { type: 'resize', columns: 80, rows: 24 },
    { type: 'exit', exitCode: 3 },
  ])
  near.reset()
  await expect(waiting).rejects.toMatchObject({ code: 'PEER_CLOSED' })
  await expect(readAll(far)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
})

test.each([
  ['more than was granted', (stream: PeerStream) => times(3, () => stream.send(content(60_000)))],
  ['content after the end', (stream: PeerStream) => [stream.send(Uint8Array.of(6)), stream.send(content(1))]],
  ['a second end', (stream: PeerStream) => times(2, () => stream.send(Uint8Array.of(6)))],
  ['a window without measure', (stream: PeerStream) => stream.send(encodeLineFrame({ type: 'grant', bytes: 2 ** 31 }))],
  [
    'controls without measure',
    (stream: PeerStream) => times(65, () => stream.send(encodeLineFrame({ type: 'resize', columns: 1, rows: 1 }))),
  ],
])('%s breaks the line', async (_what, misbehave) => {
  const [raw, stream] = createStreamPair()
  const line = lineOf(stream)
  misbehave(raw)
  await line.over
  await expect(line.send('data', content(1))).rejects.toMatchObject({ code: 'PEER_PROTOCOL_VIOLATION' })
})

test.each([
  ['nothing', new Uint8Array(0)],
  ['an unknown kind', Uint8Array.of(9)],
  ['half a grant', Uint8Array.of(5, 1)],
  ['too large a frame', new Uint8Array(65_537)],
  ['an exit that is none', Buffer.from('\u0004{"exitCode":256}')],
  ['an exit of both kinds', Buffer.from('\u0004{"exitCode":1,"signal":"SIGTERM"}')],
  ['no JSON', Buffer.from('\u0004{')],
])('a frame of %s breaks the line', async (_what, frame) => {
  const [raw, stream] = createStreamPair()
  const line = lineOf(stream)
  raw.send(frame)
  await line.over
  await expect(readAll(line)).rejects.toMatchObject({ code: 'PROTOCOL_MALFORMED' })
})

test('a stream that ends without the line’s end is lost, after what came', async () => {
  const [raw, stream] = createStreamPair()
  const line = lineOf(stream)
  raw.send(content(3))
  raw.end()
  await line.over
  expect(await line.next()).toEqual({ type: 'data', bytes: new Uint8Array(3) })
  await expect(line.next()).rejects.toMatchObject({ code: 'PEER_CLOSED' })
})

type Piece = { readonly type: LineContent; readonly size: number }

function lineOf(stream: PeerStream, budget: LineBudget = createLineBudget({ bytesMax: 2 ** 24 })): Line {
  return createLine({ stream, frames: stream.frames[Symbol.asyncIterator](), budget })
}

function lines(budget?: LineBudget): readonly [Line, Line] {
  const [near, far] = createStreamPair()
  return [lineOf(near, budget), lineOf(far, budget)]
}

/** Counts the content that goes from near to far. */
function counted() {
  const [near, far] = createStreamPair()
  const sender = { bytes: 0 }
  const watched: PeerStream = {
    ...near,
    send(frame) {
      if ((frame[0] ?? 9) < 3) sender.bytes += lineCost(frame.length - 1)
      return near.send(frame)
    },
  }
  return { sender, near: lineOf(watched), far: lineOf(far) }
}

async function sendAll(line: Line, pieces: readonly Piece[]): Promise<void> {
  let at = 0
  for (const { type, size } of pieces) {
    await line.send(type, numbered(at, size))
    at += size
  }
  line.end()
}

async function readAll(line: Line): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (let event = await line.next(); event !== undefined; event = await line.next()) {
    if ('bytes' in event) parts.push(event.bytes)
  }
  return Buffer.concat(parts)
}

function joined(pieces: readonly Piece[]): Buffer {
  return numbered(
    0,
    pieces.reduce((sum, { size }) => sum + size, 0),
  )
}

function numbered(from: number, size: number): Buffer {
  return circle.subarray(from % 251, (from % 251) + size)
}

/** 0, 1, …, 250, 0, … */
const circle = Buffer.alloc(
  3_100_000,
  Uint8Array.from({ length: 251 }, (_, i) => i),
)

function content(bytes: number): Uint8Array {
  return encodeLineFrame({ type: 'data', bytes: new Uint8Array(bytes) })
}

function times(count: number, act: () => unknown): unknown {
  return Array.from({ length: count }, act)
}

/** Streams in memory are done when nothing is left to do. */
async function settled(): Promise<void> {
  for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve))
}
