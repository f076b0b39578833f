/** Files and directories of the machine that a task may read. They come from whoever runs the sandbox, not from the stranger. */
import { lstatSync, realpathSync } from 'node:fs'
import { TaskRefusedError } from '../task/task-error.ts'

export type TaskBind = { readonly source: string; readonly isDirectory: boolean }

/**
 * Returns what to mount for a task.
 *
 * @param field - of the specification, for the error.
 * @param mustBePublic - whether the task has a user of its own, who may read only what everybody may.
 * @throws {TaskRefusedError} when it is a link, no plain file or directory, or may not be read.
 */
export function bindOf(path: string, field: string, mustBePublic: boolean): TaskBind {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) throw new TaskRefusedError(field, 'does not exist')
  if (!stats.isFile() && !stats.isDirectory()) throw new TaskRefusedError(field, 'is no plain file or directory')
  const needed = stats.isDirectory() ? 0o005 : 0o004
  if (mustBePublic && (stats.mode & needed) !== needed) {
    throw new TaskRefusedError(field, 'may not be read by everybody, and so not by the task’s user')
  }
  return { source: realpathSync(path), isDirectory: stats.isDirectory() }
}
