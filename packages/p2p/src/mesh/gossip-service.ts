/**
 * Gossipsub for offers, as a service of the host. Offers carry their own signatures, so messages are not signed again; an
 * announcement is its own identity by its SHA-256; only this network's topics exist.
 *
 * Sending rubbish costs the sender its score (GossipSub v1.1, parameter P4): the square of the invalid messages of the last
 * minutes, times a fifth. The first one gets a stranger pruned from the mesh, the 8th ends gossip with it, and after the 20th
 * nothing of it is read. Its score is kept while it is away, so coming back does not help. Standing in the mesh and first
 * deliveries are worth 5 in all, so that nobody saves up for spam. Many peers behind one address are welcome.
 *
 * @see https://github.com/libp2p/specs/blob/master/pubsub/gossipsub/gossipsub-v1.1.md
 */
import { createHash } from 'node:crypto'
import { type GossipSub, gossipsub } from '@libp2p/gossipsub'
import type { Connection, Stream } from '@libp2p/interface'
import { announcementBytesMax, type Domain } from '@millrace/protocol'
import { type MeshLimits, meshLimits } from './mesh-limits.ts'
import { allOffers, topicsOf } from './mesh-topics.ts'
import { pacedReads } from './paced-reads.ts'

/** Bytes of one gossip message: control, and announcements when a peer asked for some it missed. */
export const gossipRpcBytesMax = 64 * announcementBytesMax
/** Announcements in one gossip message. */
export const gossipRpcAnnouncementsMax = 1_024
/** Control entries, and identifiers in each of them. */
export const gossipRpcControlsMax = 256
export const gossipRpcIdsMax = 2_048
/** Bytes waiting to be sent to a peer that reads too slowly before its gossip stream is given up. */
export const gossipSendBytesMax = 2 * gossipRpcBytesMax
/** Milliseconds for which the score of a peer that went away is kept. */
export const scoreKeptMs = 900_000

/** Below the first a peer is told no gossip; below the last nothing of it is read. */
export const scoreThresholds = {
  gossipThreshold: -10,
  publishThreshold: -40,
  graylistThreshold: -80,
  acceptPXThreshold: 1_000,
  opportunisticGraftThreshold: 1,
} as const

/** Gossipsub as this package uses it: with the scores that its interface leaves out. */
export type OfferGossip = GossipSub & {
  getScore(peer: string): number
  getMeshPeers(topic: string): string[]
}

type GossipFactory = ReturnType<typeof gossipsub>
type GossipComponents = Parameters<GossipFactory>[0]

/** Returns the factory of the service. */
export function offerGossip(
  domain: Domain,
  limits: MeshLimits = meshLimits,
): (components: GossipComponents) => OfferGossip {
  const topics = topicsOf(domain, allOffers)
  const create = gossipsub({
    globalSignaturePolicy: 'StrictNoSign',
    msgIdFn: ({ data }) => createHash('sha256').update(data).digest(),
    allowedTopics: topics,
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    fallbackToFloodsub: false,
    doPX: false,
    // A peer's messages are taken one after the other, and its stream is read no further meanwhile.
    awaitRpcHandler: true,
    awaitRpcMessageHandler: true,
    maxInboundDataLength: gossipRpcBytesMax,
    maxOutboundBufferSize: gossipSendBytesMax,
    maxInboundStreams: 2,
    maxOutboundStreams: 2,
    maxTopicBytesPerPeer: 2 * topics.length * 1_200,
    decodeRpcLimits: {
      maxSubscriptions: topics.length,
      maxMessages: gossipRpcAnnouncementsMax,
      maxControlMessages: gossipRpcControlsMax,
      maxIhaveMessageIDs: gossipRpcIdsMax,
      maxIwantMessageIDs: gossipRpcIdsMax,
      maxIdontwantMessageIDs: gossipRpcIdsMax,
      maxPeerInfos: 0,
    },
    scoreThresholds,
    scoreParams: {
      topics: Object.fromEntries(topics.map((topic) => [topic, topicScore])),
      topicScoreCap: 5,
      IPColocationFactorWeight: 0,
      behaviourPenaltyWeight: -1,
      behaviourPenaltyThreshold: 6,
      behaviourPenaltyDecay: 0.95,
      decayInterval: 1_000,
      decayToZero: 0.01,
      retainScore: scoreKeptMs,
    },
  })
  return (components) => create(withPacedStreams(components, limits)) as OfferGossip
}

const topicScore = {
  topicWeight: 1,
  timeInMeshWeight: 0.00002,
  timeInMeshQuantum: 1_000,
  timeInMeshCap: 3_600,
  firstMessageDeliveriesWeight: 0.002,
  firstMessageDeliveriesDecay: 0.99,
  firstMessageDeliveriesCap: 20,
  // Offers come when they come: nobody is punished for having had none.
  meshMessageDeliveriesWeight: 0,
  meshMessageDeliveriesDecay: 0.5,
  meshMessageDeliveriesCap: 1,
  meshMessageDeliveriesThreshold: 1,
  meshMessageDeliveriesWindow: 10,
  meshMessageDeliveriesActivation: 5_000,
  meshFailurePenaltyWeight: 0,
  meshFailurePenaltyDecay: 0.5,
  invalidMessageDeliveriesWeight: -0.2,
  invalidMessageDeliveriesDecay: 0.99,
} as const

/** Gossipsub reads its incoming streams as fast as they come; here it gets them paced. */
function withPacedStreams(components: GossipComponents, limits: MeshLimits): GossipComponents {
  const { registrar } = components
  const paced = new Proxy(registrar, {
    get(target, property) {
      if (property !== 'handle') {
        const value: unknown = Reflect.get(target, property)
        return typeof value === 'function' ? value.bind(target) : value
      }
      const handle: typeof registrar.handle = (protocol, handler, options) =>
        target.handle(protocol, (stream, connection) => handler(pacedStream(stream, limits), connection), options)
      return handle
    },
  })
  return new Proxy(components, {
    get: (target, property) => (property === 'registrar' ? paced : Reflect.get(target, property)),
  })
}

/** What gossipsub uses of an incoming stream. It must have no `addEventListener`, or it would be read by that. */
function pacedStream(stream: Stream, limits: MeshLimits): Stream {
  const reads = pacedReads(stream, {
    burstBytes: limits.forwarderBurstBytes,
    bytesPerSecond: limits.forwarderBytesPerSecond,
    now: () => performance.now(),
  })
  const paced: Pick<Stream, 'close' | 'abort' | 'protocol'> & AsyncIterable<Uint8Array> = {
    protocol: stream.protocol,
    close: (options) => stream.close(options),
    abort: (error) => stream.abort(error),
    [Symbol.asyncIterator]: () => reads,
  }
  return paced as Stream
}

/** Whether a connection carries nothing but what a host does of its own accord; a stream without protocol is none yet. */
export function isIdle({ streams }: Connection): boolean {
  return streams.every(
    ({ protocol }) => protocol === '' || /^\/(meshsub|ipfs|millrace\/(kad|offers|coordinate))\//.test(protocol),
  )
}
