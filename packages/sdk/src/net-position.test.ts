import type { Address } from '@millrace/protocol'
import { describe, expect, test } from 'vitest'
import { testDetails } from '../test/support/scripted-provider.ts'
import type { HeldOffers } from './held-offers.ts'
import { createNetPosition } from './net-position.ts'

const node = `0x${'31'.repeat(20)}` as Address

function position(known = true) {
  const told: (number | undefined)[] = []
  const coordinate = { xUs: 40_000, yUs: 0, zUs: 0, heightUs: 1_000, errorPpm: 100_000 }
  const held = {
    matching: { setRoundTrip: (_node: Address, ms: number | undefined) => told.push(ms) },
    hasNode: () => known,
    offersOf: () => [{ details: { ...testDetails, coordinate } }],
  } as unknown as HeldOffers
  return {
    told,
    at: createNetPosition(
      () => held,
      () => 0.5,
    ),
  }
}

describe('a measured round trip', () => {
  test('by a clock that was set back says nothing', () => {
    const { told, at } = position()
    for (const ms of [-3_600_000, Number.NaN, 50]) at.measured(node, ms)
    expect(told).toEqual([50])
  })

  test('is the quickest of the last few, told when it changes by a tenth', () => {
    const { told, at } = position()
    for (const ms of [50, 80, 48, 40, 39]) at.measured(node, ms)
    expect(told).toEqual([50, 40])
    expect(at.roundTripMs(node)).toBe(40)
    for (let i = 0; i < 8; i++) at.measured(node, 90)
    expect(told.at(-1)).toBe(90)
  })

  test('moves this buyer in the coordinates of the network', () => {
    const { at } = position()
    const before = at.coordinate()
    for (let i = 0; i < 20; i++) at.measured(node, 10)
    const { x, error } = at.coordinate()
    expect(x).toBeGreaterThan(before.x)
    expect(error).toBeLessThan(before.error)
  })

  test('of a node without offers is told when it has some', () => {
    const { told, at } = position(false)
    at.measured(node, 50)
    expect(told).toEqual([])
    at.announce(node)
    expect(told).toEqual([50])
  })
})
