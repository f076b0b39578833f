/** Offers with real signatures for tests of the mesh. */
import {
  digest,
  domainSeparator,
  type ModelContent,
  modelRoot,
  type Offer,
  type OfferDetails,
  offerDetailsHash,
  offerType,
  type SignedOffer,
  type Signer,
} from '@millrace/protocol'
import { domain } from './keys.ts'

export const germany = 276
export const japan = 392
export const operator = '0x00000000000000000000000000000000000000aa'

export const model: ModelContent = {
  version: 1,
  name: 'stories15m',
  format: 'gguf',
  workloads: ['chat', 'completion'],
  contextTokensMax: 256,
  files: [{ path: 'stories15M-q8_0.gguf', bytes: 26_000_000, sha256: 'cd'.repeat(32) }],
}

export const details: OfferDetails = {
  version: 1,
  addresses: ['/ip4/192.0.2.7/tcp/4001'],
  rates: { prefillTokensPerSecond: 900, decodeTokensPerSecond: 40, queueMs: 0 },
}

export type OfferChange = {
  readonly offer?: Partial<Offer>
  readonly model?: ModelContent
  readonly details?: OfferDetails
  readonly domain?: typeof domain
}

/** Returns an offer signed by this node, for half an hour from now. What is changed is changed before signing. */
export function signedOffer(signer: Signer, change: OfferChange = {}): SignedOffer {
  const chosen = { model: change.model ?? model, details: change.details ?? details }
  const now = BigInt(Math.floor(Date.now() / 1000))
  const offer: Offer = {
    operator,
    node: signer.address,
    modelRoot: modelRoot(chosen.model),
    workload: 0,
    token: '0x00000000000000000000000000000000000000bb',
    inputPrice: 100n,
    outputPrice: 300n,
    contextTokensMax: 256,
    creditTokens: 64,
    exactness: 1,
    terms: 0,
    resourceClass: 2,
    gpuMemoryMib: 24_576,
    country: germany,
    attestations: 0,
    slots: 4,
    noticeSeconds: 0,
    availableFrom: 0n,
    availableUntil: 2n ** 40n,
    detailsHash: offerDetailsHash(chosen.details),
    sequence: 1n,
    expiresAt: now + 1_800n,
    ...change.offer,
  }
  const separator = domainSeparator(change.domain ?? domain)
  return { offer, signature: signer.sign(digest(separator, offerType, offer)), ...chosen }
}

/** Returns a model of another name, so that a node can have many deals. */
export function modelNamed(name: string): ModelContent {
  return { ...model, name }
}
