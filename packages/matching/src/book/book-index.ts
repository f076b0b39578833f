/**
 * The insides of an offer book, which the matcher reads: rows in leaves, what is read less often, nodes, names, counts.
 *
 * Invariants: every offer has one row, one record, one place in the hash indices, the wheel and its node's list; the counts of
 * a market are those of its rows.
 */
import type { Hash, Hex } from '@millrace/protocol'
import { reputationLowerBound } from '../reputation.ts'
import { type BlockTable, createBlockTable } from './block-table.ts'
import { createExpiryWheel, type ExpiryWheel } from './expiry-wheel.ts'
import { createHashIndex, mix32 } from './hash-index.ts'
import { createInternTable, type InternTable, readWords, textOfWords } from './intern-table.ts'
import { createLeafHeap, type LeafHeap } from './leaf-heap.ts'
import { createLeafStore, type LeafStore } from './leaf-store.ts'
import { createNodeTable, type NodeTable } from './node-table.ts'
import { blockOf, expires, kind, market, node, rowOf } from './offer-rows.ts'

/** Columns of an offer's record. The id is eight words. */
export const idColumn = 0
export const slotColumn = 8
export const sequenceColumn = 9
export const subnetColumn = 11
export const slotsColumn = 12
export const errorColumn = 13
export const nextOfNodeColumn = 14
export const previousOfNodeColumn = 15
const recordColumns = 16

export type BookIndex = {
  readonly offersMax: number
  readonly leaves: LeafStore
  /** One per offer, by handle: what is read less often than its row. */
  readonly records: BlockTable
  readonly nodes: NodeTable
  readonly operators: InternTable
  readonly models: InternTable
  readonly wheel: ExpiryWheel
  /** Bytes of the two hash indices. */
  readonly indexBytes: number
  /** Offers by market and by workload. */
  readonly marketCounts: Map<number, number>
  readonly workloadCounts: Uint32Array
  /** Handles given out so far and those free again. */
  readonly handles: { made: number; readonly free: number[] }
  /** Room for the matcher to work in. Nothing in it outlives a match. */
  readonly heap: LeafHeap
  /** Offers in the book. */
  size: number
  /** Makes an offer with record and row findable, and the reverse; by its id, or by its deal. */
  enlistId(handle: number): void
  delistId(handle: number): void
  enlistDeal(handle: number): void
  delistDeal(handle: number): void
  /** Words of the id that was sought last. */
  readonly soughtId: Uint32Array
  /** Returns a handle or -1, like the next. */
  findId(id: Hash): number
  findDeal(node: number, market: number, terms: number): number
  /** Returns a word of the row of a handle. @param column - offset in a block. */
  rowWord(handle: number, column: number): number
}

/** Reputation of a node without a record, in millionths. */
export const newcomerReputation = toMillionths(reputationLowerBound({ good: 0, bad: 0 }))

/** Returns the insides of an empty book. */
export function createBookIndex(offersMax: number, hashSeed: number): BookIndex {
  const records = createBlockTable(recordColumns)
  const leaves = createLeafStore((handle, slot) => records.set(handle, slotColumn, slot))
  const soughtId = new Uint32Array(8)
  const soughtDeal = { node: 0, market: 0, terms: 0 }

  function rowWord(handle: number, column: number): number {
    const slot = records.get(handle, slotColumn)
    return blockOf(leaves.rows, slot)[column + rowOf(slot)] as number
  }

  const termsOf = (handle: number): number => (rowWord(handle, kind) >>> 16) & 255
  const hashOfDeal = (node: number, market: number, terms: number): number =>
    mix32(mix32(hashSeed ^ terms, node), market)
  const hashOfId = (first: number, second: number): number => mix32(hashSeed ^ first, second)
  const idHashOf = (handle: number): number =>
    hashOfId(records.get(handle, idColumn), records.get(handle, idColumn + 1))
  const dealHashOf = (handle: number): number =>
    hashOfDeal(rowWord(handle, node), rowWord(handle, market), termsOf(handle))
  const byId = createHashIndex({
    hashOf: idHashOf,
    isSought: (handle) => {
      for (let word = 0; word < 8; word++) if (records.get(handle, idColumn + word) !== soughtId[word]) return false
      return true
    },
  })
  const byDeal = createHashIndex({
    hashOf: dealHashOf,
    isSought: (handle) =>
      rowWord(handle, node) === soughtDeal.node &&
      rowWord(handle, market) === soughtDeal.market &&
      termsOf(handle) === soughtDeal.terms,
  })
  return {
    offersMax,
    leaves,
    records,
    nodes: createNodeTable({ nodesMax: offersMax * 2, newcomer: newcomerReputation, hashSeed }),
    operators: createInternTable(5, hashSeed),
    models: createInternTable(8, hashSeed),
    wheel: createExpiryWheel((handle) => rowWord(handle, expires)),
    get indexBytes() {
      return byId.bytes + byDeal.bytes
    },
    marketCounts: new Map(),
    workloadCounts: new Uint32Array(256),
    handles: { made: 0, free: [] },
    heap: createLeafHeap(),
    size: 0,
    enlistId: (handle) => byId.insert(idHashOf(handle), handle),
    delistId: (handle) => byId.remove(idHashOf(handle), handle),
    enlistDeal: (handle) => byDeal.insert(dealHashOf(handle), handle),
    delistDeal: (handle) => byDeal.remove(dealHashOf(handle), handle),
    soughtId,
    findId(id) {
      readWords(id as Hex, soughtId)
      return byId.find(hashOfId(soughtId[0] as number, soughtId[1] as number))
    },
    findDeal(node, market, terms) {
      soughtDeal.node = node
      soughtDeal.market = market
      soughtDeal.terms = terms
      return byDeal.find(hashOfDeal(node, market, terms))
    },
    rowWord,
  }
}

/** Returns the id of the offer of a handle. */
export function idOf(index: BookIndex, handle: number): Hash {
  return textOfWords(8, (word) => index.records.get(handle, idColumn + word))
}

export function sequenceOf(index: BookIndex, handle: number): bigint {
  const [low, high] = [index.records.get(handle, sequenceColumn), index.records.get(handle, sequenceColumn + 1)]
  return (BigInt(high) << 32n) | BigInt(low)
}

/** Returns a share from 0 to 1 in millionths. */
export function toMillionths(share: number): number {
  return Math.round(share * 1e6)
}
