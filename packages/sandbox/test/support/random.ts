/** A seeded generator of test data: a failing test prints the seed, and the seed makes the same data again. */

export type Random = {
  /** Returns a whole number from 0 to below `end`. */
  below(end: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Returns whether something of the probability happens. */
  chance(probability: number): boolean
}

/** xorshift32 (Marsaglia, 2003), its state spread from the seed. */
export function createRandom(seed: number): Random {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) | 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  for (let i = 0; i < 8; i++) next()
  const below = (end: number): number => next() % end
  return {
    below,
    pick(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('There is nothing to pick from.')
      return item
    },
    chance: (probability) => next() < probability * 2 ** 32,
  }
}
