import { RELAY_V2_STOP_CODEC } from '@libp2p/circuit-relay-v2'
import type { Connection, Stream } from '@libp2p/interface'
import { domainSeparator, type PeerConnection, type PeerStream, protocolVersion, type Signer } from '@millrace/protocol'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodePeerFrame, FrameKind, frameHeaderBytes, goawayCode } from '../src/frame.ts'
import { dialerRole, encodeHello, type HelloRole, helloBytes, listenerRole } from '../src/hello.ts'
import type { PeerHost } from '../src/host/peer-host.ts'
import { Libp2pChannel } from '../src/libp2p-channel.ts'
import { bindingOf, peerProtocol } from '../src/libp2p-transport.ts'
import type { TransportLimits } from '../src/transport-limits.ts'
import { domain } from './keys.ts'
import { addressOf, relayedAddress } from './libp2p-hosts.ts'
import { ask, createTestPeers, echo, readAll, type TestPeer } from './libp2p-peers.ts'

const { signal } = new AbortController()
const listenOptions = { host: '', port: 0, signal }
const helloFrameBytes = frameHeaderBytes + helloBytes
const peers = createTestPeers()
afterEach(() => peers.close())

/** Opens the protocol by hand, as an attacker does. */
async function rawStream(from: PeerHost, to: PeerHost): Promise<Stream> {
  const connection = await from.libp2p.dial(multiaddr(addressOf(to)))
  return connection.newStream(peerProtocol)
}

function helloFrame(signer: Signer, role: HelloRole, dialer: PeerHost, listener: PeerHost, network = domain): Buffer {
  const context = {
    domain: network,
    separator: domainSeparator(network),
    binding: bindingOf(dialer.peerId, listener.peerId),
  }
  return encodePeerFrame(FrameKind.hello, 0, encodeHello(signer, role, context))
}

/** Reads frames until a goaway and returns its code, or undefined when the other side hangs up without one. */
async function goawayOf(channel: Libp2pChannel): Promise<string | undefined> {
  for (;;) {
    const header = await channel.readExactly(frameHeaderBytes).catch(() => undefined)
    if (header === undefined) return undefined
    const payload = await channel.readExactly(header.readUInt32BE(0))
    if (header[8] === FrameKind.goaway) return goawayCode(payload)
  }
}

