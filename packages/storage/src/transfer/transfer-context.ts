/** What every transfer into the cache needs, and how it listens to a source. */
import type { ObjectCache } from '../cache/object-cache.ts'
import type { ObjectSource } from '../source/object-source.ts'
import { paced } from '../source/paced.ts'
import { ObjectSourceError } from '../storage-error.ts'
import type { StorageLimits } from '../storage-limits.ts'
import type { TransferBounds } from './rate-limit.ts'

export type TransferProgress = {
  /** Bytes of the object that are here. */
  readonly bytesDone: number
  /** Size of the object; undefined while nobody said it. */
  readonly bytesTotal: number | undefined
  readonly source: string
}

export type TransferContext = {
  readonly cache: ObjectCache
  readonly limits: StorageLimits
  readonly bounds: TransferBounds
}

export type TransferOptions = {
  readonly signal: AbortSignal
  readonly onProgress?: (progress: TransferProgress) => void
}

/** Yields what a source gives; neither one that says nothing nor one that heeds no signal holds anything up. */
export function pacedPieces(
  pieces: AsyncIterable<Uint8Array>,
  { label }: ObjectSource,
  { stallMsMax, progressBytesMin }: StorageLimits,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const problem = `less than ${progressBytesMin} bytes came in ${stallMsMax} ms`
  const tooSlow = (): Error => new ObjectSourceError(label, problem, { retryable: true })
  return paced(pieces, { stallMsMax, progressBytesMin }, { signal, tooSlow })
}
