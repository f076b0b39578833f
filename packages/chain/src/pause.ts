import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves after `ms` milliseconds; on abort rejects with the signal's own reason, at once. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw error
  })
}
