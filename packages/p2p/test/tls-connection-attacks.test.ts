import { once } from 'node:events'
import type { Server } from 'node:net'
import type { TLSSocket } from 'node:tls'
import {
  frameBytesMax,
  type PeerConnection,
  type PeerEndpoint,
  type PeerStream,
  type PeerTransport,
  queuedFramesMax,
  streamsPerConnectionMax,
} from '@millrace/protocol'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodePeerFrame, FrameKind, frameHeaderBytes, writeFrameHeader } from '../src/frame.ts'
import { dialerRole, helloBytes, listenerRole } from '../src/hello.ts'
import { createTlsTransport } from '../src/tls-transport.ts'
import type { TransportLimits } from '../src/transport-limits.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'
import {
  endpointAt,
  goawayOf,
  helloFrame,
  host,
  portOf,
  rawDial,
  rawPeer,
  rawTlsServer,
  readBytes,
} from './raw-peer.ts'

const { signal } = new AbortController()
const nothing = Buffer.alloc(0)
const provider = createTestSigner()

let transports: PeerTransport[]
let sockets: TLSSocket[]
let servers: Server[]
/** Streams that reached the provider, in order, with their connection. */
let served: { stream: PeerStream; connection: PeerConnection }[]
let onServed: () => void

beforeEach(() => {
  transports = []
  sockets = []
  servers = []
  served = []
  onServed = () => undefined
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  await Promise.all(transports.map((transport) => transport.close()))
})

function transportOf(limits: Partial<TransportLimits>, signer = createTestSigner()): PeerTransport {
  const transport = createTlsTransport(
    { signer, recoverSigner: recoverTestSigner, domain },
    { limits, allowPrivate: true },
  )
  transports.push(transport)
  return transport
}

/** Starts a provider whose handlers keep their streams and leave reading to the test. */
async function startProvider(limits: Partial<TransportLimits> = {}): Promise<PeerEndpoint> {
  const listener = await transportOf(limits, provider).listen({ host, port: 0, signal }, (stream, connection) => {
    served.push({ stream, connection })
    onServed()
    return new Promise(() => undefined)
  })
  return { address: provider.address, addresses: listener.addresses }
}

async function attack(endpoint: PeerEndpoint): Promise<TLSSocket> {
  const socket = await rawPeer(portOf(endpoint), createTestSigner())
  sockets.push(socket)
  return socket
}

async function nextServed(): Promise<{ stream: PeerStream; connection: PeerConnection }> {
  if (served.length === 0) {
    await new Promise<void>((resolve) => {
      onServed = resolve
    })
  }
  const next = served.shift()
  if (next === undefined) throw new Error('nothing was served')
  return next
}

function frame(kind: number, streamId: number, payload: Uint8Array = nothing): Buffer {
  return encodePeerFrame(kind, streamId, payload)
}

async function readAll(stream: PeerStream): Promise<number> {
  let bytes = 0
  for await (const frame of stream.frames) bytes += frame.length
  return bytes
}

/** An honest buyer gets through to the provider and back. */
async function expectServing(endpoint: PeerEndpoint): Promise<void> {
  const signer = createTestSigner()
  const connection = await transportOf({}, signer).dial(endpoint, { signal })
  const near = connection.openStream()
  await near.send(Buffer.from('hello'))
  near.end()
  let far = await nextServed()
  while (far.connection.remote !== signer.address) far = await nextServed()
  expect(await readAll(far.stream)).toBe(5)
  await far.stream.send(Buffer.from('you too'))
  far.stream.end()
  expect(await readAll(near)).toBe(7)
}

