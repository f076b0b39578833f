import { zeroAddress } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import type { Network } from '../network.ts'
import { listenTermsOf, providerPeers, reachableAddresses } from './provider-peers.ts'

const id = '12D3KooWNnxgyQmGudhiU8sBRfjAZacfygmhknahWv7ZboMGsXxF'
const given = { port: '7402', peerPort: '7403', relay: 'auto' }
const networkOf = (name: string, chainId: number): Network => ({
  name,
  rpcUrl: 'http://127.0.0.1:1',
  deployment: { chainId, escrow: zeroAddress } as Network['deployment'],
  bootstrap: [`/dns/boot.example/tcp/7403/p2p/${id}`],
  providers: [],
})
const publicNetwork = networkOf('mynet', 1)
const local = networkOf('local', 31_337)

describe('providerPeers', () => {
  test('on the local network everything is on this machine, and no relay is used', async () => {
    expect(await providerPeers(listenTermsOf(given), local)).toEqual({
      listen: ['/ip4/127.0.0.1/tcp/7403'],
      bootstrap: local.bootstrap,
      relay: 'none',
      allowPrivate: true,
    })
  })

  test('a public host is announced, and makes a relay needless unless one is asked for', async () => {
    const named = { ...given, publicHost: 'node1.example.org' }
    expect(await providerPeers(listenTermsOf(named), publicNetwork)).toEqual({
      listen: ['/ip4/0.0.0.0/tcp/7403'],
      announce: ['/dns/node1.example.org/tcp/7403'],
      bootstrap: publicNetwork.bootstrap,
      relay: 'none',
      allowPrivate: false,
    })
    const relayOf = async (options: object) =>
      (await providerPeers(listenTermsOf({ ...given, ...options }), publicNetwork)).relay
    expect(await relayOf({ publicHost: '192.0.2.1', relay: 'on' })).toBe('use')
    expect(await relayOf({ relay: 'off' })).toBe('none')
    expect(await relayOf({ allowPrivate: true })).toBe('none')
  })

  test.each([
    [{ relay: 'maybe' }, '--relay: expected one of auto, on, off'],
    [{ publicHost: 'a.example', peerPort: '0' }, '--peer-port: with --public-host it cannot be 0'],
    [{ port: '70000' }, '--port: expected a whole number'],
  ])('%j is refused', (options, message) => {
    expect(() => listenTermsOf({ ...given, ...options })).toThrow(message)
  })
})

describe('reachableAddresses', () => {
  const listened = [
    '/ip4/127.0.0.1/tcp/7402/tls',
    '/ip4/10.1.2.3/tcp/7402/tls',
    '/ip4/8.8.8.8/tcp/7402/tls',
    `/ip4/8.8.8.8/tcp/7403/p2p/${id}`,
  ]
  const relayed = `/ip4/8.8.4.4/tcp/7403/p2p/${id}/p2p-circuit/p2p/${id}`
  const peers = (allowPrivate: boolean) =>
    ({ host: { allowPrivate, addresses: () => [`/ip4/8.8.8.8/tcp/7403/p2p/${id}`, relayed] } }) as never

  test('private addresses stay here unless they count', () => {
    const libp2p = [`/ip4/8.8.8.8/tcp/7403/p2p/${id}`, relayed]
    expect(reachableAddresses(listened, peers(false), { publicHost: undefined })).toEqual([
      '/ip4/8.8.8.8/tcp/7402/tls',
      ...libp2p,
    ])
    expect(reachableAddresses(listened, peers(true), { publicHost: undefined })).toEqual([
      ...listened.slice(0, 3),
      ...libp2p,
    ])
  })

  test('a public host stands for all addresses listened on, with the port that was picked', () => {
    expect(reachableAddresses(listened, peers(false), { publicHost: 'node1.example.org' })[0]).toBe(
      '/dns/node1.example.org/tcp/7402/tls',
    )
    expect(reachableAddresses([], peers(false), { publicHost: 'node1.example.org' })).toHaveLength(2)
  })
})
