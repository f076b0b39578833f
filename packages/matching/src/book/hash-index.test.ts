import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHashIndex } from './hash-index.ts'

test('finds what was inserted and not removed, however the hashes collide', () => {
  const key = fc.integer({ min: 0, max: 40 })
  // Few different hashes: runs of full slots that wrap around are the hard case of deletion.
  const hash = fc.constantFrom(0, 1, 2, 3, 5, 6, 9, 0xffff_ffff, 0xfc00_0003)
  const hashes = fc.array(hash, { minLength: 41, maxLength: 41 })
  const steps = fc.array(fc.tuple(fc.boolean(), key), { minLength: 100, maxLength: 300, size: 'max' })
  fc.assert(
    fc.property(hashes, steps, (hashOfKey, steps) => {
      const hashOf = (row: number): number => hashOfKey[row] ?? 0
      let sought = -1
      const index = createHashIndex({ hashOf, isSought: (row) => row === sought })
      const held = new Set<number>()
      for (const [isAdded, row] of steps) {
        if (isAdded === held.has(row)) continue
        if (isAdded) index.insert(hashOf(row), row)
        else index.remove(hashOf(row), row)
        if (isAdded) held.add(row)
        else held.delete(row)
        for (sought = 0; sought <= 40; sought++) {
          expect(index.find(hashOf(sought))).toBe(held.has(sought) ? sought : -1)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('refuses to remove what it does not hold', () => {
  const index = createHashIndex({ hashOf: () => 7, isSought: () => false })
  expect(() => index.remove(7, 3)).toThrow(RangeError)
})
