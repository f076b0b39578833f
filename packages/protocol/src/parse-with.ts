import * as v from 'valibot'
import { MalformedError } from './malformed-error.ts'

/** Returns the value a schema accepts. @throws {MalformedError} naming the first field at fault. */
export function parseWith<T extends v.GenericSchema>(schema: T, json: unknown, name: string): v.InferOutput<T> {
  const result = v.safeParse(schema, json, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const path = v.getDotPath(issue)
  const place = path === null ? name : `${name}.${path}`
  if (issue.input instanceof MalformedError) throw issue.input.within(place)
  if (issue.expected === 'never') throw new MalformedError(place, 'no such field', issue.path?.at(-1)?.value)
  // A custom schema knows nothing to say but the message it was given, which in this package is what was expected.
  const expected = issue.type === 'custom' ? issue.message : (issue.expected ?? issue.message)
  throw new MalformedError(place, expected, issue.input)
}
