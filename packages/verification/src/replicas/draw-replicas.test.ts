import type { Address } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawReplicas, isDiverse, type ReplicaCandidate } from './draw-replicas.ts'

const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}` as Address
const seedOf = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as const
const candidate = fc.record({
  node: fc.integer({ min: 1, max: 1_000 }).map(address),
  operator: fc.integer({ min: 1, max: 12 }).map(address),
  subnet: fc.constantFrom('10.1', '10.2', '10.3', '10.4'),
  stake: fc.bigInt({ min: 0n, max: 10n ** 24n }),
})
const unique = fc.uniqueArray(candidate, { selector: ({ node }) => node, maxLength: 40 })

describe('drawing replicas', () => {
  test('never two of one operator or subnet, never one taken or without stake, never the same twice', () => {
    fc.assert(
      fc.property(unique, unique, fc.integer({ min: 0, max: 16 }), fc.nat(), (candidates, taken, count, seed) => {
        const drawn = drawReplicas(candidates, count, seedOf(seed), taken.slice(0, 2))
        expect(drawn.length).toBeLessThanOrEqual(count)
        drawn.forEach((a, i) => {
          expect(a.stake > 0n && candidates.includes(a)).toBe(true)
          expect([...taken.slice(0, 2), ...drawn.slice(0, i)].every((b) => isDiverse(a, b))).toBe(true)
        })
      }),
    )
  })

  test('does not depend on the order in which candidates are listed', () => {
    fc.assert(
      fc.property(unique, fc.nat(), (candidates, seed) => {
        const one = candidates.map((entry) => ({ ...entry, stake: 5n }))
        expect(drawReplicas(one.toReversed(), 4, seedOf(seed))).toEqual(drawReplicas(one, 4, seedOf(seed)))
      }),
    )
  })

  test('workers of unknown subnet count as one subnet', () => {
    const unknown = [1, 2, 3].map((n) => ({ node: address(n), operator: address(10 + n), stake: 1n }))
    expect(drawReplicas(unknown, 3, seedOf(7))).toHaveLength(1)
  })

  test('by stake: more nodes, or the same stake over more operators, gain nothing', () => {
    // The attacker holds a quarter of the stake in 30 of 33 operators, each with its own subnet, and two nodes each.
    const honest = [1, 2, 3].map((n) => worker(n, 30n * 10n ** 18n))
    const sybils = Array.from({ length: 60 }, (_, i) => worker(100 + i, 10n ** 18n, 1_000 + (i % 30)))
    let bad = 0
    const draws = 1_500
    for (let seed = 0; seed < draws; seed++) {
      const [first] = drawReplicas([...sybils, ...honest], 1, seedOf(seed))
      if (first !== undefined && first.stake === 10n ** 18n) bad++
    }
    const share = bad / draws
    // A quarter within four standard deviations.
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / draws))
  })
})

function worker(n: number, stake: bigint, operator = n): ReplicaCandidate {
  return { node: address(n), operator: address(10_000 + operator), subnet: `net-${operator}`, stake }
}
