/** Waiting that ends with the caller's interest, for work that others may share. */

/** Settles as the promise does, or rejects with the signal's reason when that comes first. The work itself goes on. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(ignore)
    return Promise.reject(signal.reason)
  }
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** Marks a rejection as one that is reported elsewhere. */
export function ignore(): void {
  // The same failure reaches whoever waits for the work.
}
