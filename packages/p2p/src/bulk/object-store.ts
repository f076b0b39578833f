/** Where a server of bulk objects takes their bytes from: a port, satisfied by the cache of model files. */
import type { ByteRange } from './byte-range.ts'

export type ObjectStore = {
  /** Returns the size of the object with this SHA-256, or undefined when it is not had, or not verified. */
  stat(sha256: string, options: { readonly signal: AbortSignal }): Promise<{ readonly bytes: number } | undefined>
  /** Returns the bytes of a range in order, in pieces that fit in memory many times over. Ends early on abort. */
  openRange(sha256: string, range: ByteRange, options: { readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
}
