/** Smaller, larger and order of bigints, which Math does not know. */

/** Returns the smaller one. */
export function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

/** Returns the larger one. */
export function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}

/** Order of two amounts, for `sort`. */
export function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b)
}
