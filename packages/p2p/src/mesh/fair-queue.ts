/**
 * Work for many sources on one thread: sources take turns, so that whoever sends the most waits the longest, and nobody
 * else for it. The work goes in slices between which the event loop runs, and within a budget per second.
 *
 * Source of the discipline: round robin, Nagle, RFC 970. Cost: O(1) per piece of work.
 */
import { TokenBucket } from './token-bucket.ts'

export type FairQueueInit = {
  /** Pieces of one source that may wait. */
  readonly queuedPerSourceMax: number
  readonly burst: number
  readonly perSecond: number
  readonly sliceMsMax: number
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

export type FairQueue = {
  /**
   * Returns what the work returned when its turn came, or undefined when too much of this source waits or the queue is
   * closed.
   *
   * @param cost - what it takes from the budget; the budget may go below zero for it.
   */
  run<T>(source: string, cost: number, work: () => T): Promise<T | undefined>
  readonly waiting: number
  close(): void
}

type Piece = { readonly cost: number; readonly start: () => void; readonly drop: () => void }

export function createFairQueue({ queuedPerSourceMax, burst, perSecond, sliceMsMax, now }: FairQueueInit): FairQueue {
  /** In the order of their turns. A source without work is not in it. */
  const sources = new Map<string, Piece[]>()
  const budget = new TokenBucket({ burst, perSecond }, now())
  let waiting = 0
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let immediate: NodeJS.Immediate | undefined

  const schedule = () => {
    if (closed || waiting === 0 || timer !== undefined || immediate !== undefined) return
    const waitMs = budget.waitMs(1, now())
    if (waitMs === 0) immediate = setImmediate(slice)
    else timer = setTimeout(slice, waitMs)
  }

  const slice = () => {
    timer = undefined
    immediate = undefined
    const endsAt = now() + sliceMsMax
    while (budget.tokens(now()) >= 1 && now() < endsAt) {
      const piece = takeTurn(sources)
      if (piece === undefined) break
      waiting--
      budget.owe(piece.cost, now())
      piece.start()
    }
    schedule()
  }

  return {
    run: (source, cost, work) =>
      new Promise((resolve, reject) => {
        const pieces = sources.get(source) ?? []
        if (closed || pieces.length >= queuedPerSourceMax) {
          resolve(undefined)
          return
        }
        const start = () => {
          try {
            resolve(work())
          } catch (error) {
            reject(error)
          }
        }
        pieces.push({ cost, start, drop: () => resolve(undefined) })
        sources.set(source, pieces)
        waiting++
        schedule()
      }),
    get waiting() {
      return waiting
    },
    close() {
      closed = true
      clearTimeout(timer)
      clearImmediate(immediate)
      for (const pieces of sources.values()) for (const piece of pieces) piece.drop()
      sources.clear()
      waiting = 0
    },
  }
}

/** Takes the first piece of the source whose turn it is, and puts that source behind all others. */
function takeTurn(sources: Map<string, Piece[]>): Piece | undefined {
  for (const [source, pieces] of sources) {
    const piece = pieces.shift()
    sources.delete(source)
    if (pieces.length > 0) sources.set(source, pieces)
    return piece
  }
  return undefined
}
