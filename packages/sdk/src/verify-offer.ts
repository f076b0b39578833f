/** Whether an offer is what it says, and for this buyer: all that can be told without asking anyone. */
import {
  type Address,
  type Amount,
  bytesToHex,
  creditUnitsMax,
  digest,
  isCountry,
  modelRoot,
  nameOfCode,
  offerDetailsHash,
  offerTerms,
  offerType,
  type PeerEndpoint,
  type RecoverSigner,
  resourceClasses,
  type SignedOffer,
  workloads,
} from '@millrace/protocol'
import type { ProviderOffer } from './offer-view.ts'

/** Highest price that is taken seriously, exclusive: base units per million units. Keeps every charge within 128 bits. */
export const priceMax: Amount = 2n ** 64n

export type VerifyTerms = {
  readonly separator: Uint8Array
  /** Missing where whoever handed the offer on has checked its signature. */
  readonly recover?: RecoverSigner
  readonly token: Address
  /** Unix milliseconds. */
  readonly nowMs: number
  /** As the registry says; undefined where it knows none. */
  readonly operator: Address | undefined
}

/** Returns the offer, or the reason why it does not count. Cost: two content hashes, and a recovery where asked for. */
export function verifyOffer(
  { offer, signature, model, details }: SignedOffer,
  endpoint: PeerEndpoint,
  { separator, recover, token, nowMs, operator }: VerifyTerms,
): ProviderOffer | string {
  const node = endpoint.address
  const hash = digest(separator, offerType, offer)
  if (offer.node !== node) return `The offer is of ${offer.node}, but ${node} sent it.`
  if (recover !== undefined && recover(hash, signature) !== node) return 'The node did not sign the offer.'
  if (modelRoot(model) !== offer.modelRoot) return 'The model content does not hash to the root of the offer.'
  if (offerDetailsHash(details) !== offer.detailsHash) return 'The details do not hash to what the offer names.'
  if (offer.token !== token) return `The offer is in the token ${offer.token}, not in ${token}.`
  if (Number(offer.expiresAt) * 1000 <= nowMs) return 'The offer has expired.'
  if (offer.inputPrice >= priceMax || offer.outputPrice >= priceMax) return 'The price is out of range.'
  if (!isCode(workloads, offer.workload)) return 'The workload is not known.'
  if (!isCode(offerTerms, offer.terms)) return 'The terms are not known.'
  if (!isCode(resourceClasses, offer.resourceClass)) return 'The class of machine is not known.'
  if (!isCountry(offer.country)) return 'The country is not known.'
  const workload = nameOfCode(workloads, offer.workload, 'workload')
  if (!model.workloads.includes(workload)) return `The model does not do ${workload}.`
  if (offer.contextTokensMax < 1 || offer.creditTokens < 1) return 'The context or the credit is zero.'
  if (offer.creditTokens > creditUnitsMax(offer.workload)) {
    return `It asks for ${offer.creditTokens} tokens of trust; at most ${creditUnitsMax(offer.workload)} are given.`
  }
  if (operator === undefined) return 'The registry knows no operator of the node.'
  if (operator !== offer.operator) return `The registry says that ${operator} operates the node, not ${offer.operator}.`
  return {
    endpoint,
    operator,
    node,
    workload,
    model,
    modelRoot: offer.modelRoot,
    prices: { inputPrice: offer.inputPrice, outputPrice: offer.outputPrice },
    contextTokensMax: offer.contextTokensMax,
    offer,
    offerHash: bytesToHex(hash),
    details,
    signature,
  }
}

function isCode(codes: Readonly<Record<string, number>>, code: number): boolean {
  return Object.values(codes).includes(code)
}
