/** Manifests of version 1, from the text that somebody wrote to one strict type, or all faults at once. */
import * as v from 'valibot'
import { describeHidden, describeValue } from '../document/describe-value.ts'
import { type DocumentProblem, type FieldPath, fieldText, problemsMax } from '../document/document-problem.ts'
import { type ReadDocument, readDocument } from '../document/read-document.ts'
import { unknownFieldHint } from './field-names.ts'
import type { WorkloadManifest } from './manifest.ts'
import { ManifestInvalidError } from './manifest-invalid-error.ts'
import { brokenRules } from './manifest-rules.ts'
import { manifestSchema } from './manifest-schema.ts'
import { resolveManifest } from './resolve-manifest.ts'
import { unsaid } from './spelled.ts'

/** Fields whose values no message repeats. */
const hiddenFields: readonly unknown[] = ['environment', 'secrets']

/**
 * Returns the manifest that a YAML or JSON text spells. Cost: linear in the text, which is bounded.
 *
 * @throws {ManifestInvalidError} with up to {@link problemsMax} faults: line, field, what was expected and what to do.
 */
export function parseManifest(text: string): WorkloadManifest {
  const result = checkManifest(text)
  if ('manifest' in result) return result.manifest
  const [first, ...rest] = result.problems
  if (first === undefined) throw new TypeError('A manifest is refused for at least one fault.')
  throw new ManifestInvalidError([first, ...rest])
}

/** Returns the manifest that a text spells, or its faults. */
export function checkManifest(
  text: string,
): { readonly manifest: WorkloadManifest } | { readonly problems: readonly DocumentProblem[] } {
  const document = readDocument(text, { scalars: 'values' })
  if ('problems' in document) return document
  const result = v.safeParse(manifestSchema, document.value, {
    message: expectedText,
  })
  if (!result.success) return { problems: sorted(result.issues.map((issue) => problemOf(issue, document))) }
  const broken = brokenRules(result.output)
  if (broken.length === 0) return { manifest: resolveManifest(result.output) }
  return {
    problems: sorted(
      broken.map(({ path, expected, got, hint }) => ({
        line: document.lineOf(path),
        field: fieldText(path),
        message: `expected ${expected}, got ${got}`,
        hint,
      })),
    ),
  }
}

function problemOf(issue: v.BaseIssue<unknown>, document: ReadDocument): DocumentProblem {
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  const place = { line: document.lineOf(path), field: fieldText(path) }
  if (issue.type === 'never') {
    const hint = unknownFieldHint(path)
    return { ...place, message: `expected no field ${describeValue(path.at(-1))} here`, hint }
  }
  const { expected, hint } = unsaid(issue.message)
  const got = isHidden(path) ? describeHidden(issue.input) : describeValue(issue.input)
  return { ...place, message: `expected ${expected}, got ${got}`, hint: hint === '' ? 'Correct that field.' : hint }
}

/** What valibot expects, where a schema has no words of its own. */
function expectedText({ expected, message }: v.BaseIssue<unknown>): string {
  if (expected === 'Object') return 'a map of fields'
  return expected === 'Array' ? 'a list' : (expected ?? message)
}

function isHidden(path: FieldPath): boolean {
  return hiddenFields.includes(path[0])
}

function sorted(problems: readonly DocumentProblem[]): readonly DocumentProblem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, problemsMax)
}
