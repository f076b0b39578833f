/** Money typed in by people: decimal token amounts, never floating point. */
import { amountMax, type TokenUnit } from '@millrace/protocol'
import { UsageError } from './usage-error.ts'

/**
 * Returns the base units that a decimal text spells.
 *
 * @throws {UsageError} for signs, exponents, or more decimals than the token has.
 */
export function parseTokenAmount(text: string, token: TokenUnit): bigint {
  const match = /^(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text.trim())
  const fraction = match?.[2] ?? ''
  if (match === null || fraction.length > token.decimals) {
    throw new UsageError(
      `Expected an amount of ${token.symbol} with at most ${token.decimals} decimals, got "${text.slice(0, 40)}".`,
      'Write it like 12.5, without sign, unit or exponent.',
    )
  }
  const amount = BigInt(`${match[1]}${fraction.padEnd(token.decimals, '0')}`)
  if (amount > amountMax)
    throw new UsageError(`The amount ${text} is larger than a channel can hold.`, 'Use a smaller amount.')
  return amount
}
