/**
 * What metered work costs under a lease.
 *
 * Rounding is up and happens once per run, so a provider is never paid less than the agreed rate and the error is below
 * one base unit per receipt. The contract library rounds the same way (`Charge.sol`); `vectors/charge.json` holds both
 * to it.
 */
import type { Amount, PricePerMillion, Units } from './amount.ts'

const unitsPerPrice = 1_000_000n

export type Prices = { readonly inputPrice: PricePerMillion; readonly outputPrice: PricePerMillion }
export type MeteredUnits = { readonly inputUnits: Units; readonly outputUnits: Units }

/**
 * Returns the charge for a run, in base units, rounded up. Monotone in every argument.
 *
 * @example
 * charge({ inputPrice: 100_000n, outputPrice: 400_000n }, { inputUnits: 10n, outputUnits: 5n }) // 3n
 */
export function charge(prices: Prices, units: MeteredUnits): Amount {
  const scaled = units.inputUnits * prices.inputPrice + units.outputUnits * prices.outputPrice
  return (scaled + unitsPerPrice - 1n) / unitsPerPrice
}
