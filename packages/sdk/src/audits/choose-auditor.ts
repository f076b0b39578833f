/** Whom to ask for an audit: the first in the order drawn that may judge the receipt, sells audits, and asks no more than is set aside. */
import { type Address, type Amount, charge } from '@millrace/protocol'
import { nextAuditors, rankAuditors } from '@millrace/verification'
import type { ProviderOffer } from '../offer-view.ts'
import type { AuditorRollReader } from './audit-chain.ts'
import { auditAmountMax } from './audit-ledger.ts'
import type { SampledAuditLimits } from './audit-limits.ts'
import type { AuditorAsk, AuditRow } from './audit-store.ts'

export type AuditorChoice = {
  readonly roll: AuditorRollReader
  /** What is offered now, everything. */
  readonly offers: readonly ProviderOffer[]
  /** Base units that may be spent now. */
  readonly moneyLeft: Amount
  readonly limits: SampledAuditLimits
}

/**
 * Returns whom to ask, undefined where nobody will do for now.
 *
 * @param row - a receipt that is drawn. @throws what the chain throws.
 */
export async function chooseAuditor(
  { roll, offers, moneyLeft, limits }: AuditorChoice,
  row: AuditRow,
  options: { readonly signal: AbortSignal },
): Promise<AuditorAsk | undefined> {
  const { due, receipt } = row
  if (due === undefined) return undefined
  const most = lesser(auditAmountMax(row, limits), moneyLeft)
  const asks = new Map<Address, AuditorAsk>()
  for (const offer of offers) {
    const ask = askOf(offer, row)
    if (ask !== undefined && ask.amountMax <= most) {
      const known = asks.get(ask.auditor)
      if (known === undefined || ask.amountMax < known.amountMax) asks.set(ask.auditor, ask)
    }
  }
  if (asks.size === 0) return undefined
  const enrolled = (await roll.auditors(options)).filter((auditor) => asks.has(auditor))
  const ranked = rankAuditors(due.draw, receipt.receiptHash, enrolled)
  const next = nextAuditors(ranked, { absentAuditors: [], ...due }).slice(0, limits.auditorsReadMax)
  for (const auditor of next) {
    if (await roll.mayJudge(auditor, row, options)) return asks.get(auditor)
  }
  return undefined
}

function askOf({ node, workload, modelRoot, prices, operator }: ProviderOffer, row: AuditRow): AuditorAsk | undefined {
  if (workload !== 'audit' || operator === row.operator) return undefined
  return { auditor: node, model: modelRoot, amountMax: charge(prices, { inputUnits: row.units, outputUnits: 0n }) }
}

function lesser(a: Amount, b: Amount): Amount {
  return a < b ? a : b
}
