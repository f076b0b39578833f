/** Hosts with meshes on loopback, for tests. */
import type { Signer } from '@millrace/protocol'
import { multiaddr } from '@multiformats/multiaddr'
import { createPeerHost, type PeerHost } from '../src/host/peer-host.ts'
import type { RenewOffers } from '../src/mesh/announcer.ts'
import type { OfferGossip } from '../src/mesh/gossip-service.ts'
import type { MeshLimits } from '../src/mesh/mesh-limits.ts'
import { createOfferMesh, type OfferAnnouncement, type OfferMesh } from '../src/mesh/offer-mesh.ts'
import { offerServices } from '../src/mesh/offer-services.ts'
import type { RegistryPort } from '../src/mesh/registry-cache.ts'
import { createTestSigner, domain, recoverTestSigner } from './keys.ts'

export type TestPeer = {
  readonly signer: Signer
  readonly host: PeerHost
  readonly mesh: OfferMesh
  readonly gossip: OfferGossip
  /** Every announcement that reached the handler, in order. */
  readonly heard: OfferAnnouncement[]
  readonly address: string
}

export type TestPeerInit = {
  readonly signer?: Signer
  readonly bootstrap?: readonly string[]
  readonly directory?: 'client' | 'server'
  readonly listen?: readonly string[]
  readonly relay?: 'serve' | 'none'
  readonly limits?: Partial<MeshLimits>
  readonly isRegistered?: RegistryPort
  readonly renew?: RenewOffers
  readonly log?: { debug(fields: object, message: string): void; warn(fields: object, message: string): void }
  /** Pass over what the mesh would check: for peers that misbehave. */
  readonly listenToAll?: boolean
}

export type TestNet = {
  start(init?: TestPeerInit): Promise<TestPeer>
  close(): Promise<void>
}

export const { signal } = new AbortController()

export function createTestNet(): TestNet {
  const peers: TestPeer[] = []
  return {
    async start(init = {}) {
      const signer = init.signer ?? createTestSigner()
      const host = await createPeerHost(
        { signer, recoverSigner: recoverTestSigner, domain },
        {
          listen: init.listen ?? ['/ip4/127.0.0.1/tcp/0'],
          bootstrap: init.bootstrap ?? [],
          relay: init.relay ?? 'none',
          allowPrivate: true,
          services: offerServices(domain, { directory: init.directory ?? 'client', limits: init.limits ?? {} }),
        },
      )
      const mesh = await createOfferMesh(
        host,
        {
          recoverSigner: recoverTestSigner,
          domain,
          isRegistered: init.isRegistered ?? (async () => true),
          ...(init.log && { log: init.log }),
        },
        {
          bootstrap: init.bootstrap ?? [],
          limits: init.limits ?? {},
          ...(init.renew && { renew: init.renew }),
        },
      )
      const heard: OfferAnnouncement[] = []
      mesh.onOffers((announcement) => heard.push(announcement))
      const [address = ''] = host.addresses()
      const peer = { signer, host, mesh, gossip: host.libp2p.services.gossip, heard, address }
      peers.push(peer)
      return peer
    },
    async close() {
      const all = peers.splice(0)
      await Promise.all(all.map(({ mesh }) => mesh.close()))
      await Promise.all(all.map(({ host }) => host.close()))
    },
  }
}

/** Connects one peer to another. */
export async function connect(from: TestPeer, to: TestPeer): Promise<void> {
  await from.host.libp2p.dial(multiaddr(to.address), { signal })
}

/** Returns the sequences of the offers that were heard of a node, in order. */
export function sequencesOf(peer: TestPeer, node: string): bigint[] {
  return peer.heard.flatMap(({ offers }) =>
    offers.filter(({ offer }) => offer.node === node).map(({ offer }) => offer.sequence),
  )
}

/** Whether gossip from one peer goes to the other at once: they are in each other's mesh of the topic. */
export function linked(a: TestPeer, b: TestPeer, topic: string): boolean {
  return a.gossip.getMeshPeers(topic).includes(b.host.peerId) && b.gossip.getMeshPeers(topic).includes(a.host.peerId)
}
