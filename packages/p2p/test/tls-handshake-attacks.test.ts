import { once } from 'node:events'
import { connect as connectTcp, type Server, type Socket } from 'node:net'
import type { PeerConnection, PeerEndpoint, PeerTransport, Signer } from '@millrace/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodePeerFrame, FrameKind, frameHeaderBytes } from '../src/frame.ts'
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
  rawServer,
  rawTlsServer,
  readBytes,
} from './raw-peer.ts'

const { signal } = new AbortController()
const helloFrameBytes = frameHeaderBytes + helloBytes

let transports: PeerTransport[]
let servers: Server[]
let sockets: Socket[]
let provider: Signer
let buyer: Signer

beforeEach(() => {
  transports = []
  servers = []
  sockets = []
  provider = createTestSigner()
  buyer = createTestSigner()
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  await Promise.all(transports.map((transport) => transport.close()))
})

function transportOf(signer: Signer, limits: Partial<TransportLimits> = {}, network = domain): PeerTransport {
  const transport = createTlsTransport(
    { signer, recoverSigner: recoverTestSigner, domain: network },
    { limits, allowPrivate: true },
  )
  transports.push(transport)
  return transport
}

/** Starts an honest provider; `served` counts the streams that reached it. */
async function startProvider(
  limits: Partial<TransportLimits> = {},
): Promise<{ endpoint: PeerEndpoint; served: () => number }> {
  let served = 0
  const listener = await transportOf(provider, limits).listen({ host, port: 0, signal }, async (stream) => {
    served++
    for await (const frame of stream.frames) await stream.send(frame)
  })
  return { endpoint: { address: provider.address, addresses: listener.addresses }, served: () => served }
}

async function expectServing(endpoint: PeerEndpoint): Promise<void> {
  const connection = await transportOf(createTestSigner()).dial(endpoint, { signal })
  const stream = connection.openStream()
  await stream.send(Buffer.from('ping'))
  stream.end()
  for await (const frame of stream.frames) expect(Buffer.from(frame).toString()).toBe('ping')
}

function keep<T extends Socket>(socket: T): T {
  sockets.push(socket)
  return socket
}

