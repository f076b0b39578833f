/** Runs work over items, a few at once. */

/**
 * Resolves when all is done, in no order. The first failure, or an abort, ends the signal of the others, and is thrown once
 * they have ended.
 */
export async function atOnce<T>(
  items: readonly T[],
  atOnceMax: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController()
  const ended = AbortSignal.any([signal, failed.signal])
  const queue = items.values()
  const worker = async (): Promise<void> => {
    try {
      for (const item of queue) {
        ended.throwIfAborted()
        await work(item, ended)
      }
    } catch (error) {
      failed.abort(error)
      throw error
    }
  }
  const settled = await Promise.allSettled(Array.from({ length: atOnceMax }, worker))
  signal.throwIfAborted()
  if (settled.some(({ status }) => status === 'rejected')) throw failed.signal.reason
}
