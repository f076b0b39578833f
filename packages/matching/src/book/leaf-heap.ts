/** Leaves and groups of them by score, least first: a binary heap in two arrays that are kept from match to match. */

export type LeafHeap = {
  readonly bytes: number
  /** Score of the one popped last. */
  readonly score: number
  readonly size: number
  clear(): void
  /** Adds a leaf, or a group as the complement of its place. Cost: O(log size) at worst, and O(1) as a rule. */
  push(item: number, score: number): void
  /** Removes and returns the one of the least score; the heap must not be empty. Cost: O(log size). */
  pop(): number
}

/** Returns an empty heap. */
export function createLeafHeap(): LeafHeap {
  let scores = new Float64Array(64)
  let items = new Int32Array(64)
  let size = 0
  let popped = 0

  function push(item: number, score: number): void {
    if (size === scores.length) grow()
    let hole = size++
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if ((scores[parent] as number) <= score) break
      scores[hole] = scores[parent] as number
      items[hole] = items[parent] as number
      hole = parent
    }
    scores[hole] = score
    items[hole] = item
  }

  function pop(): number {
    const first = items[0] as number
    popped = scores[0] as number
    size--
    const [score, item] = [scores[size] as number, items[size] as number]
    let hole = 0
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && (scores[child + 1] as number) < (scores[child] as number)) child++
      if ((scores[child] as number) >= score) break
      scores[hole] = scores[child] as number
      items[hole] = items[child] as number
      hole = child
    }
    scores[hole] = score
    items[hole] = item
    return first
  }

  function grow(): void {
    const [fewerScores, fewerItems] = [scores, items]
    scores = new Float64Array(size * 2)
    items = new Int32Array(size * 2)
    scores.set(fewerScores)
    items.set(fewerItems)
  }

  return {
    get bytes() {
      return scores.byteLength + items.byteLength
    },
    get score() {
      return popped
    },
    get size() {
      return size
    },
    clear() {
      size = 0
    },
    push,
    pop,
  }
}
