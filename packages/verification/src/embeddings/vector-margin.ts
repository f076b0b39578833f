/**
 * How far a claimed embedding is from the replayed one: their cosine distance, counted as a margin in the same sequential test
 * as tokens, with one stratum. Builds differ by some 1e-7; another model, or a cut text, by a thousand times that.
 */
import type { CellLayout } from '../tolerant/cells.ts'
import { type Margin, outsideMargin } from '../tolerant/margin.ts'

/** Bins of the cosine distance, in decades from float32 rounding to unlike texts. */
export const vectorLayout: CellLayout = {
  marginEdges: [0, 1e-12, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1],
  stratumEdges: [],
}

/** Returns the margin of one claimed vector. One of another length, of zeros or with what is no number, is outside. */
export function vectorMargin(claimed: ArrayLike<number>, replayed: ArrayLike<number>): Margin {
  const distance = claimed.length === replayed.length ? cosineDistance(claimed, replayed) : Number.NaN
  return { margin: Number.isFinite(distance) ? distance : outsideMargin, topProbability: 1 }
}

/**
 * Returns 1 − cos of the angle, from 0 to 2, as half the squared distance of the unit vectors, which keeps small ones
 * exact; NaN where a vector has no direction.
 */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [lengthA, lengthB] = [lengthOf(a), lengthOf(b)]
  let sum = 0
  for (let index = 0; index < a.length; index += 1) {
    sum += ((a[index] as number) / lengthA - (b[index] as number) / lengthB) ** 2
  }
  return a.length === 0 ? Number.NaN : sum / 2
}

function lengthOf(vector: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < vector.length; index += 1) sum += (vector[index] as number) ** 2
  return Math.sqrt(sum)
}
