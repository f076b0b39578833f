import { multiaddr } from '@multiformats/multiaddr'
import { expect, test } from 'vitest'
import { PeerAddressRefusedError } from '../peer-error.ts'
import { createDialGate } from './dial-gate.ts'

const peer = '12D3KooWPveYkm99rZyAFkynJBPWsdzjS6dAQVRN9YpsMrTMFU2e'
const bootstrap = [`/dns4/relay.example/tcp/4001/p2p/${peer}`, `/ip4/10.0.0.5/tcp/4001/p2p/${peer}`]
const gate = createDialGate({ allowPrivate: false, trusted: bootstrap })

test.each([
  '/ip4/8.8.8.8/tcp/4001',
  `/ip6/2606:4700::1111/tcp/4001/p2p/${peer}`,
  `/ip4/8.8.8.8/tcp/4001/p2p/${peer}/p2p-circuit/p2p/${peer}`,
  ...bootstrap,
  `${bootstrap[1]}/p2p-circuit/p2p/${peer}`,
])('%s is dialed', (text) => {
  expect(gate.denyDialMultiaddr?.(multiaddr(text))).toBe(false)
  expect(gate.filterMultiaddrForPeer?.({} as never, multiaddr(text))).toBe(true)
  gate.check(multiaddr(text))
})

test.each([
  '/ip4/127.0.0.1/tcp/4001',
  '/ip4/169.254.169.254/tcp/80',
  '/ip4/10.0.0.5/tcp/4002',
  '/ip4/10.0.0.6/tcp/4001',
  `/ip4/192.168.1.1/tcp/4001/p2p/${peer}/p2p-circuit/p2p/${peer}`,
  '/dns4/stranger.example/tcp/4001',
  '/dnsaddr/stranger.example',
  '/ip4/8.8.8.8/udp/4001',
  '/unix/tmp%2Fsocket',
  `/p2p/${peer}`,
])('%s is not', (text) => {
  expect(gate.denyDialMultiaddr?.(multiaddr(text))).toBe(true)
  expect(gate.filterMultiaddrForPeer?.({} as never, multiaddr(text))).toBe(false)
  expect(() => gate.check(multiaddr(text))).toThrow(PeerAddressRefusedError)
})

test('with leave for private addresses, hosts with a TCP port pass, and nothing else', () => {
  const open = createDialGate({ allowPrivate: true, trusted: [] })
  open.check(multiaddr('/ip4/127.0.0.1/tcp/4001'))
  open.check(multiaddr('/dns4/stranger.example/tcp/4001'))
  expect(() => open.check(multiaddr('/unix/tmp%2Fsocket'))).toThrow(PeerAddressRefusedError)
})

test('a text that is too long is not kept', () => {
  const long = multiaddr(
    `/dns4/${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}/tcp/4001/p2p/${peer}`,
  )
  expect(createDialGate({ allowPrivate: true, trusted: [] }).filterMultiaddrForPeer?.({} as never, long)).toBe(false)
})
