/** Puts an object of the cache where a job will read it, so that nothing the job does reaches the cache. */
import { constants } from 'node:fs'
import { chmod, copyFile, link, open, rm } from 'node:fs/promises'
import { onDisk } from '../cache/on-disk.ts'
import { type OpenObject, wrongChunks } from '../cache/open-object.ts'
import { writeFully } from '../cache/partial-object.ts'

export type PlaceInit = {
  /**
   * `copy` gives the job bytes of its own, sharing blocks where the file system can; `link` puts a hard link to the cache's own
   * file, for directories that are mounted read-only. What must be executable is always copied: links share their mode.
   */
  readonly mode: 'copy' | 'link'
  readonly executable: boolean
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
}

/**
 * Makes the file, read-only, with checked bytes; nothing may be there. Returns whether it is a link. Cost: reading and hashing
 * all bytes, and writing them where blocks cannot be shared.
 *
 * @throws {ObjectCorruptError} {@link StorageFailedError}
 */
export async function placeFile(object: OpenObject, path: string, init: PlaceInit): Promise<'linked' | 'copied'> {
  if (init.mode === 'link' && !init.executable && (await placeLink(object, path, init))) return 'linked'
  if (!(await placeClone(object, path, init))) await placeCopy(object, path, init)
  await onDisk(path, () => chmod(path, init.executable ? 0o555 : 0o444))
  return 'copied'
}

async function placeLink(object: OpenObject, path: string, { signal, onBytes }: PlaceInit): Promise<boolean> {
  const isLinked = await onDisk(path, () => unlessUnsupported(() => link(object.path, path)))
  if (!isLinked) return false
  await checkFile(object, path, signal)
  onBytes(object.outline.bytes)
  return true
}

async function placeClone(object: OpenObject, path: string, { signal, onBytes }: PlaceInit): Promise<boolean> {
  const flags = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE
  const isCloned = await onDisk(path, () => unlessUnsupported(() => copyFile(object.path, path, flags)))
  if (!isCloned) {
    await onDisk(path, () => rm(path, { force: true }))
    return false
  }
  await checkFile(object, path, signal)
  onBytes(object.outline.bytes)
  return true
}

async function placeCopy(object: OpenObject, path: string, { signal, onBytes }: PlaceInit): Promise<void> {
  await using handle = await onDisk(path, () => open(path, 'wx', 0o600))
  let at = 0
  for await (const piece of object.read({ start: 0, end: object.outline.bytes }, { signal })) {
    await onDisk(path, () => writeFully(handle, piece, at))
    at += piece.length
    onBytes(piece.length)
  }
}

/** Checks what was placed, and not what it was made from: these are the bytes that will be read. */
async function checkFile(object: OpenObject, path: string, signal: AbortSignal): Promise<void> {
  await using handle = await onDisk(path, () => open(path, 'r'))
  const wrong = await onDisk(path, () => wrongChunks(handle, object.outline, signal))
  const { size } = await onDisk(path, () => handle.stat())
  if (wrong.length > 0 || size !== object.outline.bytes) await object.reject()
}

/** Returns false where the file system, or two of them, cannot do it. */
async function unlessUnsupported(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'ENOTTY', 'EINVAL', 'EXDEV', 'EMLINK', 'EPERM'].includes(code)) return false
    throw error
  }
}
