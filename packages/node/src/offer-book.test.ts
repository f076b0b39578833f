import { createSigner, generatePrivateKey, recoverSigner } from '@millrace/chain'
import {
  digest,
  domainSeparator,
  type ModelContent,
  messageId,
  type OfferTerms,
  offerDetailsHash,
  offerType,
  parseAddress,
  type SignedOffer,
  zeroHash,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import type { CheckedListing } from './listing.ts'
import { createOfferBook, type OfferBook, type OfferState } from './offer-book.ts'

const signer = createSigner(generatePrivateKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes))))
const operator = parseAddress(`0x${'11'.repeat(20)}`)
const separator = domainSeparator({ chainId: 1, verifyingContract: operator })
const model: ModelContent = {
  version: 1,
  name: 'm',
  format: 'gguf',
  workloads: ['chat'],
  contextTokensMax: 8,
  files: [],
}
const listing: CheckedListing = {
  modelRoot: zeroHash,
  workload: 'chat',
  inputPrice: 1n,
  outputPrice: 2n,
  creditTokens: 16,
  posted: true,
  slots: 2,
  noticeSeconds: 30,
  resourceClass: 'gpu',
  gpuMemoryMib: 24_576,
  country: 276,
  attestations: ['measured'],
  model,
  contextTokensMax: 8,
  replayablePremiumBps: 0,
  exactness: 1,
  terms: ['posted'],
}
const details = {
  version: 1 as const,
  addresses: [],
  rates: { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 },
}
const state: OfferState = {
  inputPrice: 1n,
  outputPrice: 2n,
  slots: 2,
  availableFrom: 0n,
  availableUntil: 99n,
  details,
}

test('offers are signed once per half life, with rising sequences, and never handed out close to their expiry', () => {
  const book = bookOf([listing], () => state)
  const at = (now: number) => first(book, now)
  const oldest = at(0)
  expect(oldest.offer).toMatchObject({ sequence: 1n, expiresAt: 10n, workload: 1, exactness: 1 })
  expect(recoverSigner(digest(separator, offerType, oldest.offer), oldest.signature)).toBe(signer.address)
  expect(at(4_999)).toBe(oldest)
  const second = at(5_000)
  expect(second.offer).toMatchObject({ sequence: 2n, expiresAt: 15n })
  const hashOf = (offer: typeof oldest.offer) => messageId(separator, offerType, offer)
  expect(book.find(hashOf(oldest.offer))?.offer).toEqual(oldest.offer)
  at(10_000)
  // Two are kept; the oldest went.
  expect(book.find(hashOf(oldest.offer))).toBeUndefined()
  expect(book.find(hashOf(second.offer))?.offer).toEqual(second.offer)
})

test('an offer says what its listing and its state say, on each kind of terms', () => {
  const book = bookOf(
    [{ ...listing, terms: ['posted', 'spot'], attestations: ['measured', 'enclave'] }],
    (_, terms) => ({
      ...state,
      outputPrice: terms === 'spot' ? 1n : 2n,
    }),
  )
  const [posted, spot] = book.current(0)
  expect(posted?.offer).toMatchObject({
    ...{ terms: 0, outputPrice: 2n, resourceClass: 2, gpuMemoryMib: 24_576, country: 276, attestations: 3, slots: 2 },
    ...{ noticeSeconds: 30, availableFrom: 0n, availableUntil: 99n, detailsHash: offerDetailsHash(details) },
  })
  expect(spot?.offer).toMatchObject({ terms: 1, outputPrice: 1n })
  expect(spot?.details).toBe(details)
})

test('a change is signed when it has kept its distance, a withdrawal and a return at once', () => {
  let now: OfferState = state
  const book = bookOf([listing], () => now)
  const sequenceAt = (at: number) => first(book, at).offer.sequence
  expect(sequenceAt(0)).toBe(1n)
  now = { ...state, outputPrice: 3n }
  expect(sequenceAt(999)).toBe(1n)
  expect(sequenceAt(1_000)).toBe(2n)
  now = { ...state, details: { ...details, addresses: ['/ip4/127.0.0.1/tcp/1/tls'] } }
  expect(sequenceAt(1_500)).toBe(2n)
  expect(sequenceAt(2_000)).toBe(3n)
  now = { ...now, details: { ...now.details } }
  expect(sequenceAt(4_000)).toBe(3n)
  now = { ...now, slots: 0 }
  expect(sequenceAt(4_001)).toBe(4n)
  now = { ...now, slots: 1 }
  expect(sequenceAt(4_002)).toBe(5n)
  now = { ...now, slots: 2 }
  expect(sequenceAt(4_003)).toBe(5n)
})

test('an offer that was replaced says since when', () => {
  let price = 2n
  const book = bookOf([listing], () => ({ ...state, outputPrice: price }))
  const { offer } = first(book, 0)
  const hash = messageId(separator, offerType, offer)
  expect(book.find(hash)).toMatchObject({ offer, terms: 'posted', replacedAt: undefined })
  price = 5n
  expect(book.currentOf(listing, 'posted', 2_000).outputPrice).toBe(5n)
  expect(book.find(hash)).toMatchObject({ offer, replacedAt: 2_000 })
})

function bookOf(
  listings: readonly CheckedListing[],
  stateOf: (listing: CheckedListing, terms: OfferTerms) => OfferState,
): OfferBook {
  let sequence = 0n
  return createOfferBook({
    ...{ signer, separator, operator, token: operator, listings, stateOf },
    ...{ lifetimeMs: 10_000, keptMax: 2, spacingMs: 1_000, nextSequence: () => ++sequence },
  })
}

function first(book: OfferBook, now: number): SignedOffer {
  const [signed] = book.current(now)
  if (signed === undefined) throw new Error('no offer')
  return signed
}
