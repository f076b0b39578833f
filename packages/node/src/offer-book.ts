/**
 * The node's own signed offers, one for each listing and kind of terms. Each is signed anew, with a higher sequence, once
 * half its life is over, so that every offer handed out stays good for at least half a life, and once what it says has
 * changed; earlier ones stay known until they are pushed out.
 *
 * Changes keep a distance: an offer says anything but "withdrawn" and "back again" at most once in `spacingMs`, so that what
 * is signed and gossiped is bounded however fast the node's state moves.
 */
import {
  type Address,
  attestationKinds,
  bytesToHex,
  digest,
  type Hash,
  type Offer,
  type OfferDetails,
  type OfferTerms,
  offerDetailsHash,
  offerTerms,
  offerType,
  type Prices,
  resourceClasses,
  type SignedOffer,
  type Signer,
  workloads,
} from '@millrace/protocol'
import type { CheckedListing } from './listing.ts'

/** What an offer says besides what its listing fixes. */
export type OfferState = Prices & {
  /** 0 withdraws it. */
  readonly slots: number
  /** Unix seconds. */
  readonly availableFrom: bigint
  readonly availableUntil: bigint
  readonly details: OfferDetails
}

export type KnownOffer = {
  readonly offer: Offer
  readonly listing: CheckedListing
  readonly terms: OfferTerms
  /** Milliseconds; when a later one took its place. */
  readonly replacedAt: number | undefined
}

export type OfferBook = {
  /** Returns an unexpired offer per listing and kind of terms. @param now - milliseconds. */
  current(now: number): readonly SignedOffer[]
  /** Returns the offer in force for a listing and terms. */
  currentOf(listing: CheckedListing, terms: OfferTerms, now: number): Offer
  /** Returns an offer of this node's by hash, expired or not; undefined when it is not known, or no longer. */
  find(offerHash: Hash): KnownOffer | undefined
}

type OfferBookInit = {
  readonly signer: Signer
  readonly separator: Uint8Array
  readonly operator: Address
  readonly token: Address
  readonly listings: readonly CheckedListing[]
  readonly stateOf: (listing: CheckedListing, terms: OfferTerms, now: number) => OfferState
  readonly lifetimeMs: number
  readonly keptMax: number
  readonly spacingMs: number
  /** Gives numbers that rise for as long as the node's file lives. */
  readonly nextSequence: () => bigint
}

type Entry = {
  readonly listing: CheckedListing
  readonly terms: OfferTerms
  signed: SignedOffer | undefined
  hash: Hash | undefined
  /** Milliseconds. */
  signedAt: number
}

export function createOfferBook(init: OfferBookInit): OfferBook {
  const known = new Map<Hash, KnownOffer & { replacedAt: number | undefined }>()
  const entries: readonly Entry[] = init.listings.flatMap((listing) =>
    listing.terms.map((terms) => ({
      listing,
      terms,
      signed: undefined,
      hash: undefined,
      signedAt: Number.NEGATIVE_INFINITY,
    })),
  )
  let current: readonly SignedOffer[] = []

  const isDue = (entry: Entry, state: OfferState, now: number): boolean => {
    if (entry.signed === undefined || now - entry.signedAt >= init.lifetimeMs / 2) return true
    if (isSaid(state, entry.signed)) return false
    const comesOrGoes = (state.slots === 0) !== (entry.signed.offer.slots === 0)
    return comesOrGoes || now - entry.signedAt >= init.spacingMs
  }
  const sign = (entry: Entry, state: OfferState, now: number): SignedOffer => {
    const { listing, terms } = entry
    const offer = offerOf(init, entry, state, BigInt(Math.floor((now + init.lifetimeMs) / 1000)))
    const bytes = digest(init.separator, offerType, offer)
    const replaced = entry.hash === undefined ? undefined : known.get(entry.hash)
    if (replaced !== undefined) replaced.replacedAt = now
    entry.hash = bytesToHex(bytes)
    entry.signed = { offer, signature: init.signer.sign(bytes), model: listing.model, details: state.details }
    entry.signedAt = now
    known.set(entry.hash, { offer, listing, terms, replacedAt: undefined })
    return entry.signed
  }
  const forgetOldest = () => {
    for (const hash of known.keys()) {
      if (known.size <= Math.max(init.keptMax, entries.length)) return
      known.delete(hash)
    }
  }
  const refresh = (now: number) => {
    let changed = false
    for (const entry of entries) {
      const state = init.stateOf(entry.listing, entry.terms, now)
      if (!isDue(entry, state, now)) continue
      sign(entry, state, now)
      changed = true
    }
    if (!changed) return
    current = entries.flatMap(({ signed }) => (signed === undefined ? [] : [signed]))
    forgetOldest()
  }

  return {
    current(now) {
      refresh(now)
      return current
    },
    currentOf(listing, terms, now) {
      refresh(now)
      const entry = entries.find((candidate) => candidate.listing === listing && candidate.terms === terms)
      if (entry?.signed === undefined) throw new RangeError(`not on sale: ${listing.workload} on ${terms} terms`)
      return entry.signed.offer
    },
    find: (offerHash) => known.get(offerHash),
  }
}

/** Returns whether the offer says the state already. */
function isSaid(state: OfferState, { offer }: SignedOffer): boolean {
  return (
    state.inputPrice === offer.inputPrice &&
    state.outputPrice === offer.outputPrice &&
    state.slots === offer.slots &&
    state.availableFrom === offer.availableFrom &&
    state.availableUntil === offer.availableUntil &&
    offerDetailsHash(state.details) === offer.detailsHash
  )
}

function offerOf(init: OfferBookInit, { listing, terms }: Entry, state: OfferState, expiresAt: bigint): Offer {
  return {
    operator: init.operator,
    node: init.signer.address,
    modelRoot: listing.modelRoot,
    workload: workloads[listing.workload],
    token: init.token,
    inputPrice: state.inputPrice,
    outputPrice: state.outputPrice,
    contextTokensMax: listing.contextTokensMax,
    creditTokens: listing.creditTokens,
    exactness: listing.exactness,
    terms: offerTerms[terms],
    resourceClass: resourceClasses[listing.resourceClass],
    gpuMemoryMib: listing.gpuMemoryMib,
    country: listing.country,
    attestations: listing.attestations.reduce((bits, kind) => bits | attestationKinds[kind], 0),
    slots: state.slots,
    noticeSeconds: listing.noticeSeconds,
    availableFrom: state.availableFrom,
    availableUntil: state.availableUntil,
    detailsHash: offerDetailsHash(state.details),
    sequence: init.nextSequence(),
    expiresAt,
  }
}
