/**
 * Parameters in texts: `${NAME}` becomes the value of that parameter, and nothing else is touched. No shell is involved, and a value
 * is never looked at again, so a value that contains `${…}` stays as it is.
 *
 * Of the dollars before a brace, each pair is one dollar; an odd one begins a parameter. So `$${HOME}` is the text `${HOME}`, and
 * dollars elsewhere, as in `$HOME` or `$$`, are themselves.
 */

const pattern = /(\$+)\{([A-Za-z_][A-Za-z0-9_]*\})?/g

/** Returns the text with values in place of parameters. @throws {RangeError} for a parameter that has no value. */
export function substitute(text: string, values: ReadonlyMap<string, string>): string {
  if (!text.includes('${')) return text
  return text.replace(pattern, (_, dollars: string, rest: string | undefined) => {
    const kept = '$'.repeat(dollars.length >> 1)
    if (dollars.length % 2 === 0) return `${kept}{${rest ?? ''}`
    const value = rest === undefined ? undefined : values.get(rest.slice(0, -1))
    if (value === undefined) throw new RangeError(`No value for the parameter in ${JSON.stringify(text.slice(0, 80))}.`)
    return kept + value
  })
}

/** Returns the parameters that a text names; undefined stands for a `${` that begins no name. Cost: linear. */
export function namedParameters(text: string): (string | undefined)[] {
  return [...text.matchAll(pattern)]
    .filter(([, dollars = '']) => dollars.length % 2 === 1)
    .map(([, , rest]) => rest?.slice(0, -1))
}

/** Returns a text that {@link substitute} turns back into this one. */
export function escapeParameters(text: string): string {
  return text.replace(/\$+(?=\{)/g, (dollars) => dollars + dollars)
}
