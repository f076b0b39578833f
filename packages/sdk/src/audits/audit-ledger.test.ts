import type { Address, Hash } from '@millrace/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditAmountMax, auditMoneyLeft, setAsideMicro } from './audit-ledger.ts'
import { sampledAuditLimits as limits } from './audit-limits.ts'
import { type AuditRow, emptyAuditTotals } from './audit-store.ts'

test('a run sets aside what 2 % sampling adds to its price for checking', () => {
  expect(setAsideMicro({ amount: 1_000_000n, ratePpm: 20_000 })).toBe(18_400_000_000n)
  expect(setAsideMicro({ amount: 0n, ratePpm: 20_000 })).toBe(0n)
  expect(setAsideMicro({ amount: 1n, ratePpm: 20_000 })).toBe(18_400n)
})

test('the audit of a run may cost what as many runs as one is drawn of have set aside, and never less than prices can say', () => {
  expect(auditAmountMax(rowOf(1_000_000n, 20_000), limits)).toBe(920_000n)
  expect(auditAmountMax(rowOf(1_000_000n, 1_000_000), limits)).toBe(920_000n)
  expect(auditAmountMax(rowOf(3n, 20_000), limits)).toBe(limits.amountLeast)
})

test('spending whatever is left, nobody spends more than was set aside and the burst', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n })
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, fc.integer({ min: 1, max: 1_000_000 })), { maxLength: 60 }), (runs) => {
      let totals = emptyAuditTotals
      for (const [cost, ratePpm] of runs) {
        totals = { ...totals, earnedMicro: totals.earnedMicro + setAsideMicro({ amount: cost, ratePpm }) }
        const out = rowOf(cost, ratePpm, 7n)
        const left = auditMoneyLeft(totals, [out], limits)
        const asked = auditAmountMax(out, limits)
        if (asked <= left) totals = { ...totals, spent: totals.spent + asked }
        expect(totals.spent + 7n).toBeLessThanOrEqual(totals.earnedMicro / 1_000_000n + limits.burst)
      }
    }),
  )
})

function rowOf(amount: bigint, ratePpm: number, out?: bigint): AuditRow {
  const hash = `0x${'11'.repeat(32)}` as Hash
  const node = `0x${'22'.repeat(20)}` as Address
  const asked = { auditor: node, model: hash, amountMax: out ?? 0n }
  return {
    receipt: { receiptHash: hash, node, epoch: 1, ratePpm, deadlineMs: 1 },
    ...{ receiptId: hash, operator: node, exactness: 3, build: hash, amount, units: 1n, chars: 1 },
    ...(out === undefined ? {} : { due: { draw: hash, failedAuditors: [], notBeforeMs: 0, out: asked } }),
  }
}
