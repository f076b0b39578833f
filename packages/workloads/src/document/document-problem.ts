/** What is wrong with a file that somebody wrote: where, what was expected, what came, and what to do about it. */
import { printable } from './describe-value.ts'

/** Faults of one file that are told at once: more would scroll away, and the first ones often cause the rest. */
export const problemsMax = 20
/** Characters of a field's path in a message: who writes the file chooses its keys. */
const fieldCharsMax = 160

export type DocumentProblem = {
  /** From 1; undefined when the fault is of the file as a whole or the value was no text. */
  readonly line: number | undefined
  /** Dotted path, such as `resources.memory`; empty for the file as a whole. */
  readonly field: string
  /** Expected and got. Never repeats a value from `environment` or `secrets`. */
  readonly message: string
  readonly hint: string
}

export type FieldPath = readonly (string | number)[]

/** Returns a path as people write it: `inputs[2].path`. */
export function fieldText(path: FieldPath): string {
  const text = path.reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`
    return before === '' ? part : `${before}.${part}`
  }, '')
  return printable(text.slice(0, fieldCharsMax))
}

/** Returns one line about a fault: `line 4, resources.memory: expected …, got …`. */
export function problemText({ line, field, message }: DocumentProblem): string {
  const place = [line === undefined ? '' : `line ${line}`, field].filter((part) => part !== '').join(', ')
  return place === '' ? message : `${place}: ${message}`
}
