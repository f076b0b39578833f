/** The virtual clock: what happens next. Events of one time come in the order in which they were planned. */

export type EventQueue<T> = {
  readonly size: number
  /** @param at - virtual milliseconds. */
  plan(at: number, event: T): void
  next(): { readonly at: number; readonly event: T } | undefined
}

type Planned<T> = { readonly at: number; readonly order: number; readonly event: T }

/** Returns an empty queue: a binary heap. Cost: logarithmic. */
export function createEventQueue<T>(): EventQueue<T> {
  const heap: Planned<T>[] = []
  let order = 0

  const isBefore = (one: number, other: number): boolean => {
    const [a, b] = [heap[one], heap[other]]
    if (a === undefined || b === undefined) return false
    return a.at === b.at ? a.order < b.order : a.at < b.at
  }
  const swap = (one: number, other: number): void => {
    const [a, b] = [heap[one], heap[other]]
    if (a === undefined || b === undefined) return
    heap[one] = b
    heap[other] = a
  }
  const sink = (): void => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      const least = isBefore(left + 1, left) ? left + 1 : left
      if (!isBefore(least, at)) return
      swap(least, at)
      at = least
    }
  }

  return {
    get size() {
      return heap.length
    },
    plan(at, event) {
      heap.push({ at, order: order++, event })
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (!isBefore(child, parent)) return
        swap(child, parent)
        child = parent
      }
    },
    next() {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length > 0) {
        heap[0] = last
        sink()
      }
      return first
    },
  }
}
