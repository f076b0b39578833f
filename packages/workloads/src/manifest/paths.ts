/**
 * Names of files that a manifest may use: relative, below where they belong, the same on every system.
 *
 * Invariant: no accepted path leaves its folder, whoever joins it to what.
 */
import { isTaskPath, taskPathBytesMax } from '@millrace/protocol'
import type * as v from 'valibot'
import { Refusal, type SchemaPart, spelled } from './spelled.ts'

/** No empty, `.` or `..` part, no backslash, no control character. */
const pathPattern = '^(?!\\.{1,2}(/|$))[^/\\\\\\x00-\\x1f\\x7f]+(/(?!\\.{1,2}(/|$))[^/\\\\\\x00-\\x1f\\x7f]+)*$'
export const pathPart: SchemaPart = { type: 'string', pattern: pathPattern, maxLength: taskPathBytesMax }
const pathExpected = 'a path below the folder, such as scenes/scene.pov'

/** Returns whether the text is a relative path that stays below its folder, as a task on the wire may have it. */
export function isPathBelow(text: string): boolean {
  return isTaskPath(text) && new RegExp(pathPattern).test(text)
}

/** A schema for a path below a folder of the job. */
export const pathBelow: v.GenericSchema<string, string> = spelled(pathPart, readPath)

/** A schema for an output: a file or folder, no pattern. */
export const outputPath: v.GenericSchema<string, string> = spelled(pathPart, (value) => {
  if (typeof value === 'string' && /[*?]/.test(value)) {
    return new Refusal('the name of one file or folder', 'Patterns are not matched: write into a folder and name that.')
  }
  return readPath(value)
})

function readPath(value: unknown): string | Refusal {
  if (typeof value === 'string' && isPathBelow(value)) return value
  if (typeof value !== 'string') return new Refusal(pathExpected)
  if (value.startsWith('/')) {
    return new Refusal(pathExpected, 'Paths are relative: inputs stand below /work/in, outputs below /work/out.')
  }
  return new Refusal(pathExpected, 'Leave out "..", ".", empty parts, backslashes and a slash at the end.')
}
