/** A provider as a process on a host of the lab: the node daemon on the peer network, over a runtime that speaks slowly. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSigner } from '@millrace/chain'
import { createNode, type NodeLimits, openNodeStore } from '@millrace/node'
import { modelRoot, type Receipt } from '@millrace/protocol'
import { openPeerNetwork, type PeerNetworkInit } from '../../../packages/cli/src/peers/peer-network.ts'
import { reachableTransport } from '../../../packages/cli/src/peers/provider-peers.ts'
import { transportLogOf } from '../../../packages/cli/src/peers/transport-log.ts'
import { serveActor } from '../serve-actor.ts'
import type { Operator } from './chain-process.ts'
import { type AnswerPace, type AnswerShape, createAnsweringRuntime, labModel } from './long-answer.ts'
import { type NetworkAccess, openWriter } from './network-access.ts'

export type ProviderSettings = Pick<PeerNetworkInit, 'listen' | 'bootstrap' | 'relay' | 'announce'> & {
  readonly connectionLimits?: PeerNetworkInit['limits']
  readonly network: NetworkAccess
  readonly operator: Operator
  /** Where it listens for TLS. */
  readonly host: string
  readonly port: number
  /** Multiaddrs of TLS to tell instead of those listened on. */
  readonly announceTls?: readonly string[]
  readonly answer: AnswerShape
  readonly pace: AnswerPace
  /** Base units a million tokens. */
  readonly inputPrice: bigint
  readonly outputPrice: bigint
  /** Tokens delivered ahead of vouchers. */
  readonly creditTokens: number
  readonly limits?: Partial<NodeLimits>
}

async function start(settings: ProviderSettings, tell: (event: unknown) => void) {
  const { network, operator, host, port, announceTls, inputPrice, outputPrice, creditTokens, limits } = settings
  const { listen, bootstrap, relay, announce, connectionLimits } = settings
  const signer = createSigner(operator.nodeKey)
  const writer = await openWriter(network, operator.nodeKey)
  const log = (level: string, event: string, fields?: object): void => {
    if (level !== 'debug') console.log(level, event, fields)
  }
  const peers = await openPeerNetwork(
    { signer, reader: writer, log: transportLogOf(log) },
    {
      listen,
      bootstrap,
      relay,
      allowPrivate: true,
      ...(announce && { announce }),
      ...(connectionLimits && { limits: connectionLimits }),
    },
  )
  const receipts: Receipt[] = []
  const folder = await mkdtemp(join(tmpdir(), 'millrace-lab-'))
  const store = openNodeStore(join(folder, 'node.sqlite'))
  const saveReceipt: typeof store.saveReceipt = (row) => {
    receipts.push(row.receipt)
    return store.saveReceipt(row)
  }
  const reached = reachableTransport(peers, { publicHost: undefined })
  const addresses = (): readonly string[] => {
    const all = reached.addresses()
    return announceTls === undefined ? all : [...announceTls, ...all.filter((address) => !address.endsWith('/tls'))]
  }
  const node = createNode(
    {
      ...{ transport: reached.transport, reader: writer, writer, signer, log, now: Date.now },
      store: Object.create(store, { saveReceipt: { value: saveReceipt } }) as typeof store,
      runtime: createAnsweringRuntime(settings.answer, settings.pace),
      models: [labModel],
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      announce(offers) {
        tell({ announced: offers.map(({ details }) => details) })
        peers.mesh.announce(offers, { signal: AbortSignal.timeout(60_000) }).catch((error: unknown) => {
          console.log('announce-failed', error)
        })
      },
    },
    {
      ...{ operator: operator.operator, token: network.token, addresses },
      listings: [{ modelRoot: modelRoot(labModel), workload: 'completion', inputPrice, outputPrice, creditTokens }],
      coordinate: () => peers.mesh.coordinate(),
      // Nothing is redeemed until the test says so.
      redeem: { amountMin: 10n ** 12n, ageMsMax: 10 ** 12, beforeCloseSeconds: 60 },
      limits: { offerSpacingMs: 500, marketTickMs: 250, lastVoucherMsMax: 200, closeWaitMsMax: 500, ...limits },
    },
  )
  await node.listen({ host, port, signal: AbortSignal.timeout(30_000) })
  const signal = new AbortController().signal
  const handlers = {
    addresses,
    /** What the node believes to be owed and paid, and every receipt that it signed. */
    books: () => ({ ...node.status().earned, runs: node.status().runs, receipts: [...receipts] }),
    redeem: () => node.redeemNow({ signal }),
    probe: () => peers.mesh.probe({ signal }),
    coordinate: () => peers.mesh.coordinate(),
    connections: () =>
      peers.host.libp2p.getConnections().map(({ remoteAddr, direct }) => ({ address: remoteAddr.toString(), direct })),
  }
  return {
    handlers,
    async close() {
      await node.close()
      await peers[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

export type ProviderHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
