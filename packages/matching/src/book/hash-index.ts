/**
 * An open-addressing hash index from keys to row numbers: linear probing, deletion by shifting back (Knuth, The Art of
 * Computer Programming, volume 3, section 6.4, algorithm R).
 *
 * The index holds no keys; it asks its owner for the hash of a row and whether a row is the one sought. So that it seldom must,
 * as rows lie far apart in memory, a slot has some bits of the hash and how far it is from where its hash would have it.
 * The index is cut into shards that grow on their own, so no single insertion pays for rehashing a million rows.
 */

/** Shards, chosen by the top six bits of the hash. */
const shardBits = 6
const shardSlotsMin = 4
/** Share of a shard that may be in use: beyond it, probes get long. */
const loadMax = 0.75
/** A slot from its lowest bit: the row plus one, so that 0 is free, four bits of the hash, and the distance from home. */
const rowBits = 22
const rowMask = (1 << rowBits) - 1
const tagMask = 15
const distanceShift = rowBits + 4
/** Stands for all distances from it on: then the owner is asked. */
const distanceMost = 63

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
  const shards = Array.from({ length: 1 << shardBits }, () => new Uint32Array(shardSlotsMin))
  const counts = new Uint32Array(1 << shardBits)
  let bytes = (shardSlotsMin << shardBits) * 4

  function find(hash: number): number {
    const shard = shards[hash >>> (32 - shardBits)] as Uint32Array
    const mask = shard.length - 1
    const tag = tagOf(hash)
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const held = shard[at] as number
      if (held === 0) return -1
      if (((held >>> rowBits) & tagMask) === tag && isSought((held & rowMask) - 1)) return (held & rowMask) - 1
    }
  }

  function insert(hash: number, row: number): void {
    if (row >= rowMask) throw new RangeError(`row: expected at most ${rowMask - 1}, got ${row}`)
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
    for (const held of old) {
      const row = (held & rowMask) - 1
      if (held !== 0) place(grown, hashOf(row), row)
    }
    shards[number] = grown
    return grown
  }

  function remove(hash: number, row: number): void {
    const number = hash >>> (32 - shardBits)
    const shard = shards[number] as Uint32Array
    const mask = shard.length - 1
    let hole = hash & mask
    while (((shard[hole] as number) & rowMask) !== row + 1) {
      if (shard[hole] === 0) throw new RangeError(`row ${row} is not in the index`)
      hole = (hole + 1) & mask
    }
    for (let at = (hole + 1) & mask; shard[at] !== 0; at = (at + 1) & mask) {
      const held = shard[at] as number
      const distance = distanceOf(held, at, mask)
      // A row may move into the hole unless its home lies behind the hole on the way round.
      const back = (at - hole) & mask
      if (distance < back) continue
      shard[hole] = slotOf(held, distance - back)
      hole = at
    }
    shard[hole] = 0
    counts[number] = (counts[number] as number) - 1
  }

  function distanceOf(held: number, at: number, mask: number): number {
    const distance = held >>> distanceShift
    return distance < distanceMost ? distance : (at - hashOf((held & rowMask) - 1)) & mask
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
  let distance = 0
  while (shard[(hash + distance) & mask] !== 0) distance++
  shard[(hash + distance) & mask] = slotOf((tagOf(hash) << rowBits) | (row + 1), distance)
}

/** Returns a slot's word with another distance. */
function slotOf(held: number, distance: number): number {
  return (held & ((1 << distanceShift) - 1)) | (Math.min(distance, distanceMost) << distanceShift)
}

/** Returns bits of a hash that choose neither its shard nor, in any shard that fits in memory, its slot. */
function tagOf(hash: number): number {
  return (hash >>> (32 - shardBits - 4)) & tagMask
}

/** Returns 32 well-mixed bits of two words: the finaliser of MurmurHash3 over their combination. */
export function mix32(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x9e37_79b1), 0x85eb_ca6b)
  h ^= h >>> 13
  h = Math.imul(h ^ (b >>> 16), 0xc2b2_ae35)
  return (h ^ (h >>> 16)) >>> 0
}
