/** Why a job has no result although its program may be fine. None of these is ever a result of a program. */
import { MillraceError } from '@millrace/protocol'

export class SandboxDeadlineError extends MillraceError {
  override readonly name = 'SandboxDeadlineError'

  constructor(deadlineMs: number) {
    super({
      code: 'SANDBOX_DEADLINE',
      message: `The job did not end within ${deadlineMs} ms and was stopped; that is no result.`,
      hint: 'Send fewer inputs, allow less gas, or ask a faster machine.',
      retryable: true,
    })
  }
}

export class SandboxCompileRefusedError extends MillraceError {
  override readonly name = 'SandboxCompileRefusedError'

  constructor(compileMsMax: number) {
    super({
      code: 'SANDBOX_COMPILE_REFUSED',
      message: `The program was not ready to run within ${compileMsMax} ms; this machine does not take it.`,
      hint: 'Build a smaller program, or ask a faster machine.',
      retryable: false,
    })
  }
}

export class SandboxBusyError extends MillraceError {
  override readonly name = 'SandboxBusyError'

  constructor(slots: number, queuedMax: number) {
    super({
      code: 'SANDBOX_BUSY',
      message: `All ${slots} sandboxes are taken and the queue of ${queuedMax} is full.`,
      hint: 'Try again shortly, or ask another provider.',
      retryable: true,
    })
  }
}

export class SandboxClosedError extends MillraceError {
  override readonly name = 'SandboxClosedError'

  constructor() {
    super({
      code: 'SANDBOX_CLOSED',
      message: 'The sandbox is closed and takes no more jobs.',
      hint: 'Ask another provider.',
      retryable: false,
    })
  }
}
