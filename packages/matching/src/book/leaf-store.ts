/**
 * Rows in leaves in the order of their keys, like the lowest level of a B+ tree with the levels above it flattened into one
 * sorted list of leaves: a million offers make some six thousand, and inserting one moves a few kilobytes.
 *
 * Invariants: the leaf at a position holds keys from its first key to that of the next position, both ends included, as
 * equal keys may be split; every leaf but a lone first one has a row.
 */
import { createFlagSets, type FlagSets } from './flag-sets.ts'
import { boundCount, clearBounds, leafCount, staleRows, widenBounds } from './leaf-bounds.ts'
import { createLeafGroups, type LeafGroups } from './leaf-groups.ts'
import {
  blockOf,
  blockOfLeaf,
  copyRow,
  createRowTable,
  firstOfLeaf,
  handle,
  keyOf,
  keyOfWords,
  leafRows,
  leafShift,
  place,
  type RowTable,
  rowColumns,
  rowOf,
} from './offer-rows.ts'

/** Rows that may go or change before a leaf's bounds are measured anew. */
const staleRowsMax = leafRows / 4
/** A leaf with fewer rows than this joins a neighbour, where both are then at most {@link joinedRowsMax}. */
const sparseRows = (leafRows * 3) / 8
const joinedRowsMax = (leafRows * 7) / 8

export type LeafStore = {
  readonly rows: RowTable
  /** Bounds of leaf l from `l * boundCount` on. A new array when leaves were added. */
  readonly bounds: Float64Array
  /** Leaves in the order of keys; as many as `leaves`. */
  readonly order: Uint32Array
  readonly leaves: number
  readonly groups: LeafGroups
  readonly flags: FlagSets
  readonly bytes: number
  /** Returns the positions, start included and end excluded, whose leaves may hold keys from `least` to below `end`. */
  range(least: number, end: number): { readonly start: number; readonly end: number }
  /** Adds a row, a word per column. Returns its slot. */
  insert(row: Uint32Array): number
  /** Writes a row anew. Returns its slot, which may be another. */
  replace(slot: number, row: Uint32Array): number
  remove(slot: number): void
  /** Sets one column, given as its offset in a block; the row may move. */
  setColumn(slot: number, column: number, value: number): void
}

