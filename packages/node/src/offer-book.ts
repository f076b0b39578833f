/**
 * The node's own signed offers. Each is signed anew, with a higher sequence, once half its life is over, so that every
 * offer handed out stays good for at least half a life; earlier ones stay known until they are pushed out.
 */
import {
  type Address,
  bytesToHex,
  digest,
  exactnessClasses,
  type Hash,
  type Offer,
  offerType,
  type SignedOffer,
  type Signer,
  workloads,
} from '@millrace/protocol'
import type { CheckedListing } from './listing.ts'

export type KnownOffer = { readonly offer: Offer; readonly listing: CheckedListing }

export type OfferBook = {
  /** Returns an unexpired offer per listing. @param now - milliseconds. */
  current(now: number): readonly SignedOffer[]
  /** Returns an offer of this node's by hash, expired or not; undefined when it is not known, or no longer. */
  find(offerHash: Hash): KnownOffer | undefined
}

type OfferBookInit = {
  readonly signer: Signer
  readonly separator: Uint8Array
  readonly operator: Address
  readonly token: Address
  readonly listings: readonly CheckedListing[]
  readonly lifetimeMs: number
  readonly keptMax: number
  /** Gives numbers that rise for as long as the node's file lives. */
  readonly nextSequence: () => bigint
}

export function createOfferBook(init: OfferBookInit): OfferBook {
  const known = new Map<Hash, KnownOffer>()
  let signed: readonly SignedOffer[] = []
  let renewAt = Number.NEGATIVE_INFINITY

  const sign = (listing: CheckedListing, now: number): SignedOffer => {
    const offer = offerOf(init, listing, BigInt(Math.floor((now + init.lifetimeMs) / 1000)))
    const hash = digest(init.separator, offerType, offer)
    known.set(bytesToHex(hash), { offer, listing })
    return { offer, signature: init.signer.sign(hash), model: listing.model }
  }

  return {
    current(now) {
      if (now >= renewAt) {
        signed = init.listings.map((listing) => sign(listing, now))
        renewAt = now + init.lifetimeMs / 2
        for (const hash of known.keys()) {
          if (known.size <= Math.max(init.keptMax, init.listings.length)) break
          known.delete(hash)
        }
      }
      return signed
    },
    find: (offerHash) => known.get(offerHash),
  }
}

function offerOf(init: OfferBookInit, listing: CheckedListing, expiresAt: bigint): Offer {
  return {
    operator: init.operator,
    node: init.signer.address,
    modelRoot: listing.modelRoot,
    workload: workloads[listing.workload],
    token: init.token,
    inputPrice: listing.inputPrice,
    outputPrice: listing.outputPrice,
    contextTokensMax: listing.contextTokensMax,
    creditTokens: listing.creditTokens,
    // Weights named by hash can be compared across machines; what an upstream server does with its own cannot.
    exactness: listing.model.format === 'gguf' ? exactnessClasses.tolerant : exactnessClasses.opaque,
    sequence: init.nextSequence(),
    expiresAt,
  }
}
