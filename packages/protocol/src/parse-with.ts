import * as v from 'valibot'
import { MalformedError } from './malformed-error.ts'

/** Returns the value a schema accepts. @throws {MalformedError} naming the first field at fault. */
export function parseWith<T extends v.GenericSchema>(schema: T, json: unknown, name: string): v.InferOutput<T> {
  const result = v.safeParse(schema, json, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const path = v.getDotPath(issue)
  throw new MalformedError(path === null ? name : `${name}.${path}`, issue.expected ?? 'another value', issue.input)
}
