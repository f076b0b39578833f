/** A bounded number of jobs at a time with a bounded, first come first served queue in front; closing ends them all. */
import { SandboxBusyError, SandboxClosedError } from './sandbox-error.ts'
import type { SandboxLimits } from './sandbox-limits.ts'

export type JobSlots = {
  /**
   * Runs a job in a slot, with a signal that also tells when everything closes. Aborting while it waits rejects with the reason.
   *
   * @throws {SandboxBusyError} when too many wait. @throws {SandboxClosedError}
   */
  use<Result>(signal: AbortSignal, job: (stopped: AbortSignal) => Promise<Result>): Promise<Result>
  load(): { readonly slots: number; readonly running: number; readonly queued: number }
  /** Ends what runs and what waits, and waits until nothing runs. */
  close(): Promise<void>
}

export function createJobSlots({ slots, queuedMax }: Pick<SandboxLimits, 'slots' | 'queuedMax'>): JobSlots {
  const closing = new AbortController()
  const waiting = new Set<() => void>()
  const running = new Set<Promise<unknown>>()
  let taken = 0

  async function take(stopped: AbortSignal): Promise<void> {
    if (taken < slots) {
      taken += 1
      return
    }
    if (waiting.size >= queuedMax) throw new SandboxBusyError(slots, queuedMax)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = () => reject(stopped.reason)
    waiting.add(resolve)
    stopped.addEventListener('abort', onAbort)
    try {
      await promise
    } finally {
      stopped.removeEventListener('abort', onAbort)
      waiting.delete(resolve)
    }
  }

  /** The slot goes to who waits longest, and stays taken. */
  function giveBack(): void {
    const next = waiting.values().next()
    if (next.done === true) {
      taken -= 1
      return
    }
    waiting.delete(next.value)
    next.value()
  }

  return {
    async use(signal, job) {
      const stopped = AbortSignal.any([signal, closing.signal])
      stopped.throwIfAborted()
      await take(stopped)
      const run = job(stopped)
      running.add(run)
      try {
        return await run
      } finally {
        running.delete(run)
        giveBack()
      }
    },
    load: () => ({ slots, running: running.size, queued: waiting.size }),
    async close() {
      closing.abort(new SandboxClosedError())
      await Promise.allSettled(running)
    },
  }
}
