import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBootstrapDialer, redialMs } from './bootstrap-dialer.ts'
import { meshLimits } from './mesh-limits.ts'

test('waits double up to a bound, and are never the same for all', () => {
  const waits = [0, 1, 2, 3, 5, 6, 50].map((failures) => redialMs(failures, meshLimits, () => 0))
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 32_000, 60_000, 60_000])
  fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
      const wait = redialMs(failures, meshLimits, () => random)
      expect(wait).toBeGreaterThanOrEqual(meshLimits.redialMsMin / 2)
      expect(wait).toBeLessThanOrEqual(meshLimits.redialMsMax)
    }),
  )
})

test('too many addresses, or one without peer id, are refused', () => {
  const init = { libp2p: {} as never, limits: meshLimits, log: undefined, random: Math.random }
  const address = '/ip4/192.0.2.1/tcp/4001'
  expect(() => createBootstrapDialer({ ...init, addresses: Array(33).fill(address) })).toThrow(RangeError)
  expect(() => createBootstrapDialer({ ...init, addresses: [address] })).toThrow(TypeError)
})
