/**
 * What the book knows of nodes beside their offers: their record, a measured round trip, until when they are out of use.
 *
 * A node stays known while it has offers or anything but the defaults; what is known of nodes without offers is bounded by
 * `nodesMax`.
 */
import { type Address, MillraceError } from '@millrace/protocol'
import { createBlockTable } from './block-table.ts'
import { createInternTable, type InternTable } from './intern-table.ts'
import { none } from './offer-rows.ts'

/** Longest reason kept for a node that is out of use, in characters. */
export const unavailableReasonCharsMax = 200

export type NodeState = {
  /** Lower bound of the success rate, in millionths. */
  readonly reputation: number
  /** Measured round trip in microseconds, or `none`. */
  readonly measured: number
  /** Whether it was set unavailable, be it over or not. */
  readonly isUnavailable: boolean
}

export type NodeTable = {
  readonly names: InternTable
  readonly bytes: number
  /** Returns the number of a node, known from now on, or -1 when there is no room for another. */
  add(node: Address): number
  state(number: number): NodeState
  setReputation(number: number, millionths: number): void
  setMeasured(number: number, us: number): void
  setUnavailable(number: number, until: number, reason: string): void
  /** Unix milliseconds before which no node that is set unavailable is in use again. */
  readonly unavailableLeast: number
  /** Returns the nodes whose time out of use is over. Cost: O(nodes out of use). */
  unavailableOver(nowMs: number): readonly number[]
  /** Unix milliseconds; 0 when the node is in use. */
  unavailableUntil(number: number): number
  reason(number: number): string
  /** First offer of the node, plus one; 0 when it has none. */
  head(number: number): number
  setHead(number: number, head: number): void
  /** Forgets the node when nothing is known of it. */
  settle(number: number): void
}

const [headColumn, reputationColumn, measuredColumn, untilColumn, knownColumn, columns] = [0, 1, 2, 3, 5, 6]

/** Returns an empty table. @param newcomer - reputation of a node without a record, in millionths. */
export function createNodeTable(init: {
  readonly nodesMax: number
  readonly newcomer: number
  readonly hashSeed: number
}): NodeTable {
  const names = createInternTable(5, init.hashSeed)
  const table = createBlockTable(columns)
  const reasons = new Map<number, string>()
  let unavailableLeast = Number.POSITIVE_INFINITY

  function until(number: number): number {
    return table.get(number, untilColumn) + table.get(number, untilColumn + 1) * 2 ** 32
  }

  function isPlain(number: number): boolean {
    const { reputation, measured, isUnavailable } = state(number)
    return reputation === init.newcomer && measured === none && !isUnavailable && table.get(number, headColumn) === 0
  }

  function state(number: number): NodeState {
    return {
      reputation: table.get(number, reputationColumn),
      measured: table.get(number, measuredColumn),
      isUnavailable: until(number) > 0,
    }
  }

  function add(node: Address): number {
    const found = names.find(node)
    if (found !== -1) return found
    if (names.size >= init.nodesMax) return -1
    const number = names.acquire(node)
    table.reserve(number)
    for (let column = 0; column < columns; column++) table.set(number, column, 0)
    table.set(number, reputationColumn, init.newcomer)
    table.set(number, measuredColumn, none)
    table.set(number, knownColumn, 1)
    return number
  }

  return {
    names,
    get bytes() {
      return names.bytes + table.bytes + reasons.size * unavailableReasonCharsMax
    },
    add,
    state,
    setReputation: (number, millionths) => table.set(number, reputationColumn, millionths),
    setMeasured: (number, us) => table.set(number, measuredColumn, us),
    setUnavailable(number, time, reason) {
      table.set(number, untilColumn, time % 2 ** 32)
      table.set(number, untilColumn + 1, Math.floor(time / 2 ** 32))
      if (time === 0) reasons.delete(number)
      else reasons.set(number, reason.slice(0, unavailableReasonCharsMax))
      if (time !== 0) unavailableLeast = Math.min(unavailableLeast, time)
      else if (reasons.size === 0) unavailableLeast = Number.POSITIVE_INFINITY
    },
    get unavailableLeast() {
      return unavailableLeast
    },
    unavailableOver(nowMs) {
      const over: number[] = []
      unavailableLeast = Number.POSITIVE_INFINITY
      for (const number of reasons.keys()) {
        if (until(number) <= nowMs) over.push(number)
        else unavailableLeast = Math.min(unavailableLeast, until(number))
      }
      return over
    },
    unavailableUntil: until,
    reason: (number) => reasons.get(number) ?? '',
    head: (number) => table.get(number, headColumn),
    setHead: (number, head) => table.set(number, headColumn, head),
    settle(number) {
      if (table.get(number, knownColumn) === 0 || !isPlain(number)) return
      table.set(number, knownColumn, 0)
      names.release(number)
    },
  }
}

/** Too many nodes are known to remember something of another one. */
export class BookNodesFullError extends MillraceError {
  override readonly name = 'BookNodesFullError'

  constructor(nodesMax: number) {
    super({
      code: 'MATCHING_NODES_FULL',
      message: `The book knows ${nodesMax} nodes, which is the most it may, and was told of another.`,
      hint: 'Forget what is known of nodes that make no offers, or make the book for more offers.',
      retryable: true,
    })
  }
}
