/**
 * The providers this buyer can talk to: those it lists, and those it heard of, dialed only when one is chosen. Links to the
 * latter go when they are not used, and the latter's offers when nobody has reached them for long.
 */
import type { Address, PeerEndpoint, PeerTransport } from '@millrace/protocol'
import type { BuyerLog } from './buyer.ts'
import { describeError, ProviderUnreachableError } from './buyer-error.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { HeldOffers } from './held-offers.ts'
import type { OfferBook } from './offer-book.ts'
import { createProviderLink, type LinkEvents, type ProviderLink } from './provider-link.ts'

/** Links to providers that were only heard of. */
export const heardLinksMax = 1_024

export type ProviderLinks = {
  /**
   * Takes up new providers, and leaves those that are listed no more or elsewhere: their runs end. The list stays its owner's, who
   * may change it: it is compared by what it says. Cost: linear in the list.
   */
  follow(said: readonly PeerEndpoint[]): void
  /** Returns the link; makes one to where the node's offers say. @throws {ProviderUnreachableError} for a node nobody knows. */
  of(node: Address): ProviderLink
  get(node: Address): ProviderLink | undefined
  /** Returns the link to a provider that the caller named. */
  connectTo(endpoint: PeerEndpoint): ProviderLink
  isListed(node: Address): boolean
  close(): Promise<void>
}

type Components = {
  readonly transport: PeerTransport
  readonly now: () => number
  readonly log: BuyerLog
  readonly held: HeldOffers
  readonly book: OfferBook
  readonly onRoundTrip: (node: Address, ms: number) => void
}

export function createProviderLinks(
  { transport, now, log, held, book, onRoundTrip }: Components,
  { limits }: { limits: BuyerLimits },
): ProviderLinks {
  const links = new Map<Address, ProviderLink>()
  /** Heard of, in the order of use. */
  const heard = new Map<Address, number>()
  const failingSince = new Map<Address, number>()
  let listed: readonly PeerEndpoint[] = []
  let listedNodes = new Set<Address>()
  let prunedAt = now()

  function newLink(endpoint: PeerEndpoint): ProviderLink {
    const node = endpoint.address
    const events: LinkEvents = {
      onRoundTrip: (ms) => onRoundTrip(node, ms),
      onReached() {
        failingSince.delete(node)
        if (held.hasNode(node)) held.matching.setUnavailable(node, 0, '')
      },
      onUnavailable(until, reason, isUnreachable) {
        if (held.hasNode(node)) held.matching.setUnavailable(node, Math.ceil(until), reason)
        if (isUnreachable && !failingSince.has(node)) failingSince.set(node, now())
      },
    }
    return createProviderLink({ transport, now, log, ...events }, { endpoint, limits })
  }

  const unsubscribe = held.onKept(({ node, endpoint }) => {
    const link = links.get(node)
    if (link === undefined || !hasMoved(link, endpoint)) return
    drop(link)
    // What kept it away was where it used to be. Who misbehaved was reached, and stays away.
    if (failingSince.delete(node)) held.matching.setUnavailable(node, 0, '')
  })

  /** One that was only heard of may have moved: its newest offer says where to. */
  function hasMoved(link: ProviderLink, endpoint: PeerEndpoint): boolean {
    return !link.isConnected && heard.has(link.node) && !isSamePlace(endpoint, link.endpoint)
  }

  function drop(link: ProviderLink): void {
    links.delete(link.node)
    heard.delete(link.node)
    link
      .close()
      .catch((error: unknown) => log({ event: 'close-failed', node: link.node, reason: describeError(error) }))
  }

  function used(node: Address): void {
    heard.delete(node)
    heard.set(node, now())
    const [oldest] = heard.keys()
    const link = oldest === undefined ? undefined : links.get(oldest)
    if (heard.size > heardLinksMax && link !== undefined) drop(link)
    prune()
  }

  function prune(): void {
    const at = now()
    if (at < prunedAt + limits.offersFreshMs) return
    prunedAt = at
    for (const [node, usedAt] of heard) {
      const link = links.get(node)
      if (usedAt + limits.linkIdleMs < at && link !== undefined) drop(link)
    }
    for (const [node, since] of failingSince) {
      if (since + limits.forgetUnreachableMs > at) continue
      failingSince.delete(node)
      if (listedNodes.has(node)) continue
      for (const { offerHash } of held.offersOf(node)) held.remove(offerHash)
      log({ event: 'provider-forgotten', node, ms: limits.forgetUnreachableMs })
    }
  }

  return {
    follow(said) {
      if (isSameList(said, listed)) return
      const wanted = said.map(copyOf)
      const kept = new Map(wanted.map((endpoint) => [endpoint.address, endpoint]))
      for (const { address } of listed) {
        const link = links.get(address)
        const endpoint = kept.get(address)
        if (link === undefined || (endpoint !== undefined && isSamePlace(endpoint, link.endpoint))) continue
        book.remove(link)
        drop(link)
      }
      for (const [address, endpoint] of kept) {
        const link = links.get(address) ?? newLink(endpoint)
        links.set(address, link)
        heard.delete(address)
        book.add(link)
      }
      listed = wanted
      listedNodes = new Set(kept.keys())
    },
    of(node) {
      const known = links.get(node)
      const [offer] = held.offersOf(node)
      if (known !== undefined && offer !== undefined && hasMoved(known, offer.endpoint)) drop(known)
      else if (known !== undefined) {
        if (heard.has(node)) used(node)
        return known
      }
      if (offer === undefined) throw new ProviderUnreachableError(node, 'it is not listed any more.')
      const link = newLink(offer.endpoint)
      links.set(node, link)
      used(node)
      return link
    },
    get: (node) => links.get(node),
    connectTo(endpoint) {
      const link = links.get(endpoint.address) ?? newLink(endpoint)
      links.set(endpoint.address, link)
      return link
    },
    isListed: (node) => listedNodes.has(node),
    async close() {
      unsubscribe()
      await Promise.all([...links.values()].map((link) => link.close()))
    },
  }
}

function isSameList(a: readonly PeerEndpoint[], b: readonly PeerEndpoint[]): boolean {
  const isSame = (endpoint: PeerEndpoint, other: PeerEndpoint | undefined) =>
    other !== undefined && endpoint.address === other.address && isSamePlace(endpoint, other)
  return a.length === b.length && a.every((endpoint, index) => isSame(endpoint, b[index]))
}

/** What nobody else can change under us. */
function copyOf({ address, addresses }: PeerEndpoint): PeerEndpoint {
  return Object.freeze({ address, addresses: Object.freeze([...addresses]) })
}

function isSamePlace(a: PeerEndpoint, b: PeerEndpoint): boolean {
  return a.addresses.length === b.addresses.length && a.addresses.every((text, index) => text === b.addresses[index])
}
