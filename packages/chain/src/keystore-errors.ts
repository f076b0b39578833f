/** What can be wrong with a keystore. No error here repeats anything of its contents. */
import { MillraceError } from '@millrace/protocol'

/** The password does not open the keystore. */
export class KeystorePasswordError extends MillraceError {
  override readonly name = 'KeystorePasswordError'

  constructor() {
    super({
      code: 'KEYSTORE_PASSWORD_WRONG',
      message: 'The password does not open this keystore.',
      hint: 'Try the password that the keystore was made with; there is no way around it.',
      retryable: false,
    })
  }
}

/** Not a keystore that may be opened. */
export class KeystoreMalformedError extends MillraceError {
  override readonly name = 'KeystoreMalformedError'

  constructor(reason: string) {
    super({
      code: 'KEYSTORE_MALFORMED',
      message: `This is not a version 3 keystore that may be opened: ${reason}.`,
      hint: 'Restore the file from a backup, or export it from its wallet again.',
      retryable: false,
    })
  }
}

/** A keystore file that is not there, or must not be overwritten. */
export class KeystoreFileError extends MillraceError {
  override readonly name = 'KeystoreFileError'

  constructor(code: 'KEYSTORE_NOT_FOUND' | 'KEYSTORE_EXISTS', path: string) {
    super(
      code === 'KEYSTORE_NOT_FOUND'
        ? {
            code,
            message: `There is no keystore file at ${path}.`,
            hint: 'Create a key first, or pass the path of the keystore.',
            retryable: false,
          }
        : {
            code,
            message: `There is a keystore file at ${path} already.`,
            hint: 'Move it away first: overwriting it would lose its key, and the money behind it, for ever.',
            retryable: false,
          },
    )
  }
}
