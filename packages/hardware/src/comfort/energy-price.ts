/**
 * What energy costs and what work earns for it: integers of a token's base unit, pure.
 *
 * Costs round up and earnings down, so a provider that is told it earns does earn.
 */

/** Joules of a kilowatt-hour. */
export const joulesPerKwh = 3_600_000

/**
 * Returns the cost of energy, rounded up.
 *
 * @param joules - at least 0, finite.
 * @param pricePerKwh - base units; at least 0.
 *
 * @example
 * energyCost(1_800_000, 300_000n) // 150000n: half a kilowatt-hour
 */
export function energyCost(joules: number, pricePerKwh: bigint): bigint {
  const millijoules = millijoulesOf(joules)
  const perKwh = BigInt(joulesPerKwh) * 1_000n
  return (millijoules * pricePerKwh + perKwh - 1n) / perKwh
}

/** Returns what was earned for each kilowatt-hour, rounded down; undefined where no energy was metered. */
export function earningsPerKwh(earned: bigint, joules: number): bigint | undefined {
  const millijoules = millijoulesOf(joules)
  return millijoules === 0n ? undefined : (earned * BigInt(joulesPerKwh) * 1_000n) / millijoules
}

function millijoulesOf(joules: number): bigint {
  if (!Number.isFinite(joules) || joules < 0) throw new RangeError(`joules must be at least 0, got ${joules}`)
  return BigInt(Math.round(joules * 1_000))
}
