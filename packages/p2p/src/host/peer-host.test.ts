import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, expect, test } from 'vitest'
import { createTestSigner, domain, recoverTestSigner } from '../../test/keys.ts'
import { createPeerHost, type PeerHost, type PeerHostInit } from './peer-host.ts'

const { signal } = new AbortController()
const hosts: PeerHost[] = []
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()))
})

async function startHost(
  init: Partial<PeerHostInit<Record<string, unknown>>> = {},
  signer = createTestSigner(),
): Promise<PeerHost> {
  const host = await createPeerHost(
    { signer, recoverSigner: recoverTestSigner, domain },
    { listen: ['/ip4/127.0.0.1/tcp/0'], bootstrap: [], relay: 'none', allowPrivate: true, ...init },
  )
  hosts.push(host)
  return host
}

function addressOf(host: PeerHost): string {
  const [address] = host.addresses()
  if (address === undefined) throw new Error('the host has no address')
  return address
}

async function relayedAddress(host: PeerHost): Promise<string> {
  const known = host.addresses().find((address) => address.includes('/p2p-circuit'))
  if (known !== undefined) return known
  return new Promise((resolve) => {
    const stop = host.onAddresses((addresses) => {
      const relayed = addresses.find((address) => address.includes('/p2p-circuit'))
      if (relayed === undefined) return
      stop()
      resolve(relayed)
    })
  })
}

test('a host is reached under its addresses, which carry its peer id', async () => {
  const [a, b] = [await startHost(), await startHost()]
  expect(addressOf(b)).toMatch(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/12D3KooW\w+$/)
  const connection = await a.dial(multiaddr(addressOf(b)), { signal })
  expect(connection.remotePeer.toString()).toBe(b.peerId)
})

test('a node keeps its peer id, and has another one on another network', async () => {
  const signer = createTestSigner()
  const [first, again] = [await startHost({}, signer), await startHost({}, signer)]
  const other = await createPeerHost(
    { signer, recoverSigner: recoverTestSigner, domain: { ...domain, chainId: 1 } },
    { listen: [], bootstrap: [], relay: 'none' },
  )
  hosts.push(other)
  expect(again.peerId).toBe(first.peerId)
  expect(other.peerId).not.toBe(first.peerId)
})

test('someone else at the address is not connected to', async () => {
  const [a, b, c] = [await startHost(), await startHost(), await startHost()]
  const wrong = addressOf(b).replace(b.peerId, c.peerId)
  await expect(a.dial(multiaddr(wrong), { signal })).rejects.toThrow()
  expect(a.libp2p.getConnections()).toEqual([])
})

test('without leave for private addresses none is announced or dialed, but a configured one', async () => {
  const b = await startHost()
  const careful = await startHost({ allowPrivate: false })
  expect(careful.addresses()).toEqual([])
  await expect(careful.dial(multiaddr(addressOf(b)), { signal })).rejects.toMatchObject({
    code: 'PEER_ADDRESS_REFUSED',
  })
  await expect(careful.libp2p.dial(multiaddr(addressOf(b)))).rejects.toThrow(/denied/)
  const told = await startHost({ allowPrivate: false, bootstrap: [addressOf(b)] })
  await told.dial(multiaddr(addressOf(b)), { signal })
})

test('announced addresses stand for those listened on', async () => {
  const host = await startHost({ announce: ['/dns4/node.example/tcp/4001'] })
  expect(host.addresses()).toEqual([`/dns4/node.example/tcp/4001/p2p/${host.peerId}`])
  expect(host.libp2p.getMultiaddrs().map(String)).toEqual(host.addresses())
})

test('an address in use is a typed error', async () => {
  const port = multiaddr(addressOf(await startHost())).getComponents()[1]?.value
  await expect(startHost({ listen: [`/ip4/127.0.0.1/tcp/${port}`] })).rejects.toMatchObject({
    code: 'PEER_LISTEN_FAILED',
  })
})

test('an aborted dial leaves nothing', async () => {
  const [a, b] = [await startHost(), await startHost()]
  const controller = new AbortController()
  const reason = new Error('changed my mind')
  const dialing = a.dial(multiaddr(addressOf(b)), { signal: controller.signal })
  controller.abort(reason)
  await expect(dialing).rejects.toThrow()
  expect(a.libp2p.getConnections()).toEqual([])
})

test('a host behind NAT is reached through a relay, and says so to its peers', async () => {
  const relay = await startHost({ relay: 'serve' })
  const hidden = await startHost({ listen: [], relay: 'use', bootstrap: [addressOf(relay)] })
  const relayed = await relayedAddress(hidden)
  expect(relayed).toBe(`${addressOf(relay)}/p2p-circuit/p2p/${hidden.peerId}`)
  const dialer = await startHost()
  const connection = await dialer.dial(multiaddr(relayed), { signal })
  expect([connection.direct, connection.remotePeer.toString()]).toEqual([false, hidden.peerId])
  expect(connection.limits?.bytes).toBeGreaterThan(1n << 30n)
})

test('a relay that is met while another was configured is used too, and one that vanishes is replaced', async () => {
  const first = await startHost({ relay: 'serve' })
  const second = await startHost({ relay: 'serve' })
  const hidden = await startHost({ listen: [], relay: 'use', bootstrap: [addressOf(first)], limits: { relaysKept: 1 } })
  expect(await relayedAddress(hidden)).toContain(first.peerId)
  await hidden.dial(multiaddr(addressOf(second)), { signal })
  const moved = new Promise<void>((resolve) => {
    hidden.onAddresses((addresses) => {
      if (addresses.some((address) => address.includes(second.peerId))) resolve()
    })
  })
  await first.close()
  await moved
})

test('a relay that comes back gets its slot again', async () => {
  const signer = createTestSigner()
  const first = await startHost({ relay: 'serve' }, signer)
  const address = addressOf(first)
  const hidden = await startHost({ listen: [], relay: 'use', bootstrap: [address], limits: { relayRetryMs: 50 } })
  await relayedAddress(hidden)
  const lost = new Promise<void>((resolve) => {
    hidden.onAddresses((addresses) => {
      if (addresses.length === 0) resolve()
    })
  })
  await first.close()
  await lost
  await startHost({ relay: 'serve', listen: [address.replace(/\/p2p\/.*/, '')] }, signer)
  expect(await relayedAddress(hidden)).toContain(address)
})
