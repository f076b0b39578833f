/**
 * The newest verified offer of every deal: what a replay is recognised by, and what a newcomer is given.
 *
 * A deal is (node, model, workload, terms). Its key is 128 bits of SHA-256: to take another deal's place, a node would
 * need a second preimage. Sequences stay until the offer expires, so that a withdrawn offer cannot come back before.
 * Cost: O(1), except `expire`, which is O(offers held).
 */
import { createHash } from 'node:crypto'
import type { Address, Hash, Offer, Signature } from '@millrace/protocol'

/** Bytes of a deal's key. */
export const dealKeyBytes = 16

export type HeldOffer = {
  /** {@link dealKey} */
  readonly deal: string
  readonly node: Address
  readonly id: Hash
  readonly signature: Signature
  readonly sequence: bigint
  readonly expiresAt: bigint
  readonly topic: string
  /** An announcement of this offer alone; undefined when the memory for those is used up. */
  readonly bytes: Uint8Array | undefined
}

export type HeldOffersInit = {
  readonly offersMax: number
  readonly bytesMax: number
  readonly dealsPerNodeMax: number
}

/** Returns the key of the deal that an offer is for: 32 hex digits. */
export function dealKey({ node, modelRoot, workload, terms }: Offer): string {
  const hash = createHash('sha256').update(`${node}/${modelRoot}/${workload}/${terms}`).digest('hex')
  return hash.slice(0, 2 * dealKeyBytes)
}

export class HeldOffers {
  readonly #init: HeldOffersInit
  /** Those heard of longest ago first: they are the next to expire, and the first to go when there is no room. */
  readonly #byDeal = new Map<string, HeldOffer>()
  readonly #dealsOfNode = new Map<Address, number>()
  #bytes = 0

  constructor(init: HeldOffersInit) {
    this.#init = init
  }

  get size(): number {
    return this.#byDeal.size
  }

  get bytes(): number {
    return this.#bytes
  }

  newest(deal: string): HeldOffer | undefined {
    return this.#byDeal.get(deal)
  }

  /** Returns whether one more deal of this node would be followed. */
  hasRoomFor(node: Address): boolean {
    return (this.#dealsOfNode.get(node) ?? 0) < this.#init.dealsPerNodeMax
  }

  /** Holds the offer in place of an older one. Returns false when the one held is as new, or the node has too many deals. */
  put(offer: HeldOffer): boolean {
    const held = this.#byDeal.get(offer.deal)
    if (held === undefined ? !this.hasRoomFor(offer.node) : held.sequence >= offer.sequence) return false
    if (held !== undefined) this.#remove(held)
    const room = this.#bytes + (offer.bytes?.length ?? 0) <= this.#init.bytesMax
    this.#add(room ? offer : { ...offer, bytes: undefined })
    if (this.#byDeal.size > this.#init.offersMax) {
      for (const oldest of this.#byDeal.values()) {
        this.#remove(oldest)
        break
      }
    }
    return true
  }

  /** Lets go of what has expired. Returns how many went. */
  expire(nowSeconds: bigint): number {
    let gone = 0
    for (const held of this.#byDeal.values()) {
      if (held.expiresAt > nowSeconds) continue
      this.#remove(held)
      gone++
    }
    return gone
  }

  /** Returns the offers of these topics that a newcomer can be given. */
  ofTopics(topics: ReadonlySet<string>): HeldOffer[] {
    const offers: HeldOffer[] = []
    for (const held of this.#byDeal.values()) if (held.bytes !== undefined && topics.has(held.topic)) offers.push(held)
    return offers
  }

  #add(offer: HeldOffer): void {
    this.#byDeal.set(offer.deal, offer)
    this.#dealsOfNode.set(offer.node, (this.#dealsOfNode.get(offer.node) ?? 0) + 1)
    this.#bytes += offer.bytes?.length ?? 0
  }

  #remove(offer: HeldOffer): void {
    this.#byDeal.delete(offer.deal)
    const deals = (this.#dealsOfNode.get(offer.node) ?? 0) - 1
    if (deals > 0) this.#dealsOfNode.set(offer.node, deals)
    else this.#dealsOfNode.delete(offer.node)
    this.#bytes -= offer.bytes?.length ?? 0
  }
}
