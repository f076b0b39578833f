import { createSigner, generatePrivateKey, recoverSigner } from '@millrace/chain'
import {
  type Address,
  digest,
  domainSeparator,
  messageId,
  type Offer,
  parseAddress,
  quoteType,
  zeroHash,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createBeacons } from './beacons.ts'
import { createQuoteBook, type QuoteAsk, type QuoteBook } from './quote-book.ts'

const signer = createSigner(generatePrivateKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes))))
const peer = parseAddress(`0x${'11'.repeat(20)}`)
const otherPeer = parseAddress(`0x${'22'.repeat(20)}`)
const separator = domainSeparator({ chainId: 1, verifyingContract: peer })
const offer: Offer = {
  operator: peer,
  node: signer.address,
  modelRoot: zeroHash,
  workload: 1,
  token: peer,
  inputPrice: 1n,
  outputPrice: 2n,
  contextTokensMax: 3,
  creditTokens: 4,
  exactness: 0,
  terms: 0,
  resourceClass: 1,
  gpuMemoryMib: 0,
  country: 0,
  attestations: 0,
  slots: 1,
  noticeSeconds: 30,
  availableFrom: 0n,
  availableUntil: 2n ** 32n - 1n,
  detailsHash: zeroHash,
  sequence: 1n,
  expiresAt: 10n,
}

test('a quote carries the offer, is signed, expires, and is good for one order', () => {
  const book = bookOf()
  const { quote, signature } = book.reserve(ask(peer), 1_000_500)
  expect(quote).toMatchObject({ payer: peer, outputPrice: 2n, amountMax: 9n, sequence: 1n, expiresAt: 1_010n })
  expect(recoverSigner(digest(separator, quoteType, quote), signature)).toBe(signer.address)
  const hash = messageId(separator, quoteType, quote)
  expect(book.claim(hash, 1_009_999).quote).toEqual(quote)
  expect(() => book.claim(hash, 1_009_999)).toThrow(expect.objectContaining({ code: 'QUOTE_USED' }))
  book.release(hash)
  expect(() => book.claim(hash, 1_010_000)).toThrow(expect.objectContaining({ code: 'QUOTE_EXPIRED' }))
})

test('small quotes that fill the book make room for one that promises more', () => {
  const book = bookOf({ perPeerMax: 4 })
  const small = [2n, 1n, 1n, 2n].map((amountMax) => book.reserve({ ...ask(peer), amountMax }, 0).quoteHash)
  const [first = zeroHash, second = zeroHash, third = zeroHash] = small
  const larger = book.reserve({ ...ask(otherPeer), amountMax: 5_000n }, 0)
  expect(larger.displaces?.quoteHash).toBe(second)
  book.withdraw(second)
  expect(() => book.claim(second, 0)).toThrow(expect.objectContaining({ code: 'QUOTE_UNKNOWN' }))
  const busy = expect.objectContaining({ code: 'QUOTES_BUSY' })
  expect(() => book.reserve({ ...ask(otherPeer), amountMax: 1n }, 0)).toThrow(busy)
  // What was ordered on stays, however little it was.
  book.claim(third, 0)
  expect(book.reserve({ ...ask(otherPeer), amountMax: 5_000n }, 0).displaces?.quoteHash).toBe(first)
})

test('reservations are bounded per peer and overall, and free again when used or expired', () => {
  const book = bookOf()
  const first = book.reserve(ask(peer), 0)
  book.reserve(ask(peer), 0)
  expect(() => book.reserve(ask(peer), 0)).toThrow(expect.objectContaining({ code: 'QUOTES_BUSY' }))
  book.claim(messageId(separator, quoteType, first.quote), 0)
  book.reserve(ask(peer), 0)
  expect(book.reserved(0)).toBe(2)
  book.reserve(ask(otherPeer), 0)
  expect(() => book.reserve(ask(otherPeer), 0)).toThrow(expect.objectContaining({ code: 'QUOTES_BUSY' }))
  // What expired is remembered for one life more, then forgotten with its reservation.
  expect(book.reserved(10_000)).toBe(0)
  book.reserve(ask(peer), 20_001)
  book.reserve(ask(peer), 20_001)
  expect(book.reserved(20_001)).toBe(2)
})

function bookOf(init: Partial<Parameters<typeof createQuoteBook>[0]> = {}): QuoteBook {
  let sequence = 0n
  return createQuoteBook({
    signer,
    separator,
    lifetimeMs: 10_000,
    quotesMax: 4,
    perPeerMax: 2,
    nextSequence: () => ++sequence,
    chainOf: createBeacons({ signer, separator }),
    ...init,
  })
}

const assurance = { exactness: 1, policy: 0, policyParameter: 0 }

function ask(from: Address): QuoteAsk {
  return { peer: from, payer: from, offer, offerHash: zeroHash, amountMax: 9n, prices: offer, assurance }
}
