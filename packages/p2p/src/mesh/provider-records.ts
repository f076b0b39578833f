/**
 * Where Kademlia keeps who provides which topic. Anyone may send such records for any key, so only those of the network's
 * own topics are kept, so many for each; everything else that Kademlia would store is dropped.
 *
 * The key of a record is `/<prefix>/provider/<base32 of the topic's multihash>/<peer id>`. Cost: O(1), a query O(its answers).
 */
import type { KadDHTComponents } from '@libp2p/kad-dht'

/** Peers recorded for one topic; beyond that the one recorded longest ago goes. */
export const providersPerTopicMax = 512

type Datastore = KadDHTComponents['datastore']
type Key = Parameters<Datastore['get']>[0]
type Pair = { readonly key: Key; readonly value: Uint8Array }

/** Returns a store for records of these topics, given as base32 multihashes. */
export function createProviderRecords(topics: ReadonlySet<string>): Datastore {
  const byTopic = new Map<string, Map<string, Pair>>()

  const recordsOf = (key: Key): Map<string, Pair> | undefined => {
    const [topic, peer, ...rest] = key.toString().split('/provider/')[1]?.split('/') ?? []
    if (topic === undefined || peer === undefined || rest.length > 0 || !topics.has(topic)) return undefined
    const known = byTopic.get(topic) ?? new Map<string, Pair>()
    byTopic.set(topic, known)
    return known
  }

  const records: Pick<Datastore, 'has' | 'put' | 'get' | 'delete' | 'query'> = {
    has: (key) => recordsOf(key)?.has(key.toString()) ?? false,
    put(key, value) {
      const ofTopic = recordsOf(key)
      if (ofTopic === undefined) return key
      ofTopic.delete(key.toString())
      ofTopic.set(key.toString(), { key, value })
      if (ofTopic.size > providersPerTopicMax) {
        for (const oldest of ofTopic.keys()) {
          ofTopic.delete(oldest)
          break
        }
      }
      return key
    },
    get(key) {
      const found = recordsOf(key)?.get(key.toString())
      // The name by which Kademlia tells absence from failure.
      if (found === undefined) throw Object.assign(new Error('not found'), { name: 'NotFoundError' })
      return found.value
    },
    delete(key) {
      recordsOf(key)?.delete(key.toString())
    },
    *query({ prefix }) {
      const wanted = prefix?.split('/provider/')[1]?.split('/')[0]
      const found = wanted === undefined ? [...byTopic.values()] : [byTopic.get(wanted) ?? new Map<string, Pair>()]
      for (const ofTopic of found) yield* [...ofTopic.values()]
    },
  }
  return records as Datastore
}
