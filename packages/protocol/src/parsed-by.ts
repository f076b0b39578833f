import * as v from 'valibot'
import { MalformedError } from './malformed-error.ts'

/** Returns a schema that accepts what a parser of ours returns; its MalformedError becomes the issue's input. */
export function parsedBy<T>(parse: (value: unknown) => T): v.GenericSchema<unknown, T> {
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return parse(dataset.value)
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error
        addIssue({ message: error.message, input: error })
        return NEVER
      }
    }),
  )
}