describe('a dialer', () => {
  test('refuses the hello of the right provider relayed by a man in the middle', async () => {
    const { endpoint, served } = await startProvider()
    const middle = await rawTlsServer(async (victim) => {
      keep(victim)
      const upstream = keep(await rawDial(portOf(endpoint)))
      victim.pipe(upstream).pipe(victim)
    })
    servers.push(middle.server)
    await expect(transportOf(buyer).dial(endpointAt(middle.port, endpoint.address), { signal })).rejects.toMatchObject({
      code: 'PEER_IDENTITY_UNPROVEN',
      retryable: false,
    })
    expect(served()).toBe(0)
  })

  test('says nothing of itself to a listener that is someone else', async () => {
    const heard = Promise.withResolvers<Buffer>()
    const other = createTestSigner()
    const impostor = await rawTlsServer((socket) => {
      const pieces: Buffer[] = []
      socket.on('data', (piece: Buffer) => pieces.push(piece)).on('close', () => heard.resolve(Buffer.concat(pieces)))
      socket.write(helloFrame(socket, other, listenerRole))
    })
    servers.push(impostor.server)
    const endpoint = endpointAt(impostor.port, provider.address)
    await expect(transportOf(buyer).dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PEER_IDENTITY_MISMATCH',
      message: `Expected ${provider.address} at /ip4/${host}/tcp/${impostor.port}/tls, but ${other.address} answered.`,
    })
    expect((await heard.promise).length).toBe(0)
  })

  test('refuses a listener that claims the right address and signs with another key', async () => {
    const liar: Signer = { address: provider.address, sign: createTestSigner().sign }
    const impostor = await rawTlsServer((socket) => socket.write(helloFrame(socket, liar, listenerRole)))
    servers.push(impostor.server)
    const endpoint = endpointAt(impostor.port, provider.address)
    await expect(transportOf(buyer).dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PEER_IDENTITY_UNPROVEN',
    })
  })

  test('refuses a listener that signed as a dialer', async () => {
    const impostor = await rawTlsServer((socket) => socket.write(helloFrame(socket, provider, dialerRole)))
    servers.push(impostor.server)
    const endpoint = endpointAt(impostor.port, provider.address)
    await expect(transportOf(buyer).dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PEER_IDENTITY_UNPROVEN',
    })
  })

  test('names the networks when the listener is on another one', async () => {
    const { endpoint } = await startProvider()
    const dialer = transportOf(buyer, {}, { ...domain, chainId: 84532 })
    await expect(dialer.dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PEER_WRONG_NETWORK',
      message:
        `This side is on network 84532/${domain.verifyingContract}, ` +
        `the peer on network 31337/${domain.verifyingContract} (chain id/escrow contract).`,
    })
  })

  test.each([
    ['plain HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['random bytes', '\x17\x00\xff\x13\x37'.repeat(100)],
  ])('refuses a listener that speaks %s', async (_name, answer) => {
    const { port, server } = await rawServer((socket) => socket.end(answer, 'latin1'))
    servers.push(server)
    await expect(transportOf(buyer).dial(endpointAt(port, provider.address), { signal })).rejects.toMatchObject({
      code: 'PEER_HANDSHAKE_REFUSED',
    })
  })

  test('refuses a listener that hangs up before TLS, before and within its hello', async () => {
    const dialer = transportOf(buyer)
    const beforeTls = await rawServer((socket) => socket.destroy())
    const beforeHello = await rawTlsServer((socket) => socket.end())
    const withinHello = await rawTlsServer((socket) =>
      socket.end(helloFrame(socket, provider, listenerRole).subarray(0, 40)),
    )
    for (const { port, server } of [beforeTls, beforeHello, withinHello]) {
      servers.push(server)
      await expect(dialer.dial(endpointAt(port, provider.address), { signal })).rejects.toMatchObject({
        code: 'PEER_HANDSHAKE_REFUSED',
      })
    }
  })

  test.each([
    ['an oversize hello', encodePeerFrame(FrameKind.hello, 0, Buffer.alloc(helloBytes + 1))],
    ['a short hello', encodePeerFrame(FrameKind.hello, 0, Buffer.alloc(1))],
    ['a hello on a stream', encodePeerFrame(FrameKind.hello, 1, Buffer.alloc(helloBytes))],
    ['data first', encodePeerFrame(FrameKind.data, 1, Buffer.alloc(helloBytes))],
    ['an endless goaway', encodePeerFrame(FrameKind.goaway, 0, Buffer.alloc(65))],
    ['random bytes', Buffer.alloc(200, 0xa5)],
  ])('refuses %s after TLS', async (_name, bytes) => {
    const { port, server } = await rawTlsServer((socket) => socket.write(bytes))
    servers.push(server)
    await expect(transportOf(buyer).dial(endpointAt(port, provider.address), { signal })).rejects.toMatchObject({
      code: 'PEER_PROTOCOL_VIOLATION',
    })
  })

  test('shows no terminal codes of a hostile goaway', async () => {
    const bytes = encodePeerFrame(FrameKind.goaway, 0, Buffer.from('\x1b[31mPEER_X\n'))
    const { port, server } = await rawTlsServer((socket) => socket.write(bytes))
    servers.push(server)
    await expect(transportOf(buyer).dial(endpointAt(port, provider.address), { signal })).rejects.toMatchObject({
      message: 'The handshake ended early: the peer answered an unreadable code.',
    })
  })

  test('gives up on a listener that never says hello, and on one that drips it', async () => {
    const dialer = transportOf(buyer, { handshakeMsMax: 300 })
    const mute = await rawTlsServer(() => undefined)
    const dripping = await rawTlsServer((socket) => {
      const hello = helloFrame(socket, provider, listenerRole)
      let at = 0
      const drip = setInterval(() => socket.write(hello.subarray(at, ++at)), 50)
      socket.on('close', () => clearInterval(drip))
    })
    for (const { port, server } of [mute, dripping]) {
      servers.push(server)
      await expect(dialer.dial(endpointAt(port, provider.address), { signal })).rejects.toMatchObject({
        code: 'PEER_HANDSHAKE_TIMEOUT',
        retryable: true,
      })
    }
  })

  test('an abort while the hello is awaited rejects with its reason', async () => {
    const secure = Promise.withResolvers<void>()
    const { port, server } = await rawTlsServer(() => secure.resolve())
    servers.push(server)
    const controller = new AbortController()
    const reason = new Error('changed my mind')
    const dialing = transportOf(buyer).dial(endpointAt(port, provider.address), { signal: controller.signal })
    const refused = expect(dialing).rejects.toBe(reason)
    await secure.promise
    controller.abort(reason)
    await refused
  })
})

