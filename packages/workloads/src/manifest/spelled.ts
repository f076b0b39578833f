/**
 * Values with a notation of their own, such as `2GiB`: one definition gives the reader, the words of its faults and the JSON
 * Schema of what may be written.
 */
import * as v from 'valibot'

/** A part of a JSON Schema, as it is published. */
export type SchemaPart = { readonly [keyword: string]: unknown }

/** What a reader answers instead of a value it cannot take. */
export class Refusal {
  readonly expected: string
  readonly hint: string

  constructor(expected: string, hint = '') {
    this.expected = expected
    this.hint = hint
  }
}

/** Between what was expected and the hint, in the message of an issue. */
const seam = '\n'

/** Returns a schema that takes what `read` does not refuse and is published as `part`. */
export function spelled<I, O>(part: SchemaPart, read: (value: unknown) => O | Refusal): v.GenericSchema<I, O> {
  const schema = v.pipe(
    v.unknown(),
    v.metadata(part),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const result = read(dataset.value)
      if (!(result instanceof Refusal)) return result
      addIssue({ message: said(result.expected, result.hint) })
      return NEVER
    }),
  )
  // The part says what may be written; valibot itself takes anything and leaves it to `read`.
  return schema as unknown as v.GenericSchema<I, O>
}

/** Returns the message of an issue: what was expected, and what to do about it. */
export function said(expected: string, hint: string): string {
  return hint === '' ? expected : `${expected}${seam}${hint}`
}

/** Returns what was expected, and what to do about it, of an issue's message. */
export function unsaid(message: string): { readonly expected: string; readonly hint: string } {
  const at = message.indexOf(seam)
  return at === -1 ? { expected: message, hint: '' } : { expected: message.slice(0, at), hint: message.slice(at + 1) }
}
