/**
 * A map of an imported file that is read key by key and remembers which keys were. Whatever nobody took is noted at the end, so
 * nothing is left out without a word.
 */
import type { FieldPath } from '../document/document-problem.ts'
import type { Note } from './import-finding.ts'

/** Why keys are not supported, and what to do instead. */
export type Reasons = ReadonlyMap<string, readonly [reason: string, action: string]>

export type Section = {
  readonly path: FieldPath
  /** Returns the value of a key and counts it as read; undefined when it is not there. */
  readonly take: (key: string) => unknown
  /** Returns the text of a key, undefined where there is none; other values are noted. */
  readonly text: (key: string) => string | undefined
  /** Returns a whole number, undefined where there is none; other values are noted. */
  readonly whole: (key: string) => number | undefined
  /** Returns a map of a key as a section, undefined where there is none; other values are noted. */
  readonly section: (key: string) => Section | undefined
  /** Returns the items of a list, none where there is none; other values are noted. */
  readonly list: (key: string) => readonly unknown[]
  readonly keys: readonly string[]
  /** Notes all keys that were not taken. */
  readonly finish: (reasons: Reasons) => void
}

/** Returns a section over a map, or undefined for anything else, which is noted. */
export function sectionOf(value: unknown, path: FieldPath, note: Note): Section | undefined {
  if (!isMap(value)) {
    note(path, 'unsupported', 'A map of keys is expected here.', 'Write KEY: VALUE below it.')
    return undefined
  }
  const taken = new Set<string>()
  const take = (key: string): unknown => {
    taken.add(key)
    return Object.hasOwn(value, key) ? value[key] : undefined
  }
  /** Returns what `read` makes of a value that is there; undefined is noted as not what was expected. */
  const reading = <T>(key: string, expected: string, read: (found: unknown) => T | undefined): T | undefined => {
    const found = take(key)
    if (found === undefined || found === null) return undefined
    const result = read(found)
    if (result === undefined) note([...path, key], 'unsupported', `${expected} is expected here.`, 'Correct it.')
    return result
  }
  return {
    path,
    keys: Object.keys(value),
    take,
    text: (key) => reading(key, 'A text', (found) => (typeof found === 'string' ? found : undefined)),
    whole: (key) => reading(key, 'A whole number', wholeOf),
    section: (key) => {
      const found = take(key)
      return found === undefined || found === null ? undefined : sectionOf(found, [...path, key], note)
    },
    list: (key) =>
      reading(key, 'A list', (found) => (Array.isArray(found) ? (found as readonly unknown[]) : undefined)) ?? [],
    finish: (reasons) => {
      for (const key of Object.keys(value)) {
        if (taken.has(key)) continue
        const [reason, action] = reasons.get(key) ?? reasonFor(key)
        note([...path, key], 'unsupported', reason, action)
      }
    },
  }
}

/** Returns whether a value is a map. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the whole number that a text spells, or undefined. */
export function wholeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : undefined
  return Number.isSafeInteger(number) ? number : undefined
}

function reasonFor(key: string): readonly [string, string] {
  return key.startsWith('x-')
    ? ['Extensions have no meaning here.', 'Remove it.']
    : ['No such key is known here.', 'Check its spelling, or remove it.']
}
