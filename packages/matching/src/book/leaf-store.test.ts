import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../test/support/random-market.ts'
import { flagCountLength, rowWords } from './flag-sets.ts'
import { boundCount, boundKinds, clearBounds, leafCount, widenBounds } from './leaf-bounds.ts'
import { groupScores } from './leaf-groups.ts'
import { createLeafStore, type LeafStore } from './leaf-store.ts'
import {
  blockOfLeaf,
  decode,
  expires,
  firstOfLeaf,
  gpuMemory,
  handle,
  height,
  inputHigh,
  inputLow,
  keyOfWords,
  kind,
  leafShift,
  market,
  measured,
  none,
  outputHigh,
  outputLow,
  place as placeColumn,
  reputation,
  rowColumns,
  unavailableFlag,
  withdrawnFlag,
} from './offer-rows.ts'
import { memoryScoreCount, scoreBoundCount, writeMemoryScores, writeScoreBounds } from './score-bounds.ts'

/** A store and the rows that it must hold, by handle. */
type Held = { readonly store: LeafStore; readonly rows: Map<number, Uint32Array>; readonly slots: number[] }

describe('leaves and their groups', () => {
  test('hold every row where its key is looked for, within bounds, after any changes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(300, 4_000, 16_000), (seed, size) => {
        const random = createRandom(seed)
        const held = emptyStore()
        for (let number = 0; number < size; number++) insert(held, number, randomRow(random, number))
        expectSound(held)
        for (let step = 0; step < size / 2; step++) change(held, random, size)
        expectSound(held)
        for (const share of [0.3, 0.5, 0.5, 0.9]) {
          for (const number of [...held.rows.keys()]) if (random.chance(share)) remove(held, number)
          expectSound(held)
        }
      }),
      { numRuns: 8, endOnFailure: true },
    )
  })

  test('cover rows that come from a leaf of another group', () => {
    const random = createRandom(5)
    const held = emptyStore()
    for (let number = 0; number < 12_000; number++) {
      const row = randomRow(random, number)
      row[market >> leafShift] = number
      row[expires >> leafShift] = number
      insert(held, number, row)
    }
    const { store, rows, slots } = held
    const border = store.groups.starts[1] as number
    const leaf = store.order[border] as number
    const ofLeaf = [...rows.keys()].filter((number) => (slots[number] as number) >> leafShift === leaf)
    for (const number of ofLeaf.slice(40)) remove(held, number)
    expect(store.order[border]).not.toBe(leaf)
    expect(store.groups.groupOf((slots[ofLeaf[0] as number] as number) >> leafShift)).toBe(store.groups.order[0])
    expectSound(held)
  })

  test('have their flags counted anew when a single row goes', () => {
    const random = createRandom(9)
    const held = emptyStore()
    for (let number = 0; number < 3_000; number++) insert(held, number, randomRow(random, number))
    const { groups } = held.store
    for (let number = 0; number < 20; number++) {
      remove(held, number)
      for (let place = 0; place < groups.groups; place++) expectCounts(held.store, place)
    }
  })

  test('have bounds as tight as their rows while rows only come', () => {
    const random = createRandom(7)
    const held = emptyStore()
    for (let number = 0; number < 20_000; number++) insert(held, number, randomRow(random, number))
    expect(held.store.groups.groups).toBeGreaterThan(3)
    for (const [bounds, at, rows] of measuredAnew(held.store)) {
      const [kept, anew] = [boundNumbers.map((bound) => bounds[at + bound]), boundNumbers.map((bound) => rows[bound])]
      expect(kept).toEqual(anew)
    }
  })
})

function emptyStore(): Held {
  const slots: number[] = []
  const store = createLeafStore((number, slot) => {
    slots[number] = slot
  })
  return { store, rows: new Map(), slots }
}

