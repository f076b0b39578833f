/** What of this machine the bubblewrap sandbox stands on: programs, rights, control groups. */
import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { findCgroupTree } from '../cgroup/cgroup-tree.ts'
import type { CgroupTree } from '../cgroup/task-group.ts'
import type { SyscallMachine } from '../seccomp/syscall-numbers.ts'
import { SandboxUnavailableError } from '../task/task-error.ts'

export type SandboxHost = {
  readonly machine: SyscallMachine
  /** Root gives every task a user of its own. */
  readonly isRoot: boolean
  readonly programs: Readonly<Record<ProgramName, string>>
  /** Stands between this process and programs that are run beside a task. */
  readonly perl: string | undefined
  /** Makes disks that are no memory, where this process may mount them. */
  readonly mkfs: string | undefined
  readonly cgroups: CgroupTree | undefined
}

type ProgramName = 'bwrap' | 'sh' | 'unshare' | 'nsenter' | 'setpriv' | 'mount' | 'install' | 'mkfifo'

/** Where programs are looked for: what a task runs in must not hang on somebody's variables. */
export const systemFolders: readonly string[] = ['/usr/bin', '/bin', '/usr/sbin', '/sbin']

const installBubblewrap = 'apt-get install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora)'
const installUtilLinux = 'apt-get install util-linux mount coreutils'
const packagesOf: Readonly<Record<ProgramName, string>> = {
  bwrap: installBubblewrap,
  sh: 'apt-get install dash',
  unshare: installUtilLinux,
  nsenter: installUtilLinux,
  setpriv: installUtilLinux,
  mount: installUtilLinux,
  install: installUtilLinux,
  mkfifo: installUtilLinux,
}
/** Options that came last. Without the first, user namespaces could be made inside. */
const neededOptions = ['--disable-userns', '--json-status-fd', '--clearenv']

/** @throws {SandboxUnavailableError} with what is missing and how to get it. */
export async function findSandboxHost(folders: readonly string[] = systemFolders): Promise<SandboxHost> {
  const machine = process.arch
  if (process.platform !== 'linux' || (machine !== 'x64' && machine !== 'arm64')) {
    const missing = `it is ${process.platform} on ${machine}, not Linux on x64 or arm64`
    throw new SandboxUnavailableError({ missing, command: 'use a machine with Linux' })
  }
  const names = Object.keys(packagesOf) as ProgramName[]
  const programs = Object.fromEntries(names.map((name) => [name, needProgram(name, folders)]))
  const host: SandboxHost = {
    machine,
    isRoot: process.getuid?.() === 0,
    programs: programs as Record<ProgramName, string>,
    perl: findProgram('perl', folders),
    mkfs: findProgram('mkfs.ext4', folders),
    cgroups: await findCgroupTree(),
  }
  checkOptions(host.programs.bwrap)
  return host
}

function needProgram(name: ProgramName, folders: readonly string[]): string {
  const path = findProgram(name, folders)
  if (path !== undefined) return path
  throw new SandboxUnavailableError({
    missing: `it has no ${name} in ${folders.join(', ')}`,
    command: packagesOf[name],
  })
}

/** Returns where a program is. */
export function findProgram(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function checkOptions(bwrap: string): void {
  const help = execFileSync(bwrap, ['--help'], { encoding: 'utf8', env: {} })
  const missing = neededOptions.filter((option) => !help.includes(option))
  if (missing.length === 0) return
  throw new SandboxUnavailableError({
    missing: `its bubblewrap is too old and has no ${missing.join(', ')}`,
    command: `bubblewrap 0.8 or later: ${installBubblewrap}`,
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
