/** The task of a run as it is reached: its sandbox's connections and programs, once it has started, and errors that strangers may see. */
import { isMillraceError, type TaskRequest } from '@millrace/protocol'
import type { TaskReach } from '@millrace/runtime'
import type { RunningTask } from '@millrace/sandbox'
import { RefusalError } from '../refusal-error.ts'

/** What a sandbox says of a task, and not of its machine. */
const told: ReadonlySet<string> = new Set(['TASK_PORT_CLOSED', 'TASK_NOT_RUNNING', 'TASK_BUSY', 'TASK_REFUSED'])

/** @param started - settles when the task has started, or never will. */
export function reachTask({ ports = [] }: Pick<TaskRequest, 'ports'>, started: Promise<RunningTask>): TaskReach {
  return {
    async connect(port, { signal }) {
      const task = await whenStarted(started, signal)
      if (task.connect === undefined) throw unreachable()
      if (!ports.some((named) => named.port === port)) {
        throw new RefusalError('TASK_PORT_UNKNOWN', `The request of the task names no port ${port}.`)
      }
      return task.connect(port, { signal }).catch(rethrowTold)
    },
    async exec(program, { signal }) {
      const task = await whenStarted(started, signal)
      if (task.exec === undefined) throw unreachable()
      return task.exec(program, { signal }).catch(rethrowTold)
    },
  }
}

function whenStarted(started: Promise<RunningTask>, signal: AbortSignal): Promise<RunningTask> {
  const { promise, resolve, reject } = Promise.withResolvers<RunningTask>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  started.then(resolve, () => reject(new RefusalError('TASK_NOT_RUNNING', 'The task did not start.')))
  return promise.finally(() => signal.removeEventListener('abort', onAbort))
}

function unreachable(): RefusalError {
  return new RefusalError('TASK_UNREACHABLE', 'The sandbox of this node does not let tasks be reached.')
}

/** What the machine failed at tells of the machine. */
function rethrowTold(error: unknown): never {
  if (isMillraceError(error) && told.has(error.code)) throw error
  throw new MachineFailedError(error)
}

/** The machine could not connect, or run a program: its own words are for its log. */
export class MachineFailedError extends Error {
  override readonly name = 'MachineFailedError'

  constructor(cause: unknown) {
    super('The machine failed to reach a task.', { cause })
  }
}
