/** A buyer as a process on a host of the lab: the SDK's buyer, which knows the providers only by gossip. */
import { randomBytes } from 'node:crypto'
import { createSigner } from '@millrace/chain'
import { allOffers } from '@millrace/p2p'
import { type Address, type Amount, isMillraceError } from '@millrace/protocol'
import {
  type Ask,
  type AskOutline,
  type BuyerLimits,
  createBuyer,
  createMemoryBuyerStore,
  type RunPart,
} from '@millrace/sdk'
import { buyerMeshOf } from '../../../packages/cli/src/peers/buyer-mesh.ts'
import { openPeerNetwork, type PeerNetworkInit } from '../../../packages/cli/src/peers/peer-network.ts'
import { transportLogOf } from '../../../packages/cli/src/peers/transport-log.ts'
import { serveActor } from '../serve-actor.ts'
import type { Payer } from './chain-process.ts'
import { labModel } from './long-answer.ts'
import { type NetworkAccess, openWriter } from './network-access.ts'

export type BuyerSettings = Pick<PeerNetworkInit, 'listen' | 'bootstrap'> & {
  readonly connectionLimits?: PeerNetworkInit['limits']
  readonly network: NetworkAccess
  readonly payer: Payer
  readonly channelDeposit: Amount
  readonly limits?: Partial<BuyerLimits>
}

export type RunOrder = {
  /** Names it in events. */
  readonly name: string
  readonly maxTokens: number
  readonly provider?: Address
  readonly roundTripMsMax?: number
  readonly latencyPricePerSecond?: bigint
}

/** How a run went for who read its stream. */
export type RunReport = {
  readonly name: string
  /** All that the reader got, whatever came after. */
  readonly text: string
  /** From the ask to the first text. */
  readonly firstTokenMs: number
  readonly parts: readonly Pick<RunPart, 'node' | 'inputUnits' | 'outputUnits' | 'amount' | 'failure' | 'bundle'>[]
  readonly why: string
  /** The code of what the reader was told; undefined where the answer is whole. */
  readonly error: string | undefined
}

/** Told as the text comes. */
export type RunProgress = { readonly run: string; readonly node: Address; readonly chars: number }

async function start(settings: BuyerSettings, tell: (event: RunProgress) => void) {
  const { network, payer, channelDeposit, listen, bootstrap, limits, connectionLimits } = settings
  const chain = await openWriter(network, payer.payerKey)
  const signer = createSigner(payer.sessionKey)
  const log = (...line: unknown[]): void => {
    if (line[0] !== 'debug') console.log(...line)
  }
  const peers = await openPeerNetwork(
    { signer, reader: chain, log: transportLogOf(log) },
    { listen, bootstrap, relay: 'none', allowPrivate: true, ...(connectionLimits && { limits: connectionLimits }) },
  )
  const store = createMemoryBuyerStore()
  const buyer = createBuyer(
    {
      ...{ chain, signer, store, log, transport: peers.transport, mesh: buyerMeshOf(peers.mesh), now: Date.now },
      payer: createSigner(payer.payerKey),
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
    },
    {
      ...{ providers: [], token: network.token, channelDeposit, topUpBelow: 0n, leaseAmountMax: channelDeposit / 4n },
      ...(limits && { limits }),
    },
  )
  peers.mesh.subscribe(allOffers)
  const signal = new AbortController().signal

  async function run({ name, ...order }: RunOrder): Promise<RunReport> {
    const ask: Ask = { model: labModel.name, kind: 'completion', prompt: 'Count the words', ...order }
    const beganAt = performance.now()
    let firstTokenMs = Number.NaN
    let text = ''
    let parts: RunReport['parts'] = []
    let why = ''
    try {
      const started = await buyer.run(ask, { signal })
      why = started.why.chosen
      parts = started.parts
      for await (const chunk of started.chunks) {
        if (text === '') firstTokenMs = performance.now() - beganAt
        text += chunk.text
        tell({ run: name, node: started.parts.at(-1)?.node ?? started.provider.node, chars: text.length })
      }
      parts = (await started.result).parts
      return report(undefined)
    } catch (error) {
      if (!isMillraceError(error)) throw error
      console.log(name, error)
      return report(error.code)
    }

    function report(error: string | undefined): RunReport {
      return { name, text, firstTokenMs, why, error, parts: parts.map((part) => ({ ...part })) }
    }
  }

  const handlers = {
    run,
    /** Nodes whose offers are held, with where they say that they are reached. */
    offers: async () =>
      (await buyer.offers({ signal })).offers.map(({ node, details }) => ({ node, addresses: details.addresses })),
    async explain(needs: Pick<AskOutline, 'roundTripMsMax' | 'count'>) {
      const outline = { model: labModel.name, kind: 'completion', inputUnits: 4, outputUnits: 100, ...needs } as const
      const { result, ranked, why } = await buyer.explain(outline, { signal })
      const matches = result.outcome === 'matched' ? result.matches : []
      return {
        outcome: result.outcome,
        why,
        matches: matches.map(({ node, reasons }, i) => ({
          node,
          roundTripMs: reasons.roundTripMs,
          why: ranked[i]?.why ?? [],
        })),
      }
    },
    books: () => ({ spent: buyer.spent(), channels: buyer.channels(), vouchers: store.vouchers() }),
    probe: () => peers.mesh.probe({ signal }),
    coordinate: () => peers.mesh.coordinate(),
    connections: () =>
      peers.host.libp2p.getConnections().map(({ remoteAddr, direct }) => ({ address: remoteAddr.toString(), direct })),
  }
  return {
    handlers,
    async close() {
      await buyer.close()
      await peers[Symbol.asyncDispose]()
    },
  }
}

export type BuyerHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
