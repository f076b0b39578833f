/** Why a task does not start. None of these is ever a result of a task. */
import { MillraceError } from '@millrace/protocol'

export class SandboxUnavailableError extends MillraceError {
  override readonly name = 'SandboxUnavailableError'
  readonly missing: string

  constructor({
    missing,
    command,
    cause,
  }: { readonly missing: string; readonly command: string; readonly cause?: unknown }) {
    super({
      code: 'SANDBOX_UNAVAILABLE',
      message: `This machine cannot run tasks in a sandbox: ${missing}.`,
      hint: `To get it: ${command}`,
      retryable: false,
      cause,
    })
    this.missing = missing
  }
}

export class SandboxUnsuitedError extends MillraceError {
  override readonly name = 'SandboxUnsuitedError'
  readonly unmet: readonly string[]

  constructor(sandbox: string, unmet: readonly string[]) {
    super({
      code: 'SANDBOX_UNSUITED',
      message: `The ${sandbox} sandbox of this machine does not hold what the task needs: ${unmet.join('; ')}.`,
      hint: 'Ask a provider whose capabilities cover it, or ask for less.',
      retryable: false,
    })
    this.unmet = unmet
  }
}

export class TaskRefusedError extends MillraceError {
  override readonly name = 'TaskRefusedError'
  /** Where in the specification. */
  readonly field: string

  constructor(field: string, problem: string) {
    super({
      code: 'TASK_REFUSED',
      message: `The task is refused: ${field} ${problem}.`,
      hint: 'Correct the specification of the task.',
      retryable: false,
    })
    this.field = field
  }
}
