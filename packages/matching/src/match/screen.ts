/**
 * A hard constraint as the matcher applies it: to the bounds of a leaf or a group of them at once, and to a leaf's rows where those do not decide.
 */
import type { ConstraintName, RelaxedValue } from './match-order.ts'

/** What the bounds of a leaf say: all rows pass, all fail, or it must be asked of each. */
export const passes = 0
export const fails = 1
export const mixed = 2
export type Verdict = typeof passes | typeof fails | typeof mixed

/** How a constraint with a limit is relaxed: to the value of the row that needs least. */
export type LimitRelaxation = {
  readonly from: number | bigint
  /** The limit as a need: a row that needs no more passes. */
  readonly fromNeed: number
  /** Returns how much a row needs: less is a smaller change. Infinite when no limit helps. */
  need(block: Uint32Array, row: number): number
  /** Returns a need that no row of the leaf is below. */
  leastNeed(bounds: Float64Array, at: number): number
  /** Returns the limit that lets a row pass, exactly. */
  to(block: Uint32Array, row: number): number | bigint
}
/** How a constraint with a choice is relaxed: to a wider choice, by what the rows that fail it are. */
export type ChoiceRelaxation = {
  readonly from: RelaxedValue
  /** Returns the kind of choice that would let a row pass; equal kinds are one change. */
  choiceOf(block: Uint32Array, row: number): number
  /** Returns what the constraint becomes when that kind is let in. */
  toChoice(kind: number): RelaxedValue
  /** Returns the size of that change beside others: 1 is a doubling or halving of a limit. */
  sizeOf(kind: number): number
  /** Returns whether the change for one kind lets in another as well; by default it does not. */
  includes?(kind: number, other: number): boolean
}

export type Screen = {
  readonly name: ConstraintName
  /** @param place - a leaf, or a group as the complement of its number. */
  decide(bounds: Float64Array, at: number, place: number): Verdict
  /** Writes the set of the rows that fail to `bits`, see row-bits.ts. Rows are `first` to below `first + count` of the block. Bits beyond mean nothing. */
  mark(block: Uint32Array, first: number, count: number, bits: Int32Array, at: number, leaf: number): void
  /** Returns whether one row fails. Present where few rows should be asked, as asking costs much or hardly rules out any. */
  fails?(block: Uint32Array, row: number): boolean
  /** Absent where no change of the order helps. */
  readonly limit?: LimitRelaxation
  readonly choice?: ChoiceRelaxation
}

export function verdictOf(allPass: boolean, allFail: boolean): Verdict {
  if (allFail) return fails
  return allPass ? passes : mixed
}
