/** What happens when the way between two peers is gone without a word, or this machine's addresses change. */

import type { PeerTransport } from '@millrace/protocol'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parsePeerAddress } from '../src/address.ts'
import { createTlsTransport } from '../src/tls-transport.ts'
import { type FreezingProxy, startProxy } from './freezing-proxy.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'
import { addressOf } from './libp2p-hosts.ts'
import { ask, createTestPeers, echo, readAll } from './libp2p-peers.ts'

const { signal } = new AbortController()
/** Quick enough for a test; a probe waits long enough for a busy machine. */
const limits = { networkCheckMs: 20, probeMsMax: 2_000 }

const peers = createTestPeers()
let closing: (() => unknown)[]
/** The addresses that the dialer believes its machine has. */
let own: string[]
beforeEach(() => {
  closing = []
  own = ['127.0.0.1', '192.0.2.7']
})
afterEach(async () => {
  await Promise.all(closing.map((close) => close()))
  await peers.close()
})

async function proxyTo(address: string): Promise<FreezingProxy & { address: string }> {
  const { port } = parsePeerAddress(address)
  const proxy = await startProxy(port)
  closing.push(proxy.close)
  return { ...proxy, address: address.replace(`/tcp/${port}/`, `/tcp/${proxy.port}/`) }
}

type Kind = 'TLS' | 'libp2p'

async function startPair(kind: Kind) {
  const localAddresses = () => own
  if (kind === 'libp2p') {
    const [dialer, listener] = [await peers.start({}, { limits, localAddresses }), await peers.start()]
    await listener.transport.listen({ host: '', port: 0, signal }, echo)
    return { dialer: dialer.transport, address: listener.address, at: addressOf(listener.host), host: dialer.host }
  }
  const [near, far] = [createTestSigner(), createTestSigner()]
  const identity = { recoverSigner: recoverTestSigner, domain }
  const dialer: PeerTransport = createTlsTransport(
    { ...identity, signer: near },
    { limits, localAddresses, allowPrivate: true },
  )
  const listener = createTlsTransport({ ...identity, signer: far }, { allowPrivate: true })
  closing.push(
    () => dialer.close(),
    () => listener.close(),
  )
  const { addresses } = await listener.listen({ host: '127.0.0.1', port: 0, signal }, echo)
  return { dialer, address: far.address, at: addresses[0] ?? '', host: undefined }
}

test.each<Kind>(['TLS', 'libp2p'])('%s: a change of addresses leaves a connection that works', async (kind) => {
  const { dialer, address, at } = await startPair(kind)
  const connection = await dialer.dial({ address, addresses: [at] }, { signal })
  own = ['127.0.0.1']
  await new Promise((resolve) => setTimeout(resolve, 5 * limits.networkCheckMs))
  expect(await ask(connection, 'still here')).toBe('still here')
})

test.each<Kind>(['TLS', 'libp2p'])(
  '%s: after a change of addresses a dead way is noticed, and another one works',
  async (kind) => {
    const { dialer, address, at, host } = await startPair(kind)
    const proxy = await proxyTo(at)
    const connection = await dialer.dial({ address, addresses: [proxy.address] }, { signal })
    const stream = connection.openStream()
    proxy.freeze()
    own = ['127.0.0.1']
    await expect(readAll(stream)).rejects.toMatchObject({
      code: 'PEER_UNRESPONSIVE',
      message: `The peer sent nothing for ${limits.probeMsMax} ms.`,
      retryable: true,
    })
    await connection.closed
    const again = await dialer.dial({ address, addresses: [at] }, { signal })
    expect(await ask(again, 'resumed')).toBe('resumed')
    if (host !== undefined) expect(host.libp2p.getConnections().length).toBe(1)
  },
)

test('TLS: a connection from an address that is gone is over at once', async () => {
  const { dialer, address, at } = await startPair('TLS')
  const connection = await dialer.dial({ address, addresses: [at] }, { signal })
  const stream = connection.openStream()
  own = ['192.0.2.7']
  await expect(readAll(stream)).rejects.toMatchObject({
    code: 'PEER_CLOSED',
    message: 'The connection or stream is closed: this machine no longer has the address 127.0.0.1.',
  })
})

test.each<Kind>(['TLS', 'libp2p'])('%s: a reset ends the connection at once, and the next dial works', async (kind) => {
  const { dialer, address, at } = await startPair(kind)
  const proxy = await proxyTo(at)
  const connection = await dialer.dial({ address, addresses: [proxy.address] }, { signal })
  const stream = connection.openStream()
  proxy.close()
  await expect(readAll(stream)).rejects.toMatchObject({ code: 'PEER_CLOSED', retryable: true })
  await connection.closed
  expect(await ask(await dialer.dial({ address, addresses: [at] }, { signal }), 'resumed')).toBe('resumed')
})

test('libp2p: a dial does not wait for a connection that stands but is dead', async () => {
  const { dialer, address, at } = await startPair('libp2p')
  const proxy = await proxyTo(at)
  const dead = await dialer.dial({ address, addresses: [proxy.address] }, { signal })
  proxy.freeze()
  const again = await dialer.dial({ address, addresses: [at] }, { signal })
  expect(await ask(again, 'resumed')).toBe('resumed')
  proxy.close()
  await dead.closed
})

test('libp2p: a way that is dead is ended for all that use it', async () => {
  const { dialer, address, at, host } = await startPair('libp2p')
  const proxy = await proxyTo(at)
  await host?.libp2p.dial(multiaddr(proxy.address))
  const connection = await dialer.dial({ address, addresses: [proxy.address] }, { signal })
  expect(host?.libp2p.getConnections().length).toBe(1)
  proxy.freeze()
  own = ['127.0.0.1']
  await connection.closed
  await vi.waitFor(() => expect(host?.libp2p.getConnections()).toEqual([]), { timeout: 5_000 })
})

test('libp2p: connections leave nothing behind', async () => {
  const { dialer, address, at, host } = await startPair('libp2p')
  for (let round = 0; round < 20; round++) {
    const connection = await dialer.dial({ address, addresses: [at] }, { signal })
    await ask(connection, 'hello')
    await connection.close()
  }
  await vi.waitFor(() => expect(host?.libp2p.getConnections()).toEqual([]), { timeout: 10_000 })
})

test('TLS: a listener on all addresses is found at those that the machine has now', async () => {
  let here = ['198.51.100.7']
  const transport = createTlsTransport(
    { recoverSigner: recoverTestSigner, domain, signer: createTestSigner() },
    { localAddresses: () => here },
  )
  closing.push(() => transport.close())
  const listener = await transport.listen({ host: '0.0.0.0', port: 0, signal }, echo)
  const [before = ''] = listener.addresses
  here = ['203.0.113.9', 'fe80::1']
  expect(before).toContain('/ip4/198.51.100.7/tcp/')
  expect(listener.addresses).toEqual([before.replace('198.51.100.7', '203.0.113.9')])
})
