/** A peer that others meet through: it passes on offers and carries connections for those that cannot be reached. */
import { randomBytes } from 'node:crypto'
import { createSigner, generatePrivateKey } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import { openPeerNetwork } from '../../../packages/cli/src/peers/peer-network.ts'
import { serveActor } from '../serve-actor.ts'
import { type NetworkAccess, openReader } from './network-access.ts'

export type RelaySettings = {
  readonly network: NetworkAccess
  /** Multiaddrs of libp2p. */
  readonly listen: readonly string[]
}

async function start({ network, listen }: RelaySettings) {
  const signer = createSigner(generatePrivateKey((bytes) => new Uint8Array(randomBytes(bytes))))
  const reader = await openReader(network)
  // The lab's addresses are of blocks that the internet does not route.
  const peers = await openPeerNetwork({ signer, reader }, { listen, bootstrap: [], relay: 'serve', allowPrivate: true })
  peers.mesh.subscribe(allOffers)
  const handlers = {
    addresses: (): readonly string[] => peers.host.addresses(),
    /** Addresses of those that are connected, by connection. */
    remotes: (): readonly string[] =>
      peers.host.libp2p.getConnections().map(({ remoteAddr }) => remoteAddr.getComponents()[0]?.value ?? ''),
    stats: () => peers.mesh.stats(),
    probe: () => peers.mesh.probe({ signal: new AbortController().signal }),
  }
  return { handlers, close: async () => peers[Symbol.asyncDispose]() }
}

export type RelayHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
