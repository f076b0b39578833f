/** Opens the buyer of a network from this machine's keys: the payer's account, the session key, the durable store, its peers. */
import { join } from 'node:path'
import { createChainWriter, createSigner } from '@millrace/chain'
import type { OfferInterest } from '@millrace/p2p'
import type { Amount, PeerEndpoint } from '@millrace/protocol'
import {
  type Buyer,
  type BuyerLog,
  createBuyer,
  type Needs,
  openBuyerStore,
  type ReplicaJudgement,
} from '@millrace/sdk'
import type { ObjectStorage } from '@millrace/storage'
import { type Context, keyRingOf } from './context.ts'
import { hasFaucet } from './local/faucet.ts'
import { type Network, networkDir, settlementToken } from './network.ts'
import { explain } from './open-chain.ts'
import { buyerMeshOf } from './peers/buyer-mesh.ts'
import { buyerPeers } from './peers/passing-peers.ts'
import { openPeerNetwork, type PeerNetwork } from './peers/peer-network.ts'
import { transportLogOf } from './peers/transport-log.ts'

export type BuyerTerms = {
  /** Base units a channel to a provider is opened with. */
  readonly channelDeposit: Amount
  /** Whom to ask besides those that gossip tells of; the network's own list when left out. */
  readonly providers?: () => readonly PeerEndpoint[]
  /** Which offers to hear of. */
  readonly interest: OfferInterest
  /** What is needed of who serves. */
  readonly needs: Needs
  readonly allowPrivate: boolean
  /** Key of another account than the payer that pays, with a session and a store of its own. */
  readonly purse?: string
  /** Settles disputes between replicas. */
  readonly judge?: ReplicaJudgement
  /** Inputs and outputs of tasks; stays the caller's. */
  readonly storage?: ObjectStorage
  /** Whether drawn receipts may be shown to auditors, with their texts. */
  readonly shareAudits?: boolean
}

/** On the local network epochs are a minute long, no block is ever replaced, and nobody chooses who proposes. */
const localAuditLimits = { lookMs: 2_000, drawDelaySeconds: 0, confirmations: 0, rollFreshMs: 5_000 }

export type OpenBuyer = { readonly buyer: Buyer; readonly peers: PeerNetwork; close(): Promise<void> }

/** Opens the buyer. Only one process may use a network's buyer store at a time. */
export async function openBuyer(
  context: Context,
  network: Network,
  terms: BuyerTerms,
  log: BuyerLog,
): Promise<OpenBuyer> {
  const { signal, now, random } = context
  const keys = keyRingOf(context, network.name)
  const { purse } = terms
  const payerKey = await keys.loadOrCreate(purse ?? 'payer', { signal })
  const payer = createSigner(payerKey)
  const signer = createSigner(await keys.loadOrCreate(purse === undefined ? 'session' : `${purse}-session`, { signal }))
  const chain = await createChainWriter({
    rpcUrl: network.rpcUrl,
    deployment: network.deployment,
    privateKey: payerKey,
    signal,
  }).catch((error: unknown) => explain(network, error))
  const peers = await openPeerNetwork(
    { signer, reader: chain, log: transportLogOf((_level, event, fields) => log({ event, ...fields })) },
    buyerPeers(network, terms),
  )
  const file = purse === undefined ? 'buyer.sqlite' : `buyer-${purse}.sqlite`
  const store = openBuyerStore(join(networkDir(context.environment.dataDir, network.name), file))
  const { judge, storage } = terms
  const buyer = createBuyer(
    {
      ...{ chain, auditChain: chain, signer, payer, store, now, random, log },
      transport: peers.transport,
      mesh: buyerMeshOf(peers.mesh),
      ...(judge && { judge }),
      ...(storage && { storage }),
    },
    {
      providers: terms.providers ?? network.providers,
      token: settlementToken(network).address,
      channelDeposit: terms.channelDeposit,
      topUpBelow: terms.channelDeposit / 4n,
      leaseAmountMax: terms.channelDeposit / 2n,
      audits: { share: terms.shareAudits === true, limits: hasFaucet(network) ? localAuditLimits : {} },
      // A network that gives its money away has no auditors when it begins; what is bought there is not worth their work.
      needs: hasFaucet(network) ? { auditorsMin: 0, ...terms.needs } : terms.needs,
    },
  )
  peers.mesh.subscribe(terms.interest)
  return {
    buyer,
    peers,
    async close() {
      await buyer.close()
      await peers[Symbol.asyncDispose]()
    },
  }
}
