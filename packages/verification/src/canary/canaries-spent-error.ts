/** An auditor that has nothing new to say: better no canary than one that a provider has seen. */
import { MillraceError } from '@millrace/protocol'

export class CanariesSpentError extends MillraceError {
  override readonly name = 'CanariesSpentError'

  /** @param what - the sentence that says what is used up. */
  constructor(what: string) {
    super({
      code: 'CANARIES_SPENT',
      message: `No canary can be made that was not sent before: ${what}`,
      hint: 'Begin a new source with more text of the auditor’s own, or give it a model that writes.',
      retryable: false,
    })
  }
}
