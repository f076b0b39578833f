/**
 * One `up` per home: a database that is locked while it runs. The lock is the kernel's, so it is gone with the process,
 * however that ended.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MillraceError } from '@millrace/protocol'
import type { Context } from '../context.ts'

const sqliteBusy = 5

/** Claims the local network for this process until disposed. @throws {LocalRunningError} while another holds it. */
export async function claimLocal({ environment }: Context): Promise<AsyncDisposable> {
  await mkdir(environment.dataDir, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(environment.dataDir, 'local.lock'))
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if ((cause as { errcode?: number }).errcode !== sqliteBusy) throw cause
    throw new LocalRunningError(environment.dataDir, cause)
  }
  return {
    async [Symbol.asyncDispose]() {
      lock.close()
    },
  }
}

/** The local network of this home runs already. */
export class LocalRunningError extends MillraceError {
  override readonly name = 'LocalRunningError'

  constructor(dataDir: string, cause: unknown) {
    super({
      code: 'LOCAL_RUNNING',
      message: `The local network in ${dataDir} runs already.`,
      hint: 'Use it ("millrace status" tells whether it answers), stop it with Ctrl-C where it was started, or set MILLRACE_HOME to start another beside it.',
      retryable: true,
      cause,
    })
  }
}
