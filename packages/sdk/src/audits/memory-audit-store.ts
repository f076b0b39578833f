import type { Hash } from '@millrace/protocol'
import {
  type AuditFinding,
  type AuditRow,
  type AuditStore,
  type AuditTotals,
  auditFindingsKeptMax,
  emptyAuditTotals,
} from './audit-store.ts'

type Found = { readonly finding: AuditFinding; readonly bundle: string }

/** Creates a store of audits that ends with the process. */
export function createMemoryAuditStore(): AuditStore {
  const rows = new Map<Hash, { readonly row: AuditRow; readonly bundle: string }>()
  let findings: readonly Found[] = []
  let totals: AuditTotals = emptyAuditTotals
  return {
    rows: () => [...rows.values()].map(({ row }) => row),
    bundle: (receiptHash) =>
      rows.get(receiptHash)?.bundle ??
      findings.find(({ finding, bundle }) => finding.receiptHash === receiptHash && bundle !== '')?.bundle,
    totals: () => totals,
    findings: () => findings.map(({ finding }) => finding),
    commit({ added = [], changed = [], removed = [], found = [], totals: counted = totals }) {
      for (const one of added) rows.set(one.row.receipt.receiptHash, one)
      for (const row of changed) {
        const known = rows.get(row.receipt.receiptHash)
        if (known !== undefined) rows.set(row.receipt.receiptHash, { ...known, row })
      }
      for (const receiptHash of removed) rows.delete(receiptHash)
      findings = keptOf([...[...found].reverse(), ...findings])
      totals = counted
    },
  }
}

/** @param found - the latest first, as is what it returns. */
function keptOf(found: readonly Found[]): readonly Found[] {
  const isCheat = ({ finding }: Found) => finding.kind === 'cheated'
  const ranked = [...found.filter(isCheat), ...found.filter((one) => !isCheat(one))]
  const kept = new Set(ranked.slice(0, auditFindingsKeptMax))
  return found.filter((one) => kept.has(one))
}
