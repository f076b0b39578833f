/** Whom gossip has told of: the newest addresses of every node that offers something. */

import type { OfferMesh } from '@millrace/p2p'
import type { Address, PeerEndpoint } from '@millrace/protocol'

/** Nodes that are remembered; beyond that the one longest silent is forgotten. */
export const heardProvidersMax = 1_024

export type HeardProviders = {
  /** Returns the same list as long as nothing has changed. */
  list(): readonly PeerEndpoint[]
  close(): void
}

/** Starts to listen. `onChange` is called when a node is new, or is reached elsewhere. */
export function hearProviders(mesh: Pick<OfferMesh, 'onOffers'>, onChange: () => void): HeardProviders {
  const heard = new Map<Address, PeerEndpoint>()
  let listed: readonly PeerEndpoint[] = []
  const close = mesh.onOffers(({ offers }) => {
    const last = offers.at(-1)
    if (last === undefined) return
    const { offer, details } = last
    const before = heard.get(offer.node)
    heard.delete(offer.node)
    heard.set(offer.node, { address: offer.node, addresses: details.addresses })
    const [oldest] = heard.keys()
    if (heard.size > heardProvidersMax && oldest !== undefined) heard.delete(oldest)
    if (before?.addresses.join() === details.addresses.join()) return
    listed = [...heard.values()]
    onChange()
  })
  return { list: () => listed, close }
}
