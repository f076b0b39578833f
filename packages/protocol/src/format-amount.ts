/** What an amount is in the eyes of people: base units as token units, exact, never floating point. */
export type TokenUnit = { readonly symbol: string; readonly decimals: number }

/**
 * Returns an amount in token units with its symbol, exact to the base unit; a difference may be negative.
 *
 * @example
 * formatAmount(1_250_000n, { symbol: 'tUSD', decimals: 6 }) // '1.25 tUSD'
 */
export function formatAmount(amount: bigint, token: TokenUnit): string {
  const negative = amount < 0n
  const digits = String(negative ? -amount : amount).padStart(token.decimals + 1, '0')
  const whole = digits.slice(0, digits.length - token.decimals)
  const fraction = digits.slice(digits.length - token.decimals).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`} ${token.symbol}`.trimEnd()
}
