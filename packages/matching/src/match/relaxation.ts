/**
 * The smallest change of an order that would find enough offers: of one constraint where one is enough, else of two.
 *
 * A limit moves to the value of the offer that needs least; the size of a move is relative to the limit, so 0.1 is a tenth. A wider
 * choice (another region, other terms, one attestation less) has size 1, as a doubled limit has. Sizes add up in a pair.
 * Where offers match but too few together, what they must differ in is dropped, or the count falls.
 *
 * Invariants: the relaxed order matches; for one limit, no smaller move of it does. Facts about offers (expired, withdrawn, its node
 * unavailable or excluded) are never relaxed, nor is the model.
 */
import { kind, operator } from '../book/offer-rows.ts'
import { countMatching, type FailureCounts, type RowCollector } from './exclusions.ts'
import type { MatchOrder, Relaxation, RelaxationChange } from './match-order.ts'
import { smallestPair } from './pair-relaxation.ts'
import { isDistinct, type Query, relaxedQuery } from './query.ts'
import { relaxOrder } from './relax-order.ts'
import { changeOfChoice, isEnough, isExactNeed, type Option, sizeOfNeed, smallest } from './relaxation-option.ts'
import type { ChoiceRelaxation, LimitRelaxation, Screen } from './screen.ts'

/** Offers that are weighed for one limit when matches must be distinct; no change is told that would need more of them. */
export const relaxationCandidatesMax = 1_024
/** Limits that are tried, from the first that may do, before a constraint counts as no way out. */
export const relaxationAttemptsMax = 64

/** Is shown the rows that fail one constraint only, and tells what would let enough of them in. */
export type Collector = RowCollector & { option(): readonly Option[] }

/** Returns a collector for every constraint that can be relaxed, by screen. */
export function relaxationCollectors(query: Query): readonly (Collector | undefined)[] {
  return query.screens.map((screen) => {
    if (screen.limit !== undefined) return createLimitCollector(query, screen, screen.limit)
    return screen.choice && createChoiceCollector(query, screen, screen.choice)
  })
}

/**
 * Returns the smallest relaxation, or undefined when no change of one or two constraints is enough.
 *
 * @param collectors - those of {@link relaxationCollectors}, after the failures were counted with them.
 * @param chosen - how many offers could be chosen as the order stands.
 */
export function smallestRelaxation(
  query: Query,
  failures: FailureCounts,
  collectors: readonly (Collector | undefined)[],
  chosen: number,
): Relaxation | undefined {
  const { matching } = failures
  const option = matching > 0 ? shortageOption(query, matching, chosen) : failureOption(query, failures, collectors)
  if (option === undefined) return undefined
  const { changes } = option
  const offers = option.offers ?? countMatching(relaxedQuery(query, relaxOrder(query.order, { changes })))
  return { changes, offers }
}

/** Some offers match, but too few together. What they must differ in, and how many, decides about none of them. */
function shortageOption(query: Query, matching: number, chosen: number): Option {
  const { order, countMin } = query
  if (!isDistinct(order) || matching < countMin) {
    return { changes: [{ constraint: 'count', from: countMin, to: chosen }], size: 0, offers: matching }
  }
  for (const dropped of ['region', 'subnet', 'operator'] as const) {
    if (order.distinct?.[dropped] !== true) continue
    const change = distinctChange(order, dropped)
    if (isEnough(query, [change])) return { changes: [change], size: 0, offers: matching }
  }
  return { changes: [{ constraint: 'distinct', from: order.distinct, to: undefined }], size: 0, offers: matching }
}

function distinctChange(order: MatchOrder, dropped: 'region' | 'subnet' | 'operator'): RelaxationChange {
  const left = Object.entries({ ...order.distinct, [dropped]: false }).filter(([, isAsked]) => isAsked)
  const to = left.length === 0 ? undefined : Object.fromEntries(left)
  return { constraint: 'distinct', from: order.distinct, to }
}

/** No offer matches: what fails one constraint only comes first. */
function failureOption(
  query: Query,
  failures: FailureCounts,
  collectors: readonly (Collector | undefined)[],
): Option | undefined {
  const single = smallest(collectors.flatMap((collector) => collector?.option() ?? []))
  return single ?? smallestPair(query, failures)
}

