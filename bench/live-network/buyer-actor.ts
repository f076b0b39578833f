/**
 * A buyer as a process, with the gateway on top of it: it knows the providers only by gossip. What each answer was made of is
 * kept, so that the books can be checked against it.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createSigner } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import type { Address, Amount, SignedOffer } from '@millrace/protocol'
import {
  type Ask,
  type Buyer,
  type BuyerLimits,
  createBuyer,
  openBuyerStore,
  type Run,
  type RunPart,
} from '@millrace/sdk'
import { buyerMeshOf } from '../../packages/cli/src/peers/buyer-mesh.ts'
import { openPeerNetwork } from '../../packages/cli/src/peers/peer-network.ts'
import { createGateway, openGatewayStore } from '../../packages/gateway/src/index.ts'
import type { Payer } from '../../test/net/actors/chain-process.ts'
import { type NetworkAccess, openWriter } from '../../test/net/actors/network-access.ts'
import { serveActor } from '../../test/net/serve-actor.ts'
import { type AskOrder, chatOf, numberOf, readTold, type Told } from './chat-ask.ts'
import { type Crowd, crowdOffers } from './crowd.ts'
import { type FirstOrder, firstOrder } from './first-order.ts'
import { storyModel } from './story-model.ts'
import { loopback } from './this-machine.ts'

export type BuyerSettings = {
  readonly network: NetworkAccess
  readonly payer: Payer
  readonly bootstrap: readonly string[]
  readonly channelDeposit: Amount
  /** Where its files are. */
  readonly folder: string
  readonly limits?: Partial<BuyerLimits>
}

/** What one answer was made of, by the buyer's own count. */
export type AnswerParts = {
  readonly number: number
  readonly parts: readonly PartCount[]
  readonly error: string | undefined
}
export type PartCount = Pick<RunPart, 'node' | 'operator' | 'receiptId' | 'inputUnits' | 'outputUnits' | 'amount'> &
  Pick<RunPart, 'replayed' | 'bundle' | 'failure'>

async function start({ network, payer, bootstrap, channelDeposit, folder, limits }: BuyerSettings) {
  const chain = await openWriter(network, payer.payerKey)
  const signer = createSigner(payer.sessionKey)
  const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))
  const peers = await openPeerNetwork(
    { signer, reader: chain },
    { listen: [], bootstrap, relay: 'none', allowPrivate: true },
  )
  const gossip = buyerMeshOf(peers.mesh)
  /** The newest offer of each node, for buyers that come later. */
  const known = new Map<Address, SignedOffer>()
  let hear: (offers: readonly SignedOffer[]) => void = () => undefined
  const mesh = {
    ...gossip,
    onOffers(handler: typeof hear) {
      hear = (offers) => {
        for (const offer of offers) known.set(offer.offer.node, offer)
        handler(offers)
      }
      return gossip.onOffers(hear)
    },
  }
  const store = openBuyerStore(join(folder, 'buyer.sqlite'))
  const terms = {
    ...{ providers: [], token: network.token, channelDeposit },
    ...{ topUpBelow: channelDeposit / 4n, leaseAmountMax: channelDeposit / 2n },
    ...(limits === undefined ? {} : { limits }),
  }
  const buyer = createBuyer(
    {
      ...{ chain, signer, store, mesh, random, transport: peers.transport, now: Date.now },
      payer: createSigner(payer.payerKey),
    },
    terms,
  )
  peers.mesh.subscribe(allOffers)
  const signal = new AbortController().signal
  const answers: AnswerParts[] = []
  const serving = new Set<Run>()

  async function run(ask: Ask, options: Parameters<Buyer['run']>[1]): Promise<Run> {
    const began = await buyer.run(ask, options)
    serving.add(began)
    const keep = (parts: readonly RunPart[], error?: unknown): void => {
      serving.delete(began)
      answers.push({
        number: numberOf(ask),
        parts: parts.map((part) => ({ ...part })),
        error: error === undefined ? undefined : String(error),
      })
    }
    began.result.then(
      ({ parts }) => keep(parts),
      (error: unknown) => keep(began.parts, error),
    )
    return began
  }

  const openGateway = async () => {
    const gatewayStore = openGatewayStore(join(folder, 'gateway.sqlite'))
    const { secret } = gatewayStore.createKey({ name: 'bench' }, { now: Date.now, random })
    const gateway = await createGateway(
      { buyer: { run, offers: buyer.offers }, store: gatewayStore, now: Date.now, random },
      { host: loopback, port: 0 },
    )
    return { gateway, gatewayStore, secret }
  }
  let opened: ReturnType<typeof openGateway> | undefined
  const handlers = {
    /** Opens the gateway; asked once the providers were heard of, as the command line does. */
    async gateway() {
      opened ??= openGateway()
      const { gateway, secret } = await opened
      return { url: gateway.url, apiKey: secret }
    },
    /** Nodes whose offers are held and say where they are reached. */
    reachable: async () =>
      (await buyer.offers({ signal })).offers.flatMap(({ node, details }) =>
        details.addresses.length > 0 ? node : [],
      ),
    async ask({ number, maxTokens, provider }: AskOrder): Promise<Told> {
      return readTold(() => run(chatOf({ number, maxTokens, ...(provider && { provider }) }), { signal }))
    },
    /** Has a buyer that never bought anything ask one provider. */
    firstOrder: (order: FirstOrder): Promise<Told> => firstOrder({ network, terms, known: [...known.values()] }, order),
    /** Tells the buyer of many dearer offers of the same model. Returns how many offers there are then. */
    async crowd(crowd: Crowd): Promise<number> {
      const [like] = known.values()
      if (like === undefined) throw new RangeError('no offer was heard that they could be like')
      hear(crowdOffers(crowd, like, chain.separator))
      return (await buyer.offers({ signal })).offers.length
    },
    /** Returns milliseconds that choosing took, with every reason in words. */
    async choose({ times, maxTokens }: { readonly times: number; readonly maxTokens: number }) {
      const outline = {
        model: storyModel.name,
        kind: 'chat',
        inputUnits: 16,
        outputUnits: maxTokens,
        count: 3,
      } as const
      const tookMs: number[] = []
      for (let time = 0; time < times; time++) {
        const beganAt = performance.now()
        await buyer.explain(outline, { signal })
        tookMs.push(performance.now() - beganAt)
      }
      return tookMs
    },
    connections: () =>
      peers.host.libp2p.getConnections().map(({ remoteAddr, direct }) => ({ address: remoteAddr.toString(), direct })),
    /** Nodes that serve an answer now, once for each. */
    serving: () => [...serving].flatMap(({ parts }) => parts.at(-1)?.node ?? []),
    answers: () => answers,
    books: () => ({ spent: buyer.spent(), channels: buyer.channels(), vouchers: store.vouchers() }),
  }
  return {
    handlers,
    async close() {
      const { gateway, gatewayStore } = (await opened) ?? {}
      await gateway?.close({ drainMsMax: 0 })
      await gatewayStore?.close()
      await buyer.close()
      await peers[Symbol.asyncDispose]()
    },
  }
}

export type BuyerHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
