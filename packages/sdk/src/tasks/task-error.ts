/** What is wrong with an order of a task before anybody is asked. */
import { MillraceError } from '@millrace/protocol'

/** Inputs and outputs need a place on this machine. */
export class TaskStorageMissingError extends MillraceError {
  override readonly name = 'TaskStorageMissingError'

  constructor() {
    super({
      code: 'TASK_STORAGE_MISSING',
      message: 'This buyer has no storage, and the task has inputs or outputs.',
      hint: 'Create the buyer with a storage, or leave inputs and outputs out.',
      retryable: false,
    })
  }
}
