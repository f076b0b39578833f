/** Many nodes of the peer network in one process, each with a key and a host of its own; each can tell of one offer. */
import { randomBytes } from 'node:crypto'
import { type ChainReader, createSigner, generatePrivateKey } from '@millrace/chain'
import {
  type Address,
  digest,
  domainSeparator,
  type Hex,
  modelRoot,
  type Offer,
  type OfferDetails,
  offerDetailsHash,
  offerType,
  workloads,
} from '@millrace/protocol'
import { openPeerNetwork } from '../../../packages/cli/src/peers/peer-network.ts'
import { serveActor } from '../serve-actor.ts'
import { labModel } from './long-answer.ts'
import { type NetworkAccess, openReader } from './network-access.ts'
import type { HeardOffer } from './relay-process.ts'

export type CrowdSettings = {
  readonly network: NetworkAccess
  readonly operator: Address
  /** One node each; others only listen to what is offered. */
  readonly nodeKeys: readonly Hex[]
  /** Nodes that announce nothing. */
  readonly listeners: number
  /** Where they listen: one port each, from this one on. */
  readonly host: string
  readonly port: number
  readonly bootstrap: readonly string[]
}

/** What one node has heard. */
export type Hearing = { readonly node: Address; readonly heard: readonly Address[]; readonly disconnected: number }

async function start(settings: CrowdSettings) {
  const { network, operator, nodeKeys, listeners, host, port, bootstrap } = settings
  const reader = remembering(await openReader(network))
  const strangers = Array.from({ length: listeners }, () =>
    generatePrivateKey((bytes) => new Uint8Array(randomBytes(bytes))),
  )
  const members = await Promise.all(
    [...nodeKeys, ...strangers].map(async (key, i) => {
      const signer = createSigner(key)
      const listen = [`/ip4/${host}/tcp/${port + i}`]
      const peers = await openPeerNetwork({ signer, reader }, { listen, bootstrap, relay: 'none', allowPrivate: true })
      const heard = new Set<Address>()
      peers.mesh.onOffers(({ offers }) => {
        for (const { offer } of offers) heard.add(offer.node)
      })
      peers.mesh.subscribe({ classes: ['cpu'], regions: ['undisclosed'] })
      return { signer, peers, heard, isNode: i < nodeKeys.length }
    }),
  )
  const handlers = {
    hearing: (): readonly Hearing[] =>
      members.map(({ signer, peers, heard }) => ({
        node: signer.address,
        heard: [...heard],
        disconnected: peers.mesh.stats().disconnected,
      })),
    peerCounts: () => members.map(({ peers }) => peers.mesh.peers().length),
    /** Has every node tell of its offer. Returns which, and when, by the clock that all hosts of a lab share. */
    async announce({ sequence }: { readonly sequence: bigint }): Promise<readonly HeardOffer[]> {
      const nodes = members.filter(({ isNode }) => isNode)
      return Promise.all(
        nodes.map(async ({ signer, peers }) => {
          const details: OfferDetails = {
            version: 1,
            addresses: peers.host.addresses().slice(0, 1),
            rates: { prefillTokensPerSecond: 900, decodeTokensPerSecond: 40, queueMs: 0 },
          }
          const offer = { ...offerOf(signer.address, operator, network.token, details), sequence }
          const signature = signer.sign(digest(domainSeparator(reader.domain), offerType, offer))
          const atMs = performance.timeOrigin + performance.now()
          await peers.mesh.announce([{ offer, signature, model: labModel, details }], {
            signal: AbortSignal.timeout(60_000),
          })
          return { node: signer.address, sequence, atMs }
        }),
      )
    },
  }
  return {
    handlers,
    async close() {
      await Promise.all(members.map(({ peers }) => peers[Symbol.asyncDispose]()))
    },
  }
}

/** Asks the registry about a node once for all nodes of this process: the lab has one chain for all, on the same cores. */
function remembering(reader: ChainReader): ChainReader {
  const known = new Map<Address, ReturnType<ChainReader['operatorOf']>>()
  return {
    ...reader,
    operatorOf(node, options) {
      const answer = known.get(node) ?? reader.operatorOf(node, options)
      known.set(node, answer)
      answer.catch(() => known.delete(node))
      return answer
    },
  }
}

function offerOf(node: Address, operator: Address, token: Address, details: OfferDetails): Offer {
  return {
    ...{ operator, node, token, modelRoot: modelRoot(labModel), workload: workloads.completion },
    ...{ inputPrice: 100n, outputPrice: 300n, contextTokensMax: 256, creditTokens: 64, exactness: 0 },
    ...{ terms: 0, resourceClass: 1, gpuMemoryMib: 0, country: 0, attestations: 0, slots: 4, noticeSeconds: 0 },
    ...{ availableFrom: 0n, availableUntil: 2n ** 32n - 1n, detailsHash: offerDetailsHash(details) },
    ...{ sequence: 1n, expiresAt: BigInt(Math.floor(Date.now() / 1_000)) + 1_800n },
  }
}

export type CrowdHandlers = Awaited<ReturnType<typeof start>>['handlers']

serveActor(start)
