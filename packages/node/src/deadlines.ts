/** Many deadlines on one timer, which runs only while there are any. */

export type Deadlines = {
  /** Calls back once `delayMs` have passed, at most one tick late. @returns the function that calls it off. */
  after(delayMs: number, callback: () => void): () => void
  close(): void
}

type Deadline = { readonly at: number; readonly callback: () => void }

/** @param now - milliseconds. */
export function createDeadlines({ now, tickMs = 50 }: { now: () => number; tickMs?: number }): Deadlines {
  const waiting = new Set<Deadline>()
  let timer: NodeJS.Timeout | undefined

  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  const tick = () => {
    const at = now()
    for (const deadline of waiting) {
      if (deadline.at > at) continue
      waiting.delete(deadline)
      deadline.callback()
    }
    if (waiting.size === 0) stop()
  }

  return {
    after(delayMs, callback) {
      const deadline = { at: now() + delayMs, callback }
      waiting.add(deadline)
      timer ??= setInterval(tick, tickMs)
      return () => {
        if (waiting.delete(deadline) && waiting.size === 0) stop()
      }
    },
    close() {
      waiting.clear()
      stop()
    },
  }
}
