/**
 * Numbers as tools print them, read so that nothing hostile or broken becomes a count: no signs, no wrapped values, no NaN, no
 * exponent, no guess at separators. What is not clearly a number is undefined.
 */

/** Largest count of anything: what a double holds exactly. Counters that wrapped below zero come out far above it. */
const countMax = Number.MAX_SAFE_INTEGER

/**
 * Returns a whole number of at least 0, or undefined.
 *
 * @param max - above it the text is taken for nonsense.
 *
 * @example
 * readCount(' 81559 ') // 81559
 * readCount('-1') // undefined
 * readCount('18446744073709551615') // undefined: −1 that wrapped
 */
export function readCount(text: string | undefined, max = countMax): number | undefined {
  const digits = text?.trim()
  if (digits === undefined || !/^\d{1,20}$/.test(digits)) return undefined
  const value = Number(digits)
  return value <= max ? value : undefined
}

/** Returns a decimal of at least 0, with a point or a comma for the fraction, or undefined; thousands are never grouped. */
export function readDecimal(text: string | undefined, max = countMax): number | undefined {
  const trimmed = text?.trim()
  if (trimmed === undefined || !/^\d{1,16}([.,]\d{1,9})?$/.test(trimmed)) return undefined
  const value = Number(trimmed.replace(',', '.'))
  return value <= max ? value : undefined
}

/** Returns 0x-prefixed or bare hex as a number, or undefined. */
export function readHex(text: string | undefined, max = countMax): number | undefined {
  const digits = /^(?:0x)?([0-9a-f]{1,13})$/i.exec(text?.trim() ?? '')?.[1]
  if (digits === undefined) return undefined
  const value = Number.parseInt(digits, 16)
  return value <= max ? value : undefined
}

/** Returns a name as it may be shown: one line, printable, bounded; undefined where nothing is left. */
export function readName(text: unknown, charsMax = 120): string | undefined {
  if (typeof text !== 'string') return undefined
  const name = text
    .toWellFormed()
    .replaceAll(/\p{C}+|\s+/gu, ' ')
    .trim()
    .slice(0, charsMax)
    .trim()
  return name === '' ? undefined : name
}
