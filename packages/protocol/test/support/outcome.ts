import { isMillraceError, MalformedError, ProtocolVersionError } from '../../src/index.ts'

/** Longest message that a hostile value may bring into our logs and frames, in characters. */
const messageCharsMax = 1_000

/** Returns the value, or the typed error. @throws anything else that was thrown: that is the bug. */
export function outcomeOf<T>(call: () => T): { readonly value: T } | { readonly error: Error } {
  try {
    return { value: call() }
  } catch (error) {
    if (!(error instanceof MalformedError) && !(error instanceof ProtocolVersionError)) throw error
    if (!isMillraceError(error) || error.message.length > messageCharsMax) throw new Error('message is not bounded')
    if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(error.message)) throw new Error('message carries control characters')
    return { error }
  }
}
