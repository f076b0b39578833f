/** The prices of replayable answers, which cost more to make. Buyers count the same way. */
import type { Prices } from '@millrace/protocol'

const bpsPerWhole = 10_000

/** Returns the prices, raised and rounded up. @param premiumBps - hundredths of a percent, at least 0. */
export function raisedPrices({ inputPrice, outputPrice }: Prices, premiumBps: number): Prices {
  return { inputPrice: raised(inputPrice, premiumBps), outputPrice: raised(outputPrice, premiumBps) }
}

function raised(price: bigint, premiumBps: number): bigint {
  const whole = BigInt(bpsPerWhole)
  return (price * BigInt(bpsPerWhole + premiumBps) + whole - 1n) / whole
}
