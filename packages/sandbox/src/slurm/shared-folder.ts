/**
 * The folder that this machine and the cluster's nodes share, at the same path. It belongs to the user that jobs run as, who alone may
 * look into it; where this process is root, it makes everything that user's.
 *
 * In it, `identity` tells jobs of this folder from those of others, `tasks` holds a folder for each job, `results` the outputs, `shared`
 * what all tasks read.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
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
  /** Of the user that jobs run as. */
  readonly uid: number
  /** @throws {SandboxUnavailableError} where something was put in the place of the folders that root writes in. */
  check(): void
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
  const check = () => {
    if (isRoot) refuseLinks(path)
  }
  check()
  const files = prepareFolder(path, host)
  const owner = statSync(path)
  const give = (below: string) => {
    if (isRoot) giveAll(below, owner.uid, owner.gid)
  }
  const identityPath = join(path, 'identity')
  if (!existsSync(identityPath)) {
    writeFileSync(identityPath, randomBytes(16).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  for (const name of ['identity', ...ownFolders]) give(join(path, name))
  return {
    path,
    identity: readFileSync(identityPath, 'utf8'),
    ...{ uid: owner.uid, check },
    // Descriptors of a shell have one digit: what would be copied inside is bound.
    files: { ...files, hostImage: files.hostImage.map(bound) },
    folderOf: (id) => join(path, 'tasks', id),
    give,
  }
}

function bound(entry: ImageEntry): ImageEntry {
  return entry.kind === 'file' ? { ...entry, kind: 'system' } : entry
}

/** Entries that this process writes to, in the order they are made. */
const ownFolders = ['tasks', 'results', 'pipes', 'shared'] as const

/** Whose folder it is may plant links, and root would write where they lead. @throws {SandboxUnavailableError} where there is one. */
function refuseLinks(path: string): void {
  const shared = join(path, 'shared')
  const isFolder = lstatSync(shared, { throwIfNoEntry: false })?.isDirectory() === true
  const inner = isFolder ? readdirSync(shared).map((name) => join(shared, name)) : []
  const planted = [join(path, 'identity'), ...ownFolders.map((name) => join(path, name)), ...inner].find((entry) => {
    const stats = lstatSync(entry, { throwIfNoEntry: false })
    return stats !== undefined && !stats.isDirectory() && !(stats.isFile() && stats.nlink === 1)
  })
  if (planted === undefined) return
  throw new SandboxUnavailableError({
    missing: `${planted} is a link, and root writes in this folder`,
    command: `rm ${planted}, or run the provider as the user of the folder`,
  })
}

/**
 * Makes what root has made another user's. That user may change the tree meanwhile, so each step is from an open folder, no link is
 * followed, and what has another name elsewhere is left.
 */
function giveAll(path: string, uid: number, gid: number): void {
  const named = lstatSync(path, { throwIfNoEntry: false })
  if (named === undefined || !(named.isDirectory() || named.isFile())) return
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(descriptor)
    if (stats.isFile() && stats.nlink > 1) return
    if (stats.uid !== uid || stats.gid !== gid) fchownSync(descriptor, uid, gid)
    if (!stats.isDirectory()) return
    const open = `/proc/self/fd/${descriptor}`
    for (const name of readdirSync(open)) giveAll(join(open, name), uid, gid)
  } finally {
    closeSync(descriptor)
  }
}
