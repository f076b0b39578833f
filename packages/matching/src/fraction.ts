/** Fractions as whole millionths, so that money is only ever multiplied and divided by integers. */

/** What a fraction of 1 is. */
export const fractionBase = 1_000_000n

/** Returns the fraction in millionths, rounded to the nearest. @throws {RangeError} outside 0 to 1. */
export function toFraction(value: number, name: string): bigint {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name}: ${value} is not from 0 to 1`)
  return BigInt(Math.round(value * Number(fractionBase)))
}
