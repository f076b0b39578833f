/**
 * What a buyer pays for its audits: what its policy adds to the price for checking (`policyCost`, the items `canaries` and `audits`, as
 * auditors buy canaries of what they earn), set aside run by run. Pure.
 *
 * Invariant: what was spent, and what is out, is at most what was set aside and one named burst.
 */
import { defaultParameters, policyCost, ppmOne } from '@millrace/economics'
import type { Amount } from '@millrace/protocol'
import type { SampledAuditLimits } from './audit-limits.ts'
import type { AuditRow, AuditTotals } from './audit-store.ts'

const micro = 1_000_000n

/** Returns what a run sets aside, in millionths of a base unit: small runs are not rounded up to more than they add. */
export function setAsideMicro({ amount, ratePpm }: { readonly amount: Amount; readonly ratePpm: number }): bigint {
  const { items } = policyCost({ name: 'sampled', ratePpm }, amount * micro, defaultParameters)
  return items.reduce(
    (sum, { name, amount: part }) => (name === 'canaries' || name === 'audits' ? sum + part : sum),
    0n,
  )
}

/** Returns what the audit of a run may cost, in base units: what so many runs set aside for the one of them that is drawn. */
export function auditAmountMax(
  { amount, receipt }: Pick<AuditRow, 'amount' | 'receipt'>,
  { amountLeast }: Pick<SampledAuditLimits, 'amountLeast'>,
): Amount {
  const share = (setAsideMicro({ amount, ratePpm: receipt.ratePpm }) * BigInt(ppmOne)) / BigInt(receipt.ratePpm) / micro
  return share > amountLeast ? share : amountLeast
}

/** Returns the base units that may be spent now. @param rows - those that are out hold what they may cost. */
export function auditMoneyLeft(
  { earnedMicro, spent }: Pick<AuditTotals, 'earnedMicro' | 'spent'>,
  rows: Iterable<AuditRow>,
  { burst }: Pick<SampledAuditLimits, 'burst'>,
): Amount {
  let held = 0n
  for (const { due } of rows) held += due?.out?.amountMax ?? 0n
  return earnedMicro / micro + burst - spent - held
}
