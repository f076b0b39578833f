/** Withheld receipts: what is left out of the root convicts, and no forged proof stands in for it. */
import type { Hash } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { omittedReceipts, postEpoch, postWithout, type SignedCharge, understates } from './posted-receipts.ts'

const anyHash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hash)
const anyCharges = fc
  .uniqueArray(anyHash, { minLength: 2, maxLength: 40 })
  .map((hashes) => hashes.map((receiptHash, index): SignedCharge => ({ receiptHash, amount: BigInt(index + 1) })))

test('honest books omit nothing and understate nothing', () => {
  fc.assert(
    fc.property(anyCharges, (charges) => {
      const posted = postEpoch(charges)
      expect(omittedReceipts(charges, posted)).toEqual([])
      expect(understates(charges, posted)).toBe(false)
    }),
  )
})

test('every receipt left out is found by who holds it, and the declared total is short of what buyers hold', () => {
  fc.assert(
    fc.property(anyCharges, fc.nat(), (charges, at) => {
      const hidden = charges[at % charges.length]?.receiptHash as Hash
      const posted = postWithout(charges, new Set([hidden]))
      expect(omittedReceipts(charges, posted)).toEqual([hidden])
      expect(understates(charges, posted)).toBe(true)
    }),
  )
})

test('a proof of another receipt does not stand in for the one left out', () => {
  fc.assert(
    fc.property(anyCharges, (charges) => {
      const [hidden, shown] = charges.map(({ receiptHash }) => receiptHash) as [Hash, Hash]
      const posted = postWithout(charges, new Set([hidden]))
      const forged = { ...posted, proofOf: () => posted.proofOf(shown) }
      expect(omittedReceipts(charges, forged)).toContain(hidden)
    }),
  )
})
