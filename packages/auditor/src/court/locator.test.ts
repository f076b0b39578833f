import type { Address, Hash } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeLocator, encodeLocator } from './locator.ts'

const anywhere = () => true
const peer = `0x${'ab'.repeat(20)}` as Address

describe('a locator', () => {
  test('names a key, and an address where there is one', () => {
    expect(decodeLocator(encodeLocator(peer), anywhere)).toEqual({ address: peer, addresses: [] })
    const at = { host: '192.0.2.7', port: 7_001 }
    expect(encodeLocator(peer, at)).toBe(`0x01${'ab'.repeat(20)}c00002071b590000000000`)
    expect(decodeLocator(encodeLocator(peer, at), anywhere)).toEqual({
      address: peer,
      addresses: ['/ip4/192.0.2.7/tcp/7001/tls'],
    })
  })

  test('is refused with what it cannot hold', () => {
    for (const at of [
      { host: '::1', port: 7_001 },
      { host: 'peer.example', port: 7_001 },
      { host: '1.2.3.4', port: 0 },
      { host: '1.2.3.4', port: 1_023 },
      { host: '1.2.3.4', port: 65_536 },
    ]) {
      expect(() => encodeLocator(peer, at)).toThrow(RangeError)
    }
  })

  test('whatever 32 bytes a reporter puts on the chain are read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const found = decodeLocator(`0x${Buffer.from(bytes).toString('hex')}` as Hash, anywhere)
        expect(found === undefined || found.addresses.length <= 1).toBe(true)
      }),
    )
  })
})
