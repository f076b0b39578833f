/**
 * Ranges of bytes as HTTP spells them (RFC 9110 section 14), of which only one form is used here: a single range with a
 * start. Within the program a range ends before `end`; in headers the last byte is named.
 */

export type ByteRange = {
  /** Offset of the first byte. */
  readonly start: number
  /** Offset after the last byte; more than `start`. */
  readonly end: number
}

/** Fifteen digits, so that every number is a safe integer. */
const rangePattern = /^bytes=(\d{1,15})-(\d{1,15})?$/
const contentRangePattern = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/

/**
 * Returns the range that a `range` header asks of an object, cut to what exists and to `spanBytesMax`, which a server may
 * (RFC 9110 section 15.3.7); `malformed` for anything but a single range with a start; `unsatisfiable` past the end.
 *
 * @param bytes - size of the object; at least 0.
 * @param spanBytesMax - most bytes to answer with; at least 1.
 */
export function parseRange(
  header: string | undefined,
  bytes: number,
  spanBytesMax: number,
): ByteRange | 'malformed' | 'unsatisfiable' {
  const match = rangePattern.exec(header ?? '')
  if (match === null) return 'malformed'
  const start = Number(match[1])
  const last = match[2] === undefined ? Number.MAX_SAFE_INTEGER - 1 : Number(match[2])
  if (last < start) return 'malformed'
  if (start >= bytes) return 'unsatisfiable'
  return { start, end: Math.min(last + 1, bytes, start + spanBytesMax) }
}

/** Returns the `range` header that asks for these bytes. */
export function rangeHeader({ start, end }: ByteRange): string {
  return `bytes=${start}-${end - 1}`
}

/** Returns the `content-range` header that announces these bytes of an object. */
export function contentRangeHeader({ start, end }: ByteRange, bytes: number): string {
  return `bytes ${start}-${end - 1}/${bytes}`
}

/** Returns the range and the object's size that a `content-range` header announces, or undefined when it announces none. */
export function parseContentRange(header: string | undefined): (ByteRange & { readonly bytes: number }) | undefined {
  const match = contentRangePattern.exec(header ?? '')
  if (match === null) return undefined
  const [start, last, bytes] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return start <= last && last < bytes ? { start, end: last + 1, bytes } : undefined
}
