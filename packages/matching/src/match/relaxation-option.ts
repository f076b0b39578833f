/** What relaxations of one and of two constraints share. */
import type { Relaxation, RelaxationChange, RelaxedValue } from './match-order.ts'
import { type Query, relaxedQuery } from './query.ts'
import { relaxOrder } from './relax-order.ts'
import type { LimitRelaxation, Screen } from './screen.ts'
import { bestRows } from './search.ts'

/** A change, its size beside others, and nothing that depends on how the book lies in memory. */
export type Option = {
  readonly changes: Relaxation['changes']
  readonly size: number
  /** Offers that would pass every constraint then; absent where they were not counted on the way. */
  readonly offers?: number
}

/** Needs beyond it may be of amounts that doubles round, so that equal needs need not be met by one limit: 2^53 millionths. */
const exactNeedMost = Number.MAX_SAFE_INTEGER / 1e6

/** Returns whether a limit that meets this need is met by just the rows that need no more. */
export function isExactNeed(need: number): boolean {
  return Math.abs(need) <= exactNeedMost
}

/** Returns whether enough offers are found with these changes. */
export function isEnough(query: Query, changes: Relaxation['changes']): boolean {
  return bestRows(relaxedQuery(query, relaxOrder(query.order, { changes }))).length >= query.countMin
}

export function isRelaxable(screen: Screen | undefined): screen is Screen {
  return screen?.limit !== undefined || screen?.choice !== undefined
}

/** Returns the size of moving a limit to where a need is met, relative to the limit. */
export function sizeOfNeed({ fromNeed }: LimitRelaxation, need: number): number {
  return (need - fromNeed) / Math.max(Math.abs(fromNeed), 1)
}

export function changeOfChoice(screen: Screen, kind: number): RelaxationChange {
  const { choice } = screen
  const to: RelaxedValue = choice?.toChoice(kind)
  return { constraint: screen.name as RelaxationChange['constraint'], from: choice?.from, to }
}

/** Returns the smallest option, the first of equal ones. */
export function smallest(options: readonly Option[]): Option | undefined {
  return options.reduce<Option | undefined>(
    (best, option) => (best && best.size <= option.size ? best : option),
    undefined,
  )
}
