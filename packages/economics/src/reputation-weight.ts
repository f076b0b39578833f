/**
 * How much one observation of a provider counts, by what was paid for it.
 *
 * In proportion to the price: a record of cheap jobs costs little to make and so must be worth little, and splitting a job
 * never makes more of it. Capped, so that one dear job (perhaps bought from oneself) is no record either.
 */
import { min } from './chance.ts'
import type { EconomicParameters } from './parameters.ts'

/**
 * Returns the weight of an observation, in ppm of one; for `recordOutcome`, divide by a million.
 *
 * @param price - paid for the run, base units; what was free counts for nothing.
 *
 * @example
 * reputationWeight(500n, defaultParameters) // 500_000: half of the reference price
 */
export function reputationWeight(
  price: bigint,
  { referencePrice, observationWeightPpmMax }: Pick<EconomicParameters, 'referencePrice' | 'observationWeightPpmMax'>,
): number {
  if (price <= 0n) return 0
  return Number(min(BigInt(observationWeightPpmMax), (price * 1_000_000n) / referencePrice))
}
