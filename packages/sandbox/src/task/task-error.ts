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

export class TaskPortClosedError extends MillraceError {
  override readonly name = 'TaskPortClosedError'
  readonly port: number

  constructor(port: number) {
    super({
      code: 'TASK_PORT_CLOSED',
      message: `Nothing of the task listens on port ${port}.`,
      hint: 'Try again when it had time to start; it must listen on 127.0.0.1, ::1 or all addresses.',
      retryable: true,
    })
    this.port = port
  }
}

export class TaskNotRunningError extends MillraceError {
  override readonly name = 'TaskNotRunningError'

  constructor() {
    super({
      code: 'TASK_NOT_RUNNING',
      message: 'The task has ended.',
      hint: 'Start it anew.',
      retryable: false,
    })
  }
}

export class TaskBusyError extends MillraceError {
  override readonly name = 'TaskBusyError'

  constructor(what: 'connections' | 'programs', most: number) {
    super({
      code: 'TASK_BUSY',
      message: `The task has ${most} ${what} already, and no more at the same time.`,
      hint: 'End one of them first.',
      retryable: true,
    })
  }
}
