/**
 * Kademlia as a directory of topics, as a service of the host: who serves a topic is a provider of the topic's identifier.
 * Its protocol is this product's own, so that it never joins the public DHT of IPFS.
 *
 * @see https://github.com/libp2p/specs/blob/master/kad-dht/README.md
 */
import { createHash } from 'node:crypto'
import { type KadDHT, kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { peerIdFromMultihash } from '@libp2p/peer-id'
import { type Domain, protocolVersion } from '@millrace/protocol'
import { allOffers, topicsOf } from './mesh-topics.ts'
import { createProviderRecords } from './provider-records.ts'

/** Streams of the directory that one peer may hold open. */
export const directoryStreamsMax = 8

/** Questions under way in one search, and disjoint ways that it takes: a search costs everybody it asks a stream. */
export const queryParallelMax = 3
export const queryPathsMax = 2

type DirectoryComponents = Parameters<ReturnType<typeof kadDHT>>[0]
type Cid = ReturnType<ReturnType<typeof peerIdFromMultihash>['toCID']>

/**
 * Returns the factory of the service.
 *
 * @param mode - `server` answers others: for hosts that can be reached. `client` only asks.
 */
export function topicDirectory(domain: Domain, mode: 'client' | 'server'): (components: DirectoryComponents) => KadDHT {
  const create = kadDHT({
    protocol: `/millrace/kad/${protocolVersion}`,
    clientMode: mode === 'client',
    // The host's own gate says which addresses are dialed.
    peerInfoMapper: passthroughMapper,
    allowQueryWithZeroPeers: true,
    alpha: queryParallelMax,
    disjointPaths: queryPathsMax,
    maxInboundStreams: directoryStreamsMax,
    maxOutboundStreams: directoryStreamsMax,
  })
  const topics = new Set(topicsOf(domain, allOffers).map(topicRecordName))
  return (components) => {
    const datastore = createProviderRecords(topics)
    return create(
      new Proxy(components, {
        get: (target, property) => (property === 'datastore' ? datastore : Reflect.get(target, property)),
      }),
    )
  }
}

/** Returns the identifier under which the providers of a topic are found. */
export function topicCid(topic: string): Cid {
  const bytes = topicMultihash(topic)
  // A peer id from a SHA-256 is the only way to an identifier without another dependency; only its multihash matters.
  return peerIdFromMultihash({ code: sha256Code, size: digestBytes, digest: bytes.subarray(2), bytes }).toCID()
}

/** Returns the name of a topic in the keys of provider records. */
export function topicRecordName(topic: string): string {
  return base32(topicMultihash(topic))
}

const sha256Code = 0x12
const digestBytes = 32

function topicMultihash(topic: string): Uint8Array<ArrayBuffer> {
  const digest = createHash('sha256').update(topic).digest()
  return Uint8Array.from([sha256Code, digestBytes, ...digest])
}

/** Lower case, without padding: RFC 4648 section 6, as multibase writes it. */
function base32(bytes: Uint8Array): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(/.{1,5}/g, (group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '')
}