describe('a listener', () => {
  let provider: TestPeer
  let crook: TestPeer
  let served: number

  const startProvider = async (limits: Partial<TransportLimits> = {}): Promise<void> => {
    provider = await peers.start({}, { limits: { closeMsMax: 100, ...limits } })
    served = 0
    await provider.transport.listen(listenOptions, (stream, connection) => {
      served++
      return echo(stream, connection)
    })
  }
  beforeEach(async () => {
    crook = await peers.start()
  })

  const attack = async (): Promise<{ channel: Libp2pChannel; hello: Buffer; stream: Stream }> => {
    const stream = await rawStream(crook.host, provider.host)
    const channel = new Libp2pChannel(stream)
    return { channel, stream, hello: Buffer.from(await channel.readExactly(helloFrameBytes)) }
  }
  const expectServing = async (): Promise<void> => {
    const buyer = await peers.start()
    const addresses = [addressOf(provider.host)]
    const connection = await buyer.transport.dial({ address: provider.address, addresses }, { signal })
    expect(await ask(connection, 'hello')).toBe('hello')
  }

  test('refuses the hello that a buyer gave to somebody else', async () => {
    await startProvider()
    const buyer = await peers.start()
    const heard = Promise.withResolvers<Buffer>()
    await crook.host.libp2p.handle(peerProtocol, async (stream: Stream, connection: Connection) => {
      const channel = new Libp2pChannel(stream)
      const victim = connection.remotePeer.toString()
      expect(victim).toBe(buyer.host.peerId)
      channel.write(helloFrame(crook.signer, listenerRole, buyer.host, crook.host))
      heard.resolve(await channel.readExactly(helloFrameBytes))
    })
    await buyer.transport.dial({ address: crook.address, addresses: [addressOf(crook.host)] }, { signal })
    const { channel } = await attack()
    channel.write(await heard.promise)
    expect(await goawayOf(channel)).toBe('PEER_IDENTITY_UNPROVEN')
    expect(served).toBe(0)
    await expectServing()
  })

  test('refuses its own hello reflected', async () => {
    await startProvider()
    const { channel, hello } = await attack()
    channel.write(hello)
    expect(await goawayOf(channel)).toBe('PEER_IDENTITY_UNPROVEN')
  })

  test('refuses a signature by another key, another network and another version', async () => {
    await startProvider()
    const { host, address, signer } = crook
    const forged = { address: provider.address, sign: signer.sign }
    const elsewhere = { ...domain, verifyingContract: address }
    const old = helloFrame(signer, dialerRole, host, provider.host)
    old.writeUInt16BE(1, frameHeaderBytes)
    for (const [hello, code] of [
      [helloFrame(forged, dialerRole, host, provider.host), 'PEER_IDENTITY_UNPROVEN'],
      [helloFrame(signer, dialerRole, host, provider.host, elsewhere), 'PEER_WRONG_NETWORK'],
      [old, 'PROTOCOL_VERSION_UNSUPPORTED'],
    ] as const) {
      const { channel } = await attack()
      channel.write(hello)
      expect(await goawayOf(channel)).toBe(code)
    }
    expect(served).toBe(0)
  })

  test('serves a peer made by hand that is honest', async () => {
    await startProvider()
    const { channel } = await attack()
    const question = encodePeerFrame(FrameKind.data, 1, Buffer.from('early'))
    const open = encodePeerFrame(FrameKind.open, 1, Buffer.alloc(0))
    channel.write(Buffer.concat([helloFrame(crook.signer, dialerRole, crook.host, provider.host), open, question]))
    expect(await channel.readExactly(question.length)).toEqual(question)
  })

  test('lets go of one that drips its hello', async () => {
    await startProvider({ handshakeMsMax: 300 })
    const { channel, stream } = await attack()
    const hello = helloFrame(crook.signer, dialerRole, crook.host, provider.host)
    let at = 0
    const drip = setInterval(() => channel.write(hello.subarray(at, ++at)), 20)
    await new Promise((resolve) => stream.addEventListener('close', resolve))
    clearInterval(drip)
    expect(at).toBeLessThan(helloFrameBytes)
    await expectServing()
  })

  test.each([
    ['garbage', Buffer.alloc(1000, 0xa5)],
    ['a frame of four gigabytes', Buffer.from('ffffffff0000000102', 'hex')],
    ['a stream of the other side', encodePeerFrame(FrameKind.open, 2, Buffer.alloc(0))],
  ])('hangs up on %s after the hello', async (_what, bytes) => {
    await startProvider()
    const { channel } = await attack()
    channel.write(Buffer.concat([helloFrame(crook.signer, dialerRole, crook.host, provider.host), bytes]))
    expect(await goawayOf(channel)).toBe('PEER_PROTOCOL_VIOLATION')
    await expectServing()
  })

  test('and on garbage instead of it', async () => {
    await startProvider()
    const { channel } = await attack()
    channel.write(Buffer.alloc(1000, 0xa5))
    expect(await goawayOf(channel)).toBe('PEER_PROTOCOL_VIOLATION')
  })

  test('takes only so many protocol streams of one peer, on however many connections, and serves others', async () => {
    await startProvider({ connectionsPerPeerMax: 4 })
    let open = 0
    for (let round = 0; round < 3; round++) {
      const connection = await crook.host.dial(multiaddr(addressOf(provider.host)), { signal })
      for (let index = 0; index < 6; index++) {
        const channel = await connection.newStream(peerProtocol).then(
          (stream) => new Libp2pChannel(stream),
          () => undefined,
        )
        const hello = await channel?.readExactly(helloFrameBytes).catch(() => undefined)
        if (hello !== undefined) open++
      }
    }
    expect(open).toBe(4)
    await expectServing()
  })

  test('holds only so many handshakes at a time', async () => {
    await startProvider({ handshakesPendingMax: 1 })
    const { stream } = await attack()
    const buyer = await peers.start()
    const endpoint = { address: provider.address, addresses: [addressOf(provider.host)] }
    await expect(buyer.transport.dial(endpoint, { signal })).rejects.toMatchObject({ code: 'PEER_HANDSHAKE_REFUSED' })
    stream.abort(new Error('made room'))
    await vi.waitFor(async () => buyer.transport.dial(endpoint, { signal }), { timeout: 10_000 })
  })
})

