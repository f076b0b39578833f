/** Leaves by score, least first: a binary heap in two arrays that are kept from match to match. */

export type LeafHeap = {
  readonly bytes: number
  /** Score of the leaf popped last. */
  readonly key: number
  /** Empties the heap and makes room. */
  clear(room: number): void
  /** Adds a leaf, in no order until {@link settle}. */
  push(leaf: number, score: number): void
  /** Puts everything in order. Cost: O(leaves). */
  settle(): void
  /** Removes and returns the leaf of the least score, or -1. Cost: O(log leaves). */
  pop(): number
}

/** Returns an empty heap. */
export function createLeafHeap(): LeafHeap {
  let scores = new Float64Array(64)
  let leaves = new Uint32Array(64)
  let size = 0
  let key = 0

  function sink(start: number): void {
    const score = scores[start] as number
    const leaf = leaves[start] as number
    let hole = start
    for (let child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && (scores[child + 1] as number) < (scores[child] as number)) child++
      if ((scores[child] as number) >= score) break
      scores[hole] = scores[child] as number
      leaves[hole] = leaves[child] as number
      hole = child
    }
    scores[hole] = score
    leaves[hole] = leaf
  }

  return {
    get bytes() {
      return scores.byteLength + leaves.byteLength
    },
    get key() {
      return key
    },
    clear(room) {
      size = 0
      if (room <= scores.length) return
      scores = new Float64Array(room * 2)
      leaves = new Uint32Array(room * 2)
    },
    push(leaf, score) {
      scores[size] = score
      leaves[size++] = leaf
    },
    settle() {
      for (let start = (size >> 1) - 1; start >= 0; start--) sink(start)
    },
    pop() {
      if (size === 0) return -1
      const leaf = leaves[0] as number
      key = scores[0] as number
      size--
      scores[0] = scores[size] as number
      leaves[0] = leaves[size] as number
      if (size > 0) sink(0)
      return leaf
    },
  }
}
