/**
 * Neighbouring leaves in groups, with bounds over all rows of a group: the second level of a B+ tree whose third is one list.
 * A match looks at groups first and at the leaves of those that may be of use.
 *
 * Invariants: every leaf is in one group; groups hold runs of positions, in their order, none empty but a lone first one; the
 * bounds of a group are never tighter than those of a leaf in it. Counts are kept for leaves only.
 */
import { type FlagSets, flagCountLength } from './flag-sets.ts'
import { boundCount, clearBounds, coverBounds, leafCount, staleRows, widenBounds } from './leaf-bounds.ts'
import { memoryScoreCount, scoreBoundCount, writeMemoryScores, writeScoreBounds } from './score-bounds.ts'

/** Leaves of a group; a fuller one is cut in two. */
const groupLeavesMax = 32
/** Numbers of a group in `leafScores`: those of one leaf more than it may keep. */
export const groupScores = (groupLeavesMax + 1) * scoreBoundCount
/** A group with fewer leaves than this joins a neighbour, where both have at most {@link joinedLeavesMax}. */
const sparseLeaves = groupLeavesMax / 4
const joinedLeavesMax = (groupLeavesMax * 3) / 4
/** Leaves of a group that may be measured anew before it is. */
const staleLeavesMax = 8

export type LeafGroups = {
  readonly bytes: number
  /** Groups in the order of their leaves; as many as `groups`. */
  readonly order: Uint32Array
  readonly groups: number
  /** Position of the first leaf of the group at each place of `order`, and at the place after the last the number of leaves. */
  readonly starts: Uint32Array
  /** Bounds of group g from `g * boundCount` on. A new array when groups were added. */
  readonly bounds: Float64Array
  /** What least scores need, of group g from `g * scoreBoundCount` on. A new array when groups were added. */
  readonly scores: Float32Array
  /**
   * The same of the leaves of group g from `g * groupScores` on, {@link scoreBoundCount} each, in their order, so that pricing all of
   * them reads memory in one run. A new array when groups were added.
   */
  readonly leafScores: Float32Array
  /** Prices by memory code: where the others have {@link scoreBoundCount} numbers, these have {@link memoryScoreCount}. */
  readonly memoryScores: Float32Array
  readonly leafMemoryScores: Float32Array
  groupOf(leaf: number): number
  /** Returns where in `leafScores` those of a leaf begin. */
  scoresOf(leaf: number): number
  /** Returns the place of the group of a position. */
  placeOf(position: number): number
  /** Takes note of a leaf that now stands at a position. */
  insert(position: number, leaf: number): void
  /** Takes note of a leaf that stood at a position. */
  remove(position: number): void
  /** Widens a group by a row of one of its leaves. */
  widen(leaf: number, block: Uint32Array, row: number): void
  /** Takes note of new bounds of a leaf. */
  measured(leaf: number): void
  /** Takes note that rows of a leaf went; what else tells of a leaf does so, too. */
  changed(leaf: number): void
  /** Numbers that {@link countFlags} found, see flag-sets.ts. A new array when groups were added. */
  readonly flagCounts: Uint32Array
  /** Counts the flags of the group at a place, unless none of its rows changed since. Returns where in `flagCounts` they are. */
  countFlags(place: number): number
}

/** What groups are made of; arrays are read anew each time, as they may be replaced. */
type GroupedLeaves = { readonly bounds: Float64Array; readonly order: Uint32Array; readonly flags: FlagSets }

