/**
 * Takes what a task left as outputs out of the folder it could write to, hashed.
 *
 * The task has ended: nothing moves any more. Links are not followed, whatever they point to; only plain files and directories are taken,
 * without their modes, owners and attributes, and archives are not unpacked. Counts, bytes and paths are bounded.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { isPlainPath } from './check-task.ts'
import type { OutputRefusal, TaskOutput } from './task.ts'
import { taskSpecLimits } from './task-limits.ts'

export type Collected =
  | { readonly outputs: readonly TaskOutput[]; readonly refusal?: undefined }
  | { readonly outputs: readonly []; readonly refusal: OutputRefusal }

export type CollectPlan = {
  /** Where the task left its outputs. */
  readonly folder: string
  /** Plain paths below the folder. */
  readonly paths: readonly string[]
  /** Made when there is something to take. Files are named by numbers. */
  readonly target: string
  /** Of all files together, holes counted. */
  readonly bytesMax: number
  /** Files and directories together; the limit of all tasks when left out. */
  readonly entriesMax?: number
  readonly signal: AbortSignal
}

/** Bytes that are read at a time. */
const pieceBytes = 1 << 20

/** Returns the outputs in the order of their names, or what is wrong with one of them. Aborting rejects with the reason. Cost: O(bytes). */
export async function collectOutputs(plan: CollectPlan): Promise<Collected> {
  try {
    return { outputs: await collect(plan) }
  } catch (error) {
    if (error instanceof Refusal) return { outputs: [], refusal: { path: error.path, problem: error.message } }
    throw error
  }
}

async function collect(plan: CollectPlan): Promise<readonly TaskOutput[]> {
  const { folder, paths, target, bytesMax, entriesMax = taskSpecLimits.filesCollectedMax, signal } = plan
  const outputs: TaskOutput[] = []
  let bytesLeft = bytesMax
  let entries = 0
  const waiting = await startsOf(folder, paths)
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    entries += 1
    if (entries > entriesMax) throw new Refusal(path, `is one of more than ${entriesMax} files and directories`)
    const kind = await kindOf(folder, path)
    if (kind === 'directory') {
      const countMax = entriesMax - entries - waiting.length
      for (const inside of await namesIn(folder, path, { countMax, signal })) waiting.push(inside)
      continue
    }
    await mkdir(target, { recursive: true, mode: 0o700 })
    const file = join(target, String(outputs.length + 1))
    const taken = await takeFile(join(folder, path), file, { path, bytesMax: bytesLeft, signal })
    bytesLeft -= taken.bytes
    outputs.push({ path, ...taken, file })
  }
  return outputs
}

/** Returns the paths that are there, the last name first, after a look at every folder above them. */
async function startsOf(folder: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of [...paths].sort().reverse()) {
    const parts = path.split('/')
    let isThere = true
    for (let depth = 1; depth <= parts.length && isThere; depth++) {
      const above = parts.slice(0, depth).join('/')
      const kind = await kindOf(folder, above)
      if (kind === 'file' && depth < parts.length) throw new Refusal(above, 'is no directory')
      isThere = kind !== 'missing'
    }
    if (isThere) found.push(path)
  }
  return found
}

async function kindOf(folder: string, path: string): Promise<'file' | 'directory' | 'missing'> {
  const stats = await lstat(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw refusalOf(path, error)
  })
  if (stats === undefined) return 'missing'
  if (stats.isDirectory()) return 'directory'
  if (stats.isFile()) return 'file'
  throw new Refusal(path, stats.isSymbolicLink() ? 'is a symbolic link' : 'is no plain file')
}

type Naming = { readonly countMax: number; readonly signal: AbortSignal }

/**
 * Returns the paths of what is in a directory, the last name first. Read one by one: a task may leave more names than the memory of
 * this process holds.
 */
async function namesIn(folder: string, path: string, { countMax, signal }: Naming): Promise<string[]> {
  // A character a byte: a name need not be text.
  const directory = await opendir(join(folder, path), { encoding: 'latin1' }).catch((error: NodeJS.ErrnoException) => {
    throw refusalOf(path, error)
  })
  const inside: string[] = []
  for await (const entry of directory) {
    signal.throwIfAborted()
    if (inside.length >= countMax) {
      throw new Refusal(path, `holds more than the ${countMax} files and directories that are left`)
    }
    const bytes = Buffer.from(entry.name, 'latin1')
    const name = bytes.toString('utf8')
    const inner = `${path}/${name}`
    if (!bytes.equals(Buffer.from(name)) || !isPlainPath(inner)) {
      throw new Refusal(path, 'holds a name that is too long, too deep or not of plain characters')
    }
    inside.push(inner)
  }
  return inside.sort().reverse()
}

type Taking = { readonly path: string; readonly bytesMax: number; readonly signal: AbortSignal }

async function takeFile(from: string, to: string, { path, bytesMax, signal }: Taking) {
  // Not to follow a link, and not to wait at a pipe, even if the look before was wrong.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const source = await open(from, flags).catch((error: NodeJS.ErrnoException) => {
    throw refusalOf(path, error)
  })
  try {
    const { size } = await source.stat()
    if (size > bytesMax) throw new Refusal(path, `with ${size} bytes is more than the ${bytesMax} that are left`)
    const copy = await open(to, 'wx', 0o600)
    try {
      return await copyHashed(source, copy, size, signal)
    } finally {
      await copy.close()
    }
  } finally {
    await source.close()
  }
}

async function copyHashed(source: FileHandle, copy: FileHandle, size: number, signal: AbortSignal) {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(Math.max(1, Math.min(size, pieceBytes)))
  let bytes = 0
  for (;;) {
    signal.throwIfAborted()
    const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, size - bytes))
    if (bytesRead === 0) break
    const part = piece.subarray(0, bytesRead)
    hash.update(part)
    await copy.writeFile(part)
    bytes += bytesRead
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** The system's answer, when it is the task's doing; anything else is thrown as it is. */
function refusalOf(path: string, error: NodeJS.ErrnoException): Error {
  const isOfTheTask = error.code === 'EACCES' || error.code === 'ELOOP' || error.code === 'ENXIO'
  return isOfTheTask ? new Refusal(path, 'cannot be read') : error
}

class Refusal extends Error {
  readonly path: string

  constructor(path: string, problem: string) {
    super(problem)
    this.path = path
  }
}
