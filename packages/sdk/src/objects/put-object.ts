/** Gives a provider an object of a task under a lease: it asks for what it lacks, and gets nothing else. */
import { encodeFrame, type ProviderFrame, protocolVersion, type TaskFile } from '@millrace/protocol'
import { giveObjects, type ObjectStorage, parseTreeListing } from '@millrace/storage'
import { ProviderMisbehavedError, ProviderRefusedError } from '../buyer-error.ts'
import type { Lease } from '../lease.ts'
import { taskLimits } from '../tasks/task-limits.ts'
import { openObjectLine } from './object-line.ts'

export type PutObject = { readonly object: string; readonly bytes: number }

/**
 * Resolves when the provider holds the object for the lease. Cost: what it lacks is sent; of the rest it may want proof that we have it.
 *
 * @throws {ProviderError} {@link ObjectUnavailableError} when it is not in the storage.
 */
export async function putObject(
  { link, leaseId }: Pick<Lease, 'link' | 'leaseId'>,
  storage: ObjectStorage,
  { object, bytes }: PutObject,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  using line = await openObjectLine(link, { v: protocolVersion, type: 'put', leaseId, object, bytes }, { signal })
  let stored: Extract<ProviderFrame, { type: 'stored' }> | undefined
  let bytesLeft = (bytes + outlineRoomBytes) * taskLimits.wantedAgainMax
  const next = async () => {
    const frame = await line.next()
    if (frame === undefined) throw new ProviderMisbehavedError(link.node, 'it ended a put without a word.')
    const answer = line.decode(frame)
    if (answer.type === 'want') return answer
    if (answer.type === 'error') throw new ProviderRefusedError(link.node, answer)
    if (answer.type !== 'stored') throw new ProviderMisbehavedError(link.node, `it sent ${answer.type} in a put.`)
    stored = answer
    return undefined
  }
  await giveObjects(
    {
      send: line.send,
      announce: (count) => line.send(encodeFrame({ type: 'bytes', bytes: count })),
      next,
    },
    {
      // Whatever else is in the storage is not for this provider.
      open: async (address) => (address === object ? storage.fetch(address, { signal }) : undefined),
      onWant: (count) => {
        bytesLeft -= count
        if (bytesLeft < 0) throw new ProviderMisbehavedError(link.node, 'it wants the same bytes again and again.')
      },
      signal,
    },
  )
  if (stored?.object !== object || stored.bytes !== bytes) {
    throw new ProviderMisbehavedError(link.node, 'it stored another object.')
  }
}

/** Returns the inputs with, of trees, all their files: each object once. */
export async function objectsOf(
  storage: ObjectStorage,
  inputs: readonly Pick<TaskFile, 'object'>[],
  { signal }: { readonly signal: AbortSignal },
): Promise<readonly PutObject[]> {
  const found = new Map<string, PutObject>()
  for (const { object } of inputs) {
    if (found.has(object)) continue
    await using opened = await storage.fetch(object, { signal })
    const { kind, bytes } = opened.outline
    if (kind === 'tree') {
      const pieces: Uint8Array[] = []
      for await (const piece of opened.read({ start: 0, end: bytes }, { signal })) pieces.push(piece)
      for (const entry of parseTreeListing(Buffer.concat(pieces))) {
        found.set(entry.address, { object: entry.address, bytes: entry.bytes })
      }
    }
    found.set(object, { object, bytes })
  }
  return [...found.values()]
}

/** An outline has 32 bytes for each MiB, and a root. */
const outlineRoomBytes = 34_000_000
