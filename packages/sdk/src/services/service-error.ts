/** Why something of a running task is not reached, or is not any more. */
import { type Address, MillraceError } from '@millrace/protocol'
import { ProviderError } from '../buyer-error.ts'

/** Nothing of the task listens on the port, or not yet. */
export class TaskPortClosedError extends ProviderError {
  override readonly name = 'TaskPortClosedError'
  readonly port: number

  constructor(node: Address, port: number) {
    super(node, {
      code: 'TASK_PORT_CLOSED',
      message: `Nothing of the task listens on port ${port} at the provider ${node}.`,
      hint: 'Try again when it had time to start; it must listen on 127.0.0.1, ::1 or all addresses.',
      retryable: true,
    })
    this.port = port
  }
}

/** The task has ended: nothing of it is reached any more. */
export class TaskEndedError extends MillraceError {
  override readonly name = 'TaskEndedError'

  constructor() {
    super({ code: 'TASK_ENDED', message: 'The task has ended.', hint: 'Start it anew.', retryable: false })
  }
}

/** The connection to a port, or to a program, was broken off by the other side. */
export class TaskConnectionResetError extends ProviderError {
  override readonly name = 'TaskConnectionResetError'

  constructor(node: Address, cause?: unknown) {
    super(node, {
      code: 'TASK_CONNECTION_RESET',
      message: `The connection to the task at the provider ${node} was reset.`,
      hint: 'Connect again: the task reset it, it was idle for too long, or the provider has too many.',
      retryable: true,
      cause,
    })
  }
}
