/** The text of a run between the wire and its one reader. Bounded by the run's `maxTokens`, which the run enforces. */
import type { RunChunk } from './run.ts'

export type ChunkQueue = {
  readonly chunks: AsyncIterable<RunChunk>
  push(chunk: RunChunk): void
  end(): void
  fail(error: unknown): void
}

/** Creates the queue. @param onAbandon - called when the reader leaves before the end. */
export function createChunkQueue(onAbandon: () => void): ChunkQueue {
  const queued: RunChunk[] = []
  let head = 0
  let over: { error?: unknown } | undefined
  let waiting: PromiseWithResolvers<IteratorResult<RunChunk>> | undefined

  function settleWaiting(): void {
    if (waiting === undefined) return
    const { resolve, reject } = waiting
    if (head < queued.length) resolve({ done: false, value: take() })
    else if (over === undefined) return
    else if ('error' in over) reject(over.error)
    else resolve({ done: true, value: undefined })
    waiting = undefined
  }

  function take(): RunChunk {
    const chunk = queued[head++] as RunChunk
    if (head === queued.length) {
      queued.length = 0
      head = 0
    }
    return chunk
  }

  function finish(outcome: { error?: unknown }): void {
    over ??= outcome
    settleWaiting()
  }

  const iterator: AsyncIterator<RunChunk> = {
    next() {
      waiting = Promise.withResolvers()
      const { promise } = waiting
      settleWaiting()
      return promise
    },
    return() {
      if (over === undefined) onAbandon()
      over ??= {}
      queued.length = 0
      head = 0
      return Promise.resolve({ done: true, value: undefined })
    },
  }

  return {
    chunks: { [Symbol.asyncIterator]: () => iterator },
    push(chunk) {
      if (over !== undefined) return
      queued.push(chunk)
      settleWaiting()
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
  }
}
