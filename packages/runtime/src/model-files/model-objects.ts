/**
 * The verified model files of a cache as objects by content address, to be served to peers. It has the shape that the
 * bulk server of the `p2p` package asks for; packages of one row do not import each other.
 *
 * Only files of the given manifests are had, and only while the stamp of their verification fits: nothing else on the disk
 * can be asked for, and no request makes this side hash gigabytes.
 */
import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import type { ModelManifest } from './model-manifest.ts'
import { isStamped } from './verified-stamp.ts'

/** Bytes read from the disk at once. */
const pieceBytes = 262_144

export type ModelObjectStore = {
  /** Returns the size of a file that is there and verified, or undefined. */
  stat(sha256: string, options: { readonly signal: AbortSignal }): Promise<{ readonly bytes: number } | undefined>
  /** Returns the bytes from `start` on and before `end`. On abort it ends with an error. */
  openRange(
    sha256: string,
    range: { readonly start: number; readonly end: number },
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<Uint8Array>
}

/**
 * Returns a store of the files of these models, as far as they are in the cache. A file that is fetched later is had from
 * then on; in a cache that cannot be written to there are no stamps, so nothing is had.
 */
export function createModelObjectStore({
  cacheDir,
  manifests,
}: {
  readonly cacheDir: string
  readonly manifests: Iterable<Pick<ModelManifest, 'content'>>
}): ModelObjectStore {
  const files = new Map(
    [...manifests]
      .flatMap(({ content }) => content.files)
      .map((file) => [file.sha256, { ...file, path: join(cacheDir, 'models', file.sha256, basename(file.path)) }]),
  )
  return {
    async stat(sha256, { signal }) {
      signal.throwIfAborted()
      const file = files.get(sha256)
      return file !== undefined && (await isStamped(file.path, file)) ? { bytes: file.bytes } : undefined
    },
    openRange(sha256, { start, end }, { signal }) {
      const file = files.get(sha256)
      if (file === undefined) throw new RangeError('stat() did not know this object.')
      return createReadStream(file.path, { start, end: end - 1, highWaterMark: pieceBytes, signal })
    },
  }
}
