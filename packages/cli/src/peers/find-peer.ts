/**
 * Where a node is, for who has nothing but its key: an auditor whose panel's evidence is with an accuser that named no address, a buyer
 * that wants the proof of a receipt. Those that the network's file lists are known at once; others are where their latest offer says.
 */
import type { ChainReader } from '@millrace/chain'
import type { Address, PeerEndpoint, SignedOffer } from '@millrace/protocol'
import type { Context } from '../context.ts'
import type { Network } from '../network.ts'
import { heardOffers, openPassingPeers } from './passing-peers.ts'

type Options = { readonly signal: AbortSignal }

/** Returns where a node is, undefined where nobody tells within the longest wait (`heardMsMax`). */
export type FindPeer = (node: Address, options: Options) => Promise<PeerEndpoint | undefined>

/** Returns how to find nodes. It listens with a key that is gone with the look: the caller's own peers hear nothing more for it. */
export function createPeerFinder(
  context: Pick<Context, 'random' | 'now'>,
  network: Network,
  reader: ChainReader,
  { allowPrivate }: { readonly allowPrivate: boolean },
): FindPeer {
  return findPeerBy(network.providers, async ({ signal }) => {
    await using peers = await openPassingPeers(context, network, reader, { allowPrivate })
    return await heardOffers(peers, network, { now: context.now, signal })
  })
}

/** @param hear - returns the offers that are heard. */
export function findPeerBy(
  listed: readonly PeerEndpoint[],
  hear: (options: Options) => Promise<readonly Pick<SignedOffer, 'offer' | 'details'>[]>,
): FindPeer {
  return async (node, options) => {
    const known = listed.find(({ address }) => address === node)
    if (known !== undefined) return known
    const found = (await hear(options)).find(({ offer }) => offer.node === node)
    return found === undefined ? undefined : { address: node, addresses: found.details.addresses }
  }
}
