/** A provider as a process: the node daemon on the peer network, over a model that tells stories at a fixed pace. */
import { randomBytes } from 'node:crypto'
import { createSigner } from '@millrace/chain'
import { createNode, openNodeStore } from '@millrace/node'
import { type AddressKind, parsePeerAddress } from '@millrace/p2p'
import { openPeerNetwork } from '../../packages/cli/src/peers/peer-network.ts'
import { reachableAddresses } from '../../packages/cli/src/peers/provider-peers.ts'
import type { Operator } from '../../test/net/actors/chain-process.ts'
import { type NetworkAccess, openWriter } from '../../test/net/actors/network-access.ts'
import { serveActor } from '../../test/net/serve-actor.ts'
import { createStoryRuntime, type StoryPace, storyModel, storyRoot } from './story-model.ts'
import { loopback } from './this-machine.ts'

export type ProviderSettings = {
  readonly network: NetworkAccess
  readonly operator: Operator
  /** Multiaddrs of peers to meet the others through. */
  readonly bootstrap: readonly string[]
  /** The one way in which it says it is reached; `relayed` cannot be reached otherwise. */
  readonly reach: AddressKind
  readonly pace: StoryPace
  /** Base units a million tokens. */
  readonly inputPrice: bigint
  readonly outputPrice: bigint
  /** Tokens delivered ahead of vouchers. */
  readonly creditTokens: number
  readonly storePath: string
}

async function start(settings: ProviderSettings) {
  const { network, operator, bootstrap, reach, pace, inputPrice, outputPrice, creditTokens, storePath } = settings
  const signer = createSigner(operator.nodeKey)
  const writer = await openWriter(network, operator.nodeKey)
  const peers = await openPeerNetwork(
    { signer, reader: writer },
    {
      listen: reach === 'relayed' ? [] : [`/ip4/${loopback}/tcp/0`],
      bootstrap,
      relay: reach === 'relayed' ? 'use' : 'none',
      allowPrivate: true,
    },
  )
  const runtime = createStoryRuntime(pace)
  let listened: readonly string[] = []
  const addresses = (): readonly string[] =>
    reachableAddresses(listened, peers, { publicHost: undefined }).filter(
      (text) => parsePeerAddress(text).kind === reach,
    )
  const node = createNode(
    {
      ...{ transport: peers.transport, reader: writer, writer, signer, runtime, now: Date.now },
      store: openNodeStore(storePath),
      models: [storyModel],
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      log: () => undefined,
      announce(offers) {
        peers.mesh.announce(offers, { signal: AbortSignal.timeout(60_000) }).catch((error: unknown) => {
          console.log('announce-failed', error)
        })
      },
    },
    {
      ...{ operator: operator.operator, token: network.token, addresses },
      listings: [{ modelRoot: storyRoot, workload: 'chat', inputPrice, outputPrice, creditTokens }],
      coordinate: () => peers.mesh.coordinate(),
      // Nothing is redeemed until the bench says so.
      redeem: { amountMin: 10n ** 12n, ageMsMax: 10 ** 12, beforeCloseSeconds: 60 },
      limits: { offerSpacingMs: 500, marketTickMs: 250, lastVoucherMsMax: 200, closeWaitMsMax: 500 },
    },
  )
  listened = (await node.listen({ host: loopback, port: 0, signal: AbortSignal.timeout(30_000) })).addresses
  const handlers = {
    addresses,
    /** What the node believes to be owed and paid. */
    books: () => ({ ...node.status().earned, runs: node.status().runs, receipts: node.status().receipts }),
    redeem: () => node.redeemNow({ signal: AbortSignal.timeout(60_000) }),
    /** Milliseconds that the model itself took for its first token, by the prompt's number. */
    firstChunkMs: () => runtime.firstChunkMs,
    /** How often the model told a story to its end, by the prompt's number. */
    ends: () => runtime.ends,
  }
  return {
    handlers,
    async close() {
      await node.close()
      await peers[Symbol.asyncDispose]()
    },
  }
}

export type ProviderHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
