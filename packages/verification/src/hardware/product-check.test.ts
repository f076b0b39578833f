import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slowProduct, slowRow } from '../../test/support/slow-product.ts'
import { createProductCheck } from './product-check.ts'

const seed = `0x${'01'.repeat(32)}` as const
const secret = `0x${'02'.repeat(32)}` as const
const n = 64
const rows = slowProduct(seed, 1, n)
const check = createProductCheck({ seed, n }, 1, secret)

test('every row of the product is right, in its own place only', () => {
  expect(rows.map((row, i) => check.isRow(i, row))).toEqual(rows.map(() => true))
  expect(rows.slice(1).map((row, i) => check.isRow(i, row))).toEqual(rows.slice(1).map(() => false))
})

describe('a wrong row is refused', () => {
  const changed = (i: number, change: (row: Int32Array) => void): boolean => {
    const row = (rows[i] as Int32Array).slice()
    change(row)
    return check.isRow(i, row)
  }

  test('for any change of any entries', () => {
    const entry = fc.tuple(fc.nat(n - 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
    fc.assert(
      fc.property(fc.nat(n - 1), fc.array(entry, { minLength: 1, maxLength: 8 }), (i, entries) => {
        const before = rows[i] as Int32Array
        const row = before.slice()
        for (const [at, value] of entries) row[at] = value
        expect(check.isRow(i, row)).toBe(row.every((value, at) => value === before[at]))
      }),
    )
  })

  test('off by one, by the prime, by balanced pairs', () => {
    for (let i = 0; i < n; i++) {
      const at = (7 * i) % n
      const other = (at + 1) % n
      expect(changed(i, (row) => row.set([(row[at] ?? 0) + 1], at))).toBe(false)
      expect(changed(i, (row) => row.set([(row[at] ?? 0) + 2 ** 31 - 1], at))).toBe(false)
      expect(
        changed(i, (row) => {
          row.set([(row[at] ?? 0) + 5], at)
          row.set([(row[other] ?? 0) - 5], other)
        }),
      ).toBe(false)
    }
  })

  test('of another length, or out of range', () => {
    expect(check.isRow(0, new Int32Array(n - 1))).toBe(false)
    expect(check.isRow(0, new Int32Array(0))).toBe(false)
    for (const index of [-1, n, 0.5, Number.NaN]) expect(check.isRow(index, rows[0] as Int32Array)).toBe(false)
  })
})

test('rows of a larger product are right, by their definition', () => {
  const side = 1_024
  const big = createProductCheck({ seed, n: side }, 0, secret)
  const row = slowRow(seed, 0, side, 1_000)
  expect(big.isRow(1_000, row)).toBe(true)
  row[1_023] = (row[1_023] ?? 0) ^ 1
  expect(big.isRow(1_000, row)).toBe(false)
})
