/**
 * What a stake covers under `sampled`, at the network's default parameters and against a provider that does nothing at all: how
 * large one order may be, beside the exposure that all of an epoch may have (`exposureCap`). A table, because buyer and
 * node ask at every quote and must come to the same; `stake-cover.test.ts` holds it to {@link stakeForOrder}.
 *
 * Units: base units of anything, the same for stake and order; rates in ppm.
 */
import { defaultParameters } from './parameters.ts'

/** Base units of a token that a rate of the Courthouse is for. */
const rateUnit = 10n ** 18n

/** Stake ÷ price of an order before nothing is gained by cheating, by audit rate, rising. Rates between count as the one below. */
export const stakePerPrice = [
  [5_000, 3_328n],
  [10_000, 1_661n],
  [20_000, 830n],
  [50_000, 318n],
  [100_000, 158n],
  [200_000, 78n],
  [500_000, 29n],
  [1_000_000, 4n],
] as const

/** What of an auditor's power and of colluding auditors the table assumes, ppm (ADR 0025). */
export const coverAssumptions = { powerPpm: 900_000, colludingPpm: 200_000 } as const

/**
 * Returns the highest price of an order that the stake covers.
 *
 * @param ratePpm - of the order; auditors go no lower than the floor.
 *
 * @example
 * coveredOrderMax(1_000_000n, 20_000) // 1_204n
 */
export function coveredOrderMax(stake: bigint, ratePpm: number): bigint {
  const rate = Math.max(ratePpm, defaultParameters.auditFloorPpm)
  const step = stakePerPrice.findLast(([ppm]) => ppm <= rate) ?? stakePerPrice[0]
  return stake / step[1]
}

/** Returns a stake of MILL in base units of a token. @param rate - what 10^18 base units of it are worth in MILL; above 0. */
export function stakeInToken(stakeMill: bigint, rate: bigint): bigint {
  if (rate <= 0n) throw new RangeError('a token without a rate is covered by no stake')
  return (stakeMill * rateUnit) / rate
}