/** Returns the groups of no leaves. */
export function createLeafGroups(leaves: GroupedLeaves): LeafGroups {
  const free: number[] = []
  let bounds = new Float64Array(boundCount)
  let scores = new Float32Array(scoreBoundCount)
  let leafScores = new Float32Array(groupScores)
  let memoryScores = new Float32Array(memoryScoreCount)
  let leafMemoryScores = new Float32Array(groupScores / 2)
  let flagCounts = new Uint32Array(flagCountLength)
  /** By group: 1 when its `flagCounts` are right. */
  let isCounted = new Uint32Array(1)
  let order = new Uint32Array(16)
  let starts = new Uint32Array(17)
  let group = new Uint32Array(16)
  /** Place of a leaf in its group, from 0. */
  let member = new Uint32Array(16)
  let groups = 0
  let made = 0
  addAt(0, 0)

  function addAt(place: number, start: number): number {
    const number = free.pop() ?? made++
    if (bounds.length < made * boundCount) {
      bounds = longer(bounds, made * boundCount * 2)
      scores = longer(scores, made * scoreBoundCount * 2)
      leafScores = longer(leafScores, made * groupScores * 2)
      memoryScores = longer(memoryScores, made * memoryScoreCount * 2)
      leafMemoryScores = longer(leafMemoryScores, made * groupScores)
      flagCounts = longer(flagCounts, made * flagCountLength * 2)
      isCounted = longer(isCounted, made * 2)
    }
    if (order.length === groups) {
      order = longer(order, groups * 2)
      starts = longer(starts, groups * 2 + 1)
    }
    order.copyWithin(place + 1, place, groups)
    starts.copyWithin(place + 1, place, groups + 1)
    order[place] = number
    starts[place] = start
    groups++
    clearBounds(bounds, number * boundCount)
    isCounted[number] = 0
    return number
  }

  function placeOf(position: number): number {
    let [low, high] = [0, groups - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  function sizeAt(place: number): number {
    return (starts[place + 1] as number) - (starts[place] as number)
  }

  function shift(place: number, change: 1 | -1): void {
    for (let later = place + 1; later <= groups; later++) starts[later] = (starts[later] as number) + change
  }

  function insert(position: number, leaf: number): void {
    const place = placeOf(Math.max(0, position - 1))
    shift(place, 1)
    if (group.length <= leaf) {
      group = longer(group, leaf * 2)
      member = longer(member, leaf * 2)
    }
    renumber(place, position)
    cover(order[place] as number, leaf)
    if (sizeAt(place) > groupLeavesMax) split(place)
  }

  /** Tells the leaves of a group, from a position on, where in it they are. */
  function renumber(place: number, from: number): void {
    for (let position = from; position < (starts[place + 1] as number); position++) {
      const leaf = leaves.order[position] as number
      group[leaf] = order[place] as number
      member[leaf] = position - (starts[place] as number)
      digestLeaf(leaf)
    }
  }

  function cover(number: number, leaf: number): void {
    coverBounds(bounds, number * boundCount, leaves.bounds, leaf * boundCount)
    digestLeaf(leaf)
    digest(number)
  }

  function scoresOf(leaf: number): number {
    return (group[leaf] as number) * groupScores + (member[leaf] as number) * scoreBoundCount
  }

  function digestLeaf(leaf: number): void {
    writeScoreBounds(leafScores, scoresOf(leaf), leaves.bounds, leaf * boundCount)
    writeMemoryScores(leafMemoryScores, scoresOf(leaf) / 2, leaves.bounds, leaf * boundCount)
    changed(leaf)
  }

  function changed(leaf: number): void {
    isCounted[group[leaf] as number] = 0
  }

  function countFlags(place: number): number {
    const number = order[place] as number
    const at = number * flagCountLength
    if (isCounted[number] === 1) return at
    flagCounts.fill(0, at, at + flagCountLength)
    for (let position = starts[place] as number; position < (starts[place + 1] as number); position++) {
      const leaf = leaves.order[position] as number
      leaves.flags.addCounts(leaf, leaves.bounds[leaf * boundCount + leafCount] as number, flagCounts, at)
    }
    isCounted[number] = 1
    return at
  }

  function digest(number: number): void {
    writeScoreBounds(scores, number * scoreBoundCount, bounds, number * boundCount)
    writeMemoryScores(memoryScores, number * memoryScoreCount, bounds, number * boundCount)
  }

  function widen(leaf: number, block: Uint32Array, row: number): void {
    const number = group[leaf] as number
    widenBounds(bounds, number * boundCount, block, row)
    digestLeaf(leaf)
    digest(number)
  }

  function split(place: number): void {
    addAt(place + 1, (starts[place] as number) + (sizeAt(place) >> 1))
    settle(place)
    settle(place + 1)
  }

  function remove(position: number): void {
    const place = placeOf(position)
    shift(place, -1)
    isCounted[order[place] as number] = 0
    renumber(place, position)
    if (groups === 1 || sizeAt(place) >= sparseLeaves) return
    if (place > 0 && sizeAt(place - 1) + sizeAt(place) <= joinedLeavesMax) join(place - 1)
    else if (place + 1 < groups && sizeAt(place) + sizeAt(place + 1) <= joinedLeavesMax) join(place)
    else if (sizeAt(place) === 0) drop(place)
  }

  /** Gives the leaves of the next group to the one at a place. */
  function join(place: number): void {
    drop(place + 1)
    settle(place)
  }

  /** Forgets a group; its leaves, if any, are the former one's. */
  function drop(place: number): void {
    free.push(order[place] as number)
    order.copyWithin(place, place + 1, groups)
    starts.copyWithin(place, place + 1, groups + 1)
    groups--
    starts[0] = 0
  }

  /** Tells the leaves at a place their group, and measures it. */
  function settle(place: number): void {
    renumber(place, starts[place] as number)
    measure(place)
  }

  function measure(place: number): void {
    const number = order[place] as number
    const at = number * boundCount
    clearBounds(bounds, at)
    for (let position = starts[place] as number; position < (starts[place + 1] as number); position++) {
      coverBounds(bounds, at, leaves.bounds, (leaves.order[position] as number) * boundCount)
    }
    digest(number)
  }

  function measured(leaf: number): void {
    const number = group[leaf] as number
    const at = number * boundCount
    cover(number, leaf)
    const stale = (bounds[at + staleRows] as number) + 1
    bounds[at + staleRows] = stale
    if (stale > staleLeavesMax) measure(order.subarray(0, groups).indexOf(number))
  }

  return {
    get bytes() {
      const lists = order.byteLength + starts.byteLength + group.byteLength + member.byteLength + free.length * 8
      const ofScores = scores.byteLength + leafScores.byteLength + memoryScores.byteLength + leafMemoryScores.byteLength
      const counts = flagCounts.byteLength + isCounted.byteLength
      return bounds.byteLength + ofScores + counts + lists
    },
    get order() {
      return order
    },
    get groups() {
      return groups
    },
    get starts() {
      return starts
    },
    get bounds() {
      return bounds
    },
    get scores() {
      return scores
    },
    get leafScores() {
      return leafScores
    },
    get memoryScores() {
      return memoryScores
    },
    get leafMemoryScores() {
      return leafMemoryScores
    },
    groupOf: (leaf) => group[leaf] as number,
    scoresOf,
    placeOf,
    insert,
    remove,
    widen,
    measured,
    changed,
    get flagCounts() {
      return flagCounts
    },
    countFlags,
  }
}

function longer<T extends Uint32Array | Float32Array | Float64Array>(array: T, length: number): T {
  const copy = new (array.constructor as new (length: number) => T)(length)
  copy.set(array)
  return copy
}
