import { MillraceError } from '@millrace/protocol'
import { type DocumentProblem, problemText } from '../document/document-problem.ts'

/** A manifest that cannot be used as it is written. */
export class ManifestInvalidError extends MillraceError {
  override readonly name = 'ManifestInvalidError'
  /** The first {@link problemsMax} faults, in the order of the lines. */
  readonly problems: readonly DocumentProblem[]

  constructor(problems: readonly [DocumentProblem, ...DocumentProblem[]]) {
    super({
      code: 'MANIFEST_INVALID',
      message: `The manifest cannot be used: ${problems.map(problemText).join('; ')}.`,
      hint: problems[0].hint,
      retryable: false,
    })
    this.problems = problems
  }
}
