/**
 * A fixed number of slots with a bounded, first-come first-served queue in front of them.
 *
 * Invariants: taken ≤ slots; queued ≤ queuedMax; somebody waits only while every slot is taken.
 */

import type { RuntimeLoad } from './runtime.ts'
import { RuntimeBusyError, RuntimeClosedError } from './runtime-error.ts'

export type SlotPool = {
  /**
   * Takes a slot, waiting in the queue when all are taken. Aborting leaves the queue and rejects with the signal's reason.
   *
   * @returns the function that gives the slot back; calling it again does nothing.
   * @throws {RuntimeBusyError} when the queue is full.
   */
  take(options: { readonly signal: AbortSignal }): Promise<() => void>
  load(): RuntimeLoad
  /** Rejects everybody who waits; slots taken stay taken until given back. */
  close(): void
}

type Waiter = { readonly grant: () => void; readonly refuse: (reason: unknown) => void }

export function createSlotPool(init: { readonly slots: number; readonly queuedMax: number }): SlotPool {
  const waiting = new Set<Waiter>()
  let taken = 0
  let closed = false

  const giveBackOnce = (): (() => void) => {
    let given = false
    return () => {
      if (given) return
      given = true
      taken -= 1
      const next = waiting.values().next()
      if (next.done !== true) next.value.grant()
    }
  }

  const wait = (signal: AbortSignal): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(waiter)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => waiter.refuse(signal.reason)
      const waiter: Waiter = {
        grant() {
          leave()
          taken += 1
          resolve(giveBackOnce())
        },
        refuse(reason) {
          leave()
          reject(reason)
        },
      }
      waiting.add(waiter)
      signal.addEventListener('abort', onAbort)
    })

  return {
    async take({ signal }) {
      signal.throwIfAborted()
      if (closed) throw new RuntimeClosedError()
      if (taken < init.slots) {
        taken += 1
        return giveBackOnce()
      }
      if (waiting.size >= init.queuedMax) throw new RuntimeBusyError(init.slots, init.queuedMax)
      return wait(signal)
    },
    load: () => ({ slots: init.slots, running: taken, queued: waiting.size, queuedMax: init.queuedMax }),
    close() {
      closed = true
      for (const waiter of [...waiting]) waiter.refuse(new RuntimeClosedError())
    },
  }
}
