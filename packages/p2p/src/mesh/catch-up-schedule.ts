/**
 * When to catch up with whom: with a peer that has just come, as its turn comes, and now and then with any, which finds
 * what gossip lost. So many at a time and so many a minute.
 */
import type { Connection, Libp2p, PeerId } from '@libp2p/interface'
import type { TransportLog } from '../transport-log.ts'
import { catchUp } from './catch-up.ts'
import { sample } from './coordinate-probe.ts'
import type { HeldOffers } from './held-offers.ts'
import type { MeshLimits } from './mesh-limits.ts'
import type { News, Verdict } from './offer-check.ts'
import { TokenBucket } from './token-bucket.ts'

export type CatchUpScheduleInit = {
  readonly libp2p: Libp2p
  readonly held: HeldOffers
  readonly limits: MeshLimits
  readonly topics: () => readonly string[]
  /** Peers that follow topics of ours. */
  readonly peers: () => readonly PeerId[]
  readonly validate: (bytes: Uint8Array, from: PeerId) => Promise<Verdict>
  /** What was new. `first`: no catch-up had succeeded before, so this may be the whole network. */
  readonly onNews: (news: readonly News[], from: PeerId, first: boolean) => void
  readonly log: TransportLog | undefined
  readonly monotonic: () => number
  readonly random: () => number
}

export type CatchUpSchedule = {
  /** The peer has come, or follows more of our topics. */
  want(peer: PeerId): void
  /** Catch up with some of the peers again: more topics are followed. */
  wantAgain(): void
  readonly counts: { done: number; failed: number; news: number }
  /** Catch-ups that run or wait for their turn. */
  readonly open: number
  close(): void
}

/** Peers asked when more topics are followed. */
export const peersAskedAgainMax = 3

export function createCatchUpSchedule(init: CatchUpScheduleInit): CatchUpSchedule {
  const { libp2p, limits, topics, peers, validate, onNews, log, monotonic, random } = init
  const waiting = new Map<string, PeerId>()
  const running = new Set<string>()
  const closing = new AbortController()
  const rate = new TokenBucket({ burst: limits.catchUpBurst, perSecond: limits.catchUpsPerMinute / 60 }, monotonic())
  const counts = { done: 0, failed: 0, news: 0 }
  let timer: NodeJS.Timeout | undefined

  const run = async (peer: PeerId, connection: Connection): Promise<void> => {
    const first = counts.done === 0
    const catchUpInit = { ...init, validate: (bytes: Uint8Array) => validate(bytes, peer) }
    try {
      const news = await catchUp(connection, topics(), catchUpInit, { signal: closing.signal })
      counts.done++
      counts.news += news.length
      if (news.length > 0) onNews(news, peer, first)
    } catch (error) {
      counts.failed++
      log?.debug({ peer: peer.toString(), error }, 'A catch-up failed.')
    }
  }

  const next = () => {
    clearTimeout(timer)
    while (!closing.signal.aborted && waiting.size > 0 && running.size < limits.catchUpsMax) {
      const waitMs = rate.waitMs(1, monotonic())
      if (waitMs > 0) {
        timer = setTimeout(next, waitMs)
        timer.unref()
        return
      }
      const [key, peer] = waiting.entries().next().value ?? []
      if (key === undefined || peer === undefined) return
      waiting.delete(key)
      const connection = libp2p.getConnections(peer).find(({ limits: relayed }) => relayed === undefined)
      if (connection === undefined || topics().length === 0) continue
      rate.owe(1, monotonic())
      running.add(key)
      void run(peer, connection).finally(() => {
        running.delete(key)
        next()
      })
    }
  }

  const want = (peer: PeerId) => {
    if (waiting.size < limits.catchUpsWaitingMax) waiting.set(peer.toString(), peer)
    next()
  }

  const regular = () => {
    for (const peer of sample(peers(), 1, random)) want(peer)
    interval = setTimeout(regular, limits.catchUpIntervalMs * (1 - random() / 4))
    interval.unref()
  }
  let interval = setTimeout(regular, limits.catchUpIntervalMs * (1 - random() / 4))
  interval.unref()

  return {
    want,
    wantAgain() {
      for (const peer of sample(peers(), peersAskedAgainMax, random)) want(peer)
    },
    counts,
    get open() {
      return waiting.size + running.size
    },
    close() {
      closing.abort()
      clearTimeout(timer)
      clearTimeout(interval)
      waiting.clear()
    },
  }
}
