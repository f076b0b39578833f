/** A source of numbers from 0 to below 1 that depends on the seed only: SHA-256 of seed and counter. */
import { createHash } from 'node:crypto'

export type Random = () => number

export function seededRandom(seed: string): Random {
  let counter = 0
  let block = Buffer.alloc(0)
  return () => {
    if (block.length === 0) block = createHash('sha256').update(`${seed}:${counter++}`).digest()
    const value = block.readUIntBE(0, 6)
    block = block.subarray(8)
    return value / 2 ** 48
  }
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T
}
