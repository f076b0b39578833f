/**
 * Variables of compose files, from a map that is passed in; never from the environment of the process.
 *
 * Source: https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md. Nested ones are not taken, only noted.
 */
import type { FieldPath } from '../document/document-problem.ts'
import type { Note } from './import-finding.ts'
import { isMap } from './section.ts'

/** Characters of all texts of one file after its variables are filled in. */
export const interpolatedCharsMax = 1024 * 1024

const pattern = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])([^{}$]*))?\})?/g

/** Returns the value with variables filled in everywhere but in keys. */
export function interpolate(value: unknown, variables: ReadonlyMap<string, string>, note: Note): unknown {
  let left = interpolatedCharsMax
  const fill = (inner: unknown, path: FieldPath): unknown => {
    if (Array.isArray(inner)) return inner.map((item, index) => fill(item, [...path, index]))
    if (isMap(inner))
      return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, fill(item, [...path, key])]))
    if (typeof inner !== 'string' || !inner.includes('$')) return inner
    const text = filled(inner, variables, (reason) =>
      note(path, 'needed', reason, 'Pass its value, or write it into the file.'),
    )
    left -= text.length
    if (left >= 0) return text
    note(path, 'unsupported', 'The file is too long with its variables filled in.', 'Shorten the values.')
    return ''
  }
  return fill(value, [])
}

function filled(text: string, variables: ReadonlyMap<string, string>, miss: (reason: string) => void): string {
  return text.replace(pattern, (whole, dollar?: string, bare?: string, braced?: string, sign = '', rest = '') => {
    if (dollar !== undefined) return '$'
    const name = bare ?? braced
    if (name === undefined) {
      miss('A variable is not written as one: a dollar must be doubled to stand for itself.')
      return whole
    }
    const value = variables.get(name)
    const isSet = value !== undefined && !(sign.startsWith(':') && value === '')
    if (sign.endsWith('+')) return isSet ? rest : ''
    if (isSet) return value
    if (sign.endsWith('-')) return rest
    miss(`The variable ${name} has no value${sign.endsWith('?') && rest !== '' ? `: ${rest.slice(0, 200)}` : ''}.`)
    return ''
  })
}
