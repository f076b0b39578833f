/**
 * One process at a time works on one cache directory; the others wait and see its progress. A process that was killed stops
 * refreshing its lock, and the next takes over.
 */
import { lock } from 'proper-lockfile'
import { pause } from './download.ts'
import { ModelLockLostError } from './model-file-error.ts'

/** Milliseconds after which a lock that is not refreshed belongs to a dead process. */
export const modelLockStaleMsMax = 12_000
const lockRefreshMs = 2_000
const lockPollMs = 200

export type LockWait = {
  /** Called at every look while somebody else holds the lock. */
  readonly onWait: () => Promise<void>
}

/**
 * Runs the work while holding the lock of an existing directory. Aborting stops the wait, and the work through its signal, with the
 * signal's reason; the work's signal also aborts when the lock was lost.
 */
export async function withFileLock<T>(
  directory: string,
  { onWait }: LockWait,
  { signal }: { readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController()
  const release = await takeLock(directory, onWait, signal, (error) => lost.abort(new ModelLockLostError(error)))
  try {
    return await work(AbortSignal.any([signal, lost.signal]))
  } finally {
    if (!lost.signal.aborted) await release()
  }
}

async function takeLock(
  directory: string,
  onWait: () => Promise<void>,
  signal: AbortSignal,
  onCompromised: (error: Error) => void,
): Promise<() => Promise<void>> {
  for (;;) {
    signal.throwIfAborted()
    const release = await lock(directory, { stale: modelLockStaleMsMax, update: lockRefreshMs, onCompromised }).catch(
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') return undefined
        throw error
      },
    )
    if (release !== undefined) return release
    await onWait()
    await pause(lockPollMs, signal)
  }
}
