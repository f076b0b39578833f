import { MillraceError } from './millrace-error.ts'

/** Longest piece of a hostile value that an error message repeats, in characters. */
const quotedCharsMax = 80

/** Bytes, JSON or fields that are not what the protocol says they are. */
export class MalformedError extends MillraceError {
  override readonly name = 'MalformedError'
  readonly field: string

  constructor(field: string, expected: string, got: unknown) {
    super({
      code: 'PROTOCOL_MALFORMED',
      message: `${field}: expected ${expected}, got ${describe(got)}.`,
      hint: 'Both sides must speak the same protocol version; check that the peer is up to date.',
      retryable: false,
    })
    this.field = field
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string')
    return `"${value.length > quotedCharsMax ? `${value.slice(0, quotedCharsMax)}…` : value}"`
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value).slice(0, quotedCharsMax)
  if (value === null || value === undefined) return String(value)
  return Array.isArray(value) ? `an array of ${value.length}` : `a ${typeof value}`
}
