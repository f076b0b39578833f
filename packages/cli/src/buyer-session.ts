/** Opens the buyer of a network from this machine's keys: the payer's account, the session key and the durable store. */
import { join } from 'node:path'
import { createChainWriter, createSigner, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import type { Amount, PeerEndpoint } from '@millrace/protocol'
import { type Buyer, type BuyerLog, createBuyer, openBuyerStore } from '@millrace/sdk'
import { type Context, keyRingOf } from './context.ts'
import { type Network, networkDir, settlementToken } from './network.ts'
import { explain } from './open-chain.ts'

export type BuyerTerms = {
  /** Base units a channel to a provider is opened with. */
  readonly channelDeposit: Amount
  /** Whom to ask now; the network's own list when left out. */
  readonly providers?: () => readonly PeerEndpoint[]
}

export type OpenBuyer = { readonly buyer: Buyer; close(): Promise<void> }

/** Opens the buyer. Only one process may use a network's buyer store at a time. */
export async function openBuyer(
  context: Context,
  network: Network,
  terms: BuyerTerms,
  log: BuyerLog,
): Promise<OpenBuyer> {
  const { signal, now, random } = context
  const keys = keyRingOf(context, network.name)
  const payerKey = await keys.loadOrCreate('payer', { signal })
  const signer = createSigner(await keys.loadOrCreate('session', { signal }))
  const chain = await createChainWriter({
    rpcUrl: network.rpcUrl,
    deployment: network.deployment,
    privateKey: payerKey,
    signal,
  }).catch((error: unknown) => explain(network, error))
  const transport = createTlsTransport({ signer, recoverSigner, domain: chain.domain })
  const store = openBuyerStore(join(networkDir(context.environment.dataDir, network.name), 'buyer.sqlite'))
  const buyer = createBuyer(
    { chain, signer, transport, store, now, random, log },
    {
      providers: terms.providers ?? network.providers,
      token: settlementToken(network).address,
      channelDeposit: terms.channelDeposit,
      topUpBelow: terms.channelDeposit / 4n,
      leaseAmountMax: terms.channelDeposit / 2n,
    },
  )
  return {
    buyer,
    async close() {
      await buyer.close()
      await transport.close()
    },
  }
}
