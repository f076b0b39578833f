/**
 * Gives up a sender that brings too little while it is waited for. Progress counts, not silence: one that drips a byte now and
 * then is given up too, and time in which the reader is busy is never held against the sender.
 */
export type Pace = {
  /** Milliseconds of waiting in which at least `progressBytesMin` must come. */
  readonly stallMsMax: number
  readonly progressBytesMin: number
}

/**
 * Yields the pieces. On abort throws the signal's reason, even when whoever makes the pieces does not heed it; the maker is
 * ended in any case.
 *
 * @param tooSlow - makes the error for a sender that is given up.
 */
export async function* paced(
  pieces: AsyncIterable<Uint8Array>,
  { stallMsMax, progressBytesMin }: Pace,
  { signal, tooSlow }: { readonly signal: AbortSignal; readonly tooSlow: () => Error },
): AsyncGenerator<Uint8Array, void, void> {
  const iterator = pieces[Symbol.asyncIterator]()
  let waitedMs = 0
  let bytes = 0
  let isOver = false
  try {
    for (;;) {
      const since = performance.now()
      const next = await within(iterator.next(), stallMsMax - waitedMs, { signal, tooSlow })
      waitedMs += performance.now() - since
      isOver = next.done === true
      if (next.done === true) return
      bytes += next.value.length
      if (bytes >= progressBytesMin) {
        bytes = 0
        waitedMs = 0
      }
      yield next.value
    }
  } finally {
    // Not awaited: one that does not answer would not answer this either.
    if (!isOver) void Promise.resolve(iterator.return?.()).catch(() => undefined)
  }
}

/** Resolves with the work, or rejects when it takes longer than so many milliseconds or on abort. */
async function within<T>(
  work: Promise<T>,
  ms: number,
  { signal, tooSlow }: { readonly signal: AbortSignal; readonly tooSlow: () => Error },
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal.reason)
  const timer = setTimeout(() => reject(tooSlow()), Math.max(0, ms))
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    work.catch(() => undefined)
  }
}