describe('a listener', () => {
  test('refuses the hello of a buyer relayed by the provider it dialed', async () => {
    const { endpoint, served } = await startProvider()
    const crook = createTestSigner()
    const answer = Promise.withResolvers<string | undefined>()
    const relay = await rawTlsServer(async (victim) => {
      keep(victim).write(helloFrame(victim, crook, listenerRole))
      const hello = await readBytes(victim, helloFrameBytes)
      const upstream = keep(await rawDial(portOf(endpoint)))
      await readBytes(upstream, helloFrameBytes)
      upstream.write(hello)
      answer.resolve(await goawayOf(upstream))
    })
    servers.push(relay.server)
    await transportOf(buyer).dial(endpointAt(relay.port, crook.address), { signal })
    expect(await answer.promise).toBe('PEER_IDENTITY_UNPROVEN')
    expect(served()).toBe(0)
    await expectServing(endpoint)
  })

  test('refuses its own hello reflected', async () => {
    const { endpoint } = await startProvider()
    const socket = keep(await rawDial(portOf(endpoint)))
    socket.write(await readBytes(socket, helloFrameBytes))
    expect(await goawayOf(socket)).toBe('PEER_IDENTITY_UNPROVEN')
  })

  test('refuses a hello replayed from an earlier connection', async () => {
    const { endpoint } = await startProvider()
    const first = keep(await rawDial(portOf(endpoint)))
    const hello = helloFrame(first, buyer, dialerRole)
    first.write(hello)
    const second = keep(await rawDial(portOf(endpoint)))
    second.write(hello)
    expect(await goawayOf(second)).toBe('PEER_IDENTITY_UNPROVEN')
  })

  test('refuses a signature by another key', async () => {
    const { endpoint } = await startProvider()
    const socket = keep(await rawDial(portOf(endpoint)))
    socket.write(helloFrame(socket, { address: buyer.address, sign: createTestSigner().sign }, dialerRole))
    expect(await goawayOf(socket)).toBe('PEER_IDENTITY_UNPROVEN')
  })

  test('refuses the network of another contract', async () => {
    const { endpoint } = await startProvider()
    const socket = keep(await rawDial(portOf(endpoint)))
    socket.write(helloFrame(socket, buyer, dialerRole, { ...domain, verifyingContract: buyer.address }))
    expect(await goawayOf(socket)).toBe('PEER_WRONG_NETWORK')
  })

  test('refuses another protocol version', async () => {
    const { endpoint } = await startProvider()
    const socket = keep(await rawDial(portOf(endpoint)))
    const hello = helloFrame(socket, buyer, dialerRole)
    hello.writeUInt16BE(9, frameHeaderBytes)
    socket.write(hello)
    expect(await goawayOf(socket)).toBe('PROTOCOL_VERSION_UNSUPPORTED')
  })

  test('refuses TLS 1.2', async () => {
    const { endpoint } = await startProvider()
    await expect(rawDial(portOf(endpoint), 'TLSv1.2')).rejects.toThrow(/protocol version|handshake failure/i)
    await expectServing(endpoint)
  })

  test.each([
    ['plain HTTP', Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n')],
    ['random bytes', Buffer.alloc(5000, 0xa5)],
    ['a TLS record cut short', Buffer.from([0x16, 3, 1, 2, 0, 1])],
    ['nothing', Buffer.alloc(0)],
  ])('survives %s instead of TLS', async (_name, bytes) => {
    const { endpoint } = await startProvider()
    const socket = keep(connectTcp({ host, port: portOf(endpoint) }))
    socket.on('error', () => socket.destroy())
    socket.end(bytes)
    socket.resume()
    await once(socket, 'close')
    await expectServing(endpoint)
  })

  test.each([
    ['random bytes', Buffer.alloc(helloFrameBytes, 0xa5)],
    ['data first', encodePeerFrame(FrameKind.data, 1, Buffer.alloc(10))],
    ['an oversize hello', encodePeerFrame(FrameKind.hello, 0, Buffer.alloc(60_000))],
  ])('refuses %s instead of a hello', async (_name, bytes) => {
    const { endpoint } = await startProvider()
    const socket = keep(await rawDial(portOf(endpoint)))
    socket.write(bytes)
    expect(await goawayOf(socket)).toBe('PEER_PROTOCOL_VIOLATION')
    await expectServing(endpoint)
  })

  test('hangs up on those who are too slow, at each stage', async () => {
    const { endpoint } = await startProvider({ handshakeMsMax: 300 })
    const beforeTls = keep(connectTcp({ host, port: portOf(endpoint) }))
    const beforeHello = keep(await rawDial(portOf(endpoint)))
    const withinHello = keep(await rawDial(portOf(endpoint)))
    withinHello.write(helloFrame(withinHello, buyer, dialerRole).subarray(0, 50))
    await Promise.all(
      [beforeTls, beforeHello, withinHello].map((socket) => {
        socket.on('error', () => socket.destroy())
        socket.resume()
        return once(socket, 'close')
      }),
    )
  })

  test('holds only so many handshakes at a time, and serves again once they are gone', async () => {
    const { endpoint } = await startProvider({ handshakesPendingMax: 2 })
    const slow = [keep(await rawDial(portOf(endpoint))), keep(await rawDial(portOf(endpoint)))]
    await expect(transportOf(buyer).dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PEER_HANDSHAKE_REFUSED',
      retryable: true,
    })
    await Promise.all(
      slow.map((socket) => {
        socket.resume().end()
        return once(socket, 'close')
      }),
    )
    await expectServing(endpoint)
  })

  test('tells a dialer that it is full, and takes it once another left', async () => {
    const seen = Promise.withResolvers<PeerConnection>()
    const listener = await transportOf(provider, { connectionsMax: 1 }).listen(
      { host, port: 0, signal },
      async (_stream, connection) => seen.resolve(connection),
    )
    const endpoint = { address: provider.address, addresses: listener.addresses }
    const first = await transportOf(createTestSigner()).dial(endpoint, { signal })
    first.openStream()
    const firstSeen = await seen.promise
    await expect(transportOf(buyer).dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PEER_TOO_MANY_CONNECTIONS',
      retryable: true,
    })
    await first.close()
    await firstSeen.closed
    await transportOf(buyer).dial(endpoint, { signal })
  })

  test('takes frames that follow the hello in the same record', async () => {
    const { endpoint, served } = await startProvider()
    const socket = keep(await rawDial(portOf(endpoint)))
    await readBytes(socket, helloFrameBytes)
    socket.write(
      Buffer.concat([
        helloFrame(socket, buyer, dialerRole),
        encodePeerFrame(FrameKind.open, 1, Buffer.alloc(0)),
        encodePeerFrame(FrameKind.data, 1, Buffer.from('early')),
      ]),
    )
    const answer = encodePeerFrame(FrameKind.data, 1, Buffer.from('early'))
    expect(await readBytes(socket, answer.length)).toEqual(answer)
    expect(served()).toBe(1)
  })

  test('an honest peer made by hand passes', async () => {
    const { endpoint } = await startProvider()
    const socket = keep(await rawPeer(portOf(endpoint), buyer))
    const ping = encodePeerFrame(FrameKind.ping, 0, Buffer.alloc(0))
    socket.write(ping)
    expect(await readBytes(socket, ping.length)).toEqual(encodePeerFrame(FrameKind.pong, 0, Buffer.alloc(0)))
  })
})
