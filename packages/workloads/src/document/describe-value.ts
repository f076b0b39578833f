/** Hostile values in words: short, on one line, and without the characters that move a terminal's cursor. */

/** Characters of a value that a message repeats. */
const quotedCharsMax = 60

/** Returns a value in words, such as `"4 GB"` or `an array of 3`. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    return printable(JSON.stringify(value.length > quotedCharsMax ? `${value.slice(0, quotedCharsMax)}…` : value))
  }
  if (value === undefined) return 'nothing'
  if (value === null) return 'an empty value'
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' ? 'a map' : String(value).slice(0, quotedCharsMax)
}

/** Returns what kind of value it is, and none of it. */
export function describeHidden(value: unknown): string {
  if (typeof value === 'string') return `a text of ${value.length} characters`
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number'
  return typeof value === 'boolean' ? 'true or false' : describeValue(value)
}

/** Returns the text with control, format and line characters spelled out. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
    )
}
