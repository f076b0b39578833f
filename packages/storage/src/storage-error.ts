/** What can go wrong with objects: their formats, where they come from, and where they are kept. */
import { MillraceError } from '@millrace/protocol'

export class ObjectMalformedError extends MillraceError {
  override readonly name = 'ObjectMalformedError'

  constructor(problem: string, cause?: unknown) {
    super({
      code: 'OBJECT_MALFORMED',
      message: `The object is not one: ${problem}.`,
      hint: 'Whoever made the address or the listing must make it anew.',
      retryable: false,
      cause,
    })
  }
}

export class ObjectTooLargeError extends MillraceError {
  override readonly name = 'ObjectTooLargeError'

  constructor(bytesMax: number) {
    super({
      code: 'OBJECT_TOO_LARGE',
      message: `The object has more than ${bytesMax} bytes.`,
      hint: 'Split it, or allow more where the limit is yours.',
      retryable: false,
    })
  }
}

/** One source did not give the object. Thrown alone by an import; otherwise a cause of {@link ObjectUnavailableError}. */
export class ObjectSourceError extends MillraceError {
  override readonly name = 'ObjectSourceError'
  readonly source: string

  constructor(source: string, problem: string, init: { readonly retryable: boolean; readonly cause?: unknown }) {
    super({
      code: 'OBJECT_SOURCE_FAILED',
      message: `${source}: ${problem}.`,
      hint: 'Check that the source is there and may be read; what was fetched of a known address is kept.',
      retryable: init.retryable,
      cause: init.cause,
    })
    this.source = source
  }
}

export class ObjectMismatchError extends MillraceError {
  override readonly name = 'ObjectMismatchError'

  constructor(source: string, what: string) {
    super({
      code: 'OBJECT_MISMATCH',
      message: `${source} gave other bytes than the address names: ${what}.`,
      hint: 'The bytes were discarded. The source is wrong, has changed or was tampered with: use another.',
      retryable: false,
    })
  }
}

export class ObjectChangedError extends MillraceError {
  override readonly name = 'ObjectChangedError'

  constructor(source: string) {
    super({
      code: 'OBJECT_CHANGED',
      message: `${source} changed while it was read.`,
      hint: 'Read it when nobody writes to it.',
      retryable: true,
    })
  }
}

export class ObjectUnavailableError extends MillraceError {
  override readonly name = 'ObjectUnavailableError'
  readonly failures: readonly MillraceError[]

  constructor(address: string, failures: readonly MillraceError[]) {
    super({
      code: 'OBJECT_UNAVAILABLE',
      message:
        failures.length === 0
          ? `The object ${address} is not in the cache, and no source was given.`
          : `No source gave the object ${address}:\n${failures.map(({ message }) => `  - ${message}`).join('\n')}`,
      hint: 'Name another source, or try again later: what was fetched is kept.',
      retryable: failures.some(({ retryable }) => retryable),
      cause: failures.at(-1),
    })
    this.failures = failures
  }
}

export class ObjectCorruptError extends MillraceError {
  override readonly name = 'ObjectCorruptError'

  constructor(address: string) {
    super({
      code: 'OBJECT_CORRUPT',
      message: `The cached file of object ${address} has other bytes than it should have, and is no longer used.`,
      hint: 'Fetch it again: only what is wrong is fetched. When this happens often, check the disk.',
      retryable: true,
    })
  }
}

export class SourceRefusedError extends MillraceError {
  override readonly name = 'SourceRefusedError'

  constructor(source: string, problem: string) {
    super({
      code: 'OBJECT_SOURCE_REFUSED',
      message: `${source} is not asked: ${problem}.`,
      hint: 'Use a public http or https address without user name; the owner of this machine can allow single others.',
      retryable: false,
    })
  }
}

export class StorageFullError extends MillraceError {
  override readonly name = 'StorageFullError'

  constructor(neededBytes: number, bytesMax: number) {
    super({
      code: 'STORAGE_FULL',
      message: `The cache may hold ${bytesMax} bytes, and what is in use leaves no room for ${neededBytes} more.`,
      hint: 'Wait until running work lets go of its files, or give the cache more room.',
      retryable: true,
    })
  }
}

export class StorageFailedError extends MillraceError {
  override readonly name = 'StorageFailedError'

  constructor(directory: string, cause: unknown) {
    const system = systemCodeOf(cause)
    super({
      code: 'STORAGE_FAILED',
      message: `Files in ${directory} cannot be read or written (${system}).`,
      hint: 'Make the directory writable, free disk space, or use another disk. It must be local: no network file system.',
      retryable: ['ENOSPC', 'EDQUOT', 'SQLite 5', 'SQLite 13'].includes(system),
      cause,
    })
  }
}

/** SQLite's errors have a number of their own: 5 is another process's long transaction, 13 a full disk. */
function systemCodeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown'
  if ('errcode' in cause) return `SQLite ${cause.errcode}`
  return 'code' in cause ? String(cause.code) : 'unknown'
}

export class PathRefusedError extends MillraceError {
  override readonly name = 'PathRefusedError'

  constructor(path: string, problem: string) {
    super({
      code: 'STORAGE_PATH_REFUSED',
      message: `${JSON.stringify(path.slice(0, 160))} cannot be used: ${problem}.`,
      hint: 'Only plain files in plain directories are taken, and only what is not there yet is written.',
      retryable: false,
    })
  }
}

export class UploadFailedError extends MillraceError {
  override readonly name = 'UploadFailedError'

  constructor(target: string, problem: string, init: { readonly retryable: boolean; readonly cause?: unknown }) {
    super({
      code: 'OBJECT_UPLOAD_FAILED',
      message: `${target}: ${problem}.`,
      hint: 'Check that the bucket is there and that the key may write to it.',
      retryable: init.retryable,
      cause: init.cause,
    })
  }
}
