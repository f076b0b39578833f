import type { Hash } from '@millrace/protocol'
import {
  type AuditFinding,
  type AuditRow,
  type AuditStore,
  type AuditTotals,
  auditFindingsKeptMax,
  emptyAuditTotals,
} from './audit-store.ts'

/** Creates a store of audits that ends with the process. */
export function createMemoryAuditStore(): AuditStore {
  const rows = new Map<Hash, { readonly row: AuditRow; readonly bundle: string }>()
  let findings: readonly { readonly finding: AuditFinding; readonly bundle: string }[] = []
  let totals: AuditTotals = emptyAuditTotals
  return {
    rows: () => [...rows.values()].map(({ row }) => row),
    bundle: (receiptHash) =>
      rows.get(receiptHash)?.bundle ?? findings.find(({ finding }) => finding.receiptHash === receiptHash)?.bundle,
    totals: () => totals,
    findings: () => findings.map(({ finding }) => finding),
    commit({ added = [], changed = [], removed = [], found = [], totals: counted = totals }) {
      for (const one of added) rows.set(one.row.receipt.receiptHash, one)
      for (const row of changed) {
        const known = rows.get(row.receipt.receiptHash)
        if (known !== undefined) rows.set(row.receipt.receiptHash, { ...known, row })
      }
      for (const receiptHash of removed) rows.delete(receiptHash)
      findings = [...[...found].reverse(), ...findings].slice(0, auditFindingsKeptMax)
      totals = counted
    },
  }
}
