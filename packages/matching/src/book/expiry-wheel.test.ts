import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createExpiryWheel } from './expiry-wheel.ts'

const time = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 0, max: 300_000 }),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.constantFrom(63, 64, 65, 4_095, 4_096, 2 ** 24, 2 ** 30, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
)
const step = fc.record({ kind: fc.constantFrom('add', 'add', 'remove', 'advance'), time })

test('what is due leaves, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const held = new Map<number, number>()
      const wheel = createExpiryWheel((row) => held.get(row) ?? Number.NaN)
      let [now, rows] = [0, 0]
      for (const { kind, time } of steps) {
        if (kind === 'add') {
          held.set(rows, time)
          wheel.add(rows++, time)
        } else if (kind === 'remove') {
          const row = [...held.keys()][time % Math.max(1, held.size)]
          if (row === undefined) continue
          wheel.remove(row)
          held.delete(row)
        } else {
          now = Math.max(now, time)
          const due = [...held].filter(([, at]) => at <= now).map(([row]) => row)
          const left: number[] = []
          wheel.advance(time, (row) => {
            left.push(row)
            held.delete(row)
          })
          expect(left.sort((a, b) => a - b)).toEqual(due)
        }
      }
    }),
    { numRuns: 500 },
  )
})
