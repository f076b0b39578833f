import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToHex, createBeaconChain, isBeaconOf, isRunSequence, leaseRunsMax, zeroHash } from './index.ts'

const anySequence = fc.bigInt({ min: 1n, max: BigInt(leaseRunsMax) })
const chain = createBeaconChain(new Uint8Array(32).fill(3))

describe('beacon', () => {
  test('the last link is the secret, and the end is its hash as often as a lease has runs', () => {
    const secret = new Uint8Array(32).fill(3)
    let value = secret
    for (let i = 0; i < leaseRunsMax; i++) value = sha256(value)
    expect(chain.end).toBe(bytesToHex(value))
    expect(chain.link(BigInt(leaseRunsMax))).toBe(bytesToHex(secret))
  })

  test('each link holds for its sequence and for no other', () => {
    fc.assert(
      fc.property(anySequence, anySequence, (sequence, other) => {
        expect(isBeaconOf(chain.end, sequence, chain.link(sequence))).toBe(true)
        expect(isBeaconOf(chain.end, other, chain.link(sequence))).toBe(sequence === other)
      }),
    )
  })

  test('a link that was checked before saves hashes and changes nothing', () => {
    fc.assert(
      fc.property(anySequence, anySequence, (first, second) => {
        const known = { sequence: first, beacon: chain.link(first) }
        expect(isBeaconOf(chain.end, second, chain.link(second), known)).toBe(true)
        expect(isBeaconOf(chain.end, second, chain.link(first), known)).toBe(first === second)
      }),
    )
  })

  test('what is no run of a lease has no link, and holds never', () => {
    for (const sequence of [0n, -1n, BigInt(leaseRunsMax) + 1n, 2n ** 64n - 1n]) {
      expect(isRunSequence(sequence)).toBe(false)
      expect(() => chain.link(sequence)).toThrow(RangeError)
      expect(isBeaconOf(chain.end, sequence, chain.end)).toBe(false)
    }
    expect(isBeaconOf(chain.end, 1n, zeroHash)).toBe(false)
  })
})
