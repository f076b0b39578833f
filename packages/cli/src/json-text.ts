/** Returns a value as one line of JSON; bigints as decimal strings, as everywhere on the wire. */
export function toJsonText(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? String(field) : field))
}
