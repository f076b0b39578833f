/** The prices of replayable answers, which cost more to make. Nodes ask and buyers count by the same rule. */
import type { Prices } from './charge.ts'

const bpsPerWhole = 10_000

/**
 * Returns the prices, raised and rounded up.
 *
 * @param premiumBps - hundredths of a percent, whole, at least 0.
 *
 * @example
 * raisedPrices({ inputPrice: 100n, outputPrice: 1n }, 500) // { inputPrice: 105n, outputPrice: 2n }
 */
export function raisedPrices({ inputPrice, outputPrice }: Prices, premiumBps: number): Prices {
  return { inputPrice: raised(inputPrice, premiumBps), outputPrice: raised(outputPrice, premiumBps) }
}

function raised(price: bigint, premiumBps: number): bigint {
  const whole = BigInt(bpsPerWhole)
  return (price * BigInt(bpsPerWhole + premiumBps) + whole - 1n) / whole
}
