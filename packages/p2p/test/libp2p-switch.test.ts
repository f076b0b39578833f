import type { PeerConnection, StreamHandler } from '@millrace/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import type { PeerHost } from '../src/host/peer-host.ts'
import { addressOf, relayedAddress } from './libp2p-hosts.ts'
import { ask, createTestPeers, echo } from './libp2p-peers.ts'

const { signal } = new AbortController()
const listenOptions = { host: '', port: 0, signal }
const peers = createTestPeers()
afterEach(() => peers.close())

/** A relay, a provider with a slot on it, and a buyer; `reachable` says which of the last two have an open port. */
async function startThree(reachable: { buyer: boolean; provider: boolean }) {
  const loopback = ['/ip4/127.0.0.1/tcp/0']
  const relay = await peers.start({ relay: 'serve' })
  const bootstrap = [addressOf(relay.host)]
  const provider = await peers.start({ listen: reachable.provider ? loopback : [], relay: 'use', bootstrap })
  const buyer = await peers.start({ listen: reachable.buyer ? loopback : [] })
  const served: PeerConnection[] = []
  const handler: StreamHandler = (stream, connection) => {
    served.push(connection)
    return echo(stream, connection)
  }
  await provider.transport.listen(listenOptions, handler)
  const addresses = [await relayedAddress(provider.host)]
  const connection = await buyer.transport.dial({ address: provider.address, addresses }, { signal })
  return { relay, provider, buyer, connection, served }
}

function waysTo(from: PeerHost, to: PeerHost): string[] {
  return from.libp2p
    .getConnections()
    .filter(({ remotePeer, status }) => remotePeer.toString() === to.peerId && status === 'open')
    .map(({ direct }) => (direct ? 'direct' : 'relayed'))
}

test.each([
  ['the buyer', { buyer: true, provider: false }],
  ['the provider', { buyer: false, provider: true }],
  ['both', { buyer: true, provider: true }],
])(
  'a relayed connection becomes a direct one when %s can be reached, under a stream that runs',
  async (_who, reachable) => {
    const { provider, buyer, connection, served } = await startThree(reachable)
    const running = connection.openStream()
    const frames = running.frames[Symbol.asyncIterator]()
    await running.send(Buffer.from('before'))
    expect(Buffer.from((await frames.next()).value ?? []).toString()).toBe('before')
    await vi.waitFor(
      async () => {
        expect(await ask(connection, 'which way')).toBe('which way')
        expect(new Set(served).size).toBe(2)
      },
      { timeout: 20_000, interval: 50 },
    )
    expect(waysTo(buyer.host, provider.host)).toContain('relayed')
    await running.send(Buffer.from('after'))
    expect(Buffer.from((await frames.next()).value ?? []).toString()).toBe('after')
    running.end()
    expect((await frames.next()).done).toBe(true)
    await vi.waitFor(() => expect(waysTo(buyer.host, provider.host)).not.toContain('relayed'), { timeout: 10_000 })
    expect(await ask(connection, 'still here')).toBe('still here')
    for (const { remote } of served) expect(remote).toBe(buyer.address)
    await connection.close()
    await vi.waitFor(() => expect(waysTo(buyer.host, provider.host)).toEqual([]), { timeout: 10_000 })
  },
)

test('two sides that cannot be reached stay on the relay', async () => {
  const { provider, buyer, connection, served } = await startThree({ buyer: false, provider: false })
  expect(await ask(connection, 'hello')).toBe('hello')
  expect(waysTo(buyer.host, provider.host)).toEqual(['relayed'])
  expect(await ask(connection, 'again')).toBe('again')
  expect(new Set(served).size).toBe(1)
})

test('a peer that is connected directly already is not spoken with through a relay', async () => {
  const { provider, buyer, served } = await startThree({ buyer: false, provider: true })
  await vi.waitFor(() => expect(waysTo(buyer.host, provider.host)).toEqual(['direct']), { timeout: 20_000 })
  const addresses = [await relayedAddress(provider.host)]
  const again = await buyer.transport.dial({ address: provider.address, addresses }, { signal })
  expect(await ask(again, 'hello')).toBe('hello')
  expect(waysTo(buyer.host, provider.host)).toEqual(['direct'])
  expect(served.length).toBe(1)
})

test('two peers that dial each other at once both end with a connection', async () => {
  const [a, b] = [await peers.start(), await peers.start()]
  const [atA, atB] = await Promise.all([a, b].map(({ transport }) => transport.listen(listenOptions, echo)))
  const [toB, toA] = await Promise.all([
    a.transport.dial({ address: b.address, addresses: atB?.addresses ?? [] }, { signal }),
    b.transport.dial({ address: a.address, addresses: atA?.addresses ?? [] }, { signal }),
  ])
  expect(await Promise.all([ask(toB, 'to b'), ask(toA, 'to a')])).toEqual(['to b', 'to a'])
})
