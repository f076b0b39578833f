/** Takes the inputs of a manifest into this machine's storage, so that every task of a job names the same objects. */
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isPublicIp } from '@millrace/p2p'
import { MillraceError } from '@millrace/protocol'
import { createHttpClient, httpSource, type ObjectStorage, PathRefusedError } from '@millrace/storage'
import type { ManifestInput } from '@millrace/workloads'

export type PlacedInput = { readonly path: string; readonly object: string; readonly bytes: number }

/** Pinned in the storage until it is disposed of. */
export type PlacedInputs = AsyncDisposable & { readonly inputs: readonly PlacedInput[] }

/**
 * Returns the inputs by their addresses. `base`: the folder that files count from.
 *
 * @throws {PathRefusedError} @throws {ObjectSourceError} @throws {JobInputsChangedError} for another file than the manifest has.
 */
export async function placeInputs(
  storage: ObjectStorage,
  wanted: readonly ManifestInput[],
  base: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<PlacedInputs> {
  await using holds = new AsyncDisposableStack()
  const inputs: PlacedInput[] = []
  for (const { path, from } of wanted) {
    if (from.kind === 'file') {
      const stored = holds.use(await storage.store(await fileBelow(base, from.path), { signal }))
      inputs.push({ path, object: stored.address, bytes: stored.bytes })
    } else if (from.kind === 'https') {
      const client = holds.use(createHttpClient({ isPublicAddress: isPublicIp }))
      const object = holds.use(await storage.import(httpSource({ client, url: from.url }), { signal }))
      inputs.push({ path, object: object.outline.address, bytes: object.outline.bytes })
    } else if (from.kind === 'millrace') {
      const object = holds.use(await storage.fetch(from.sha256, { signal }))
      inputs.push({ path, object: object.outline.address, bytes: object.outline.bytes })
    } else throw new TypeError('Sources in S3 are not served.')
  }
  const kept = holds.move()
  return { inputs, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/**
 * Returns where the file is. The folder of a manifest may be a stranger's archive: a link in it could lead to the owner's private
 * files, which every provider of the job would be sent.
 */
export async function fileBelow(base: string, path: string): Promise<string> {
  const file = resolve(base, path)
  const real = await realpath(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  // What is not there is refused by the storage, in its own words.
  if (real !== undefined && real !== join(await realpath(base), path)) {
    throw new PathRefusedError(path, 'a link is on the way to it')
  }
  return file
}

/** @throws {JobInputsChangedError} when an input is not what it was when the job began: results would not belong together. */
export function requireSameInputs(before: readonly PlacedInput[], now: readonly PlacedInput[]): void {
  for (const { path, object } of before) {
    if (now.find((input) => input.path === path)?.object !== object) {
      throw new JobInputsChangedError(path, 'it is not what it was when the job began')
    }
  }
}

/** @throws {JobInputsChangedError} when the items of a batch are not what they were when it began. */
export function requireSameShards(before: readonly PlacedInput[], now: readonly PlacedInput[]): void {
  const isSame = before.length === now.length && before.every(({ object }, shard) => now[shard]?.object === object)
  if (!isSame) throw new JobInputsChangedError('items', 'they are not what they were when the batch began')
}

/** An input is not what the job is about. */
export class JobInputsChangedError extends MillraceError {
  override readonly name = 'JobInputsChangedError'

  constructor(path: string, why: string) {
    super({
      code: 'JOB_INPUTS_CHANGED',
      message: `The input ${path} cannot be used: ${why}.`,
      hint: 'Put the input back as it was, or run the manifest anew with another --out.',
      retryable: false,
    })
  }
}