describe('a peer that breaks the rules loses its connection', () => {
  const openStreams = Buffer.concat(
    Array.from({ length: streamsPerConnectionMax + 1 }, (_, index) => frame(FrameKind.open, 1 + 2 * index)),
  )
  const oversize = Buffer.alloc(frameHeaderBytes)
  writeFrameHeader(oversize, 0, frameBytesMax + 1, 1, FrameKind.data)
  const hugest = Buffer.alloc(frameHeaderBytes)
  writeFrameHeader(hugest, 0, 0xffff_ffff, 1, FrameKind.data)

  test.each([
    ['garbage', Buffer.alloc(1000, 0xa5)],
    ['a frame longer than allowed', Buffer.concat([frame(FrameKind.open, 1), oversize])],
    ['a frame of four gigabytes', Buffer.concat([frame(FrameKind.open, 1), hugest])],
    ['a second hello', frame(FrameKind.hello, 0, Buffer.alloc(helloBytes))],
    ['an unknown kind', frame(8, 0)],
    ['a stream id of the other side', frame(FrameKind.open, 2)],
    ['stream id 0', frame(FrameKind.open, 0)],
    ['a stream opened twice', Buffer.concat([frame(FrameKind.open, 1), frame(FrameKind.open, 1)])],
    ['a stream id that went by', Buffer.concat([frame(FrameKind.open, 5), frame(FrameKind.open, 3)])],
    ['data on a stream never opened', frame(FrameKind.data, 1, Buffer.from('x'))],
    ['data on a stream of the other side never opened', frame(FrameKind.data, 2, Buffer.from('x'))],
    ['data on stream 0', frame(FrameKind.data, 0, Buffer.from('x'))],
    [
      'data after the end',
      Buffer.concat([frame(FrameKind.open, 1), frame(FrameKind.end, 1), frame(FrameKind.data, 1, Buffer.from('x'))]),
    ],
    ['two ends', Buffer.concat([frame(FrameKind.open, 1), frame(FrameKind.end, 1), frame(FrameKind.end, 1)])],
    ['a flood of streams', openStreams],
    ['a ping with a payload', frame(FrameKind.ping, 0, Buffer.alloc(8))],
  ])('%s', async (_name, bytes) => {
    const endpoint = await startProvider()
    const socket = await attack(endpoint)
    socket.write(bytes)
    expect(await goawayOf(socket)).toBe('PEER_PROTOCOL_VIOLATION')
    await expectServing(endpoint)
  })

  test('random bytes never do more than that', async () => {
    const endpoint = await startProvider()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const socket = await attack(endpoint)
        socket.end(bytes)
        await goawayOf(socket)
      }),
      { numRuns: 40 },
    )
    await expectServing(endpoint)
  })

  test('a listener that breaks them loses its dialer', async () => {
    const { port, server } = await rawTlsServer(async (socket) => {
      sockets.push(socket)
      socket.write(helloFrame(socket, provider, listenerRole))
      await readBytes(socket, frameHeaderBytes + helloBytes)
      socket.resume().write(frame(FrameKind.open, 1))
    })
    servers.push(server)
    const connection = await transportOf({}).dial(endpointAt(port, provider.address), { signal })
    const stream = connection.openStream()
    await expect(readAll(stream)).rejects.toMatchObject({ code: 'PEER_PROTOCOL_VIOLATION', retryable: false })
    await connection.closed
  })
})

