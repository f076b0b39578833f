/**
 * Money and metered work as branded bigints, so that a price is never passed where an amount belongs.
 *
 * Amounts are integers in the settlement token's base unit. Prices are base units per million units of work (tokens),
 * because one token of a small model costs far less than one base unit.
 */
import { MalformedError } from './malformed-error.ts'

/** Base units of the settlement token; from 0 to 2^128 − 1. */
export type Amount = bigint & { readonly __unit?: 'base units' }
/** Base units per 1,000,000 units of work; from 0 to 2^128 − 1. */
export type PricePerMillion = bigint & { readonly __unit?: 'base units per million units' }
/** Units of work: tokens read or written; from 0 to 2^64 − 1. */
export type Units = bigint & { readonly __unit?: 'units' }

/** Largest amount any message or contract slot can hold. */
export const amountMax: Amount = 2n ** 128n - 1n

const decimalPattern = /^(0|[1-9][0-9]{0,77})$/

/**
 * Returns the unsigned integer that a decimal string spells.
 *
 * @param bits - width of the integer, 1 to 256.
 * @throws {MalformedError} for signs, leading zeros, exponents, or values of `bits` bits or more.
 */
export function parseUint(value: unknown, bits: number, field: string): bigint {
  if (typeof value !== 'string' || !decimalPattern.test(value)) {
    throw new MalformedError(field, `an unsigned ${bits}-bit integer as a decimal string`, value)
  }
  const parsed = BigInt(value)
  if (parsed >> BigInt(bits) !== 0n) throw new MalformedError(field, `an integer below 2^${bits}`, value)
  return parsed
}
