import fc from 'fast-check'
import { encodeAbiParameters, keccak256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { anyHash, uintOf } from '../test/support/arbitraries.ts'
import { expectClosedAndReachable } from '../test/support/state-table.ts'
import { leaseTransition, leaseTransitions, receiptIdOf } from './lease.ts'

describe('lease', () => {
  test('the table is closed and every state is reachable', () => {
    expectClosedAndReachable(leaseTransitions, 'quoted')
  })

  test('work runs only while open', () => {
    const running = Object.entries(leaseTransitions).filter(([, events]) => 'run' in events)
    expect(running.map(([state]) => state)).toEqual(['open'])
  })

  test('what is owed can be paid in every state that can owe', () => {
    expect(leaseTransition('open', 'pay')).toBe('open')
    expect(leaseTransition('arrears', 'pay')).toBe('open')
    expect(leaseTransition('closed', 'pay')).toBe('closed')
  })

  test('a closed lease stays closed', () => {
    expect(new Set(Object.values(leaseTransitions.closed))).toEqual(new Set(['closed']))
  })

  test('a receipt’s identifier is keccak of the ABI-encoded lease and sequence', () => {
    fc.assert(
      fc.property(anyHash, uintOf(64), (leaseId, sequence) => {
        const encoded = encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint64' }], [leaseId, sequence])
        expect(receiptIdOf(leaseId, sequence)).toBe(keccak256(encoded))
      }),
    )
  })
})
