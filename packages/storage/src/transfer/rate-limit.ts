/**
 * Bounds over all transfers of one storage: bytes a second (a token bucket, RFC 2697, of one second) and how many run at once.
 */
import { setTimeout as pause } from 'node:timers/promises'

export type TransferBounds = {
  /** Waits for a turn. Aborting ends the wait with the signal's reason. */
  turn(options: { readonly signal: AbortSignal }): Promise<Disposable>
  /** Resolves when so many bytes may have come. On abort rejects with the signal's reason; the bytes stay spent. */
  spend(bytes: number, options: { readonly signal: AbortSignal }): Promise<void>
}

export type TransferBoundsInit = {
  readonly transfersAtOnceMax: number
  readonly transfersWaitingMax: number
  readonly bytesPerSecondMax: number
}

export function createTransferBounds(init: TransferBoundsInit): TransferBounds {
  const waiting = new Set<() => void>()
  let running = 0
  let saved = init.bytesPerSecondMax
  let since = performance.now()
  const release = (): void => {
    const [next] = waiting
    if (next === undefined) {
      running--
      return
    }
    waiting.delete(next)
    next()
  }
  const asTurn = (): Disposable => {
    let isHeld = true
    return {
      [Symbol.dispose]() {
        if (isHeld) release()
        isHeld = false
      },
    }
  }
  return {
    async turn({ signal }) {
      signal.throwIfAborted()
      if (running < init.transfersAtOnceMax) {
        running++
        return asTurn()
      }
      if (waiting.size >= init.transfersWaitingMax) throw new RangeError('Too many transfers wait for their turn.')
      await new Promise<void>((resolve, reject) => {
        const go = (): void => {
          signal.removeEventListener('abort', abort)
          resolve()
        }
        const abort = (): void => {
          waiting.delete(go)
          reject(signal.reason)
        }
        waiting.add(go)
        signal.addEventListener('abort', abort, { once: true })
      })
      return asTurn()
    },
    async spend(bytes, { signal }) {
      const at = performance.now()
      saved = Math.min(init.bytesPerSecondMax, saved + ((at - since) / 1_000) * init.bytesPerSecondMax) - bytes
      since = at
      if (saved >= 0) return
      await pause((-saved / init.bytesPerSecondMax) * 1_000, undefined, { signal }).catch(() => signal.throwIfAborted())
    },
  }
}
