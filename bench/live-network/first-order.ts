/**
 * The first order of a buyer that never bought: it has heard of the offers and has money in the escrow, and nothing else. To
 * the first token it connects, gets a quote, opens a channel on the chain and a lease.
 */
import { randomBytes } from 'node:crypto'
import { createSigner, recoverSigner } from '@millrace/chain'
import { createTlsTransport } from '@millrace/p2p'
import type { SignedOffer } from '@millrace/protocol'
import { type BuyerInit, createBuyer, createMemoryBuyerStore } from '@millrace/sdk'
import type { Payer } from '../../test/net/actors/chain-process.ts'
import { type NetworkAccess, openWriter } from '../../test/net/actors/network-access.ts'
import { type AskOrder, chatOf, readTold, type Told } from './chat-ask.ts'

export type FirstOrder = Required<AskOrder> & { readonly payer: Payer }

type Surroundings = {
  readonly network: NetworkAccess
  readonly terms: BuyerInit
  /** Offers that it has heard of. */
  readonly known: readonly SignedOffer[]
}

/** Asks once, directly over TLS, and forgets the buyer. */
export async function firstOrder({ network, terms, known }: Surroundings, order: FirstOrder): Promise<Told> {
  const { payer, ...ask } = order
  const chain = await openWriter(network, payer.payerKey)
  const signer = createSigner(payer.sessionKey)
  await using transport = createTlsTransport({ signer, recoverSigner, domain: chain.domain }, { allowPrivate: true })
  await using buyer = createBuyer(
    {
      ...{ chain, signer, transport, store: createMemoryBuyerStore(), now: Date.now },
      payer: createSigner(payer.payerKey),
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      mesh: {
        onOffers(handler) {
          handler(known)
          return () => undefined
        },
      },
    },
    terms,
  )
  const signal = AbortSignal.timeout(60_000)
  // Warm means that the registry's word on the offers is in, not that anybody was dialed.
  await buyer.offers({ signal })
  return await readTold(() => buyer.run(chatOf(ask), { signal }))
}
