/** An order made ready for one match: checked, with the leaves to look at and the screens to hold them against. */

import { BookEntryError, checkCoordinate, uint32Max } from '../book/book-entry.ts'
import type { BookIndex } from '../book/book-index.ts'
import { rowWords } from '../book/flag-sets.ts'
import { boundCount, leafCount, marketLeast, marketMost } from '../book/leaf-bounds.ts'
import { blockOfLeaf, firstOfLeaf, keysPerMarket, market, marketOf } from '../book/offer-rows.ts'
import { choiceScreens } from './choice-screens.ts'
import { limitScreens } from './limit-screens.ts'
import {
  type ConstraintName,
  constraintNames,
  type MatchAt,
  type MatchOrder,
  matchCountMax,
  orderListMax,
} from './match-order.ts'
import { type Pricing, pricingOf } from './pricing.ts'
import { fillRows, lowestBit, markWhere, wordsFor } from './row-bits.ts'
import { fails, mixed, type Screen } from './screen.ts'

export type Query = {
  readonly index: BookIndex
  readonly order: MatchOrder
  readonly seed: number
  readonly nowMs: number
  readonly countMin: number
  readonly pricing: Pricing
  /** In the order of `constraintNames`; the bit of a constraint is the place in the list. */
  readonly screens: readonly Screen[]
  /** Bits of the constraints that a search asks only of rows that would be chosen, as they rule out few or cost much. */
  readonly late: number
  /** Positions of leaves that may hold offers of the workload and model, end excluded. */
  readonly start: number
  readonly end: number
  /** Markets asked for, end excluded. */
  readonly marketLeast: number
  readonly marketEnd: number
  /** Offers of the workload and model. */
  readonly considered: number
  /** Sets of rows of the leaf looked at last: one per screen, then those at {@link passingAt} and on. */
  readonly bits: Int32Array
  /** One word: bits of the constraints that the leaf judged last leaves open. */
  readonly open: Int32Array
}

/** Where sets begin in {@link Query.bits}, after one per screen: rows that may match, those that fail so many screens. */
export const passingAt = constraintNames.length * rowWords
export const onceAt = passingAt + rowWords
export const twiceAt = onceAt + rowWords
export const thriceAt = twiceAt + rowWords
/** Room for one screen's. */
const scratchAt = thriceAt + rowWords
const bitsLength = scratchAt + rowWords

/** Room to work in. No pass over leaves is begun within another, and nothing here outlives one. */
const sets = new Int32Array(bitsLength)
const openScreens = new Int32Array(1)

const rankOf = Object.fromEntries(constraintNames.map((name, rank) => [name, rank])) as Record<ConstraintName, number>

const amountEnd = 2n ** 128n

/** Returns an order ready for matching. @throws {BookEntryError} for a value out of its range. */
export function queryOf(index: BookIndex, order: MatchOrder, at: MatchAt): Query {
  checkOrder(order)
  if (!Number.isSafeInteger(at.nowMs)) throw new RangeError(`nowMs: expected whole Unix ms, got ${at.nowMs}`)
  const pricing = pricingOf(order)
  const screens = merged(choiceScreens(index, order, at.nowMs), limitScreens(order, pricing, at.nowMs))
  const markets = marketsOf(index, order)
  const isAny = markets.end - markets.least !== 1
  const range = index.leaves.range(markets.least * keysPerMarket, markets.end * keysPerMarket)
  const inMarket = index.marketCounts.get(markets.least) ?? 0
  const considered = isAny ? (index.workloadCounts[order.workload] as number) : inMarket
  const isNowhere = markets.least === markets.end || considered === 0
  return {
    index,
    order,
    seed: at.seed >>> 0,
    nowMs: at.nowMs,
    countMin: order.countMin ?? (isDistinct(order) ? order.count : 1),
    pricing,
    screens,
    late: lateOf(screens),
    start: range.start,
    end: isNowhere ? range.start : range.end,
    marketLeast: markets.least,
    marketEnd: markets.end,
    considered: isNowhere ? 0 : considered,
    bits: sets,
    open: openScreens,
  }
}

