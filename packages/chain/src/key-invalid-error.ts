import { MillraceError } from '@millrace/protocol'

/** A private key that is none. The message never repeats what was given. */
export class KeyInvalidError extends MillraceError {
  override readonly name = 'KeyInvalidError'

  constructor(message: string) {
    super({
      code: 'KEY_INVALID',
      message,
      hint: 'Create a new key, or check that the whole key was copied.',
      retryable: false,
    })
  }
}
