/**
 * Finds peers of the topics this node follows through the directory, when gossip alone knows too few, and makes this node
 * findable. Rounds come quickly at first and then ever more seldom, up to the usual interval.
 */
import type { Libp2p } from '@libp2p/interface'
import type { TransportLog } from '../transport-log.ts'
import { sample } from './coordinate-probe.ts'
import type { OfferGossip } from './gossip-service.ts'
import type { MeshLimits } from './mesh-limits.ts'
import { topicCid } from './topic-directory.ts'

/** Topics searched, and topics provided, in one round. */
export const topicsPerRoundMax = 8
/** Milliseconds between the first two rounds. */
const roundMsMin = 1_000
/** Rounds between two times that a topic is provided anew: the first time few may have been there to keep the record. */
const roundsPerProvide = 5

export type TopicSearchInit = {
  readonly libp2p: Libp2p
  readonly gossip: OfferGossip
  readonly limits: Pick<MeshLimits, 'searchIntervalMs' | 'searchMsMax' | 'searchDialsMax' | 'topicPeersEnough'>
  readonly topics: () => readonly string[]
  readonly log: TransportLog | undefined
  readonly random: () => number
}

export type TopicSearch = {
  /** Peers that were found and connected. */
  readonly counts: { found: number; provided: number }
  /** Starts with quick rounds again: there are new topics. */
  restart(): void
  close(): void
}

export function createTopicSearch(init: TopicSearchInit): TopicSearch {
  const { libp2p, gossip, limits, topics, log, random } = init
  const closing = new AbortController()
  const counts = { found: 0, provided: 0 }
  const provideAt = new Map<string, number>()
  let intervalMs = roundMsMin
  let round = 0
  let running = false
  let timer: NodeJS.Timeout | undefined

  const within = () => AbortSignal.any([closing.signal, AbortSignal.timeout(limits.searchMsMax)])

  const runRound = async (): Promise<void> => {
    round++
    const followed = topics()
    const unprovided = followed.filter((topic) => round >= (provideAt.get(topic) ?? 0))
    for (const topic of sample(unprovided, topicsPerRoundMax, random)) {
      await libp2p.contentRouting.provide(topicCid(topic), { signal: within() })
      provideAt.set(topic, round + roundsPerProvide)
      counts.provided++
    }
    const lonely = followed.filter((topic) => gossip.getSubscribers(topic).length < limits.topicPeersEnough)
    let dials = limits.searchDialsMax
    for (const topic of sample(lonely, topicsPerRoundMax, random)) dials -= await findPeers(topic, dials)
  }

  /** Returns how many were dialed. */
  const findPeers = async (topic: string, dialsMax: number): Promise<number> => {
    let dials = 0
    for await (const { id, multiaddrs } of libp2p.contentRouting.findProviders(topicCid(topic), { signal: within() })) {
      if (dials >= dialsMax) break
      if (id.equals(libp2p.peerId) || libp2p.getConnections(id).length > 0) continue
      dials++
      if (multiaddrs.length > 0) await libp2p.peerStore.merge(id, { multiaddrs })
      await libp2p.dial(id, { signal: within() }).then(
        () => counts.found++,
        (error: unknown) => log?.debug({ peer: id.toString(), error }, 'A provider of a topic was not reached.'),
      )
    }
    return dials
  }

  const schedule = (ms: number) => {
    clearTimeout(timer)
    if (closing.signal.aborted) return
    timer = setTimeout(() => void next(), ms * (1 - random() / 4))
    timer.unref()
  }

  const next = async (): Promise<void> => {
    if (running) return
    running = true
    try {
      if (libp2p.getPeers().length > 0) await runRound()
    } catch (error) {
      if (!closing.signal.aborted) log?.debug({ error }, 'A search for peers of a topic ended early.')
    }
    running = false
    if (libp2p.getPeers().length > 0) intervalMs = Math.min(2 * intervalMs, limits.searchIntervalMs)
    schedule(intervalMs)
  }

  schedule(intervalMs)
  return {
    counts,
    restart() {
      intervalMs = roundMsMin
      if (!running) schedule(intervalMs)
    },
    close() {
      closing.abort()
      clearTimeout(timer)
    },
  }
}
