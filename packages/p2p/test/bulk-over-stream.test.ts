import { createHash } from 'node:crypto'
import type { PeerStream } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { type BulkStreamLimits, bulkStreamLimits } from '../src/bulk/bulk-stream-limits.ts'
import { fetchOverStream } from '../src/bulk/fetch-over-stream.ts'
import { createBulkStreamServer } from '../src/bulk/serve-over-stream.ts'
import { decodeStreamMessage, encodeStreamMessage, type StreamMessage } from '../src/bulk/stream-message.ts'
import { collect, createMemoryStore, createObject, peer, until } from './bulk-objects.ts'
import { createStreamPair } from './stream-pair.ts'

const object = createObject(1_000_003)
const signal = AbortSignal.timeout(50_000)
const wanted = { sha256: object.sha256, bytes: object.bytes, signal }
const quick: Partial<BulkStreamLimits> = {
  bytesPerSecondMax: 2 ** 40,
  stallMsMax: 300,
  retryDelayMs: 1,
  attemptsMax: 2,
}

/** A server with a count of what its streams did, and a way to open them. */
function serving(limits: Partial<BulkStreamLimits> = {}) {
  const store = createMemoryStore([object])
  const server = createBulkStreamServer(
    { objects: store, now: () => performance.now() },
    { limits: { ...quick, ...limits } },
  )
  const ended: Promise<unknown>[] = []
  const far: PeerStream[] = []
  return {
    store,
    ended,
    far,
    open: async (): Promise<PeerStream> => {
      const [near, other] = createStreamPair()
      far.push(other)
      ended.push(server.serveOverStream(other, { peer, signal }).catch((error: unknown) => error))
      return near
    },
  }
}

/** A server that says what it is told. */
function scripted(...answers: readonly (StreamMessage | Uint8Array)[]): () => Promise<PeerStream> {
  return async () => {
    const [near, far] = createStreamPair()
    for (const it of answers) void far.send(it instanceof Uint8Array ? it : encodeStreamMessage(it))
    far.end()
    return near
  }
}

test('brings the object over streams of bounded length, never far ahead of the reader', async () => {
  const server = serving({ streamBytesMax: 400_000, unacknowledgedBytesMax: 100_000, chunkBytesMax: 30_000 })
  let got = 0
  for await (const piece of fetchOverStream(server.open, wanted, { limits: quick })) {
    got += piece.length
    expect(piece.length).toBeLessThanOrEqual(30_000)
    // One piece is held back here, one is read ahead there.
    expect(server.store.readBytes - got).toBeLessThanOrEqual(100_000 + 2 * 65_536)
  }
  expect(got).toBe(object.bytes)
  expect(server.store.opened.map(({ start }) => start)).toEqual([0, 400_000, 800_000])
  expect(await Promise.all(server.ended)).toEqual([undefined, undefined, undefined])
})

test('the bytes are the object, also from the middle', async () => {
  const server = serving()
  expect(Buffer.compare(await collect(fetchOverStream(server.open, wanted, { limits: quick })), object.content)).toBe(0)
  const earlier = createHash('sha256').update(object.content.subarray(0, 77))
  const rest = await collect(fetchOverStream(server.open, { ...wanted, from: 77, earlier }, { limits: quick }))
  expect(Buffer.compare(rest, object.content.subarray(77))).toBe(0)
})

test('goes on over another stream when one is reset', async () => {
  const server = serving({ chunkBytesMax: 50_000, unacknowledgedBytesMax: 50_000 })
  const pieces = fetchOverStream(server.open, wanted, { limits: { ...quick, attemptsMax: 3 } })
  const first = await pieces.next()
  server.far[0]?.reset()
  const bytes = Buffer.concat([first.value ?? Buffer.alloc(0), await collect(pieces)])
  expect(Buffer.compare(bytes, object.content)).toBe(0)
  expect(server.store.opened).toHaveLength(2)
  expect(server.store.opened[1]?.start).toBeGreaterThan(0)
})

