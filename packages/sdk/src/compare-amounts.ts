/** The lesser and the greater of two integers of any size, which `Math` does not do. */

export function lesserOf(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

export function greaterOf(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}
