/**
 * A hierarchical timing wheel: what expires when, in constant time per entry.
 *
 * Source: Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 7. Six levels of 64 buckets cover
 * 2^32 seconds and more. An entry hangs in the level of the highest base-64 digit in which its time differs from the
 * wheel's, in the bucket of that digit; it moves down when the wheel reaches the bucket.
 *
 * Times are Unix seconds below 2^32. An entry is due when its time is not after the wheel's.
 */
import { createBlockTable } from './block-table.ts'

const digitBits = 6
const levels = 6
/** Where entries wait that were due when they came. */
const dueBucket = levels << digitBits

export type ExpiryWheel = {
  readonly bytes: number
  add(row: number, time: number): void
  remove(row: number): void
  /** Turns the wheel to `now`, and calls `expired` with every row that is due. Never turns back. */
  advance(now: number, expired: (row: number) => void): void
}

/** Returns an empty wheel at time 0. @param timeOf - of a row that is in the wheel. */
export function createExpiryWheel(timeOf: (row: number) => number): ExpiryWheel {
  const [next, previous] = [0, 1]
  const links = createBlockTable(2)
  /** Row plus one; 0 is an empty bucket. */
  const heads = new Uint32Array(dueBucket + 1)
  let current = 0

  function add(row: number, time: number): void {
    links.reserve(row)
    const bucket = bucketFor(current, time)
    const head = heads[bucket] as number
    links.set(row, next, head)
    // A first row names its bucket where the others name the row before them.
    links.set(row, previous, 0x8000_0000 + bucket)
    if (head !== 0) links.set(head - 1, previous, row)
    heads[bucket] = row + 1
  }

  function remove(row: number): void {
    const after = links.get(row, next)
    const before = links.get(row, previous)
    if (before >= 0x8000_0000) heads[before - 0x8000_0000] = after
    else links.set(before, next, after)
    if (after !== 0) links.set(after - 1, previous, before)
  }

  function empty(bucket: number, expired: (row: number) => void): void {
    for (let head = heads[bucket] as number; head !== 0; head = heads[bucket] as number) {
      remove(head - 1)
      expired(head - 1)
    }
  }

  function advance(now: number, expired: (row: number) => void): void {
    empty(dueBucket, expired)
    if (now <= current) return
    const top = levelOf(current, now)
    const [from, to] = [digitOf(current, top), digitOf(now, top)]
    current = now
    for (let bucket = 0; bucket < top << digitBits; bucket++) empty(bucket, expired)
    for (let digit = from + 1; digit < to; digit++) empty((top << digitBits) + digit, expired)
    empty((top << digitBits) + to, (row) => {
      const time = timeOf(row)
      if (time <= now) expired(row)
      else add(row, time)
    })
  }

  return {
    get bytes() {
      return links.bytes + heads.byteLength
    },
    add,
    remove,
    advance,
  }
}

function bucketFor(current: number, time: number): number {
  if (time <= current) return dueBucket
  const level = levelOf(current, time)
  return (level << digitBits) + digitOf(time, level)
}

function levelOf(a: number, b: number): number {
  return Math.floor((31 - Math.clz32(a ^ b)) / digitBits)
}

function digitOf(time: number, level: number): number {
  return (time >>> (level * digitBits)) & 63
}
