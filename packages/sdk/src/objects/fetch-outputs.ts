/** Takes the outputs of a task from the provider that made them, checked against the addresses that its receipt binds. */
import { lstat, mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { encodeFrame, type Hash, protocolVersion, type TaskFile } from '@millrace/protocol'
import { exchangeSource, type ObjectStorage } from '@millrace/storage'
import { ProviderMisbehavedError, ProviderRefusedError } from '../buyer-error.ts'
import type { ProviderLink } from '../provider-link.ts'
import { taskLimits } from '../tasks/task-limits.ts'
import { openObjectLine } from './object-line.ts'
import type { ObjectTransfers } from './object-transfers.ts'

export type OutputsFrom = {
  readonly link: ProviderLink
  readonly leaseId: Hash
  readonly storage: ObjectStorage
  readonly transfers: ObjectTransfers
}

/**
 * Writes the outputs below the directory and returns their paths. What came of one that broke off is kept in the storage.
 *
 * @throws {ObjectUnavailableError} {@link PathRefusedError} {@link StorageFullError}
 */
export async function fetchOutputs(
  from: OutputsFrom,
  outputs: readonly TaskFile[],
  directory: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const paths: string[] = []
  const left = outputs.map((output, index) => ({ ...output, index }))
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const target = join(resolve(directory), next.path)
      await mkdir(dirname(target), { recursive: true })
      if (await isThere(from, next, target, signal)) {
        paths[next.index] = target
        continue
      }
      await from.transfers.inTurn(from.link, () => fetchOne(from, next, target, signal), { signal })
      paths[next.index] = target
    }
  }
  await Promise.all(Array.from({ length: Math.min(taskLimits.transfersMax, left.length) }, worker))
  return paths
}

/** Whether an earlier call wrote it: the file is the output. Anything else at its place is left alone, and refused later. */
async function isThere(
  { storage }: OutputsFrom,
  { object, bytes }: TaskFile,
  target: string,
  signal: AbortSignal,
): Promise<boolean> {
  const stats = await lstat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (stats === undefined || !stats.isFile() || stats.size !== bytes) return false
  using stored = await storage.store(target, { signal })
  return stored.address === object
}

async function fetchOne(
  { link, storage, leaseId }: OutputsFrom,
  { object, bytes }: TaskFile,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  using source = exchangeSource({
    ...{ label: `provider ${link.node}`, isRedialed: true, bytes },
    async dial(options) {
      const line = await openObjectLine(link, { v: protocolVersion, type: 'fetch', leaseId, object }, options)
      return {
        want: (frame) => line.send(encodeFrame(frame)),
        next: line.next,
        announced(frame) {
          const answer = line.decode(frame)
          if (answer.type === 'bytes') return answer.bytes
          if (answer.type === 'error') throw new ProviderRefusedError(link.node, answer)
          throw new ProviderMisbehavedError(link.node, `it sent ${answer.type} in a fetch.`)
        },
        reset: line.reset,
      }
    },
  })
  await using fetched = await storage.fetch(object, { sources: () => [source], signal })
  const { outline } = fetched
  if (outline.kind !== 'file' || outline.bytes !== bytes) {
    throw new ProviderMisbehavedError(link.node, `it said an output has ${bytes} bytes, and it has ${outline.bytes}.`)
  }
  using _placed = await storage.materialise(object, target, { mode: 'copy', signal })
}
