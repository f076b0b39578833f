import { createHash } from 'node:crypto'
import { bytesToHex } from '@millrace/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../test/support/replica-rounds.ts'
import { isAuditChosen } from './audit-choice.ts'

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytesToHex)
const ppm = fc.integer({ min: 0, max: 1_000_000 })

describe('the choice of audits', () => {
  test('is SHA-256’s first 64 bits, scaled to a million', () => {
    fc.assert(
      fc.property(hash, hash, ppm, (beacon, receipt, ratePpm) => {
        const bytes = (hex: string) => Buffer.from(hex.slice(2), 'hex')
        const digest = createHash('sha256')
          .update('millrace:audit-choice:v1\n')
          .update(bytes(beacon))
          .update(bytes(receipt))
        const draw = digest.digest().readBigUInt64BE(0)
        expect(isAuditChosen(beacon, receipt, ratePpm)).toBe((draw * 1_000_000n) / 2n ** 64n < BigInt(ratePpm))
      }),
    )
  })

  test('0 chooses none, a million all, and a higher rate whatever a lower one does', () => {
    fc.assert(
      fc.property(hash, hash, ppm, ppm, (beacon, receipt, a, b) => {
        expect([isAuditChosen(beacon, receipt, 0), isAuditChosen(beacon, receipt, 1_000_000)]).toEqual([false, true])
        const [low, high] = a < b ? [a, b] : [b, a]
        if (isAuditChosen(beacon, receipt, low)) expect(isAuditChosen(beacon, receipt, high)).toBe(true)
      }),
    )
  })

  test('is uniform over receipts and over beacons, and independent between beacons', () => {
    const draws = 20_000
    const both = [0, 0, 0, 0]
    for (let i = 0; i < draws; i++) {
      const first = isAuditChosen(hashOf(1), hashOf(1_000 + i), 200_000)
      const second = isAuditChosen(hashOf(2), hashOf(1_000 + i), 200_000)
      const cell = (first ? 2 : 0) + (second ? 1 : 0)
      both[cell] = (both[cell] ?? 0) + 1
    }
    const expected = [0.64, 0.16, 0.16, 0.04].map((share) => share * draws)
    const chiSquared = expected.reduce((sum, want, i) => sum + ((both[i] ?? 0) - want) ** 2 / want, 0)
    // 99.9 % of chi squared with three degrees of freedom; the seed is fixed.
    expect(chiSquared).toBeLessThan(16.27)
    const beacons = Array.from({ length: draws }, (_, i) => isAuditChosen(hashOf(i), hashOf(5), 20_000)).filter(Boolean)
    expect(Math.abs(beacons.length - 400)).toBeLessThan(4 * Math.sqrt(draws * 0.02 * 0.98))
  })

  test('refuses what is no rate', () => {
    for (const rate of [-1, 1_000_001, 0.5, Number.NaN])
      expect(() => isAuditChosen(hashOf(1), hashOf(2), rate)).toThrow(RangeError)
  })
})
