/** A peer that others meet through: it passes on offers and carries connections for those that cannot be reached. */
import { randomBytes } from 'node:crypto'
import { createSigner, generatePrivateKey } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import type { Address } from '@millrace/protocol'
import { openPeerNetwork } from '../../../packages/cli/src/peers/peer-network.ts'
import { serveActor } from '../serve-actor.ts'
import { type NetworkAccess, openReader } from './network-access.ts'

export type RelaySettings = {
  readonly network: NetworkAccess
  /** Multiaddrs of libp2p. */
  readonly listen: readonly string[]
}

/** One clock serves all hosts of a lab: milliseconds since 1970. */
export type HeardOffer = { readonly node: Address; readonly sequence: bigint; readonly atMs: number }

async function start({ network, listen }: RelaySettings) {
  const signer = createSigner(generatePrivateKey((bytes) => new Uint8Array(randomBytes(bytes))))
  const reader = await openReader(network)
  // The lab's addresses are of blocks that the internet does not route.
  const peers = await openPeerNetwork({ signer, reader }, { listen, bootstrap: [], relay: 'serve', allowPrivate: true })
  const heard: HeardOffer[] = []
  peers.mesh.onOffers(({ offers }) => {
    const atMs = performance.timeOrigin + performance.now()
    for (const { offer } of offers) heard.push({ node: offer.node, sequence: offer.sequence, atMs })
  })
  peers.mesh.subscribe(allOffers)
  const handlers = {
    addresses: (): readonly string[] => peers.host.addresses(),
    /** Addresses of those that are connected, by connection. */
    remotes: (): readonly string[] =>
      peers.host.libp2p.getConnections().map(({ remoteAddr }) => remoteAddr.getComponents()[0]?.value ?? ''),
    /** Offers that came since it was last asked. */
    takeHeard: (): readonly HeardOffer[] => heard.splice(0),
    stats: () => peers.mesh.stats(),
    probe: () => peers.mesh.probe({ signal: new AbortController().signal }),
  }
  return { handlers, close: async () => peers[Symbol.asyncDispose]() }
}

export type RelayHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