/** Merges two lists of screens that are each in the order of `constraintNames`. */
function merged(some: readonly Screen[], others: readonly Screen[]): readonly Screen[] {
  const screens: Screen[] = []
  let next = 0
  for (const screen of some) {
    const rank = rankOf[screen.name]
    while (next < others.length && rankOf[(others[next] as Screen).name] < rank) screens.push(others[next++] as Screen)
    screens.push(screen)
  }
  while (next < others.length) screens.push(others[next++] as Screen)
  return screens
}

function lateOf(screens: readonly Screen[]): number {
  let bits = 0
  for (let i = 0; i < screens.length; i++) if ((screens[i] as Screen).fails !== undefined) bits |= 1 << i
  return bits
}

/** Returns a query of another order at the same time and seed. */
export function relaxedQuery(query: Query, order: MatchOrder): Query {
  return queryOf(query.index, order, { nowMs: query.nowMs, seed: query.seed })
}

/** Returns whether the matches of an order must differ in something. */
export function isDistinct({ distinct }: MatchOrder): boolean {
  return distinct?.operator === true || distinct?.subnet === true || distinct?.region === true
}

/** Answer of {@link judgeLeaf} for a leaf of which no row passes. */
export const hopeless = -1

/**
 * Holds the bounds of a leaf against the screens. Returns the bits of the constraints that must be asked row by row, or
 * {@link hopeless} as soon as one fails all rows.
 */
export function judgeLeaf({ index, screens }: Query, leaf: number): number {
  const { bounds } = index.leaves
  let open = 0
  for (let i = 0; i < screens.length; i++) {
    const verdict = (screens[i] as Screen).decide(bounds, leaf * boundCount, leaf)
    if (verdict === fails) return hopeless
    if (verdict === mixed) open |= 1 << i
  }
  return open
}

/** Returns whether no row of a group passes, as far as its bounds tell. */
export function isHopeless({ index, screens }: Query, group: number): boolean {
  const { bounds } = index.leaves.groups
  for (let i = 0; i < screens.length; i++) {
    if ((screens[i] as Screen).decide(bounds, group * boundCount, ~group) === fails) return true
  }
  return false
}

/**
 * Holds bounds against the constraints `asked`. Returns the bits of those that all rows within the bounds fail; those to be asked
 * further are in `query.open` then.
 *
 * @param place - a leaf, or a group as the complement of its number.
 */
export function failuresWithin(query: Query, bounds: Float64Array, place: number, asked: number): number {
  const { screens } = query
  const at = (place < 0 ? ~place : place) * boundCount
  let [failed, open] = [0, 0]
  for (let left = asked; left !== 0; left &= left - 1) {
    const verdict = (screens[lowestBit(left)] as Screen).decide(bounds, at, place)
    if (verdict === fails) failed |= left & -left
    else if (verdict === mixed) open |= left & -left
  }
  query.open[0] = open
  return failed
}

/** Writes the set of a leaf's rows that fail none of the constraints `open`. Returns whether there is one. */
export function markPassing(query: Query, leaf: number, open: number): boolean {
  markOwn(query, leaf)
  return keepPassing(query, leaf, open & ~query.late) && keepPassing(query, leaf, open & query.late)
}

/** Takes from the set of rows that may pass those that fail a constraint of `asked`. Returns whether one is left. */
export function keepPassing({ bits, screens, index }: Query, leaf: number, asked: number): boolean {
  const count = index.leaves.bounds[leaf * boundCount + leafCount] as number
  const [block, first, words] = [blockOfLeaf(index.leaves.rows, leaf), firstOfLeaf(leaf), wordsFor(count)]
  for (let left = asked; left !== 0; left &= left - 1) {
    const screen = screens[lowestBit(left)] as Screen
    screen.mark(block, first, count, bits, scratchAt, leaf)
    let any = 0
    for (let word = 0; word < words; word++) {
      const passing = (bits[passingAt + word] as number) & ~(bits[scratchAt + word] as number)
      bits[passingAt + word] = passing
      any |= passing
    }
    if (any === 0) return false
  }
  return true
}

/** Returns whether a row fails one of the constraints `asked`, all of them late ones. */
export function failsLate({ screens }: Query, block: Uint32Array, row: number, asked: number): boolean {
  for (let left = asked; left !== 0; left &= left - 1) {
    if ((screens[lowestBit(left)] as Screen).fails?.(block, row) === true) return true
  }
  return false
}

