/**
 * How much unsettled work an operator's stake may carry: the bound of every hit and run, and of what honest buyers can lose
 * at once. Work is unsettled from its receipt until no conviction for it is possible any more.
 *
 * Units: base units; shares in bps of the stake, rounded down as `StakeVault` does.
 */
import { max } from './chance.ts'
import type { EconomicParameters } from './parameters.ts'
import { isOnProbation } from './probation.ts'

type ExposureParameters = Pick<EconomicParameters, 'exposureCapBps' | 'probationCapBps' | 'probationAudits'>

/**
 * Returns the most that an operator's unsettled receipts may charge together.
 *
 * @param cleanAudits - weight of the clean audits of its record; many by default.
 */
export function exposureCap(
  stake: bigint,
  parameters: ExposureParameters,
  cleanAudits: number = Number.POSITIVE_INFINITY,
): bigint {
  const bps = isOnProbation(cleanAudits, parameters) ? parameters.probationCapBps : parameters.exposureCapBps
  return (stake * BigInt(bps)) / 10_000n
}

/** Returns what may still be taken on beside what is unsettled; 0 when the cap is reached, or was lowered since. */
export function exposureLeft(
  stake: bigint,
  unsettled: bigint,
  parameters: ExposureParameters,
  cleanAudits?: number,
): bigint {
  return max(0n, exposureCap(stake, parameters, cleanAudits) - unsettled)
}
