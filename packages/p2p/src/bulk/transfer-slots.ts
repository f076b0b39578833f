/** A bounded number of transfers at once, and a bounded queue of those that wait for their turn, first come first served. */
import { BulkBusyError } from './bulk-error.ts'

export type TransferSlots = {
  /**
   * Resolves with the function that gives the slot back, which may be called more than once. On abort the place in the
   * queue is given up and the promise rejects with the signal's reason.
   *
   * @throws {BulkBusyError} when the queue is full.
   */
  take(options: { readonly signal: AbortSignal }): Promise<() => void>
}

export function createTransferSlots({
  transfersMax,
  waitingMax,
}: {
  readonly transfersMax: number
  readonly waitingMax: number
}): TransferSlots {
  const waiting = new Set<() => void>()
  let free = transfersMax
  const next = (): void => {
    const [first] = waiting
    if (first === undefined) free++
    else first()
  }
  const slot = (): (() => void) => {
    let held = true
    return () => {
      if (held) next()
      held = false
    }
  }
  return {
    async take({ signal }) {
      signal.throwIfAborted()
      if (free > 0) {
        free--
        return slot()
      }
      if (waiting.size >= waitingMax) throw new BulkBusyError(`${waitingMax} fetches wait already`)
      const { promise, resolve, reject } = Promise.withResolvers<() => void>()
      const turn = (): void => {
        waiting.delete(turn)
        resolve(slot())
      }
      const abort = (): void => {
        if (waiting.delete(turn)) reject(signal.reason)
      }
      waiting.add(turn)
      signal.addEventListener('abort', abort, { once: true })
      return promise.finally(() => signal.removeEventListener('abort', abort))
    },
  }
}
