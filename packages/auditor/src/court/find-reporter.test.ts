import { isPublicIp } from '@millrace/p2p'
import { type Address, type Hash, hexToBytes, zeroHash } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import { findReporter } from './find-reporter.ts'
import { encodeLocator } from './locator.ts'

const { signal } = new AbortController()
const peer = `0x${'ab'.repeat(20)}` as Address
const nobodyKnows = async () => undefined
const find = (locator: Hash, mayDial?: (ip: string) => boolean, findPeer: typeof nobodyKnows | Known = nobodyKnows) =>
  findReporter({ findPeer, ...(mayDial && { mayDial }) }, { caseId: zeroHash, locator }, { signal })
type Known = () => Promise<{ address: Address; addresses: string[] }>

/** A locator as an attacker writes it, past what {@link encodeLocator} refuses. */
function rawLocator(ip: string, port: number): Hash {
  const bytes = hexToBytes(encodeLocator(peer))
  bytes.set(ip.split('.').map(Number), 21)
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(25, port)
  return `0x${Buffer.from(bytes).toString('hex')}` as Hash
}

describe('whom a panel member dials', () => {
  test.each([
    ["the cloud's metadata", '169.254.169.254', 8_080],
    ['its own machine', '127.0.0.1', 8_545],
    ['its own network', '10.0.0.1', 9_000],
    ['its router', '192.168.1.1', 8_443],
    ['its carrier', '100.64.0.1', 9_000],
    ['all of its machine', '0.0.0.0', 9_000],
    ['everybody around', '255.255.255.255', 9_000],
    ["a public machine's own services", '8.8.8.8', 25],
  ])('is not %s, whatever the locator says', async (_what, ip, port) => {
    await expect(find(rawLocator(ip, port), isPublicIp)).rejects.toMatchObject({ code: 'EVIDENCE_MISSING' })
    const elsewhere = async () => ({ address: peer, addresses: ['/ip4/8.8.8.8/tcp/7001/tls'] })
    expect(await find(rawLocator(ip, port), isPublicIp, elsewhere)).toEqual(await elsewhere())
  })

  test('is a public address, and any where that is allowed', async () => {
    const at = (ip: string) => ({ address: peer, addresses: [`/ip4/${ip}/tcp/7001/tls`] })
    expect(await find(encodeLocator(peer, { host: '8.8.8.8', port: 7_001 }), isPublicIp)).toEqual(at('8.8.8.8'))
    expect(await find(encodeLocator(peer, { host: '127.0.0.1', port: 7_001 }), () => true)).toEqual(at('127.0.0.1'))
  })

  test('is nobody by a locator alone where nobody said what may be dialed', async () => {
    const locator = encodeLocator(peer, { host: '8.8.8.8', port: 7_001 })
    await expect(find(locator)).rejects.toMatchObject({ code: 'EVIDENCE_MISSING' })
  })
})
