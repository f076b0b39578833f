/** A product of int8 matrices from a seed, made by all threads, with the hashes of its rows. */

import type { Hash } from '@millrace/protocol'
import { factorKeyOf } from '@millrace/verification'
import type { KernelThreads } from './kernel-threads.ts'
import { createSharedMemory, productBytes, type SharedMemory } from './product-kernel.ts'

export type Product = {
  readonly n: number
  /** SHA-256 of each row's bytes after `before`: Uint8Array // [32·n] */
  rowHashes(before: Uint8Array, options: { readonly signal: AbortSignal }): Promise<Uint8Array>
  /** Returns a copy of a row's bytes, int32 little-endian: Uint8Array // [4n] */
  row(index: number): Uint8Array
}

/**
 * Returns the product of one round.
 *
 * @param memory - of at least {@link productBytes}, to use again; by default new.
 * @throws {RangeError} where there is not so much memory.
 * Cost: n³ multiply-adds, 6n² bytes.
 */
export async function makeProduct(
  threads: KernelThreads,
  { seed, n }: { readonly seed: Hash; readonly n: number },
  round: number,
  {
    signal,
    memory = createSharedMemory(productBytes(n)),
  }: { readonly signal: AbortSignal; readonly memory?: SharedMemory },
): Promise<Product> {
  const key = factorKeyOf(seed, round)
  await threads.run({ kind: 'fill', memory, n, key }, { signal })
  await threads.run({ kind: 'multiply', memory, n }, { signal })
  return {
    n,
    async rowHashes(before, options) {
      const hashes = new SharedArrayBuffer(32 * n)
      await threads.run({ kind: 'hash', memory, n, before, hashes }, options)
      return new Uint8Array(hashes)
    },
    row: (index) => new Uint8Array(memory.buffer, 2 * n * n + 4 * n * index, 4 * n).slice(),
  }
}
