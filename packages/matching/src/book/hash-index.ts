/**
 * An open-addressing hash index from keys to row numbers: linear probing, deletion by shifting back (Knuth, The Art of
 * Computer Programming, volume 3, section 6.4, algorithm R).
 *
 * The index holds no keys; it asks its owner for the hash of a row and whether a row is the one sought. It is cut into
 * shards that grow on their own, so no single insertion pays for rehashing a million rows.
 */

/** Shards, chosen by the top six bits of the hash. */
const shardBits = 6
const shardSlotsMin = 4
/** Share of a shard that may be in use: beyond it, probes get long. */
const loadMax = 0.75

export type HashIndex = {
  /** Bytes held. */
  readonly bytes: number
  /** Returns the row that {@link RowKeys.isSought} accepts, or -1. @param hash - of the key sought, 32 bits. */
  find(hash: number): number
  insert(hash: number, row: number): void
  remove(hash: number, row: number): void
}
export type RowKeys = {
  /** Returns the 32-bit hash of the key of a row. */
  hashOf(row: number): number
  /** Returns whether a row has the key that the owner is looking for. */
  isSought(row: number): boolean
}

/** Returns an empty index. Cost: O(1) per operation on average. */
export function createHashIndex({ hashOf, isSought }: RowKeys): HashIndex {
  /** Row plus one; 0 is free. */
  const shards = Array.from({ length: 1 << shardBits }, () => new Uint32Array(shardSlotsMin))
  const counts = new Uint32Array(1 << shardBits)
  let bytes = (shardSlotsMin << shardBits) * 4

  function find(hash: number): number {
    const shard = shards[hash >>> (32 - shardBits)] as Uint32Array
    const mask = shard.length - 1
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const held = shard[at] as number
      if (held === 0) return -1
      if (isSought(held - 1)) return held - 1
    }
  }

  function insert(hash: number, row: number): void {
    const number = hash >>> (32 - shardBits)
    const count = (counts[number] as number) + 1
    counts[number] = count
    const shard = shards[number] as Uint32Array
    place(count > shard.length * loadMax ? grow(number) : shard, hash, row)
  }

  function grow(number: number): Uint32Array {
    const old = shards[number] as Uint32Array
    const grown = new Uint32Array(old.length * 2)
    bytes += old.byteLength
    for (const held of old) if (held !== 0) place(grown, hashOf(held - 1), held - 1)
    shards[number] = grown
    return grown
  }

  function remove(hash: number, row: number): void {
    const number = hash >>> (32 - shardBits)
    const shard = shards[number] as Uint32Array
    const mask = shard.length - 1
    let hole = hash & mask
    while (shard[hole] !== row + 1) {
      if (shard[hole] === 0) throw new RangeError(`row ${row} is not in the index`)
      hole = (hole + 1) & mask
    }
    for (let at = (hole + 1) & mask; shard[at] !== 0; at = (at + 1) & mask) {
      const home = hashOf((shard[at] as number) - 1) & mask
      // A row may move into the hole unless its home lies behind the hole on the way round.
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      shard[hole] = shard[at] as number
      hole = at
    }
    shard[hole] = 0
    counts[number] = (counts[number] as number) - 1
  }

  return {
    get bytes() {
      return bytes + counts.byteLength
    },
    find,
    insert,
    remove,
  }
}

function place(shard: Uint32Array, hash: number, row: number): void {
  const mask = shard.length - 1
  let at = hash & mask
  while (shard[at] !== 0) at = (at + 1) & mask
  shard[at] = row + 1
}

/** Returns 32 well-mixed bits of two words: the finaliser of MurmurHash3 over their combination. */
export function mix32(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x9e37_79b1), 0x85eb_ca6b)
  h ^= h >>> 13
  h = Math.imul(h ^ (b >>> 16), 0xc2b2_ae35)
  return (h ^ (h >>> 16)) >>> 0
}
