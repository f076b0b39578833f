/**
 * The folder that this machine and the cluster's nodes share, at the same path. It belongs to the user that jobs run as, who alone may
 * look into it; where this process is root, it makes everything that user's.
 *
 * In it, `identity` tells jobs of this folder from those of others, `tasks` holds a folder for each job, `results` the outputs, `shared`
 * what all tasks read.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, lchownSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxHost } from '../bubblewrap/sandbox-host.ts'
import { mountPoint } from '../bubblewrap/start-script.ts'
import { prepareFolder, type SharedFiles } from '../bubblewrap/task-files.ts'
import type { ImageEntry } from '../bubblewrap/task-image.ts'
import { SandboxUnavailableError } from '../task/task-error.ts'

export type SharedFolder = {
  readonly path: string
  /** In the comments of its jobs. */
  readonly identity: string
  readonly files: SharedFiles
  /** Of files of a running task, on every node. */
  readonly folderOf: (id: string) => string
  /** Makes files the user's that jobs run as. */
  give(path: string): void
}

/** @throws {SandboxUnavailableError} where it is root's, who runs no jobs, or where nodes would not see it. */
export function openSharedFolder(named: string, host: SandboxHost): SharedFolder {
  const path = existsSync(named) ? realpathSync(named) : named
  if (!path.startsWith('/') || path.startsWith(`${mountPoint}/`)) {
    throw new SandboxUnavailableError({
      missing: `the folder ${path} is no absolute path outside of ${mountPoint}`,
      command: 'name a folder of the file system that all nodes of the cluster share, such as one below /home',
    })
  }
  const isRoot = process.getuid?.() === 0
  if (isRoot && (!existsSync(path) || statSync(path).uid === 0)) {
    throw new SandboxUnavailableError({
      missing: `the folder ${path} is not that of the user whose jobs these will be`,
      command: `install -d -m 0700 -o USER ${path}, or run the provider as that user`,
    })
  }
  const files = prepareFolder(path, host)
  const owner = statSync(path)
  const give = (below: string) => {
    if (isRoot) giveAll(below, owner.uid, owner.gid)
  }
  const identityPath = join(path, 'identity')
  if (!existsSync(identityPath)) writeFileSync(identityPath, randomBytes(16).toString('hex'), { mode: 0o600 })
  for (const name of readdirSync(path)) give(join(path, name))
  return {
    path,
    identity: readFileSync(identityPath, 'utf8'),
    // Descriptors of a shell have one digit: what would be copied inside is bound.
    files: { ...files, hostImage: files.hostImage.map(bound) },
    folderOf: (id) => join(path, 'tasks', id),
    give,
  }
}

function bound(entry: ImageEntry): ImageEntry {
  return entry.kind === 'file' ? { ...entry, kind: 'system' } : entry
}

function giveAll(path: string, uid: number, gid: number): void {
  lchownSync(path, uid, gid)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory() !== true) return
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) giveAll(inner, uid, gid)
    else lchownSync(inner, uid, gid)
  }
}