describe('a flood stays within bounds', () => {
  test('of frames: the stream is reset, others on the connection go on', async () => {
    const endpoint = await startProvider()
    const connection = await transportOf({}).dial(endpoint, { signal })
    const flooding = connection.openStream()
    const { stream: unread } = await nextServed()
    const honest = connection.openStream()
    const { stream: farHonest } = await nextServed()
    for (let sent = 0; sent <= queuedFramesMax; sent++) await flooding.send(Buffer.from('x'))
    await expect(readAll(flooding)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
    await expect(readAll(unread)).rejects.toMatchObject({
      code: 'PEER_STREAM_OVERFLOW',
      message: `The stream was reset: more than ${queuedFramesMax} frames came unread.`,
    })
    await honest.send(Buffer.from('still here'))
    honest.end()
    expect(await readAll(farHonest)).toBe(10)
  })

  test('of bytes on one stream', async () => {
    const endpoint = await startProvider({ streamQueuedBytesMax: 1_000_000 })
    const connection = await transportOf({}).dial(endpoint, { signal })
    const flooding = connection.openStream()
    const { stream: unread } = await nextServed()
    for (let sent = 0; sent < 11; sent++) await flooding.send(Buffer.alloc(100_000))
    await expect(readAll(flooding)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
    await expect(readAll(unread)).rejects.toMatchObject({
      message: 'The stream was reset: more than 1000000 bytes came unread.',
    })
  })

  test('of bytes on many streams: the longest queue goes, the rest stays', async () => {
    const endpoint = await startProvider({ connectionQueuedBytesMax: 1_000_000 })
    const connection = await transportOf({}).dial(endpoint, { signal })
    const streams = [300_000, 400_000, 290_000, 200_000].map((bytes) => ({ near: connection.openStream(), bytes }))
    const far = []
    for (const { near, bytes } of streams) {
      far.push((await nextServed()).stream)
      await near.send(Buffer.alloc(bytes))
      near.end()
    }
    await expect(readAll(streams[1]?.near as PeerStream)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
    const outcomes = await Promise.allSettled(far.map(readAll))
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.code))).toEqual([
      300_000,
      'PEER_STREAM_OVERFLOW',
      290_000,
      200_000,
    ])
  })

  test('of bytes on many connections: the greediest loses, a modest one does not', async () => {
    const endpoint = await startProvider({ transportQueuedBytesMax: 1_000_000 })
    const send = async (bytes: number): Promise<{ near: PeerStream; far: PeerStream }> => {
      const near = (await transportOf({}).dial(endpoint, { signal })).openStream()
      const { stream } = await nextServed()
      await near.send(Buffer.alloc(bytes))
      near.end()
      return { near, far: stream }
    }
    const greedy = await send(700_000)
    const modest = await send(200_000)
    const late = await send(200_000)
    await expect(readAll(greedy.near)).rejects.toMatchObject({ code: 'PEER_STREAM_RESET' })
    expect(await readAll(modest.far)).toBe(200_000)
    expect(await readAll(late.far)).toBe(200_000)
  })

  test('of a connection that is gone: what it sent is still read, and takes nothing from the others', async () => {
    const endpoint = await startProvider({ transportQueuedBytesMax: 1_000_000 })
    const send = async (bytes: number): Promise<{ near: PeerConnection; far: PeerStream; farSide: PeerConnection }> => {
      const near = await transportOf({}).dial(endpoint, { signal })
      const stream = near.openStream()
      const { stream: far, connection: farSide } = await nextServed()
      await stream.send(Buffer.alloc(bytes))
      stream.end()
      return { near, far, farSide }
    }
    const gone = await send(700_000)
    await gone.near.close()
    await gone.farSide.closed
    const late = await send(600_000)
    expect(await readAll(late.far)).toBe(600_000)
    const again = await send(600_000)
    expect(await readAll(gone.far)).toBe(700_000)
    expect(await readAll(again.far)).toBe(600_000)
  })

  test('of streams from one that reads nothing', async () => {
    const endpoint = await startProvider({ closeMsMax: 100 })
    const socket = await attack(endpoint)
    socket.write(frame(FrameKind.open, 1))
    const { stream, connection } = await nextServed()
    const waits = Promise.all(Array.from({ length: 16 }, () => stream.send(Buffer.alloc(1_000_000))))
    const failed = expect(waits).rejects.toMatchObject({ code: 'PEER_PROTOCOL_VIOLATION' })
    socket.write(
      Buffer.concat(
        Array.from({ length: 70_000 }, (_, index) =>
          Buffer.concat([frame(FrameKind.open, 3 + 2 * index), frame(FrameKind.reset, 3 + 2 * index)]),
        ),
      ),
    )
    await failed
    await connection.closed
  })

  test('is not what many large frames are, when each is read', async () => {
    const endpoint = await startProvider({ transportQueuedBytesMax: 1_000_000 })
    const near = (await transportOf({}).dial(endpoint, { signal })).openStream()
    const { stream: far } = await nextServed()
    const reader = far.frames[Symbol.asyncIterator]()
    for (let sent = 0; sent < 20; sent++) {
      await near.send(Buffer.alloc(300_000))
      expect((await reader.next()).value?.length).toBe(300_000)
    }
  })

  test('of unfinished frames: the connection that holds the most is closed', async () => {
    const endpoint = await startProvider({ transportQueuedBytesMax: 500_000 })
    const socket = await attack(endpoint)
    const header = Buffer.alloc(frameHeaderBytes)
    writeFrameHeader(header, 0, frameBytesMax, 1, FrameKind.data)
    socket.write(Buffer.concat([frame(FrameKind.open, 1), header, Buffer.alloc(600_000)]))
    expect(await goawayOf(socket)).toBe('PEER_OVERLOADED')
    await expectServing(endpoint)
  })

  test('of pings: whoever does not read the answers gets fewer', async () => {
    const endpoint = await startProvider()
    const socket = await attack(endpoint)
    const pings = Buffer.concat(Array.from({ length: 20_000 }, () => frame(FrameKind.ping, 0)))
    const rounds = 250
    for (let round = 0; round < rounds; round++) {
      await new Promise((resolve) => socket.write(pings, resolve))
    }
    socket.write(Buffer.concat([frame(FrameKind.open, 1), frame(FrameKind.data, 1, Buffer.from('all sent'))]))
    const { stream } = await nextServed()
    stream.end()
    let answered = 0
    for await (const piece of socket as AsyncIterable<Buffer>) {
      answered += piece.length
      if (piece.includes(frame(FrameKind.end, 1))) break
    }
    expect(answered).toBeLessThan((rounds * pings.length) / 2)
    await expectServing(endpoint)
  })

  test('of streams opened and reset in turn', async () => {
    const endpoint = await startProvider()
    const socket = await attack(endpoint)
    const pairs = Array.from({ length: 5000 }, (_, index) =>
      Buffer.concat([frame(FrameKind.open, 1 + 2 * index), frame(FrameKind.reset, 1 + 2 * index)]),
    )
    socket.write(Buffer.concat([...pairs, frame(FrameKind.ping, 0)]))
    expect(await readBytes(socket, frameHeaderBytes)).toEqual(frame(FrameKind.pong, 0))
    await expectServing(endpoint)
  })

  test('of our own making: a sender that ignores back-pressure loses its stream', async () => {
    const endpoint = await startProvider()
    const connection = await transportOf({ sendOverflowBytesMax: 4_000_000 }).dial(endpoint, { signal })
    const stream = connection.openStream()
    const waits: unknown[] = []
    const sendAll = (): void => {
      for (let sent = 0; sent < 10; sent++) waits.push(stream.send(Buffer.alloc(1_000_000)))
    }
    expect(sendAll).toThrow(expect.objectContaining({ code: 'PEER_STREAM_OVERFLOW' }))
    expect(waits.some((wait) => wait instanceof Promise)).toBe(true)
    connection.openStream()
    await nextServed()
  })
})

