/** What is left of audits without consent: their texts were kept for nothing else. */
import type { AuditStore } from './audit-store.ts'

/** Deletes receipts that an earlier consent kept, with their texts; findings stay. An audit that was out counts as paid. */
export function forgetReceipts(store: AuditStore): void {
  const rows = store.rows()
  if (rows.length === 0) return
  const totals = store.totals()
  const promised = rows.reduce((sum, { due }) => sum + (due?.out?.amountMax ?? 0n), 0n)
  store.commit({
    removed: rows.map(({ receipt }) => receipt.receiptHash),
    totals: { ...totals, lapsed: totals.lapsed + rows.length, spent: totals.spent + promised },
  })
}
