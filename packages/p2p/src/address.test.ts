import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressCharactersMax, formatTlsAddress, parsePeerAddress, pinAddress } from './address.ts'
import { PeerAddressMalformedError } from './peer-error.ts'

const peer = '12D3KooWPveYkm99rZyAFkynJBPWsdzjS6dAQVRN9YpsMrTMFU2e'
const relay = '12D3KooWKt7K65jzn4aTBvc2K6EVVttrPbE4fjJYz9C1LXoaxAVt'

test.each([
  ['/ip4/192.0.2.7/tcp/7001/tls', 'tls', '192.0.2.7', 7001, undefined],
  ['/ip6/2001:db8::1/tcp/7001/tls', 'tls', '2001:db8::1', 7001, undefined],
  ['/dns4/node.example/tcp/1/tls', 'tls', 'node.example', 1, undefined],
  [`/ip4/192.0.2.7/tcp/65535/p2p/${peer}`, 'libp2p', '192.0.2.7', 65_535, peer],
  [`/dns/node.example/tcp/4001/p2p/${peer}`, 'libp2p', 'node.example', 4001, peer],
  [`/ip4/192.0.2.9/tcp/4001/p2p/${relay}/p2p-circuit/p2p/${peer}`, 'relayed', '192.0.2.9', 4001, peer],
])('%s is understood', (text, kind, host, port, peerId) => {
  expect(parsePeerAddress(text)).toMatchObject({ text, kind, host, port, peerId })
})

test.each([
  '',
  '/',
  '192.0.2.7:7001',
  '/ip4/192.0.2.7/tcp/7001',
  '/ip4/192.0.2.7/udp/7001/quic',
  '/ip4/192.0.2.7/tcp/0/tls',
  '/ip4/192.0.2.7/tcp/07001/tls',
  '/ip4/192.0.2.7/tcp/65536/tls',
  '/ip4/192.0.2.7/tcp/-1/tls',
  '/ip4/192.0.2.7/tcp/7001/tls/',
  '/ip4/192.0.2.7/tcp/7001/tls\n',
  '/ip4/192.0.2/tcp/7001/tls',
  '/ip4/0x7f000001/tcp/7001/tls',
  '/ip4/node.example/tcp/7001/tls',
  '/ip6/192.0.2.7/tcp/7001/tls',
  '/ip6/fe80::1%eth0/tcp/7001/tls',
  '/dns4/127.0.0.1/tcp/7001/tls',
  '/dns4/-a/tcp/7001/tls',
  '/dns4/a..b/tcp/7001/tls',
  '/dns4/a b/tcp/7001/tls',
  `/dns4/${'a'.repeat(64)}/tcp/7001/tls`,
  '/unix/tmp/socket',
  '/ip4/192.0.2.7/tcp/4001/p2p/12D3KooW',
  `/ip4/192.0.2.7/tcp/4001/p2p/${peer.slice(0, -1)}0`,
  `/ip4/192.0.2.7/tcp/4001/p2p/${peer}/tls`,
  `/ip4/192.0.2.7/tcp/4001/p2p-circuit/p2p/${peer}`,
  `/ip4/192.0.2.7/tcp/4001/p2p/${relay}/p2p-circuit`,
  `/ip4/192.0.2.7/tcp/4001/p2p/${relay}/p2p-circuit/p2p/${relay}/p2p-circuit/p2p/${peer}`,
  `/dns4/${'a.'.repeat(120)}b/tcp/4001/p2p/${peer}`,
])('%j is refused', (text) => {
  expect(() => parsePeerAddress(text)).toThrow(PeerAddressMalformedError)
})

test('any text is understood or refused with a typed error, which is short', () => {
  const parts = fc.constantFrom('/ip4', '/tcp', '/p2p', '/tls', '/', '127.0.0.1', '1', peer, 'p2p-circuit', '\u0000')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 400 }),
        fc.array(parts).map((all) => all.join('/')),
      ),
      (text) => {
        try {
          expect(parsePeerAddress(text).text).toBe(text)
          expect(text.length).toBeLessThanOrEqual(addressCharactersMax)
        } catch (error) {
          expect(error).toBeInstanceOf(PeerAddressMalformedError)
          expect((error as Error).message.length).toBeLessThan(1000)
        }
      },
    ),
  )
})

test('a TLS address is formatted as it is parsed', () => {
  for (const host of ['192.0.2.7', '2001:db8::1', 'node.example']) {
    expect(parsePeerAddress(formatTlsAddress(host, 7001))).toMatchObject({ kind: 'tls', host, port: 7001 })
  }
})

test('pinning keeps everything but the host', () => {
  const address = parsePeerAddress(`/dns/r.example/tcp/4001/p2p/${relay}/p2p-circuit/p2p/${peer}`)
  expect(pinAddress(address, '2001:db8::1')).toBe(`/ip6/2001:db8::1/tcp/4001/p2p/${relay}/p2p-circuit/p2p/${peer}`)
})
