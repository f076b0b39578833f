import { randomBytes } from 'node:crypto'
import { domainSeparator, ProtocolVersionError, protocolVersion } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestSigner, domain, recoverTestSigner } from '../test/keys.ts'
import { checkHello, dialerRole, encodeHello, helloBytes, listenerRole } from './hello.ts'
import { PeerIdentityUnprovenError, PeerWrongNetworkError } from './peer-error.ts'

const signer = createTestSigner()
const context = { domain, separator: domainSeparator(domain), binding: randomBytes(32) }

test('a hello proves its signer to the other side of the same connection', () => {
  const hello = encodeHello(signer, dialerRole, context)
  expect(hello.length).toBe(helloBytes)
  expect(checkHello(hello, dialerRole, context, recoverTestSigner)).toBe(signer.address)
})

test('it proves nothing in the other role or on another connection', () => {
  const hello = encodeHello(signer, dialerRole, context)
  expect(() => checkHello(hello, listenerRole, context, recoverTestSigner)).toThrow(PeerIdentityUnprovenError)
  const elsewhere = { ...context, binding: randomBytes(32) }
  expect(() => checkHello(hello, dialerRole, elsewhere, recoverTestSigner)).toThrow(PeerIdentityUnprovenError)
})

test('another chain, another contract and another version have their own errors', () => {
  const hello = encodeHello(signer, dialerRole, context)
  const chain = { ...domain, chainId: 1 }
  const contract = { ...domain, verifyingContract: signer.address }
  for (const other of [chain, contract]) {
    const there = { ...context, domain: other, separator: domainSeparator(other) }
    expect(() => checkHello(hello, dialerRole, there, recoverTestSigner)).toThrow(PeerWrongNetworkError)
  }
  hello.writeUInt16BE(protocolVersion + 1, 0)
  expect(() => checkHello(hello, dialerRole, context, recoverTestSigner)).toThrow(ProtocolVersionError)
})

test('any flipped bit is refused', () => {
  const hello = encodeHello(signer, listenerRole, context)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: helloBytes * 8 - 1 }), (bit) => {
      const forged = Buffer.from(hello)
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => checkHello(forged, listenerRole, context, recoverTestSigner)).toThrow()
    }),
  )
})

test('random bytes are refused with a typed error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: helloBytes, maxLength: helloBytes }), (bytes) => {
      expect(() => checkHello(Buffer.from(bytes), dialerRole, context, recoverTestSigner)).toThrow()
    }),
  )
})
