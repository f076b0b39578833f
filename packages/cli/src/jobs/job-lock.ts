/**
 * One process at a time goes on with a job's folder: two would pay for the same items, and each would discard what the other has
 * staged. The lock is the kernel's, so it is gone with the process, however that ended.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MillraceError } from '@millrace/protocol'

const sqliteBusy = 5

/** Locks the folder of a job, or of a service, until disposed. @throws {JobFolderBusyError} while another holds it. */
export function lockJobFolder(path: string, what: 'job' | 'service' = 'job'): Disposable {
  const lock = new DatabaseSync(join(path, '.lock'))
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if ((cause as { errcode?: number }).errcode !== sqliteBusy) throw cause
    throw new JobFolderBusyError(path, what, cause)
  }
  return { [Symbol.dispose]: () => lock.close() }
}

const hints = { job: 'jobs show', service: 'services status' } as const

/** Another process goes on with the job. */
export class JobFolderBusyError extends MillraceError {
  override readonly name = 'JobFolderBusyError'

  constructor(path: string, what: 'job' | 'service', cause: unknown) {
    super({
      code: 'JOB_FOLDER_BUSY',
      message: `The ${what} in ${path} is being run by another process.`,
      hint: `Let it end, or stop it with Ctrl-C where it was started; "millrace ${hints[what]} ${path}" shows what it has.`,
      retryable: true,
      cause,
    })
  }
}