/** Few values where keys are made of, so that many are equal; any values elsewhere, so that each row may widen bounds. */
function randomRow(random: Random, number: number): Uint32Array {
  const row = new Uint32Array(rowColumns)
  const put = (column: number, value: number): void => {
    row[column >> leafShift] = value
  }
  for (let column = 0; column < rowColumns; column++) row[column] = random.below(2 ** 32)
  put(inputLow, random.below(5))
  put(inputHigh, 0)
  put(outputHigh, 0)
  put(market, random.pick([0, 0, 0, 1, 2 ** 20 + 3]))
  put(outputLow, random.pick([0, 5_000, 5_000, 90_000, 2 ** 31]))
  put(decode, random.pick([0, 20, 20, 300]))
  put(gpuMemory, random.pick([0, 24_576, 81_920]))
  put(reputation, random.pick([50_000, 600_000, 990_000]))
  put(kind, random.below(6) | (random.pick([1, 2, 200]) << 8) | (random.below(2) << 16) | (random.below(4) << 24))
  put(measured, random.pick([none, none, 3_000]))
  put(height, random.pick([none, 900, 2_000]))
  put(handle, number)
  return row
}

function insert({ store, rows, slots }: Held, number: number, row: Uint32Array): void {
  slots[number] = store.insert(row)
  rows.set(number, row)
}

function remove({ store, rows, slots }: Held, number: number): void {
  store.remove(slots[number] as number)
  rows.delete(number)
}

function change(held: Held, random: Random, size: number): void {
  const { store, rows, slots } = held
  const number = random.below(size)
  const row = rows.get(number)
  if (row === undefined) insert(held, number, randomRow(random, number))
  else if (random.chance(0.3)) remove(held, number)
  else if (random.chance(0.5)) {
    const column = random.pick([expires, reputation, measured])
    const changed = row.slice()
    changed[column >> leafShift] = random.below(1_000_000)
    rows.set(number, changed)
    store.setColumn(slots[number] as number, column, changed[column >> leafShift] as number)
  } else {
    const changed = randomRow(random, number)
    rows.set(number, changed)
    slots[number] = store.replace(slots[number] as number, changed)
  }
}

function expectSound({ store, rows, slots }: Held): void {
  const { groups, order, leaves } = store
  const positions = new Map(Array.from(order.subarray(0, leaves), (leaf, position) => [leaf, position]))
  expect(positions.size).toBe(leaves)
  for (const [number, row] of rows) {
    const slot = slots[number] as number
    const [leaf, first] = [slot >> leafShift, firstOfLeaf(slot >> leafShift) + (slot & ((1 << leafShift) - 1))]
    const block = blockOfLeaf(store.rows, leaf)
    const words = Uint32Array.from({ length: rowColumns }, (_, i) => block[(i << leafShift) + first] as number)
    if (words.some((word, i) => word !== row[i])) expect(words).toEqual(row)
    expectFlags(store, slot, words[placeColumn >> leafShift] as number)
    const { start, end } = store.range(keyOfWords(row), keyOfWords(row) + 1)
    const position = positions.get(leaf) as number
    if (position < start || position >= end) expect(position).toBe(`from ${start} to below ${end}`)
  }
  let counted = 0
  for (const leaf of positions.keys()) counted += store.bounds[leaf * boundCount + leafCount] as number
  expect(counted).toBe(rows.size)
  expectGrouped(store)
  for (const [bounds, at, anew] of measuredAnew(store)) expectCovers(bounds, at, anew)
  expect(groups.starts[groups.groups]).toBe(leaves)
}

function expectFlags({ flags }: LeafStore, slot: number, itsFlags: number): void {
  const sets = new Int32Array(2 * rowWords)
  flags.copyWithdrawn(slot >> leafShift, rowWords, sets, 0)
  flags.copyUnavailable(slot >> leafShift, rowWords, sets, rowWords)
  const row = slot & ((1 << leafShift) - 1)
  const bits = [0, rowWords].map((at) => ((sets[at + (row >> 5)] as number) >>> (row & 31)) & 1)
  const expected = [withdrawnFlag, unavailableFlag].map((flag) => Number((itsFlags & flag) !== 0))
  if (bits.join() !== expected.join()) expect(bits).toEqual(expected)
}