test('all transfers together keep to one rate', async () => {
  const store = createMemoryStore([object])
  const limits = { ...quick, bytesPerSecondMax: 600_000, chunkBytesMax: 50_000, stallMsMax: 20_000 }
  // The clock stands still, so nothing is saved up after the first second's worth.
  const server = createBulkStreamServer({ objects: store, now: () => 0 }, { limits })
  const over = new AbortController()
  const served: Promise<unknown>[] = []
  const open = async (): Promise<PeerStream> => {
    const [near, far] = createStreamPair()
    const serving = server.serveOverStream(far, { peer, signal: over.signal })
    served.push(serving.catch((error: unknown) => error))
    return near
  }
  const seen = { bytes: 0 }
  const fetch = async (): Promise<void> => {
    const pieces = fetchOverStream(open, { ...wanted, signal: over.signal }, { limits })
    for await (const piece of pieces) seen.bytes += piece.length
  }
  const fetches = [fetch(), fetch()].map((fetching) => fetching.catch((error: unknown) => error))
  await until(() => store.readBytes > 600_000)
  expect(seen.bytes).toBeLessThanOrEqual(600_000)
  const reason = new Error('enough')
  over.abort(reason)
  expect(await Promise.all([...fetches, ...served])).toEqual([reason, reason, reason, reason])
})

test('what a server may refuse', async () => {
  const unknown = serving()
  const other = createObject(10)
  const otherWanted = { sha256: other.sha256, bytes: other.bytes, signal }
  await expect(collect(fetchOverStream(unknown.open, otherWanted, { limits: quick }))).rejects.toMatchObject({
    code: 'BULK_OBJECT_UNKNOWN',
  })
  const busy = serving({ transfersPerPeerMax: 1 })
  const held = fetchOverStream(busy.open, wanted, { limits: { ...quick, stallMsMax: 20_000 } })
  await held.next()
  await expect(collect(fetchOverStream(busy.open, wanted, { limits: quick }))).rejects.toMatchObject({
    code: 'BULK_BUSY',
  })
  await held.return()
  await Promise.all(busy.ended)
  expect(await collect(fetchOverStream(busy.open, wanted, { limits: quick }))).toHaveLength(object.bytes)
})

const found: StreamMessage = { type: 'found', bytes: object.bytes }
test.each<[string, readonly (StreamMessage | Uint8Array)[], string]>([
  ['nothing', [], 'BULK_INTERRUPTED'],
  ['another size', [{ type: 'found', bytes: object.bytes + 1 }], 'BULK_PROTOCOL_VIOLATION'],
  ['data at once', [{ type: 'data', bytes: new Uint8Array(9) }], 'BULK_PROTOCOL_VIOLATION'],
  ['an empty chunk', [found, { type: 'data', bytes: new Uint8Array() }], 'BULK_PROTOCOL_VIOLATION'],
  ['no chunk', [found], 'BULK_INTERRUPTED'],
  [
    'more than the object',
    [found, { type: 'data', bytes: new Uint8Array(object.bytes + 1) }],
    'BULK_PROTOCOL_VIOLATION',
  ],
  ['other bytes', [found, { type: 'data', bytes: new Uint8Array(object.bytes) }], 'BULK_DIGEST_MISMATCH'],
  ['a request', [{ type: 'get', sha256: object.sha256, start: 0, end: 1 }], 'BULK_PROTOCOL_VIOLATION'],
  ['noise', [Uint8Array.of(9, 9, 9)], 'PROTOCOL_MALFORMED'],
  ['an empty frame', [new Uint8Array()], 'PROTOCOL_MALFORMED'],
])('a server that says %s', async (_, answers, code) => {
  const pieces: Uint8Array[] = []
  const fetching = async (): Promise<void> => {
    for await (const piece of fetchOverStream(scripted(...answers), wanted, { limits: quick })) pieces.push(piece)
  }
  await expect(fetching()).rejects.toMatchObject({ code })
  expect(pieces).toEqual([])
})

