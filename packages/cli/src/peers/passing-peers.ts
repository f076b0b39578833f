/**
 * A peer that only looks: it joins with a key of its own that is gone with the process, so that it never meets itself, as
 * the gateway of this machine with the same key would.
 */
import { type ChainReader, createSigner, generatePrivateKey } from '@millrace/chain'
import { allOffers, type OfferMesh } from '@millrace/p2p'
import type { SignedOffer, Signer } from '@millrace/protocol'
import type { Context } from '../context.ts'
import type { Network } from '../network.ts'
import { openPeerNetwork, type PeerNetwork } from './peer-network.ts'
import { allowsPrivate } from './provider-peers.ts'
import { untilHeard } from './until-heard.ts'

/** Opens the peer network to look around; it dials and listens to nobody. */
export async function openPassingPeers(
  { random }: Pick<Context, 'random'>,
  network: Network,
  reader: ChainReader,
  { allowPrivate, signer = createSigner(generatePrivateKey(random)) }: PassingOptions,
): Promise<PeerNetwork> {
  return openPeerNetwork({ signer, reader }, buyerPeers(network, { allowPrivate }))
}

type PassingOptions = { readonly allowPrivate: boolean; readonly signer?: Signer }

/** Returns how a buyer takes part in the network's peers: it dials and need not be reachable. */
export function buyerPeers(network: Network, { allowPrivate }: { readonly allowPrivate: boolean }) {
  return {
    listen: [],
    bootstrap: network.bootstrap,
    relay: 'none',
    allowPrivate: allowsPrivate({ allowPrivate }, network),
  } as const
}

/** Returns what is on offer, as far as it is heard of within the longest wait: the newest of each deal, none withdrawn. */
export async function heardOffers(
  { mesh }: { readonly mesh: Pick<OfferMesh, 'onOffers' | 'subscribe' | 'stats'> },
  { bootstrap }: Pick<Network, 'bootstrap'>,
  { now, signal }: Pick<Context, 'now' | 'signal'>,
): Promise<readonly SignedOffer[]> {
  const newest = new Map<string, SignedOffer>()
  const stop = mesh.onOffers(({ offers }) => {
    for (const signed of offers) {
      const { node, modelRoot, workload, terms } = signed.offer
      newest.set([node, modelRoot, workload, terms].join(), signed)
    }
  })
  mesh.subscribe(allOffers)
  await untilHeard(mesh, { bootstrap: bootstrap.length, now, signal })
  stop()
  return [...newest.values()].filter(({ offer }) => offer.slots > 0)
}
