/** Tells errors of the disk and of the index from all others. */
import { isMillraceError } from '@millrace/protocol'
import { StorageFailedError } from '../storage-error.ts'

/** Runs work on files. @throws {StorageFailedError} for what the file system or SQLite refuses; others pass. */
export async function onDisk<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asStorageError(directory, error)
  }
}

export function onDiskSync<T>(directory: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asStorageError(directory, error)
  }
}

function asStorageError(directory: string, error: unknown): unknown {
  const isSystem =
    error instanceof Error && ('syscall' in error || ('code' in error && error.code === 'ERR_SQLITE_ERROR'))
  return isSystem && !isMillraceError(error) ? new StorageFailedError(directory, error) : error
}