/** Writes the set of a leaf's rows that are of the markets asked for. */
export function markOwn({ index, bits, marketLeast: least, marketEnd: end }: Query, leaf: number): void {
  const { bounds, rows } = index.leaves
  const at = leaf * boundCount
  const count = bounds[at + leafCount] as number
  if ((bounds[at + marketLeast] as number) >= least && (bounds[at + marketMost] as number) < end) {
    fillRows(bits, passingAt, count)
    return
  }
  const block = blockOfLeaf(rows, leaf)
  const start = market + firstOfLeaf(leaf)
  const isOwn = (row: number): boolean => {
    const number = block[start + row] as number
    return number >= least && number < end
  }
  markWhere(count, isOwn, bits, passingAt)
}

function marketsOf(index: BookIndex, order: MatchOrder): { readonly least: number; readonly end: number } {
  if (order.modelRoot === undefined) {
    return { least: marketOf(order.workload, 0), end: marketOf(order.workload + 1, 0) }
  }
  const model = index.models.find(order.modelRoot)
  const least = marketOf(order.workload, Math.max(0, model))
  return { least, end: model === -1 ? least : least + 1 }
}

/** Names no field by a variable: engines read fields that they know several times as fast. */
function checkOrder(order: MatchOrder): void {
  checkWhole(order.workload, 'workload', 255)
  checkWhole(order.terms, 'terms', 255)
  checkWhole(order.resourceClass, 'resourceClass', 255)
  checkWhole(order.exactnessMin, 'exactnessMin', 255)
  checkWhole(order.gpuMemoryMibMin, 'gpuMemoryMibMin', uint32Max)
  checkWhole(order.attestations, 'attestations', uint32Max)
  checkWhole(order.contextTokens, 'contextTokens', uint32Max)
  checkWhole(order.inputUnits, 'inputUnits', uint32Max)
  checkWhole(order.outputUnits, 'outputUnits', uint32Max)
  checkNumber(order.roundTripMsMax, 'roundTripMsMax', Number.MAX_SAFE_INTEGER)
  checkNumber(order.firstTokenMsMax, 'firstTokenMsMax', Number.MAX_SAFE_INTEGER)
  checkNumber(order.availableForSeconds, 'availableForSeconds', Number.MAX_SAFE_INTEGER)
  checkNumber(order.reputationMin, 'reputationMin', 1)
  checkCounts(order)
  checkAmount(order.inputPriceMax, 'inputPriceMax')
  checkAmount(order.outputPriceMax, 'outputPriceMax')
  checkAmount(order.costMax, 'costMax')
  checkAmount(order.latencyPricePerSecond, 'latencyPricePerSecond')
  checkAmount(order.failureCost, 'failureCost')
  for (const country of order.countries ?? []) checkWhole(country, 'countries', 999)
  if (order.coordinate !== undefined) checkCoordinate(order.coordinate, 'coordinate')
}

function checkWhole(value: number | undefined, field: string, most: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= most))
    throw new BookEntryError(field, `an integer from 0 to ${most}`, value)
}

function checkNumber(value: number | undefined, field: string, most: number): void {
  // Written so that NaN, which compares with nothing, is refused.
  if (value !== undefined && !(value >= 0 && value <= most))
    throw new BookEntryError(field, `a number from 0 to ${most}`, value)
}

function checkAmount(value: bigint | undefined, field: string): void {
  if (value !== undefined && (value < 0n || value >= amountEnd))
    throw new BookEntryError(field, 'an integer below 2^128', value)
}

function checkCounts(order: MatchOrder): void {
  const { count, countMin = 1 } = order
  checkCount(count, 'count')
  checkCount(countMin, 'countMin')
  if (countMin > count) throw new BookEntryError('countMin', `at most count, ${count}`, countMin)
  checkLength(order.operators, 'operators')
  checkLength(order.nodes, 'nodes')
  checkLength(order.excludedNodes, 'excludedNodes')
  checkLength(order.countries, 'countries')
  checkLength(order.regions, 'regions')
}

function checkCount(value: number, field: string): void {
  if (!Number.isInteger(value) || value < 1 || value > matchCountMax)
    throw new BookEntryError(field, `an integer from 1 to ${matchCountMax}`, value)
}

function checkLength(list: readonly unknown[] | undefined, field: string): void {
  if (list !== undefined && list.length > orderListMax)
    throw new BookEntryError(`${field}.length`, `at most ${orderListMax}`, list.length)
}
