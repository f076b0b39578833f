/**
 * The namespaces of a running task, held open by this process: what joins them later joins this task's and no other's, whichever number
 * a process has by then. They hang on until this is closed, or this process is gone.
 *
 * Source: namespaces(7), proc(5).
 */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { TaskNotRunningError } from '../task/task-error.ts'

/** `shellMount` and `shellUser` are those of the shell that mounted the task's disk; all others are those inside. */
export type NamespaceName = 'user' | 'pid' | 'net' | 'ipc' | 'uts' | 'shellMount' | 'shellUser'

export type TaskNamespaces<N extends NamespaceName = NamespaceName> = {
  readonly descriptors: Readonly<Record<N, number>>
  /** Returns where other programs of this user find one while it is open. */
  path(name: N): string
  close(): void
}

export type NamespacesPlan = {
  /** Both are processes of the machine; the shell's end has not been noticed yet, so its number is its own. */
  readonly shell: number
  readonly firstProcess: number
  /** A file of the task's group that lists its processes. */
  readonly groupProcesses: string | undefined
}

/** Returns options of nsenter by which somebody who is not root gets the rights over a task's namespaces that its shell has. */
export function asShell(
  { isRoot }: { readonly isRoot: boolean },
  namespaces: TaskNamespaces<'shellUser'>,
): readonly string[] {
  return isRoot ? [] : [`--user=${namespaces.path('shellUser')}`, '--preserve-credentials']
}

/** All of them; those inside are there when the task's command is. */
export const namespaceNames = ['user', 'pid', 'net', 'ipc', 'uts', 'shellMount', 'shellUser'] as const

/** @throws {TaskNotRunningError} */
export function openNamespaces<N extends NamespaceName>(
  { shell, firstProcess, groupProcesses }: NamespacesPlan,
  names: readonly N[],
): TaskNamespaces<N> {
  const opened = new Map<N, number>()
  const close = () => {
    for (const descriptor of opened.values()) closeSync(descriptor)
    opened.clear()
  }
  const fileOf = (name: NamespaceName) => {
    if (name === 'shellMount') return `/proc/${shell}/ns/mnt`
    return name === 'shellUser' ? `/proc/${shell}/ns/user` : `/proc/${firstProcess}/ns/${name}`
  }
  try {
    for (const name of names) opened.set(name, openSync(fileOf(name), 'r'))
    // Only processes of the task are in its group: the number has not gone to another meanwhile.
    if (
      groupProcesses === undefined ||
      !readFileSync(groupProcesses, 'utf8').split('\n').includes(String(firstProcess))
    )
      throw new TaskNotRunningError()
    const descriptors = Object.fromEntries(opened) as Record<N, number>
    return { descriptors, path: (name) => `/proc/${process.pid}/fd/${descriptors[name]}`, close }
  } catch (error) {
    close()
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      throw new TaskNotRunningError()
    }
    throw error
  }
}
