/**
 * What becomes of peers that send what does not hold. Gossip takes their score; whoever goes on is disconnected, and again
 * when it comes back while its score is remembered. A connection that carries paid work stays: its gossip is not read.
 */
import type { Connection, Libp2p, PeerId } from '@libp2p/interface'
import type { TransportLog } from '../transport-log.ts'
import { isIdle, type OfferGossip, scoreThresholds } from './gossip-service.ts'
import type { MeshLimits } from './mesh-limits.ts'
import { TokenBuckets } from './token-bucket.ts'

/** Peers whose refusals are remembered. */
export const refusedPeersMax = 4_096

export type ForwardersInit = {
  readonly libp2p: Libp2p
  readonly gossip: OfferGossip
  readonly limits: Pick<MeshLimits, 'refusalsBurst' | 'refusalsPerMinute'>
  readonly log: TransportLog | undefined
  readonly monotonic: () => number
}

export type Forwarders = {
  readonly disconnected: number
  /** Something that the peer sent was rejected. */
  refused(peer: PeerId, reason: string): void
  /** A connection stands; it goes again when its peer is not read anyway. */
  connected(connection: Connection): void
  /** Disconnects all peers that are not read anyway: what they go on sending would cost its decoding. */
  sweep(): void
}

export function createForwarders({ libp2p, gossip, limits, log, monotonic }: ForwardersInit): Forwarders {
  const rate = { burst: limits.refusalsBurst, perSecond: limits.refusalsPerMinute / 60 }
  const refusals = new TokenBuckets(rate, refusedPeersMax)
  const toldVersion = new Set<string>()
  let disconnected = 0

  const hangUp = (connection: Connection) => {
    if (connection.status !== 'open' || !isIdle(connection)) return
    disconnected++
    connection.close().catch((error: unknown) => connection.abort(error instanceof Error ? error : new Error('closed')))
  }

  const hangUpIfUnread = (connection: Connection) => {
    if (gossip.getScore(connection.remotePeer.toString()) < scoreThresholds.graylistThreshold) hangUp(connection)
  }

  return {
    get disconnected() {
      return disconnected
    },
    refused(peer, reason) {
      const id = peer.toString()
      if (reason === 'version' && !toldVersion.has(id) && toldVersion.size < refusedPeersMax) {
        toldVersion.add(id)
        log?.warn({ peer: id }, 'A peer announces offers in another protocol version; one of the two needs an update.')
      }
      if (refusals.of(id, monotonic()).take(1, monotonic())) return
      log?.debug({ peer: id, reason }, 'A peer goes on sending what does not hold; disconnecting.')
      for (const connection of libp2p.getConnections(peer)) hangUp(connection)
    },
    connected: hangUpIfUnread,
    sweep() {
      for (const connection of libp2p.getConnections()) hangUpIfUnread(connection)
    },
  }
}
