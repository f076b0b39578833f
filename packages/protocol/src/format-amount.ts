/** What an amount is in the eyes of people: base units as token units, exact, never floating point. */
export type TokenUnit = { readonly symbol: string; readonly decimals: number }

const zeroCode = '0'.charCodeAt(0)

/**
 * Returns an amount in token units with its symbol, exact to the base unit; a difference may be negative.
 *
 * @example
 * formatAmount(1_250_000n, { symbol: 'tUSD', decimals: 6 }) // '1.25 tUSD'
 */
export function formatAmount(amount: bigint, token: TokenUnit): string {
  const negative = amount < 0n
  const digits = String(negative ? -amount : amount).padStart(token.decimals + 1, '0')
  const point = digits.length - token.decimals
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === zeroCode) end--
  const fraction = end === point ? '' : `.${digits.slice(point, end)}`
  return `${negative ? '-' : ''}${digits.slice(0, point)}${fraction} ${token.symbol}`.trimEnd()
}
