/**
 * Objects by content address, for inputs and outputs of work: fetched from files, HTTP, S3 and peers, checked, kept on disk
 * within a bound, written out for sandboxes and taken in from them.
 */
import { type BlockStore, createBlockStore } from './cache/block-store.ts'
import type { CacheUsage } from './cache/cache-index.ts'
import { createObjectCache } from './cache/object-cache.ts'
import type { OpenObject } from './cache/open-object.ts'
import { type Materialised, materialise, type PlacedProgress } from './directory/materialise.ts'
import { type StoredPath, type StoredProgress, storePath } from './directory/store-path.ts'
import type { ObjectAddress } from './object/object-address.ts'
import { objectBytesMax } from './object/object-layout.ts'
import type { ObjectSource } from './source/object-source.ts'
import { type StorageLimits, storageLimits } from './storage-limits.ts'
import { fetchObject } from './transfer/fetch-object.ts'
import { importObject } from './transfer/import-object.ts'
import { createTransferBounds } from './transfer/rate-limit.ts'
import type { TransferContext, TransferProgress } from './transfer/transfer-context.ts'

export type ObjectStorageInit = {
  /** A directory of its own on a local file system; several processes may share it. */
  readonly directory: string
  /** Most bytes kept. */
  readonly bytesMax: number
  /** Whether peers who know its hash may have an object; nothing is shared when left out. */
  readonly isShared?: (address: ObjectAddress) => boolean
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly limits?: Partial<StorageLimits>
}

/** Where an object may come from. Of a tree it is asked for every file. */
export type SourcesOf = (address: ObjectAddress) => readonly ObjectSource[]

export type FetchOptions = {
  readonly sources?: SourcesOf
  readonly signal: AbortSignal
  readonly onProgress?: (progress: TransferProgress) => void
}

export type StoredObject = StoredPath & Disposable

export type ObjectStorage = AsyncDisposable & {
  /**
   * Returns the object, pinned until it is disposed of: from the cache, or fetched and checked. On abort what came is kept.
   *
   * @throws {ObjectUnavailableError} {@link StorageFullError} {@link StorageFailedError}
   */
  fetch(address: ObjectAddress, options: FetchOptions): Promise<OpenObject>
  /**
   * Takes in bytes whose address is not known, and returns it: trust on first use. Pinned until it is disposed of.
   *
   * @throws {ObjectSourceError} {@link ObjectChangedError} {@link ObjectTooLargeError} {@link SourceRefusedError}
   */
  import(
    source: ObjectSource,
    options: {
      readonly bytesMax?: number
      readonly signal: AbortSignal
      readonly onProgress?: (progress: TransferProgress) => void
    },
  ): Promise<OpenObject>
  /**
   * Takes in a file, or a directory as a tree. All its objects are pinned until the result is disposed of.
   *
   * @throws {PathRefusedError} {@link ObjectTooLargeError} {@link ObjectChangedError} {@link StorageFullError}
   */
  store(
    path: string,
    options: {
      readonly bytesMax?: number
      readonly signal: AbortSignal
      readonly onProgress?: (progress: StoredProgress) => void
    },
  ): Promise<StoredObject>
  /**
   * Writes a file or tree to a path where nothing is, fetching what is missing. With `link` the files are those of the cache
   * where that is possible: only for what is mounted read-only. Dispose of the result when the job has ended; the files stay.
   *
   * @throws {PathRefusedError} {@link ObjectUnavailableError} {@link ObjectMalformedError} {@link StorageFullError}
   */
  materialise(
    address: ObjectAddress,
    target: string,
    options: Omit<FetchOptions, 'onProgress'> & {
      readonly mode?: 'copy' | 'link'
      readonly onProgress?: (progress: PlacedProgress) => void
    },
  ): Promise<Materialised>
  /** What peers may have, in the shape that bulk servers ask for. */
  readonly blocks: BlockStore
  usage(): CacheUsage
}

/**
 * Opens or makes a storage.
 *
 * @throws {StorageFailedError} when the disk does not allow it.
 *
 * @example
 * await using storage = createObjectStorage({ directory, bytesMax: 50 * 2 ** 30, now: Date.now })
 * const sources = () => [httpSource({ client, url: 'https://example.org/scene.pov' })]
 * using input = await storage.materialise(address, '/jobs/7/in/scene.pov', { sources, signal })
 */
export function createObjectStorage(init: ObjectStorageInit): ObjectStorage {
  const limits: StorageLimits = { ...storageLimits, ...init.limits }
  const cache = createObjectCache(init)
  const context: TransferContext = { cache, limits, bounds: createTransferBounds(limits) }
  const fetch = (address: ObjectAddress, { sources, signal, onProgress }: FetchOptions): Promise<OpenObject> =>
    fetchObject(context, address, () => sources?.(address) ?? [], { signal, ...(onProgress && { onProgress }) })
  return {
    fetch,
    import: (source, options) => importObject(context, source, options),
    store: (path, options) => store(context, path, options),
    materialise: (address, target, { sources, mode = 'copy', signal, onProgress = () => undefined }) =>
      materialise(address, target, {
        cache,
        obtain: (wanted) => fetch(wanted, { signal, ...(sources && { sources }) }),
        mode,
        filesAtOnceMax: limits.filesAtOnceMax,
        signal,
        onProgress,
      }),
    blocks: createBlockStore(cache, init.isShared ?? (() => false)),
    usage: () => cache.usage(),
    async [Symbol.asyncDispose]() {
      cache.close()
    },
  }
}

async function store(
  context: TransferContext,
  path: string,
  { bytesMax = objectBytesMax, signal, onProgress = () => undefined }: Parameters<ObjectStorage['store']>[1],
): Promise<StoredObject> {
  const { cache, limits } = context
  const holds = new DisposableStack()
  try {
    const stored = await storePath(path, {
      take: async (source, kind, ended) => {
        await using object = await importObject(context, source, { kind, signal: ended })
        holds.use(cache.hold(object.outline.address))
        return object.outline
      },
      bytesMax,
      filesAtOnceMax: limits.filesAtOnceMax,
      signal,
      onProgress,
    })
    return { ...stored, [Symbol.dispose]: () => holds.dispose() }
  } catch (error) {
    holds.dispose()
    throw error
  }
}
