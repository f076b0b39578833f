/** Files that people and other programs may have broken: read with a bound, refused with their path. */
import { open } from 'node:fs/promises'
import { isMillraceError, MillraceError } from '@millrace/protocol'

/**
 * Returns a file's text.
 *
 * @throws {FileUnreadableError} when it is missing, forbidden, or larger than `bytesMax`.
 */
export async function readTextFile(path: string, options: { readonly bytesMax: number }): Promise<string> {
  return Buffer.from(await readBytes(path, options)).toString('utf8')
}

/** Returns a file's bytes. Throws as {@link readTextFile} does. */
export async function readBytes(path: string, { bytesMax }: { readonly bytesMax: number }): Promise<Uint8Array> {
  try {
    await using file = await open(path)
    const buffer = Buffer.alloc(bytesMax + 1)
    let length = 0
    for (let read = -1; read !== 0 && length <= bytesMax; length += read) {
      read = (await file.read(buffer, length, buffer.length - length)).bytesRead
    }
    if (length > bytesMax) throw new FileUnreadableError(path, `it has more than ${bytesMax} bytes`)
    return buffer.subarray(0, length)
  } catch (error) {
    if (isMillraceError(error)) throw error
    throw new FileUnreadableError(path, reasonOf(error as NodeJS.ErrnoException), error)
  }
}

/** Returns what `parse` makes of a file's JSON. @throws {FileUnreadableError} @throws {FileBrokenError} */
export async function readJsonFile<T>(
  path: string,
  options: { readonly bytesMax: number; readonly hint: string; readonly parse: (json: unknown) => T },
): Promise<T> {
  return parseJsonText(await readTextFile(path, options), path, options)
}

/** Returns what `parse` makes of a JSON text. @throws {FileBrokenError} */
export function parseJsonText<T>(
  text: string,
  path: string,
  { parse, hint }: { readonly parse: (json: unknown) => T; readonly hint: string },
): T {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new FileBrokenError(path, 'it is not JSON.', hint, cause)
  }
  try {
    return parse(json)
  } catch (cause) {
    if (!isMillraceError(cause)) throw cause
    throw new FileBrokenError(path, cause.message, hint, cause)
  }
}

/** Whether an error says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof FileUnreadableError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file'
  if (error.code === 'EACCES') return 'permission denied'
  if (error.code === 'EISDIR') return 'it is a folder'
  return error.message
}

/** A file cannot be read. */
export class FileUnreadableError extends MillraceError {
  override readonly name = 'FileUnreadableError'

  constructor(path: string, reason: string, cause?: unknown) {
    super({
      code: 'FILE_UNREADABLE',
      message: `Cannot read ${path}: ${reason}.`,
      hint: 'Check the path and its permissions.',
      retryable: false,
      cause,
    })
  }
}

/** A file is not what it should be. */
export class FileBrokenError extends MillraceError {
  override readonly name = 'FileBrokenError'

  constructor(path: string, what: string, hint: string, cause: unknown) {
    super({ code: 'FILE_BROKEN', message: `The file ${path} is broken: ${what}`, hint, retryable: false, cause })
  }
}