type Needy = { readonly need: number; readonly to: number | bigint; readonly operator: number; readonly region: number }

/** Keeps the rows that need least. */
function createLimitCollector(query: Query, screen: Screen, limit: LimitRelaxation): Collector {
  const kept: Needy[] = []
  const room = isDistinct(query.order) && query.countMin > 1 ? relaxationCandidatesMax : query.countMin
  /** Rows that need what the first one kept needs. */
  let equals = 0
  const isLess = (a: Needy, b: Needy): boolean => (a.need === b.need ? a.to < b.to : a.need < b.need)

  function add(block: Uint32Array, row: number): void {
    const need = limit.need(block, row)
    const worst = kept[room - 1]
    if (need === Number.POSITIVE_INFINITY || (worst !== undefined && need > worst.need)) return
    const [itsOperator, region] = [block[operator + row] as number, (block[kind + row] as number) & 31]
    const needy = { need, to: limit.to(block, row), operator: itsOperator, region }
    const [first] = kept
    if (first === undefined || isLess(needy, first)) equals = 1
    else if (!isLess(first, needy)) equals++
    let [low, high] = [0, kept.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isLess(needy, kept[middle] as Needy)) high = middle
      else low = middle + 1
    }
    kept.splice(low, 0, needy)
    if (kept.length > room) kept.pop()
  }

  function option(): readonly Option[] {
    let attempts = 0
    for (let last = query.countMin - 1; last < kept.length; last++) {
      const { need, to } = kept[last] as Needy
      const isSameAsNext = kept[last + 1]?.need === need && kept[last + 1]?.to === to
      if (isSameAsNext || !mayBeDistinct(query, kept.slice(0, last + 1))) continue
      const changes = [{ constraint: screen.name, from: limit.from, to } as RelaxationChange] as const
      const size = sizeOfNeed(limit, need)
      if (query.countMin === 1) return [{ changes, size, ...(isExactNeed(need) ? { offers: equals } : {}) }]
      if (isEnough(query, changes)) return [{ changes, size }]
      if (++attempts === relaxationAttemptsMax) break
    }
    return []
  }

  function leastNeed(bounds: Float64Array, at: number): number {
    const worst = kept[room - 1]
    const least = limit.leastNeed(bounds, at)
    return worst === undefined || least <= worst.need ? least : Number.POSITIVE_INFINITY
  }

  return { leastNeed, add, option }
}

/** Returns false only for rows among which too few operators or regions are. */
function mayBeDistinct({ order, countMin }: Query, rows: readonly Needy[]): boolean {
  if (order.distinct?.operator === true && new Set(rows.map((row) => row.operator)).size < countMin) return false
  return order.distinct?.region !== true || new Set(rows.map((row) => row.region)).size >= countMin
}

/** Counts the rows by the kind of choice that would let them in. */
function createChoiceCollector(query: Query, screen: Screen, choice: ChoiceRelaxation): Collector {
  const counts = new Map<number, number>()

  function option(): readonly Option[] {
    const bySize = [...counts].sort(
      ([a, countA], [b, countB]) => choice.sizeOf(a) - choice.sizeOf(b) || countB - countA || a - b,
    )
    for (const [kind, count] of bySize) {
      const changes = [changeOfChoice(screen, kind)] as const
      const isFound = count >= query.countMin && (query.countMin === 1 || isEnough(query, changes))
      if (isFound) return [{ changes, size: choice.sizeOf(kind), offers: offersWith(kind) }]
    }
    return []
  }

  /** All that the change lets in was counted: its own kind, and kinds that ask for less. */
  function offersWith(kind: number): number {
    let offers = 0
    for (const [other, count] of counts) if (other === kind || choice.includes?.(kind, other) === true) offers += count
    return offers
  }

  return {
    leastNeed: () => Number.NEGATIVE_INFINITY,
    add(block, row) {
      const kind = choice.choiceOf(block, row)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    },
    option,
  }
}
