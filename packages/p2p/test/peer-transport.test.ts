import { createServer, type Server } from 'node:net'
import type { PeerConnection, PeerStream, StreamHandler } from '@millrace/protocol'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { PeerHost } from '../src/host/peer-host.ts'
import { createLibp2pTransport } from '../src/libp2p-transport.ts'
import { createPeerTransport } from '../src/peer-transport.ts'
import { createTlsTransport } from '../src/tls-transport.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'
import { startHost } from './libp2p-hosts.ts'
import { testPeerTransport } from './peer-transport-compliance.ts'

const { signal } = new AbortController()
const hosts: PeerHost[] = []
const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()))
})

const startedHosts = Promise.all([startHost(), startHost(), startHost()]).then((started) => {
  hosts.push(...started)
  return started
})

function peerOn(host: PeerHost) {
  const signer = createTestSigner()
  const identity = { signer, recoverSigner: recoverTestSigner, domain }
  const transport = createPeerTransport({
    tls: createTlsTransport(identity, { allowPrivate: true }),
    libp2p: createLibp2pTransport(host, identity),
  })
  return { transport, address: signer.address }
}

testPeerTransport('TLS and libp2p together', async () => {
  const [near, far, nobody] = await startedHosts
  return {
    dialer: peerOn(near),
    listener: peerOn(far),
    muteAddress: (port) => `/ip4/127.0.0.1/tcp/${port}/p2p/${nobody.peerId}`,
    ownsPort: true,
  }
})

const echo: StreamHandler = async (stream) => {
  for await (const frame of stream.frames) await stream.send(frame)
}

async function startPair() {
  const [near, far] = await startedHosts
  const pair = { dialer: peerOn(near), provider: peerOn(far) }
  closing.push(
    () => pair.dialer.transport.close(),
    () => pair.provider.transport.close(),
  )
  const listener = await pair.provider.transport.listen({ host: '127.0.0.1', port: 0, signal }, echo)
  return { ...pair, listener, near, far }
}

async function ask(connection: PeerConnection, question: string): Promise<string> {
  const stream: PeerStream = connection.openStream()
  await stream.send(Buffer.from(question))
  stream.end()
  let answer = ''
  for await (const frame of stream.frames) answer += Buffer.from(frame).toString()
  return answer
}

async function muteServer(): Promise<{ port: number; connected: Promise<void>; gone: Promise<void> }> {
  const [connected, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const server: Server = createServer((socket) => {
    connected.resolve()
    socket.on('error', () => socket.destroy())
    socket.on('close', () => gone.resolve())
    socket.resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  const bound = server.address()
  return { port: typeof bound === 'object' ? (bound?.port ?? 0) : 0, connected: connected.promise, gone: gone.promise }
}

test('a listener has the addresses of both ways', async () => {
  const { listener, far } = await startPair()
  expect(listener.addresses.map((address) => address.replace(/tcp\/\d+/, 'tcp/PORT'))).toEqual([
    '/ip4/127.0.0.1/tcp/PORT/tls',
    `/ip4/127.0.0.1/tcp/PORT/p2p/${far.peerId}`,
  ])
})

test('TLS is taken where it works, and leaves nothing on libp2p', async () => {
  const { dialer, provider, listener, near, far } = await startPair()
  const addresses = listener.addresses.toReversed()
  const connection = await dialer.transport.dial({ address: provider.address, addresses }, { signal })
  expect(await ask(connection, 'over TLS')).toBe('over TLS')
  expect(near.libp2p.getConnections().filter(({ remotePeer }) => remotePeer.toString() === far.peerId)).toEqual([])
})

test('an address that hangs is overtaken by the next way and let go', async () => {
  const { dialer, provider, listener } = await startPair()
  const mute = await muteServer()
  const libp2pOnly = listener.addresses.filter((address) => !address.endsWith('/tls'))
  const addresses = [`/ip4/127.0.0.1/tcp/${mute.port}/tls`, ...libp2pOnly]
  const connection = await dialer.transport.dial({ address: provider.address, addresses }, { signal })
  await mute.connected
  await mute.gone
  expect(await ask(connection, 'over libp2p')).toBe('over libp2p')
})

test('when no way works, the error tells the reason of each', async () => {
  const { dialer, provider, far } = await startPair()
  const addresses = ['/ip4/127.0.0.1/tcp/1/tls', `/ip4/127.0.0.1/tcp/2/p2p/${far.peerId}`]
  await expect(dialer.transport.dial({ address: provider.address, addresses }, { signal })).rejects.toMatchObject({
    code: 'PEER_UNREACHABLE',
    retryable: true,
    message:
      `No connection to the peer: /ip4/127.0.0.1/tcp/1/tls: PEER_UNREACHABLE; ` +
      `/ip4/127.0.0.1/tcp/2/p2p/${far.peerId}: PEER_UNREACHABLE.`,
  })
})

test('when somebody else answers on every way, that is the error', async () => {
  const { dialer, listener } = await startPair()
  const endpoint = { address: createTestSigner().address, addresses: listener.addresses }
  await expect(dialer.transport.dial(endpoint, { signal })).rejects.toMatchObject({ code: 'PEER_IDENTITY_MISMATCH' })
})

test('a transport without ways is a mistake', () => {
  expect(() => createPeerTransport({})).toThrow(TypeError)
})
