/**
 * The sandbox's folder on the machine: one folder a task, one a result, and what tasks share. Only this user may look into it. What
 * processes that are gone left there, and their control groups, is removed when a sandbox is created.
 */
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CgroupTree, taskGroupPrefix } from '../cgroup/task-group.ts'
import { taskFilter } from '../seccomp/task-filter.ts'
import { insideUser } from './bwrap-arguments.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { hostEntries, type ImageEntry, type OwnFile, outboundFiles, settingsFiles } from './task-image.ts'

export type SharedFiles = {
  /** Bubblewrap, that nobody but root may read: {@link copyUnreadable}. Undefined where this process is not root. */
  readonly unreadableBwrap: string | undefined
  /** The seccomp filter. */
  readonly filter: string
  /** What tasks see of the machine as their system. */
  readonly hostImage: readonly ImageEntry[]
  /** The same with a network. */
  readonly outboundHostImage: readonly ImageEntry[]
  /** What tasks with a network see in the place of a root's own. */
  readonly outboundSettings: readonly OwnFile[]
}

/** Names of tasks: the process they belong to, and a number. */
const taskName = /^(\d+)-(\d+)$/
/** Above all numbers of an earlier process with the same id: in a container the id is the same at every start. In Unix ms. */
const firstNumber = Date.now()
let tasksNamed = firstNumber

export function nextTaskId(): string {
  return `${process.pid}-${tasksNamed++}`
}

/** Makes the folder ready. */
export function prepareFolder(
  folder: string,
  host: Pick<SandboxHost, 'machine'> & Partial<Pick<SandboxHost, 'isRoot' | 'programs'>>,
  resolvers: readonly string[] = [],
): SharedFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  for (const name of ['tasks', 'results', 'pipes', 'shared'])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
  const filter = taskFilter(host.machine)
  const filterPath = join(folder, 'shared', `filter-${nameOf(filter)}`)
  writeWhole(filterPath, filter)
  const settings = writeSettings(join(folder, 'shared', 'etc'), settingsFiles(insideUser))
  const outbound = writeSettings(
    join(folder, 'shared', `etc-outbound-${nameOf(Buffer.from(resolvers.join()))}`),
    outboundFiles(insideUser, resolvers),
  )
  const unreadableBwrap = host.isRoot && host.programs ? copyUnreadable(host.programs.bwrap, folder) : undefined
  return {
    unreadableBwrap,
    filter: filterPath,
    hostImage: hostEntries(settings),
    outboundHostImage: hostEntries(outbound),
    outboundSettings: [{ path: '/etc/resolv.conf', source: join(outbound, 'resolv.conf') }],
  }
}

/**
 * A process of a program that its user may not read is closed to others of that user: its memory cannot be opened by way of /proc.
 *
 * Source: ptrace(2), "Ptrace access mode checking"; PR_SET_DUMPABLE(2const).
 */
function copyUnreadable(program: string, folder: string): string {
  const draft = join(folder, 'shared', `../draft-${process.pid}-${randomBytes(8).toString('hex')}`)
  copyFileSync(program, draft)
  chmodSync(draft, 0o711)
  const path = join(folder, 'shared', 'bwrap')
  renameSync(draft, path)
  return path
}

function writeSettings(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  for (const [name, text] of Object.entries(files)) writeWhole(join(folder, name), text)
  return folder
}

/**
 * Removes what processes left that do not run any more.
 *
 * @param isLeft - judges names of folders.
 */
export async function sweepLeftovers(
  folder: string,
  cgroups: CgroupTree | undefined,
  isLeft: (name: string) => boolean = isLeftover,
): Promise<void> {
  for (const name of cgroups?.list() ?? []) {
    if (!isLeftover(name.slice(taskGroupPrefix.length))) continue
    const group = cgroups?.open(name)
    await group?.kill()
    await group?.remove()
  }
  for (const kind of ['tasks', 'results', 'pipes']) {
    for (const name of readdirSync(join(folder, kind))) {
      if (isLeft(name)) rmSync(join(folder, kind, name), { recursive: true, force: true })
    }
  }
}

/** Returns whether a name is that of a task whose process does not run any more. */
export function isLeftover(name: string): boolean {
  const [, owner, number] = taskName.exec(name) ?? []
  if (owner === undefined) return false
  return Number(owner) === process.pid ? Number(number) < firstNumber : !existsSync(`/proc/${owner}`)
}

/** Another sandbox of this folder may read at the same time. No link is followed: in the folder of another user one may be planted. */
function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path.replace(/[^/]*$/, '')}../draft-${process.pid}-${randomBytes(8).toString('hex')}`
  writeFileSync(draft, content, { mode: 0o644, flag: 'wx' })
  renameSync(draft, path)
}

function nameOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