describe('a dialer', () => {
  test('refuses the right provider behind a man in the middle', async () => {
    const [provider, middle, buyer] = [await peers.start(), await peers.start(), await peers.start()]
    await provider.transport.listen(listenOptions, echo)
    await middle.host.libp2p.handle(peerProtocol, async (victim: Stream) => {
      const upstream = await rawStream(middle.host, provider.host)
      upstream.addEventListener('message', ({ data }) => victim.send(data))
      victim.addEventListener('message', ({ data }) => upstream.send(data))
    })
    const endpoint = { address: provider.address, addresses: [addressOf(middle.host)] }
    await expect(buyer.transport.dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PEER_IDENTITY_UNPROVEN',
      retryable: false,
    })
  })

  test('is told when another key holds the address, by peer id and by chain key', async () => {
    const [provider, other, buyer] = [await peers.start(), await peers.start(), await peers.start()]
    await other.transport.listen(listenOptions, echo)
    const stale = addressOf(other.host).replace(other.host.peerId, provider.host.peerId)
    await expect(
      buyer.transport.dial({ address: provider.address, addresses: [stale] }, { signal }),
    ).rejects.toMatchObject({ code: 'PEER_HANDSHAKE_REFUSED' })
    const where = addressOf(other.host)
    await expect(
      buyer.transport.dial({ address: provider.address, addresses: [where] }, { signal }),
    ).rejects.toMatchObject({
      code: 'PEER_IDENTITY_MISMATCH',
      message: `Expected ${provider.address} at ${where}, but ${other.address} answered.`,
    })
  })

  test('is told which version a peer of another release speaks', async () => {
    const [old, none, buyer] = [await peers.start(), await peers.start(), await peers.start()]
    await old.host.libp2p.handle('/millrace/peer/1', (stream) => stream.abort(new Error('never reached')))
    await expect(
      buyer.transport.dial({ address: old.address, addresses: [addressOf(old.host)] }, { signal }),
    ).rejects.toMatchObject({
      code: 'PROTOCOL_VERSION_UNSUPPORTED',
      message: `This side speaks protocol version ${protocolVersion}, the other sent version 1.`,
      retryable: false,
    })
    const address = addressOf(none.host)
    await expect(
      buyer.transport.dial({ address: none.address, addresses: [address] }, { signal }),
    ).rejects.toMatchObject({
      code: 'PEER_UNREACHABLE',
      message: `No connection to ${address}: it serves no peers.`,
    })
  })

  test('is told so too by a peer that is slow to say who it is', async () => {
    const [old, buyer] = [await peers.start(), await peers.start()]
    await old.host.libp2p.handle('/millrace/peer/1', (stream) => stream.abort(new Error('never reached')))
    // It says so only after it has refused the protocol, however quick it is.
    const refused = Promise.withResolvers<void>()
    buyer.host.libp2p.addEventListener('connection:open', ({ detail: connection }) => {
      const newStream = connection.newStream.bind(connection)
      connection.newStream = async (protocols, options) => {
        const opened = newStream(protocols, options)
        if (protocols === peerProtocol) opened.catch(() => setImmediate(refused.resolve))
        return opened
      }
    })
    old.host.libp2p.use('/ipfs/id/1.0.0', async (stream, connection, next) => {
      if (stream.direction === 'inbound') await refused.promise
      next(stream, connection)
    })
    const endpoint = { address: old.address, addresses: [addressOf(old.host)] }
    await expect(buyer.transport.dial(endpoint, { signal })).rejects.toMatchObject({
      code: 'PROTOCOL_VERSION_UNSUPPORTED',
      message: `This side speaks protocol version ${protocolVersion}, the other sent version 1.`,
      retryable: false,
    })
  })

  test('does not dial private addresses that it was not allowed to', async () => {
    const [provider, buyer] = [await peers.start(), await peers.start({ allowPrivate: false })]
    await provider.transport.listen(listenOptions, echo)
    await expect(
      buyer.transport.dial({ address: provider.address, addresses: [addressOf(provider.host)] }, { signal }),
    ).rejects.toMatchObject({ code: 'PEER_ADDRESS_REFUSED', retryable: false })
  })
})

