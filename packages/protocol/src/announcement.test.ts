import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySignedOffer } from '../test/support/arbitraries.ts'
import { announcementBytesMax, decodeAnnouncement, encodeAnnouncement, offerTopic } from './announcement.ts'
import { MalformedError } from './malformed-error.ts'
import { protocolVersion } from './protocol-version.ts'
import { ProtocolVersionError } from './protocol-version-error.ts'
import type { SignedOffer } from './signed-offer.ts'

const someOffers = fc.array(anySignedOffer, { minLength: 1, maxLength: 3 }).map(([first, ...rest]): SignedOffer[] => {
  if (first === undefined) throw new RangeError('There is at least one.')
  return [first, ...rest.map((each) => ({ ...each, offer: { ...each.offer, node: first.offer.node } }))]
})

test('an announcement survives encoding', () => {
  fc.assert(
    fc.property(someOffers, (offers) => {
      expect(decodeAnnouncement(encodeAnnouncement(offers))).toEqual(offers)
    }),
  )
})

test('what is not an announcement of one node, or too large, is refused', () => {
  fc.assert(
    fc.property(anySignedOffer, anySignedOffer, (one, other) => {
      fc.pre(one.offer.node !== other.offer.node)
      expect(() => decodeAnnouncement(encodeAnnouncement([one, other]))).toThrow(MalformedError)
    }),
    { numRuns: 20 },
  )
  expect(() => decodeAnnouncement(encodeAnnouncement([]))).toThrow(MalformedError)
  expect(() => decodeAnnouncement(new Uint8Array(announcementBytesMax + 1))).toThrow(MalformedError)
  expect(() => decodeAnnouncement(new TextEncoder().encode('{"v":'))).toThrow(MalformedError)
})

test('another version is refused with the one that is needed', () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ v: protocolVersion + 1, type: 'announce', offers: [] }))
  expect(() => decodeAnnouncement(bytes)).toThrow(ProtocolVersionError)
})

test('a topic names version, chain, contract, class and region', () => {
  const domain = { chainId: 7, verifyingContract: '0x00000000000000000000000000000000000e5c40' } as const
  expect(offerTopic(domain as Parameters<typeof offerTopic>[0], 'gpu', 'western-europe')).toBe(
    `millrace/${protocolVersion}/7/0x00000000000000000000000000000000000e5c40/offers/gpu/western-europe`,
  )
})
