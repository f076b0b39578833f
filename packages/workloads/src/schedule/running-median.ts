/** The median of numbers that come one by one. */

export type RunningMedian = {
  /** Cost: a search and a move of what is larger. */
  add(value: number): void
  count(): number
  /** The lower of the two in the middle. @throws {RangeError} when there is none. */
  median(): number
}

/** Numbers kept: the latest this many tell how long things take now. */
export const medianKeptMax = 10_000

export function createMedian(): RunningMedian {
  const sorted: number[] = []
  const arrived: number[] = []
  return {
    add(value) {
      if (arrived.length === medianKeptMax) sorted.splice(placeOf(sorted, arrived.shift() ?? 0), 1)
      sorted.splice(placeOf(sorted, value), 0, value)
      arrived.push(value)
    },
    count: () => sorted.length,
    median() {
      const value = sorted[Math.floor((sorted.length - 1) / 2)]
      if (value === undefined) throw new RangeError('Nothing has a median of its own.')
      return value
    },
  }
}

/** Returns the first place whose number is not smaller. */
function placeOf(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
