/**
 * Where libp2p keeps what peers say of themselves: addresses, protocols, names. Anybody may connect under as many identities
 * as it likes, and libp2p forgets none before hours have passed, so there is room for so many; beyond, the one that was read or
 * written longest ago goes. The own record stays.
 *
 * Cost: O(1), a query O(its records).
 */
import type { Libp2pOptions } from 'libp2p'

type Datastore = NonNullable<Libp2pOptions['datastore']>
type Pair = { readonly key: Parameters<Datastore['get']>[0]; readonly value: Uint8Array }

/** @param own - the end of the key of this host's own record: its peer id as a CID. */
export function createPeerRecords({
  own,
  recordsMax,
}: {
  readonly own: string
  readonly recordsMax: number
}): Datastore {
  /** In the order of their last use. */
  const records = new Map<string, Pair>()

  const touch = (name: string, pair: Pair) => {
    records.delete(name)
    records.set(name, pair)
  }
  const dropOldest = () => {
    for (const name of records.keys()) {
      if (name.endsWith(`/${own}`)) continue
      records.delete(name)
      return
    }
  }

  const store: Pick<Datastore, 'has' | 'put' | 'get' | 'delete' | 'query'> = {
    has: (key) => records.has(key.toString()),
    put(key, value) {
      touch(key.toString(), { key, value })
      if (records.size > recordsMax) dropOldest()
      return key
    },
    get(key) {
      const found = records.get(key.toString())
      // The name by which libp2p tells absence from failure.
      if (found === undefined) throw Object.assign(new Error('not found'), { name: 'NotFoundError' })
      touch(key.toString(), found)
      return found.value
    },
    delete(key) {
      records.delete(key.toString())
    },
    *query({ prefix = '', filters = [], orders = [] }) {
      const found = [...records]
        .filter(([name, pair]) => name.startsWith(prefix) && filters.every((passes) => passes(pair)))
        .map(([, pair]) => pair)
      yield* orders.reduce((sorted, order) => sorted.toSorted(order), found)
    },
  }
  return store as Datastore
}
