/** Hints for fields that a manifest does not have: what people mean who know other formats, or who mistyped. */
import type * as v from 'valibot'
import { type FieldPath, fieldText } from '../document/document-problem.ts'
import { manifestSchema } from './manifest-schema.ts'

/** What other formats call it. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['cmd', 'command, and args behind it'],
  ['entrypoint', 'command'],
  ['env', 'environment'],
  ['envs', 'environment'],
  ['replicas', 'instances'],
  ['count', 'instances, or gpus.count'],
  ['scale', 'instances'],
  ['gpu', 'resources.gpus.count'],
  ['cpu', 'resources.cpus'],
  ['mem', 'resources.memory'],
  ['ram', 'resources.memory'],
  ['storage', 'resources.disk'],
  ['healthcheck', 'health'],
  ['healthCheck', 'health'],
  ['timeout', 'limits.wallTime'],
  ['expose', 'ports'],
  ['matrix', 'array with a list of parameters'],
  ['budget', 'price.total'],
  ['pricing', 'price.max'],
  ['region', 'placement.regions'],
  ['volumes', 'inputs and outputs; nothing else outlives a job'],
  ['mounts', 'inputs and outputs; nothing else outlives a job'],
  ['artifacts', 'outputs'],
])
/** Most letters between a mistyped name and the right one. */
const distanceMax = 2
/** Longest name that is compared. */
const comparedCharsMax = 32

/** Returns what to do about a field that is not there. */
export function unknownFieldHint(path: FieldPath): string {
  const name = String(path.at(-1)).slice(0, comparedCharsMax)
  const meaning = meanings.get(name)
  if (meaning !== undefined) return `Remove it; here it is ${meaning}.`
  const here = fieldText(path)
  const known = fieldPaths.find((field) => lastPart(field) === name && field !== here)
  const near =
    known ?? fieldPaths.find((field) => distance(lastPart(field).toLowerCase(), name.toLowerCase()) <= distanceMax)
  const isGuess = known !== undefined || name.length > distanceMax
  return near !== undefined && isGuess ? `Did you mean ${near}?` : 'Remove it, or look its name up.'
}

const fieldPaths: readonly string[] = [
  ...new Set(manifestSchema.options.flatMap((option) => pathsIn(option, ''))),
].sort()

/** Returns the paths of fields in a schema, from the inside out of optional ones, lists and pipes. */
function pathsIn(schema: v.GenericSchema, before: string): string[] {
  const inner = schema as {
    entries?: object
    wrapped?: v.GenericSchema
    item?: v.GenericSchema
    pipe?: readonly unknown[]
  }
  const piped = (inner.pipe ?? []).filter((part): part is v.GenericSchema => part !== schema && isSchema(part))
  return [
    ...Object.entries(inner.entries ?? {}).flatMap(([name, entry]) => [
      before + name,
      ...pathsIn(entry as v.GenericSchema, `${before}${name}.`),
    ]),
    ...[inner.wrapped, inner.item].flatMap((part) => (part === undefined ? [] : pathsIn(part, before))),
    ...(inner.entries === undefined && inner.item === undefined ? piped.flatMap((part) => pathsIn(part, before)) : []),
  ]
}

function lastPart(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1)
}

function isSchema(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'kind' in part && part.kind === 'schema'
}

/** The Levenshtein distance. Cost: the product of the lengths, both bounded. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? 0
}