describe('a connection that dies', () => {
  test('in the middle of a frame fails its streams after what came whole', async () => {
    const endpoint = await startProvider()
    const socket = await attack(endpoint)
    socket.write(Buffer.concat([frame(FrameKind.open, 1), frame(FrameKind.data, 1, Buffer.from('whole'))]))
    const { stream, connection } = await nextServed()
    const reader = stream.frames[Symbol.asyncIterator]()
    socket.write(frame(FrameKind.data, 1, Buffer.alloc(50_000)).subarray(0, 20_000))
    expect(Buffer.from((await reader.next()).value ?? nothing).toString()).toBe('whole')
    socket.destroy()
    await expect(reader.next()).rejects.toMatchObject({ code: 'PEER_CLOSED', retryable: true })
    await connection.closed
    await expectServing(endpoint)
  })

  test('without a word is noticed', async () => {
    const endpoint = await startProvider({ activeKeepaliveMs: 40, activeSilenceMsMax: 120 })
    const socket = await attack(endpoint)
    socket.write(frame(FrameKind.open, 1))
    const { stream, connection } = await nextServed()
    await expect(readAll(stream)).rejects.toMatchObject({
      code: 'PEER_UNRESPONSIVE',
      message: 'The peer sent nothing for 120 ms.',
    })
    await connection.closed
  })

  test('without a word is noticed later when no stream is open', async () => {
    const endpoint = await startProvider({ activeKeepaliveMs: 20, keepaliveMs: 40, silenceMsMax: 120 })
    const socket = await attack(endpoint)
    expect(await readBytes(socket, frameHeaderBytes)).toEqual(frame(FrameKind.ping, 0))
    socket.resume()
    await once(socket, 'close')
    await expectServing(endpoint)
  })

  test('is not assumed of one that was silent before a stream was opened', async () => {
    const endpoint = await startProvider()
    const limits = { activeKeepaliveMs: 100, activeSilenceMsMax: 200, keepaliveMs: 3_600_000, silenceMsMax: 7_200_000 }
    const connection = await transportOf(limits).dial(endpoint, { signal })
    await new Promise((resolve) => setTimeout(resolve, 500))
    const near = connection.openStream()
    const { stream } = await nextServed()
    await new Promise((resolve) => setTimeout(resolve, 500))
    await near.send(Buffer.from('alive'))
    near.end()
    expect(await readAll(stream)).toBe(5)
  })

  test('is not assumed of one that only answers pings', async () => {
    const endpoint = await startProvider({ activeKeepaliveMs: 40, activeSilenceMsMax: 120 })
    const connection = await transportOf({}).dial(endpoint, { signal })
    const near = connection.openStream()
    const { stream } = await nextServed()
    await new Promise((resolve) => setTimeout(resolve, 400))
    await near.send(Buffer.from('alive'))
    near.end()
    expect(await readAll(stream)).toBe(5)
  })

  test('is noticed when it takes nothing, though it talks', async () => {
    const endpoint = await startProvider({ activeKeepaliveMs: 40, writeStallMsMax: 120 })
    const socket = await attack(endpoint)
    socket.write(frame(FrameKind.open, 1))
    const { stream, connection } = await nextServed()
    const talk = setInterval(() => socket.write(frame(FrameKind.pong, 0)), 20)
    const waits = Array.from({ length: 16 }, () => stream.send(Buffer.alloc(1_000_000)))
    await expect(Promise.all(waits)).rejects.toMatchObject({
      code: 'PEER_UNRESPONSIVE',
      message: 'The peer took nothing for 120 ms.',
    })
    await connection.closed
    clearInterval(talk)
  })

  test('by a goaway names its code', async () => {
    const endpoint = await startProvider()
    const socket = await attack(endpoint)
    socket.write(frame(FrameKind.open, 1))
    const { stream } = await nextServed()
    socket.write(frame(FrameKind.goaway, 0, Buffer.from('PEER_OVERLOADED')))
    await expect(readAll(stream)).rejects.toMatchObject({
      code: 'PEER_CLOSED',
      message: 'The connection or stream is closed: the peer closed it with PEER_OVERLOADED.',
    })
  })

  test('does not keep close() waiting for a peer that never hangs up', async () => {
    const endpoint = await startProvider({ closeMsMax: 100 })
    const socket = await rawDial(portOf(endpoint))
    sockets.push(socket)
    socket.write(Buffer.concat([helloFrame(socket, createTestSigner(), dialerRole), frame(FrameKind.open, 1)]))
    socket.pause()
    const { connection } = await nextServed()
    await connection.close()
  })
})

test('frames for a stream that this side has reset are dropped', async () => {
  const endpoint = await startProvider()
  const socket = await attack(endpoint)
  socket.write(frame(FrameKind.open, 1))
  const { stream } = await nextServed()
  stream.reset()
  expect(await readBytes(socket, frameHeaderBytes)).toEqual(frame(FrameKind.reset, 1))
  socket.write(
    Buffer.concat([
      frame(FrameKind.data, 1, Buffer.from('late')),
      frame(FrameKind.end, 1),
      frame(FrameKind.reset, 1),
      frame(FrameKind.ping, 0),
    ]),
  )
  expect(await readBytes(socket, frameHeaderBytes)).toEqual(frame(FrameKind.pong, 0))
})
