/**
 * How often a provider is audited, by its record: every run of a new identity, then ever fewer, never below the floor nor
 * below what the buyer ordered.
 *
 * After k clean audits the error to expect of a cheat that was not caught falls as 1/k (Sarmenta's bound, ADR 0026), so the rate falls as
 * 1/k too: rate × expected damage stays level. A new name buys nothing: it starts at full audits and under a small cap.
 */
import { ppmOne } from './chance.ts'
import type { EconomicParameters } from './parameters.ts'

/**
 * Returns the share of runs to audit, ppm. Never falls with the ordered rate, never rises with the record.
 *
 * @param orderedPpm - what the order's policy says.
 * @param cleanAudits - audits that found nothing, weighted by price (`reputationWeight`); decayed, and 0 after a conviction.
 *
 * @example
 * auditRate(20_000, 0, defaultParameters) // 1_000_000: a new identity
 * auditRate(20_000, 500, defaultParameters) // 100_000
 * auditRate(20_000, 2_500, defaultParameters) // 20_000: a record
 */
export function auditRate(
  orderedPpm: number,
  cleanAudits: number,
  parameters: Pick<EconomicParameters, 'auditFloorPpm' | 'probationAudits'>,
): number {
  const least = Math.max(orderedPpm, parameters.auditFloorPpm)
  if (isOnProbation(cleanAudits, parameters)) return ppmOne
  return Math.min(ppmOne, Math.max(least, Math.ceil((parameters.probationAudits * ppmOne) / cleanAudits)))
}

/** Returns whether a record is too short to be audited less than always. What is no count (negative, NaN) is no record. */
export function isOnProbation(
  cleanAudits: number,
  { probationAudits }: Pick<EconomicParameters, 'probationAudits'>,
): boolean {
  return !(cleanAudits >= probationAudits)
}
