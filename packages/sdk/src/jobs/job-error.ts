/** What a manifest asks that cannot be run yet. */
import { MillraceError } from '@millrace/protocol'

/** A part of a manifest that no provider is asked for yet. */
export type UnservedPart = { readonly field: string; readonly why: string }

/** The manifest is right, and asks for what is not served yet: nothing of it is ignored, so nothing of it runs. */
export class JobNotServedError extends MillraceError {
  override readonly name = 'JobNotServedError'
  readonly parts: readonly UnservedPart[]

  constructor(name: string, parts: readonly [UnservedPart, ...UnservedPart[]]) {
    super({
      code: 'JOB_NOT_SERVED',
      message: `The job ${name} asks for what is not served yet: ${parts.map(({ field, why }) => `${field}: ${why}`).join('; ')}.`,
      hint: 'Leave these parts out of the manifest, or wait for a version that serves them.',
      retryable: false,
    })
    this.parts = parts
  }
}

/** A program ended well, and its outputs are not what they should be: lost work, whoever is to blame. */
export class JobOutputsWrongError extends MillraceError {
  override readonly name = 'JobOutputsWrongError'

  constructor(problem: string) {
    super({
      code: 'JOB_OUTPUTS_WRONG',
      message: `The outputs cannot be used: ${problem}.`,
      hint: 'Read the log of the item; the program must write one result for each of its items.',
      retryable: true,
    })
  }
}
