import { MillraceError } from '@millrace/protocol'

/** The command line asked for something that cannot be. */
export class UsageError extends MillraceError {
  override readonly name = 'UsageError'

  constructor(message: string, hint: string) {
    super({ code: 'USAGE_INVALID', message, hint, retryable: false })
  }
}
