/** The product that a challenge asks for, by its definition. */
import type { Hash } from '@millrace/protocol'
import { factorKeyOf, factorLine } from '../../src/hardware/factors.ts'

/** Returns the rows: Int32Array // [n] each. Cost: n³ steps. */
export function slowProduct(seed: Hash, round: number, n: number): Int32Array[] {
  return Array.from({ length: n }, (_, i) => slowRow(seed, round, n, i))
}

/** Returns one row: Int32Array // [n]. Cost: n² steps. */
export function slowRow(seed: Hash, round: number, n: number, i: number): Int32Array {
  const key = factorKeyOf(seed, round)
  const left = factorLine(key, i, n)
  return Int32Array.from({ length: n }, (_, j) =>
    factorLine(key, n + j, n).reduce((sum, entry, k) => sum + entry * (left[k] ?? 0), 0),
  )
}
