/**
 * The namespaces of a running task, held open by this process: what joins them later joins this task's and no other's, whichever number
 * a process has by then. They hang on until this is closed, or this process is gone.
 *
 * Source: namespaces(7), proc(5).
 */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { TaskNotRunningError } from '../task/task-error.ts'

/** `shellMount` and `shellUser` are those of the shell that mounted the task's disk; all others are those inside. */
type NamespaceName = 'user' | 'pid' | 'net' | 'ipc' | 'uts' | 'shellMount' | 'shellUser'

export type TaskNamespaces = {
  readonly descriptors: Readonly<Record<NamespaceName, number>>
  /** Returns where other programs of this user find one while it is open. */
  path(name: NamespaceName): string
  close(): void
}

export type NamespacesPlan = {
  /** Both are processes of the machine; the shell's end has not been noticed yet, so its number is its own. */
  readonly shell: number
  readonly firstProcess: number
  /** A file of the task's group that lists its processes. */
  readonly groupProcesses: string | undefined
}

/** @throws {TaskNotRunningError} */
export function openNamespaces({ shell, firstProcess, groupProcesses }: NamespacesPlan): TaskNamespaces {
  const opened: number[] = []
  const close = () => {
    for (const descriptor of opened.splice(0)) closeSync(descriptor)
  }
  const open = (pid: number, name: string) => {
    const descriptor = openSync(`/proc/${pid}/ns/${name}`, 'r')
    opened.push(descriptor)
    return descriptor
  }
  try {
    const descriptors = {
      user: open(firstProcess, 'user'),
      pid: open(firstProcess, 'pid'),
      net: open(firstProcess, 'net'),
      ipc: open(firstProcess, 'ipc'),
      uts: open(firstProcess, 'uts'),
      shellMount: open(shell, 'mnt'),
      shellUser: open(shell, 'user'),
    }
    // Only processes of the task are in its group: the number has not gone to another meanwhile.
    if (
      groupProcesses === undefined ||
      !readFileSync(groupProcesses, 'utf8').split('\n').includes(String(firstProcess))
    )
      throw new TaskNotRunningError()
    return { descriptors, path: (name) => `/proc/${process.pid}/fd/${descriptors[name]}`, close }
  } catch (error) {
    close()
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      throw new TaskNotRunningError()
    }
    throw error
  }
}
