import type { Hash } from '@millrace/protocol'
import { expect, test } from 'vitest'
import { createSlowProver, type SlowProver } from '../../test/support/slow-prover.ts'
import { challengeProblem, type HardwareChallenge, hardwareLimits, skippedShareMax } from './challenge.ts'
import { checkOpening, rowsToOpen } from './check-opening.ts'

const challenge: HardwareChallenge = {
  ...{ seed: `0x${'11'.repeat(32)}` as Hash, n: 64, rounds: 2, class: 'cpu' },
  ...{ issuedAt: 1_000, deadline: 61_000 },
}
const salt = `0x${'22'.repeat(32)}` as const
const secret = `0x${'33'.repeat(32)}` as const

/** Plays the protocol, with what a prover changes at each step. */
function play(changes: Partial<Record<'first' | 'afterCommit' | 'afterRecall', (rows: Uint8Array[]) => void>>) {
  const prover: SlowProver = createSlowProver(challenge)
  changes.first?.(prover.rows)
  const root = prover.commit()
  changes.afterCommit?.(prover.rows)
  const saltedRoot = prover.recall(salt)
  changes.afterRecall?.(prover.rows)
  const committed = { challenge, root, salt, saltedRoot, secret, opened: 40 }
  return { committed, opening: prover.open(rowsToOpen(committed)) }
}

const outcomeOf = (changes: Parameters<typeof play>[0]) => {
  const { committed, opening } = play(changes)
  return checkOpening(committed, opening)
}
const fair = play({}).committed
const openedOne = rowsToOpen(fair)[0] ?? 0
const flip = (index: number) => (rows: Uint8Array[]) => {
  const row = rows[index]?.slice() ?? new Uint8Array()
  row[0] = (row[0] ?? 0) ^ 1
  rows[index] = row
}

test('an honest prover passes', () => {
  expect(outcomeOf({})).toBe('right')
})

test('each way to cheat has its own outcome', () => {
  expect(outcomeOf({ first: flip(openedOne) })).toBe('wrong-product')
  expect(outcomeOf({ afterCommit: flip(openedOne) })).toBe('not-as-committed')
  expect(outcomeOf({ afterRecall: flip(openedOne) })).toBe('not-as-committed')
  // Held something else at the recall, and found the right row again for the opening.
  const forgetful = { afterCommit: flip(openedOne), afterRecall: flip(openedOne) }
  expect(outcomeOf(forgetful)).toBe('not-held')
})

test('lists that the roots do not stand for are refused, though the opened rows are right', () => {
  const { committed, opening } = play({})
  const elsewhere = [...Array(128).keys()].find((row) => !rowsToOpen(committed).includes(row)) ?? 0
  const changed = (list: Uint8Array) => list.with(32 * elsewhere, (list[32 * elsewhere] ?? 0) ^ 1)
  expect(checkOpening(committed, { ...opening, hashes: changed(opening.hashes) })).toBe('not-as-committed')
  expect(checkOpening(committed, { ...opening, saltedHashes: changed(opening.saltedHashes) })).toBe('not-held')
})

test('rows out of place, or from another seed, are not the product', () => {
  const swap = (rows: Uint8Array[]) => rows.reverse()
  expect(outcomeOf({ first: swap })).toBe('wrong-product')
  const other = createSlowProver({ ...challenge, seed: `0x${'12'.repeat(32)}` as Hash }).rows
  expect(outcomeOf({ first: (rows) => rows.splice(0, rows.length, ...other) })).toBe('wrong-product')
})

test('what has another shape is malformed', () => {
  const { committed, opening } = play({})
  const shapes = [
    { ...opening, rows: opening.rows.slice(1) },
    { ...opening, rows: opening.rows.map((row) => row.slice(4)) },
    { ...opening, hashes: opening.hashes.slice(32) },
    { ...opening, saltedHashes: new Uint8Array() },
  ]
  expect(shapes.map((shape) => checkOpening(committed, shape))).toEqual(shapes.map(() => 'malformed'))
})

test('a share of wrong rows is noticed as often as the bound says', () => {
  const wrong = new Set(Array.from({ length: 16 }, (_, i) => 8 * i))
  const trials = 400
  let missed = 0
  for (let trial = 0; trial < trials; trial++) {
    const trialSecret = `0x${trial.toString(16).padStart(64, '0')}` as const
    const committed = { ...fair, secret: trialSecret, opened: 8 }
    if (rowsToOpen(committed).every((index) => !wrong.has(index))) missed++
  }
  // (1 − 1/8)^8 = 0.344; drawn without replacement a little less. 400 trials: ± 0.024.
  expect(missed / trials).toBeGreaterThan(0.2)
  expect(missed / trials).toBeLessThan(0.344 + 0.12)
})

test('rows to open are drawn by the secret, each once, in range', () => {
  const rows = rowsToOpen(fair)
  expect(new Set(rows).size).toBe(40)
  expect(rows.every((row) => row >= 0 && row < 128)).toBe(true)
  expect(rowsToOpen({ ...fair, opened: 200 })).toHaveLength(128)
  expect(rowsToOpen({ ...fair, secret: salt })).not.toEqual(rows)
  for (const count of [0, 1.5, hardwareLimits.openedRowsMax + 1]) {
    expect(() => rowsToOpen({ ...fair, opened: count })).toThrow(RangeError)
  }
})

test('challenges out of bounds are refused in words', () => {
  expect(challengeProblem(challenge)).toBeUndefined()
  const bad: Partial<HardwareChallenge>[] = [
    ...[0, 63, 65, 96.5, -64, Number.NaN, 2 ** 40].map((n) => ({ n })),
    ...[0, -1, 1.5, 65, Number.NaN].map((rounds) => ({ rounds })),
    { n: 16_384, rounds: 17 },
    { deadline: 1_000 },
    { deadline: 10 ** 7 },
    { issuedAt: Number.NaN },
  ]
  for (const part of bad) expect(challengeProblem({ ...challenge, ...part })).toMatch(/must/)
})

test('the share that q rows leave to gain', () => {
  expect(skippedShareMax(256, 1e-6)).toBeCloseTo(0.0525, 4)
  expect(skippedShareMax(1, 0.5)).toBe(0.5)
})
