/** What the import of another format could not take over as it was. Nothing is left out without one of these. */
import { MillraceError } from '@millrace/protocol'
import { printable } from '../document/describe-value.ts'
import { type DocumentProblem, type FieldPath, fieldText, problemText } from '../document/document-problem.ts'
import type { WorkloadManifest } from '../manifest/manifest.ts'
import type { ManifestDraft } from '../manifest/manifest-schema.ts'

/** Services of one imported file. */
export const importedServicesMax = 64

export type ImportFinding = {
  /** Where it stands in the imported file, such as `services.web.depends_on`. */
  readonly path: string
  readonly line: number | undefined
  /**
   * - `unsupported`: left out.
   * - `changed`: taken over, but it means something a little different here.
   * - `needed`: must be filled in before the manifest can run.
   */
  readonly kind: 'unsupported' | 'changed' | 'needed'
  readonly reason: string
  readonly action: string
}

export type ImportedWorkload = {
  /** The manifest as plain values, in the order in which people read it. */
  readonly draft: ManifestDraft
  /** The same as YAML, to be saved and completed. */
  readonly text: string
  /** What the text means; undefined while something is missing. */
  readonly manifest: WorkloadManifest | undefined
  /** What keeps the text from being a manifest. */
  readonly problems: readonly DocumentProblem[]
}

export type ImportedWorkloads = {
  readonly workloads: readonly ImportedWorkload[]
  readonly findings: readonly ImportFinding[]
}

/** Notes a finding at a field. */
export type Note = (path: FieldPath, kind: ImportFinding['kind'], reason: string, action: string) => void

/** Returns a function that notes findings, and one that returns them in the order of the lines. */
export function createFindings(lineOf: (path: FieldPath) => number | undefined): {
  readonly findings: () => readonly ImportFinding[]
  readonly note: Note
} {
  const noted: ImportFinding[] = []
  const note: Note = (path, kind, reason, action) =>
    noted.push({
      path: fieldText(path),
      line: lineOf(path),
      kind,
      reason: printable(reason),
      action: printable(action),
    })
  return { findings: () => noted.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)), note }
}

/** A file that is not of the format it was to be imported as. */
export class ImportRefusedError extends MillraceError {
  override readonly name = 'ImportRefusedError'
  readonly problems: readonly DocumentProblem[]

  constructor(format: string, problems: readonly [DocumentProblem, ...DocumentProblem[]]) {
    super({
      code: 'IMPORT_REFUSED',
      message: `The file cannot be imported as ${format}: ${problems.map(problemText).join('; ')}.`,
      hint: problems[0].hint,
      retryable: false,
    })
    this.problems = problems
  }
}
