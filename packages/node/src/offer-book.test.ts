import { createSigner, generatePrivateKey, recoverSigner } from '@millrace/chain'
import {
  digest,
  domainSeparator,
  type ModelContent,
  messageId,
  offerType,
  parseAddress,
  zeroHash,
} from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createOfferBook } from './offer-book.ts'

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
const listing = {
  modelRoot: zeroHash,
  workload: 'chat' as const,
  inputPrice: 1n,
  outputPrice: 2n,
  creditTokens: 16,
  model,
  contextTokensMax: 8,
}

test('offers are signed once per half life, with rising sequences, and never handed out close to their expiry', () => {
  let sequence = 0n
  const book = createOfferBook({
    signer,
    separator,
    operator,
    token: operator,
    listings: [listing],
    lifetimeMs: 10_000,
    keptMax: 2,
    nextSequence: () => ++sequence,
  })
  const at = (now: number) => {
    const [signed] = book.current(now)
    if (signed === undefined) throw new Error('no offer')
    return signed
  }
  const first = at(0)
  expect(first.offer).toMatchObject({ sequence: 1n, expiresAt: 10n, workload: 1, exactness: 1 })
  expect(recoverSigner(digest(separator, offerType, first.offer), first.signature)).toBe(signer.address)
  expect(at(4_999)).toBe(first)
  const second = at(5_000)
  expect(second.offer).toMatchObject({ sequence: 2n, expiresAt: 15n })
  const hashOf = (offer: typeof first.offer) => messageId(separator, offerType, offer)
  expect(book.find(hashOf(first.offer))?.offer).toEqual(first.offer)
  at(10_000)
  // Two are kept; the oldest went.
  expect(book.find(hashOf(first.offer))).toBeUndefined()
  expect(book.find(hashOf(second.offer))?.offer).toEqual(second.offer)
})
