import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyDetails } from '../test/support/arbitraries.ts'
import { MalformedError } from './malformed-error.ts'
import { coordinateUsMax, offerDetailsHash, parseOfferDetails } from './offer-details.ts'

const plain = { version: 1, addresses: [], rates: { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 } }
const window = { days: [1], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }
const origin = { xUs: 0, yUs: 0, zUs: 0, heightUs: 0, errorPpm: 0 }

test('details survive JSON, and their hash with them', () => {
  fc.assert(
    fc.property(anyDetails, (details) => {
      const read = parseOfferDetails(JSON.parse(JSON.stringify(details)))
      expect(read).toEqual(details)
      expect(offerDetailsHash(read)).toBe(offerDetailsHash(details))
    }),
  )
})

test.each([
  ['another version', { ...plain, version: 2 }],
  ['a field of its own', { ...plain, extra: 1 }],
  ['an address that is no multiaddr', { ...plain, addresses: ['example.org:80'] }],
  ['an address with spaces', { ...plain, addresses: ['/ip4/1.2.3.4 /tcp/1'] }],
  ['too many addresses', { ...plain, addresses: Array.from({ length: 17 }, (_, port) => `/tcp/${port}`) }],
  ['a negative rate', { ...plain, rates: { ...plain.rates, queueMs: -1 } }],
  ['a coordinate out of this world', { ...plain, coordinate: { ...origin, xUs: coordinateUsMax + 1 } }],
  ['a negative height', { ...plain, coordinate: { ...origin, heightUs: -1 } }],
  ['a fraction', { ...plain, coordinate: { ...origin, yUs: 0.5 } }],
  ['a build that is no hash', { ...plain, build: '0xb1' }],
  ['no day', { ...plain, availability: [{ ...window, days: [] }] }],
  ['a day twice', { ...plain, availability: [{ ...window, days: [1, 1] }] }],
  ['an eighth day', { ...plain, availability: [{ ...window, days: [8] }] }],
  ['a time after midnight', { ...plain, availability: [{ ...window, to: '24:00' }] }],
  ['a path for a time zone', { ...plain, availability: [{ ...window, timeZone: '../etc/passwd' }] }],
])('%s is refused', (_name, json) => {
  expect(() => parseOfferDetails(json)).toThrow(MalformedError)
})
