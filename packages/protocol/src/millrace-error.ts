/**
 * The one base of every operating error. Programmer errors assert and crash; expected outcomes are return values;
 * everything else that can go wrong in operation is a subclass of this with a stable code.
 */

export type MillraceErrorInit = {
  /** Stable, SCREAMING_SNAKE; listed in docs/errors.md. */
  readonly code: string
  /** What was expected and what came. Never a secret, never a whole prompt. */
  readonly message: string
  /** What the reader can do about it. */
  readonly hint: string
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean
  readonly cause?: unknown
}

export class MillraceError extends Error {
  override readonly name: string = 'MillraceError'
  readonly code: string
  readonly hint: string
  readonly retryable: boolean

  constructor(init: MillraceErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause })
    this.code = init.code
    this.hint = init.hint
    this.retryable = init.retryable
  }
}

/** Returns whether a thrown value is one of our operating errors. */
export function isMillraceError(value: unknown): value is MillraceError {
  return value instanceof MillraceError
}