/** Returns an empty store. @param moved - is told the new slot of a handle whose row was moved. */
export function createLeafStore(moved: (handle: number, slot: number) => void): LeafStore {
  const rows = createRowTable()
  const flags = createFlagSets()
  const keys = new Float64Array(leafRows)
  const words = new Uint32Array(rowColumns)
  const free: number[] = []
  let bounds = new Float64Array(boundCount)
  let order = new Uint32Array(16)
  let firstKeys = new Float64Array(16)
  let leaves = 0
  let made = 0
  const groups = createLeafGroups({
    get bounds() {
      return bounds
    },
    get order() {
      return order
    },
    flags,
  })
  groups.insert(0, addLeafAt(0, 0))

  /** Makes room for a leaf; its group is told when it has its rows. */
  function addLeafAt(position: number, firstKey: number): number {
    const leaf = free.pop() ?? made++
    rows.reserve(leaf)
    flags.reserve(leaf)
    if (bounds.length < made * boundCount) bounds = grown(bounds, made * boundCount * 2)
    if (order.length === leaves) {
      order = grown(order, leaves * 2)
      firstKeys = grown(firstKeys, leaves * 2)
    }
    order.copyWithin(position + 1, position, leaves)
    firstKeys.copyWithin(position + 1, position, leaves)
    order[position] = leaf
    firstKeys[position] = firstKey
    leaves++
    clearBounds(bounds, leaf * boundCount)
    return leaf
  }

  function removeLeafAt(position: number): void {
    free.push(order[position] as number)
    order.copyWithin(position, position + 1, leaves)
    firstKeys.copyWithin(position, position + 1, leaves)
    leaves--
    firstKeys[0] = 0
    groups.remove(position)
  }

  /** Returns the first position whose first key is at least `key`; `leaves` when there is none. */
  function lowerBound(key: number): number {
    let [low, high] = [0, leaves]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((firstKeys[middle] as number) < key) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Returns the last position whose leaf may hold the key. */
  function positionFor(key: number): number {
    return Math.max(0, lowerBound(key + 1) - 1)
  }

  function positionOf(leaf: number, key: number): number {
    for (let position = positionFor(key); position >= 0; position--) if (order[position] === leaf) return position
    throw new RangeError(`leaf ${leaf} holds key ${key}, which does not belong there`)
  }

  function write(slot: number, row: Uint32Array): void {
    const block = blockOf(rows, slot)
    const first = rowOf(slot)
    for (let column = 0; column < rowColumns; column++) {
      block[(column << leafShift) + first] = row[column] as number
    }
    flags.set(slot, row[place >> leafShift] as number)
    const leaf = slot >> leafShift
    widenBounds(bounds, leaf * boundCount, block, first)
    groups.widen(leaf, block, first)
  }

  function insert(row: Uint32Array): number {
    const key = keyOfWords(row)
    let position = positionFor(key)
    if (countOf(order[position] as number) === leafRows) {
      split(position)
      position = positionFor(key)
    }
    return append(order[position] as number, row)
  }

  function append(leaf: number, row: Uint32Array): number {
    const count = countOf(leaf)
    bounds[leaf * boundCount + leafCount] = count + 1
    const slot = (leaf << leafShift) + count
    write(slot, row)
    return slot
  }

  /** Moves the upper half of the rows to a new leaf; of rows with the median key, some may stay and some go. */
  function split(position: number): void {
    const leaf = order[position] as number
    const first = leaf << leafShift
    const block = blockOfLeaf(rows, leaf)
    for (let i = 0; i < leafRows; i++) keys[i] = keyOf(block, firstOfLeaf(leaf) + i)
    const sorted = keys.toSorted()
    const pivot = sorted[leafRows / 2] as number
    let medians = leafRows / 2
    for (let i = leafRows / 2; i < leafRows; i++) if ((sorted[i] as number) > pivot) medians--
    const right = addLeafAt(position + 1, pivot)
    let [kept, given] = [0, 0]
    for (let i = 0; i < leafRows; i++) {
      const key = keys[i] as number
      if (key > pivot || (key === pivot && medians-- > 0)) moveRow(first + i, (right << leafShift) + given++)
      else if (kept++ < i) moveRow(first + i, first + kept - 1)
    }
    measureLeaf(leaf, kept)
    measureLeaf(right, given)
    groups.insert(position + 1, right)
    groups.measured(leaf)
  }

  function moveRow(source: number, target: number): void {
    copyRow(rows, source, target)
    const [block, row] = [blockOf(rows, target), rowOf(target)]
    flags.set(target, block[place + row] as number)
    moved(block[handle + row] as number, target)
  }

  function measure(leaf: number, count: number): void {
    measureLeaf(leaf, count)
    groups.measured(leaf)
  }

  function measureLeaf(leaf: number, count: number): void {
    const at = leaf * boundCount
    const [block, first] = [blockOfLeaf(rows, leaf), firstOfLeaf(leaf)]
    clearBounds(bounds, at)
    for (let i = 0; i < count; i++) widenBounds(bounds, at, block, first + i)
    bounds[at + leafCount] = count
  }

  function countOf(leaf: number): number {
    return bounds[leaf * boundCount + leafCount] as number
  }

  function keyAt(slot: number): number {
    return keyOf(blockOf(rows, slot), rowOf(slot))
  }

  function replace(slot: number, row: Uint32Array): number {
    const leaf = slot >> leafShift
    if (order[positionFor(keyOfWords(row))] === leaf) {
      write(slot, row)
      noteStale(leaf)
      return slot
    }
    remove(slot)
    return insert(row)
  }

  function remove(slot: number): void {
    const leaf = slot >> leafShift
    const key = keyAt(slot)
    const count = countOf(leaf) - 1
    bounds[leaf * boundCount + leafCount] = count
    groups.changed(leaf)
    const last = (leaf << leafShift) + count
    if (last !== slot) moveRow(last, slot)
    if (count < sparseRows && leaves > 1) join(positionOf(leaf, key), count)
    else noteStale(leaf)
  }

  function noteStale(leaf: number): void {
    const stale = (bounds[leaf * boundCount + staleRows] as number) + 1
    bounds[leaf * boundCount + staleRows] = stale
    if (stale > staleRowsMax) measure(leaf, countOf(leaf))
  }

  /** Gives a sparse leaf's rows to a neighbour that has room, the earlier one first. */
  function join(position: number, count: number): void {
    const leaf = order[position] as number
    const target = [position - 1, position + 1].find(
      (other) => other >= 0 && other < leaves && countOf(order[other] as number) + count <= joinedRowsMax,
    )
    if (target === undefined && count > 0) {
      noteStale(leaf)
      return
    }
    if (target !== undefined) {
      const neighbour = order[target] as number
      const filled = countOf(neighbour)
      for (let i = 0; i < count; i++) moveRow((leaf << leafShift) + i, (neighbour << leafShift) + filled + i)
      measure(neighbour, filled + count)
      if (target > position) firstKeys[target] = firstKeys[position] as number
    }
    removeLeafAt(position)
  }

  return {
    rows,
    get bounds() {
      return bounds
    },
    get order() {
      return order
    },
    get leaves() {
      return leaves
    },
    groups,
    flags,
    get bytes() {
      const lists = bounds.byteLength + order.byteLength + firstKeys.byteLength + free.length * 8
      return rows.bytes + lists + keys.byteLength + groups.bytes + flags.bytes
    },
    range: (least, end) => ({ start: Math.max(0, lowerBound(least) - 1), end: lowerBound(end) }),
    insert,
    replace,
    remove,
    setColumn(slot, column, value) {
      const block = blockOf(rows, slot)
      for (let i = 0; i < rowColumns; i++) words[i] = block[(i << leafShift) + rowOf(slot)] as number
      words[column >> leafShift] = value
      moved(words[handle >> leafShift] as number, replace(slot, words))
    },
  }
}

function grown<T extends Uint32Array | Float64Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length)
  larger.set(array)
  return larger
}
