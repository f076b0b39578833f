/**
 * What a task sees as its system: directories of the machine that hold programs, with an `/etc` of its own; or an unpacked root.
 * Nothing of home directories, of `/var` and `/run`.
 */
import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TaskImage } from '../task/task.ts'
import { TaskRefusedError } from '../task/task-error.ts'

export type ImageEntry =
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** A path that the task's user reaches; left out where it does not exist. */
  | { readonly kind: 'system'; readonly path: string; readonly source: string }
  /** A small file that the sandbox writes. */
  | { readonly kind: 'file'; readonly path: string; readonly source: string }

/** Directories that hold programs, or links to them. */
const programFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']
/** What programs read of a system beside their own files; nothing in it is secret. */
const sharedSettings = [
  '/etc/alternatives',
  '/etc/ca-certificates',
  '/etc/ssl/certs',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/fonts',
  '/etc/localtime',
  '/etc/mime.types',
  '/etc/povray',
  '/var/cache/fontconfig',
]
/** What a root is not asked for: the sandbox makes its own. */
const ownFolders = new Set(['proc', 'dev', 'sys', 'tmp', 'run', 'work'])

/** Returns the files of a task's own `/etc` by name. */
export function settingsFiles(user: number): Readonly<Record<string, string>> {
  return {
    passwd: `task:x:${user}:${user}::/tmp:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n`,
    group: `task:x:${user}:\nnogroup:x:65534:\n`,
    hosts: '127.0.0.1 localhost task\n::1 localhost\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
  }
}

/** Returns the same files for a task that asks servers for names. */
export function outboundFiles(user: number, resolvers: readonly string[]): Readonly<Record<string, string>> {
  const files = settingsFiles(user)
  return {
    ...files,
    'nsswitch.conf': `${files['nsswitch.conf']}`.replace('hosts: files', 'hosts: files dns'),
    'resolv.conf': resolvers.map((address) => `nameserver ${address}\n`).join(''),
  }
}

/** A small file that the sandbox writes, in the place of one of a root. */
export type OwnFile = { readonly path: string; readonly source: string }

/** @param settingsFolder - on the machine, with the files of {@link settingsFiles}. */
export function hostEntries(settingsFolder: string): readonly ImageEntry[] {
  return [
    ...programFolders.map((path): ImageEntry => {
      const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
      return isLink ? { kind: 'link', path, target: readlinkSync(path) } : { kind: 'system', path, source: path }
    }),
    ...sharedSettings.map((path): ImageEntry => ({ kind: 'system', path, source: path })),
    ...readdirSync(settingsFolder).map(
      (name): ImageEntry => ({ kind: 'file', path: `/etc/${name}`, source: join(settingsFolder, name) }),
    ),
  ]
}

/**
 * @param mounted - where the root is mounted for the task's user.
 * @param own - files in the place of those of the root; the folder above each is taken apart.
 * @throws {TaskRefusedError} when there is no such root.
 */
export function rootEntries(
  root: Extract<TaskImage, { kind: 'directory' }>,
  mounted: string,
  own: readonly OwnFile[] = [],
): readonly ImageEntry[] {
  const entryOf = (path: string): readonly ImageEntry[] => {
    if (own.some((file) => file.path === path)) return []
    const source = join(root.path, path)
    const stats = lstatSync(source)
    if (stats.isSymbolicLink()) return [{ kind: 'link', path, target: readlinkSync(source) }]
    const isTaken = stats.isDirectory() && own.some((file) => dirname(file.path) === path)
    if (isTaken) return readdirSync(source).flatMap((name) => entryOf(`${path}/${name}`))
    return [{ kind: 'system', path, source: join(mounted, path) }]
  }
  const entries = readRoot(root.path)
    .filter((name) => !ownFolders.has(name))
    .flatMap((name) => entryOf(`/${name}`))
  // A root whose folder is a link keeps what it has.
  const fits = ({ path }: OwnFile) => !entries.some((entry) => entry.path === dirname(path))
  return [...entries, ...own.filter(fits).map((file): ImageEntry => ({ kind: 'file', ...file }))]
}

function readRoot(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new TaskRefusedError('image', 'is no directory of this machine')
    throw error
  }
}
