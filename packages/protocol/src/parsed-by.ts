import * as v from 'valibot'
import { isMillraceError } from './millrace-error.ts'

/** Returns a schema that accepts what a parser of ours returns; its error becomes the issue. */
export function parsedBy<T>(parse: (value: unknown) => T): v.GenericSchema<unknown, T> {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return parse(dataset.value)
      } catch (error) {
        if (!isMillraceError(error)) throw error
        addIssue({ message: error.message, expected: 'a valid value', received: error.message })
        return NEVER
      }
    }),
  )
}
