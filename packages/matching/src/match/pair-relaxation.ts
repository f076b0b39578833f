/** The smallest change of two constraints at once, for offers that fail exactly these. */
import { type FailureCounts, forEachLeaf } from './exclusions.ts'
import type { RelaxationChange } from './match-order.ts'
import type { Query } from './query.ts'
import { changeOfChoice, isEnough, isRelaxable, type Option, sizeOfNeed, smallest } from './relaxation-option.ts'
import type { Screen } from './screen.ts'

/** What a row needs of one constraint: a limit's need, or a kind of choice. */
type Need = { readonly need: number; readonly to: number | bigint; readonly size: number }
type PairNeed = readonly [Need, Need]
/** Rows that fail the same two constraints and need the same choices, the smallest needs first. */
type Group = { readonly screens: readonly [Screen, Screen]; readonly kept: PairNeed[] }

/** Returns the smallest pair of changes that finds enough offers, or undefined. */
export function smallestPair(query: Query, failures: FailureCounts): Option | undefined {
  const pairs = new Set([...failures.keys()].filter((mask) => screensOfPair(query, mask) !== undefined))
  if (pairs.size === 0) return undefined
  const groups = new Map<string, Group>()
  forEachLeaf(query, (failed, count, block, first) => {
    if (bitsOf(failed) > 2) return
    for (let i = 0; i < count; i++) {
      const mask = (query.masks[i] as number) | failed
      if (pairs.has(mask)) addRow(query, groups, mask, block, first + i)
    }
  })
  const keys = [...groups.keys()].sort()
  return smallest(keys.flatMap((key) => optionOf(query, groups.get(key) as Group)))
}

function screensOfPair({ screens }: Query, mask: number): readonly [Screen, Screen] | undefined {
  if (bitsOf(mask) !== 2) return undefined
  const [a, b] = [screens[31 - Math.clz32(mask & -mask)], screens[31 - Math.clz32(mask)]]
  return isRelaxable(a) && isRelaxable(b) ? [a, b] : undefined
}

function addRow(query: Query, groups: Map<string, Group>, mask: number, block: Uint32Array, row: number): void {
  const screens = screensOfPair(query, mask)
  if (screens === undefined) return
  const [a, b] = [needOf(screens[0], block, row), needOf(screens[1], block, row)]
  if (a.need === Number.POSITIVE_INFINITY || b.need === Number.POSITIVE_INFINITY) return
  const kinds = screens.map(({ choice }, i) => (choice === undefined ? '' : [a, b][i]?.need))
  const key = [String(mask).padStart(10, '0'), ...kinds].join(' ')
  const group = groups.get(key) ?? { screens, kept: [] }
  groups.set(key, group)
  const { kept } = group
  const at = kept.findIndex((other) => comparePairs([a, b], other) < 0)
  if (at === -1) kept.push([a, b])
  else kept.splice(at, 0, [a, b])
  if (kept.length > query.countMin) kept.pop()
}

function needOf(screen: Screen, block: Uint32Array, row: number): Need {
  const { limit, choice } = screen
  if (limit !== undefined) {
    const need = limit.need(block, row)
    return { need, to: limit.to(block, row), size: sizeOfNeed(limit, need) }
  }
  const kind = choice?.choiceOf(block, row) ?? 0
  return { need: kind, to: kind, size: choice?.sizeOf(kind) ?? 0 }
}

function comparePairs([a, b]: PairNeed, [c, d]: PairNeed): number {
  return a.size + b.size - (c.size + d.size) || compareNeeds(a, c) || compareNeeds(b, d)
}

function compareNeeds(a: Need, b: Need): number {
  if (a.need !== b.need) return a.need - b.need
  return a.to < b.to ? -1 : Number(a.to > b.to)
}

function optionOf(query: Query, { screens, kept }: Group): readonly Option[] {
  if (kept.length < query.countMin) return []
  const most = (side: 0 | 1): Need =>
    kept.map((pair) => pair[side]).reduce((worst, need) => (compareNeeds(need, worst) > 0 ? need : worst))
  const [a, b] = [most(0), most(1)]
  const changes = [changeOf(screens[0], a), changeOf(screens[1], b)] as const
  if (query.countMin > 1 && !isEnough(query, changes)) return []
  return [{ changes, size: a.size + b.size }]
}

function changeOf(screen: Screen, { need, to }: Need): RelaxationChange {
  if (screen.limit === undefined) return changeOfChoice(screen, need)
  return { constraint: screen.name as RelaxationChange['constraint'], from: screen.limit.from, to }
}

function bitsOf(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}
