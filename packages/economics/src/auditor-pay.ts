/**
 * Whether auditing pays: for its cost, not for the cheats it finds, as where it works there are none.
 *
 * An auditor pays for canaries and computes audits; it is paid a fee by each audited order (`policyCost`) and a reporter's share of
 * what its audits convict. Units: base units, chances in parts of 10^18.
 */
import { type Chance, ceilDiv, chanceOne, ppmOne } from './chance.ts'
import { auditRateNeeded } from './stake-sizing.ts'

export type AuditTerms = {
  /** What the audited run cost its buyer; the auditor, when it is a canary. Base units. */
  readonly price: bigint
  /** Share of the audits that are canaries, ppm. */
  readonly canarySharePpm: number
  /** What computing one audit costs the auditor, base units. */
  readonly auditCost: bigint
}

/** Returns what an audit earns on average beyond its cost, base units, rounded down. @param reward - if it convicts. */
export function auditorProfit(
  fee: bigint,
  terms: AuditTerms,
  convicts: { readonly chance: Chance; readonly reward: bigint },
): bigint {
  return fee + (convicts.chance * convicts.reward) / chanceOne - auditOutlay(terms)
}

/** Returns the least fee at which an audit pays where nobody cheats. */
export function auditFeeNeeded(terms: AuditTerms, marginPpm: number): bigint {
  return auditOutlay(terms) + ceilDiv(terms.auditCost * BigInt(marginPpm), BigInt(ppmOne))
}

/**
 * Returns the share of audits in which faults must be planted so that signing without checking loses, ppm; undefined where the
 * bond is too small for any.
 *
 * @param bond - lost by an auditor that calls a planted fault honest, base units.
 */
export function plantedFaultsNeeded(auditCost: bigint, bond: bigint): number | undefined {
  return auditRateNeeded({ gain: auditCost }, bond, { powerPpm: ppmOne, colludingPpm: 0 })
}

function auditOutlay({ price, canarySharePpm, auditCost }: AuditTerms): bigint {
  return auditCost + ceilDiv(price * BigInt(canarySharePpm), BigInt(ppmOne))
}
