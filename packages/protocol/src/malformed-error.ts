import { MillraceError } from './millrace-error.ts'

/** Longest piece of a hostile value that an error message repeats, in characters. */
const quotedCharsMax = 80
/** Longest field path that an error message repeats, in characters: a peer chooses the keys it sends. */
const fieldCharsMax = 160

/** Bytes, JSON or fields that are not what the protocol says they are. */
export class MalformedError extends MillraceError {
  override readonly name = 'MalformedError'
  readonly field: string
  readonly #expected: string
  readonly #got: string

  constructor(field: string, expected: string, got: unknown) {
    const place = printable(field.slice(0, fieldCharsMax))
    const description = got instanceof Description ? got.text : describe(got)
    super({
      code: 'PROTOCOL_MALFORMED',
      message: `${place}: expected ${expected}, got ${description}.`,
      hint: 'Both sides must speak the same protocol version; check that the peer is up to date.',
      retryable: false,
    })
    this.field = place
    this.#expected = expected
    this.#got = description
  }

  /** Returns the same fault as seen from the value that holds this one: `frame.order (Order.amountMax)`. */
  within(path: string): MalformedError {
    return new MalformedError(`${path} (${this.field})`, this.#expected, new Description(this.#got))
  }
}

/** A value that was already put in words, so that no error keeps a hostile value alive. */
class Description {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') {
    const piece = value.length > quotedCharsMax ? `${value.slice(0, quotedCharsMax)}…` : value
    return printable(JSON.stringify(piece))
  }
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value).slice(0, quotedCharsMax)
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Spells out what would move a terminal's cursor, reorder its text or start a new line in a log. */
function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
    )
}