test('a server that falls silent, or drips', async () => {
  const silent = async (): Promise<PeerStream> => createStreamPair()[0]
  await expect(collect(fetchOverStream(silent, wanted, { limits: quick }))).rejects.toMatchObject({
    code: 'BULK_STALLED',
  })
  const dripped: Promise<unknown>[] = []
  const dripping = async (): Promise<PeerStream> => {
    const [near, far] = createStreamPair()
    void far.send(encodeStreamMessage(found))
    const drip = async (): Promise<void> => {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        void far.send(encodeStreamMessage({ type: 'data', bytes: Uint8Array.of(1) }))
      }
    }
    dripped.push(drip().catch((error: unknown) => error))
    return near
  }
  const limits = { ...quick, attemptsMax: 1 }
  await expect(collect(fetchOverStream(dripping, wanted, { limits }))).rejects.toMatchObject({ code: 'BULK_STALLED' })
  expect(await Promise.all(dripped)).toMatchObject([{ code: 'PEER_STREAM_RESET' }])
})

test.each<[string, readonly (StreamMessage | Uint8Array)[], string]>([
  ['nothing', [], 'BULK_STALLED'],
  ['noise', [Uint8Array.of(255)], 'PROTOCOL_MALFORMED'],
  ['data', [{ type: 'data', bytes: new Uint8Array(3) }], 'BULK_PROTOCOL_VIOLATION'],
  ['to have taken what was not sent', [get(), { type: 'taken', bytes: 2_000_000 }], 'BULK_PROTOCOL_VIOLATION'],
  ['to have taken nothing', [get(), { type: 'taken', bytes: 0 }], 'BULK_PROTOCOL_VIOLATION'],
  ['no more after asking', [get()], 'BULK_STALLED'],
])('a client that says %s', async (_, messages, code) => {
  const server = serving({ unacknowledgedBytesMax: 70_000 })
  const near = await server.open()
  for (const it of messages) void near.send(it instanceof Uint8Array ? it : encodeStreamMessage(it))
  expect(await Promise.all(server.ended)).toMatchObject([{ code }])
  expect(server.store.reading).toBe(0)
  expect(server.store.readBytes).toBeLessThan(300_000)
})

test('a client that asks for nonsense, or ends without asking', async () => {
  const server = serving()
  for (const [start, end] of [
    [5, 5],
    [9, 3],
    [object.bytes, object.bytes + 1],
  ] as const) {
    const near = await server.open()
    await near.send(encodeStreamMessage({ type: 'get', sha256: object.sha256, start, end }))
    const [frame] = await Array.fromAsync(near.frames)
    expect(decodeStreamMessage(frame ?? new Uint8Array())).toEqual({ type: 'refused', reason: 'range' })
    near.end()
  }
  const silent = await server.open()
  silent.end()
  expect(await Array.fromAsync(silent.frames)).toEqual([])
  expect(await Promise.all(server.ended)).toEqual([undefined, undefined, undefined, undefined])
})

test('ends with the reason of an abort on both sides', async () => {
  const abort = new AbortController()
  const server = serving()
  const pieces = fetchOverStream(server.open, { ...wanted, signal: abort.signal }, { limits: quick })
  await pieces.next()
  abort.abort(new Error('enough'))
  await expect(collect(pieces)).rejects.toThrow('enough')
  expect(await Promise.all(server.ended)).toMatchObject([{ code: 'PEER_STREAM_RESET' }])
  const stop = new AbortController()
  const [near, far] = createStreamPair()
  const serve = createBulkStreamServer({ objects: server.store, now: () => 0 })
  const serves = serve.serveOverStream(far, { peer, signal: stop.signal })
  stop.abort(new Error('closing'))
  await expect(serves).rejects.toThrow('closing')
  await expect(Array.fromAsync(near.frames)).rejects.toThrow()
})

test('the defaults fit a stream: what may be unread is less than what a stream queues', () => {
  expect(bulkStreamLimits.unacknowledgedBytesMax * 2).toBeLessThan(16 * 1024 * 1024)
  expect(bulkStreamLimits.chunkBytesMax).toBeLessThanOrEqual(bulkStreamLimits.unacknowledgedBytesMax)
})

function get(): StreamMessage {
  return { type: 'get', sha256: object.sha256, start: 0, end: object.bytes }
}