function expectGrouped(store: LeafStore): void {
  const { groups, order, leaves, bounds } = store
  for (let place = 0; place < groups.groups; place++) {
    const group = groups.order[place] as number
    const [start, end] = [groups.starts[place] as number, groups.starts[place + 1] as number]
    expect(end - start).toBeGreaterThan(0)
    for (let position = start; position < end; position++) {
      expect(groups.placeOf(position)).toBe(place)
      expect(groups.groupOf(order[position] as number)).toBe(groups.order[place])
      const leaf = order[position] as number
      expect(groups.scoresOf(leaf)).toBe(group * groupScores + (position - start) * scoreBoundCount)
      expectScores(groups.leafScores, groups.scoresOf(leaf), bounds, leaf)
      expectMemoryScores(groups.leafMemoryScores, groups.scoresOf(leaf) / 2, bounds, leaf)
    }
    expectCounts(store, place)
    expectScores(groups.scores, group * scoreBoundCount, groups.bounds, group)
    expectMemoryScores(groups.memoryScores, group * memoryScoreCount, groups.bounds, group)
  }
  expect(groups.placeOf(leaves - 1)).toBe(groups.groups - 1)
}

/** Counts the flags of the rows themselves. */
function expectCounts({ groups, order, bounds, rows }: LeafStore, place: number): void {
  const masks = [-1, withdrawnFlag, unavailableFlag, withdrawnFlag | unavailableFlag]
  const expected = masks.map(() => 0)
  for (let position = groups.starts[place] as number; position < (groups.starts[place + 1] as number); position++) {
    const leaf = order[position] as number
    const [block, first] = [blockOfLeaf(rows, leaf), firstOfLeaf(leaf)]
    for (let i = 0; i < (bounds[leaf * boundCount + leafCount] as number); i++) {
      // The lowest bit stands for the row itself.
      const itsFlags = (block[placeColumn + first + i] as number) | 1
      masks.forEach((mask, number) => {
        if ((itsFlags & mask) !== 0) expected[number] = (expected[number] as number) + 1
      })
    }
  }
  const at = groups.countFlags(place)
  expect([...groups.flagCounts.subarray(at, at + flagCountLength)]).toEqual(expected)
}

function expectMemoryScores(scores: Float32Array, from: number, bounds: Float64Array, owner: number): void {
  const expected = new Float32Array(memoryScoreCount)
  writeMemoryScores(expected, 0, bounds, owner * boundCount)
  expect([...scores.subarray(from, from + memoryScoreCount)]).toEqual([...expected])
}

function expectScores(scores: Float32Array, from: number, bounds: Float64Array, owner: number): void {
  const expected = new Float32Array(scoreBoundCount)
  writeScoreBounds(expected, 0, bounds, owner * boundCount)
  const isSame = expected.every((number, i) => Object.is(scores[from + i], number))
  if (!isSame) expect(scores.slice(from, from + scoreBoundCount)).toEqual(expected)
}

const { leasts, mosts, anys, alls } = boundKinds
const boundNumbers = [...leasts, ...mosts, ...anys, ...alls]

/** Yields the bounds of every leaf and every group as they are, and as its rows say. */
function* measuredAnew(store: LeafStore): Generator<readonly [Float64Array, number, Float64Array]> {
  const { groups, order, bounds } = store
  for (let place = 0; place < groups.groups; place++) {
    const ofGroup = new Float64Array(boundCount)
    clearBounds(ofGroup, 0)
    for (let position = groups.starts[place] as number; position < (groups.starts[place + 1] as number); position++) {
      const leaf = order[position] as number
      const ofLeaf = new Float64Array(boundCount)
      clearBounds(ofLeaf, 0)
      const [block, first] = [blockOfLeaf(store.rows, leaf), firstOfLeaf(leaf)]
      for (let i = 0; i < (bounds[leaf * boundCount + leafCount] as number); i++) {
        widenBounds(ofLeaf, 0, block, first + i)
        widenBounds(ofGroup, 0, block, first + i)
      }
      yield [bounds, leaf * boundCount, ofLeaf]
    }
    yield [groups.bounds, (groups.order[place] as number) * boundCount, ofGroup]
  }
}

function expectCovers(bounds: Float64Array, at: number, rows: Float64Array): void {
  const value = (of: Float64Array, from: number, bound: number): number => of[from + bound] as number
  const broken = [
    ...leasts.filter((bound) => value(bounds, at, bound) > value(rows, 0, bound)),
    ...mosts.filter((bound) => value(bounds, at, bound) < value(rows, 0, bound)),
    ...anys.filter((bound) => (value(rows, 0, bound) & ~value(bounds, at, bound)) !== 0),
    ...alls.filter((bound) => (value(bounds, at, bound) & ~value(rows, 0, bound)) !== 0),
  ]
  if (broken.length > 0) expect(broken).toEqual([])
}
