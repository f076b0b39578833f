/**
 * A rate over time that many senders share (a token bucket, RFC 2697): bytes are saved up for one second and spent as they
 * are sent. Whoever comes when none are left waits for those before and for its own.
 */
import { setTimeout as pause } from 'node:timers/promises'

export type RateLimit = {
  /** Resolves when so many bytes may be sent. On abort rejects with an abort error; the bytes stay spent. */
  spend(bytes: number, options: { readonly signal: AbortSignal }): Promise<void>
}

/** @param bytesPerSecondMax - at least 1. @param now - returns a time in ms that never goes back. */
export function createRateLimit(bytesPerSecondMax: number, now: () => number): RateLimit {
  let saved = bytesPerSecondMax
  let since = now()
  return {
    async spend(bytes, { signal }) {
      const at = now()
      saved = Math.min(bytesPerSecondMax, saved + ((at - since) / 1000) * bytesPerSecondMax)
      since = at
      saved -= bytes
      if (saved < 0) await pause((-saved / bytesPerSecondMax) * 1000, undefined, { signal })
    },
  }
}
