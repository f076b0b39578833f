/**
 * The objects under way between this buyer and its providers: a few at a time to each, however many tasks there are, and each object
 * once under a lease, however many tasks need it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { ObjectStorage } from '@millrace/storage'
import { untilAborted } from '../abortable.ts'
import { ProviderRefusedError } from '../buyer-error.ts'
import type { Lease } from '../lease.ts'
import type { ProviderLink } from '../provider-link.ts'
import { taskLimits } from '../tasks/task-limits.ts'
import { type PutObject, putObject } from './put-object.ts'

export type ObjectTransfers = {
  /** Resolves when the provider holds all of them for the lease. @throws {ProviderError} {@link ObjectUnavailableError} */
  put(
    lease: Lease,
    storage: ObjectStorage,
    objects: readonly PutObject[],
    options: { readonly signal: AbortSignal },
  ): Promise<void>
  /** The provider no longer has what was put under the lease: it is put again when it is needed. */
  forget(lease: Lease): void
  /** Runs a transfer when it is its turn at the provider, again later where the provider has others under way. */
  inTurn<T>(link: ProviderLink, transfer: () => Promise<T>, options: { readonly signal: AbortSignal }): Promise<T>
}

type Lane = { running: number; readonly waiting: Set<() => void> }

export function createObjectTransfers(): ObjectTransfers {
  const lanes = new WeakMap<ProviderLink, Lane>()
  const stored = new WeakMap<Lease, Map<string, Promise<void>>>()

  function laneOf(link: ProviderLink): Lane {
    const lane = lanes.get(link) ?? { running: 0, waiting: new Set() }
    lanes.set(link, lane)
    return lane
  }

  async function enter(lane: Lane, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (lane.running < taskLimits.transfersMax) {
      lane.running++
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    lane.waiting.add(resolve)
    try {
      await untilAborted(promise, signal)
    } catch (error) {
      // A turn that came at the same moment goes to the next.
      if (!lane.waiting.delete(resolve)) leave(lane)
      throw error
    }
  }

  function leave(lane: Lane): void {
    const [next] = lane.waiting
    if (next === undefined) {
      lane.running--
      return
    }
    lane.waiting.delete(next)
    next()
  }

  const inTurn: ObjectTransfers['inTurn'] = async (link, transfer, { signal }) => {
    for (let tries = 1; ; tries++) {
      const lane = laneOf(link)
      await enter(lane, signal)
      try {
        return await transfer()
      } catch (error) {
        const isBusy = error instanceof ProviderRefusedError && error.providerCode === 'OBJECTS_BUSY'
        if (!isBusy || tries >= taskLimits.busyTriesMax || signal.aborted) throw error
      } finally {
        leave(lane)
      }
      await pause(taskLimits.busyWaitMs * 2 ** (tries - 1), undefined, { signal, ref: false }).catch(() =>
        signal.throwIfAborted(),
      )
    }
  }

  /** Others who wait for the same transfer begin it anew when whoever began it lost interest. */
  async function putOnce(lease: Lease, storage: ObjectStorage, put: PutObject, signal: AbortSignal): Promise<void> {
    const known = stored.get(lease) ?? new Map<string, Promise<void>>()
    stored.set(lease, known)
    for (let other = known.get(put.object); other !== undefined; other = known.get(put.object)) {
      const isThere = await untilAborted(other, signal).then(
        () => true,
        () => false,
      )
      signal.throwIfAborted()
      if (isThere) return
      if (known.get(put.object) === other) known.delete(put.object)
    }
    const mine = inTurn(lease.link, () => putObject(lease, storage, put, { signal }), { signal })
    known.set(put.object, mine)
    try {
      await mine
    } catch (error) {
      if (known.get(put.object) === mine) known.delete(put.object)
      throw error
    }
  }

  return {
    inTurn,
    forget: (lease) => void stored.delete(lease),
    async put(lease, storage, objects, { signal }) {
      const failed = new AbortController()
      const either = AbortSignal.any([signal, failed.signal])
      const puts = objects.map((put) =>
        putOnce(lease, storage, put, either).catch((error: unknown) => {
          failed.abort(error)
          throw error
        }),
      )
      await Promise.allSettled(puts)
      either.throwIfAborted()
    },
  }
}
