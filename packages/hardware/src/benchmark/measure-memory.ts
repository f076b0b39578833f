/**
 * How fast all threads together read memory and copy it, over a span that no cache holds.
 *
 * Figures are bytes a second; a copied byte counts twice, for it is read and written. Each pass is timed by itself, and the
 * quickest counts: what else ran on the machine only ever slows it.
 */
import type { KernelThreads } from './kernel-threads.ts'
import { createSharedMemory } from './product-kernel.ts'

export type MemorySpeed = {
  readonly readBytesPerSecond: number
  readonly copyBytesPerSecond: number
  readonly spanBytes: number
}

/** What a thread takes at once, in bytes. */
const bandBytes = 4_194_304
/** Span by default: twice the largest caches. */
export const memorySpanBytes = 536_870_912
/** Times that each is done. */
const passes = 3

/** @param spanBytes - rounded up to 8 MiB. @throws {RangeError} where there is not so much memory. */
export async function measureMemory(
  threads: KernelThreads,
  {
    spanBytes = memorySpanBytes,
    now,
    signal,
  }: { readonly spanBytes?: number; readonly now: () => number; readonly signal: AbortSignal },
): Promise<MemorySpeed> {
  const pairs = Math.max(1, Math.ceil(spanBytes / (2 * bandBytes)))
  const span = pairs * 2 * bandBytes
  const memory = createSharedMemory(span)
  const rates = { read: 0, copy: 0 }
  // Pages that were never written are all the same one.
  await threads.run({ kind: 'copy', memory, bands: pairs, bandBytes }, { signal })
  new Uint8Array(memory.buffer).fill(1)
  for (let pass = 0; pass < passes; pass++) {
    for (const [kind, bands] of [['read', 2 * pairs] as const, ['copy', pairs] as const]) {
      const start = now()
      await threads.run({ kind, memory, bands, bandBytes }, { signal })
      rates[kind] = Math.max(rates[kind], rateOf(span, now() - start))
    }
  }
  return { readBytesPerSecond: rates.read, copyBytesPerSecond: rates.copy, spanBytes: span }
}

/** Returns whole bytes a second; a clock that did not move counts as a microsecond. */
export function rateOf(bytes: number, ms: number): number {
  return Math.floor((bytes * 1_000) / Math.max(ms, 0.001))
}
