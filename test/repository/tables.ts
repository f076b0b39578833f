/** Generated tables in the documents are what the source says, and the source says all of it where the tables look. */
import { findErrorCodes } from '../../scripts/repository/find-error-codes.ts'
import { findLimits } from '../../scripts/repository/find-limits.ts'
import { generatedTables } from '../../scripts/repository/generated-tables.ts'
import type { Rule } from './rules.ts'

const refresh = 'run node scripts/list-codes-and-limits.ts --write'

/** Documents hold exactly the codes and limits of the source, with their texts and values. */
export const tablesAreFresh: Rule = (tree) =>
  Object.entries(generatedTables(tree)).flatMap(([path, table]) => {
    const document = tree.documents.find((candidate) => candidate.path === path)?.text ?? ''
    const have = new Set(
      document.split('\n').filter((line) => line.startsWith('| `') || /^\| [a-z0-9]+ \| `/.test(line)),
    )
    const want = new Set(table.split('\n').slice(2))
    return [
      ...[...want].filter((row) => !have.has(row)).map((row) => `${path} lacks: ${row} (${refresh})`),
      ...[...have]
        .filter((row) => !want.has(row))
        .map((row) => `${path} has, but the source has not: ${row} (${refresh})`),
    ]
  })

/** The search for codes misses none that a plain look at the text finds. */
export const codesAreFound: Rule = (tree) => {
  const known = new Set(findErrorCodes(tree).map(({ code }) => code))
  return tree.files
    .filter(({ kind }) => kind === 'source')
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bcode: '([A-Z][A-Z0-9_]*)'/g)]
        .filter(([, code]) => !known.has(code ?? ''))
        .map(([match]) => `${path}: ${match} is not found by findErrorCodes`),
    )
}

/** Every error that has a code tells the reader what to do. */
export const codesHaveHints: Rule = (tree) =>
  findErrorCodes(tree)
    .filter(({ hints, hintIsComputed }) => hints.length === 0 && !hintIsComputed)
    .map(({ code }) => `${code} has no hint`)

/** Every limit says what it bounds. */
export const limitsAreExplained: Rule = (tree) =>
  findLimits(tree)
    .filter(({ why }) => why === '')
    .map((limit) => `packages/${limit.package}: ${limit.name} has no comment that says what it bounds`)
