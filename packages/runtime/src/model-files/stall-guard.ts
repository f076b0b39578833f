/** Ends a transfer that falls silent. */

export type StallGuard = {
  readonly signal: AbortSignal
  onProgress(): void
  stalled(): boolean
  stop(): void
}

/**
 * Returns a signal that ends a transfer when it brings nothing for too long, and when it is done with: a body merely left
 * unread would go on filling memory.
 */
export function createStallGuard(stallMsMax: number, signal: AbortSignal): StallGuard {
  const over = new AbortController()
  let stalled = false
  const timer = setTimeout(() => {
    stalled = true
    over.abort()
  }, stallMsMax)
  return {
    signal: AbortSignal.any([signal, over.signal]),
    onProgress: () => void timer.refresh(),
    stalled: () => stalled,
    stop() {
      clearTimeout(timer)
      over.abort()
    },
  }
}
