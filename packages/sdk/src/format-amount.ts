/** Money for people: base units as token units. */
import type { TokenInfo } from '@millrace/chain'

/**
 * Returns an amount in token units with its symbol, exact to the base unit.
 *
 * @example
 * formatAmount(1_250_000n, { symbol: 'USDm', decimals: 6, address }) // '1.25 USDm'
 */
export function formatAmount(amount: bigint, token: Pick<TokenInfo, 'symbol' | 'decimals'>): string {
  const digits = amount.toString().padStart(token.decimals + 1, '0')
  const whole = digits.slice(0, digits.length - token.decimals)
  const fraction = digits.slice(digits.length - token.decimals).replace(/0+$/, '')
  return `${whole}${fraction === '' ? '' : `.${fraction}`} ${token.symbol}`.trimEnd()
}