describe('a relay', () => {
  /** Bytes that the relay passes on to the provider, and what it makes of them. */
  let passed: Buffer[]
  let tamper: boolean
  beforeEach(() => {
    passed = []
    tamper = false
  })

  async function startRelayed(): Promise<{ relay: TestPeer; connection: PeerConnection; stream: PeerStream }> {
    const relay = await peers.start({ relay: 'serve' })
    relay.host.libp2p.use(RELAY_V2_STOP_CODEC, (stream, connection, next) => {
      const send = stream.send.bind(stream)
      stream.send = (data) => {
        const bytes = Buffer.from(data.subarray())
        passed.push(Buffer.from(bytes))
        if (tamper) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        return send(bytes)
      }
      next(stream, connection)
    })
    const provider = await peers.start({ listen: [], relay: 'use', bootstrap: [addressOf(relay.host)] })
    const buyer = await peers.start({ listen: [] })
    await provider.transport.listen(listenOptions, echo)
    const addresses = [await relayedAddress(provider.host)]
    const connection = await buyer.transport.dial({ address: provider.address, addresses }, { signal })
    expect(await ask(connection, 'a secret question')).toBe('a secret question')
    return { relay, connection, stream: connection.openStream() }
  }

  test('sees ciphertext', async () => {
    await startRelayed()
    const all = Buffer.concat(passed)
    expect(all.length).toBeGreaterThan(200)
    expect(all.includes('secret')).toBe(false)
  })

  test('that changes a bit ends the connection, and no frame arrives changed', async () => {
    const { connection, stream } = await startRelayed()
    tamper = true
    const reading = readAll(stream)
    await stream.send(Buffer.from('changed on the way'))
    await expect(reading).rejects.toMatchObject({ code: 'PEER_CLOSED', retryable: true })
    await connection.closed
  })

  test('that cuts is a connection that is closed', async () => {
    const { relay, connection, stream } = await startRelayed()
    const reading = expect(readAll(stream)).rejects.toMatchObject({ code: 'PEER_CLOSED', retryable: true })
    await relay.host.close()
    await reading
    await connection.closed
  })

  test('that holds no slot for a peer cannot reach it', async () => {
    const relay = await peers.start({ relay: 'serve' })
    const [provider, buyer] = [await peers.start(), await peers.start()]
    const address = `${addressOf(relay.host)}/p2p-circuit/p2p/${provider.host.peerId}`
    await expect(
      buyer.transport.dial({ address: provider.address, addresses: [address] }, { signal }),
    ).rejects.toMatchObject({ code: 'PEER_UNREACHABLE', retryable: true })
  })

  test('is not what has a provider dial whom a stranger names over and over', async () => {
    const relay = await peers.start({ relay: 'serve' })
    const provider = await peers.start({ listen: [], relay: 'use', bootstrap: [addressOf(relay.host)] })
    let served = 0
    await provider.transport.listen(listenOptions, async (stream, connection) => {
      served++
      await echo(stream, connection)
    })
    // Where a victim would be; nothing listens there.
    const crook = await peers.start({ announce: ['/ip4/127.0.0.1/tcp/1'] })
    const dials = vi.spyOn(provider.host, 'dial')
    const connection = await crook.host.libp2p.dial(multiaddr(await relayedAddress(provider.host)))
    for (let i = 0; i < 5; i++) {
      const stream = await connection.newStream(peerProtocol, { runOnLimitedConnection: true })
      const channel = new Libp2pChannel(stream)
      await channel.readExactly(helloFrameBytes)
      channel.write(helloFrame(crook.signer, dialerRole, crook.host, provider.host))
      channel.write(encodePeerFrame(FrameKind.open, 1, new Uint8Array()))
      await expect.poll(() => served).toBe(i + 1)
      channel.destroy()
    }
    const toVictim = () =>
      dials.mock.calls.filter(([address]) => address.toString().startsWith('/ip4/127.0.0.1/tcp/1/'))
    await expect.poll(() => toVictim().length).toBeGreaterThan(0)
    expect(toVictim().length).toBe(1)
  })
})
