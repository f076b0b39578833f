/** What of this machine the OCI sandbox stands on: programs, rights, control groups. */
import { execFileSync } from 'node:child_process'
import { findProgram, systemFolders } from '../bubblewrap/sandbox-host.ts'
import type { SyscallMachine } from '../seccomp/syscall-numbers.ts'
import { SandboxUnavailableError } from '../task/task-error.ts'
import { findOciGroups, type OciGroups } from './oci-groups.ts'

export type OciHost = {
  readonly machine: SyscallMachine
  readonly programs: Readonly<Record<ProgramName, string>>
  readonly mkfs: string
  readonly groups: OciGroups
}

type ProgramName = (typeof programNames)[number]

const programNames = [
  'podman',
  'runc',
  'catatonit',
  'sh',
  'unshare',
  'mount',
  'install',
  'mkfifo',
  'mkfs.ext4',
] as const

const installPodman = 'apt-get install --no-install-recommends podman runc catatonit'
const installUtilLinux = 'apt-get install util-linux mount coreutils dash e2fsprogs'
const packagesOf: Readonly<Record<ProgramName, string>> = {
  podman: installPodman,
  runc: installPodman,
  catatonit: installPodman,
  sh: installUtilLinux,
  unshare: installUtilLinux,
  mount: installUtilLinux,
  install: installUtilLinux,
  mkfifo: installUtilLinux,
  'mkfs.ext4': installUtilLinux,
}
/** Its first version that keeps images apart by the options used here. */
const podmanMajorMin = 4

/** @throws {SandboxUnavailableError} with what is missing and how to get it. */
export async function findOciHost(folders: readonly string[] = systemFolders): Promise<OciHost> {
  const machine = process.arch
  if (process.platform !== 'linux' || (machine !== 'x64' && machine !== 'arm64')) {
    const missing = `it is ${process.platform} on ${machine}, not Linux on x64 or arm64`
    throw new SandboxUnavailableError({ missing, command: 'use a machine with Linux' })
  }
  const programs = Object.fromEntries(programNames.map((name) => [name, needProgram(name, folders)]))
  const found = programs as Record<ProgramName, string>
  checkVersions(found)
  if (process.getuid?.() !== 0) {
    const missing = 'only root can hold containers to their limits everywhere and give each a user of its own'
    throw new SandboxUnavailableError({ missing, command: 'run the provider as root, or sell tasks in bubblewrap' })
  }
  const groups = await findOciGroups()
  if (groups === undefined) {
    const missing = 'this process may not make control groups'
    throw new SandboxUnavailableError({ missing, command: 'run it where it may, or with Delegate=yes' })
  }
  return { machine, programs: found, mkfs: found['mkfs.ext4'], groups }
}

function needProgram(name: ProgramName, folders: readonly string[]): string {
  const path = findProgram(name, folders)
  if (path !== undefined) return path
  throw new SandboxUnavailableError({
    missing: `it has no ${name} in ${folders.join(', ')}`,
    command: packagesOf[name],
  })
}

function checkVersions({ podman, runc }: Readonly<Record<ProgramName, string>>): void {
  const version = execFileSync(podman, ['--version'], { encoding: 'utf8', env: {} }).trim()
  const major = Number(/ (\d+)\./.exec(version)?.[1] ?? 0)
  if (major < podmanMajorMin) {
    throw new SandboxUnavailableError({
      missing: `its podman is too old (${version})`,
      command: `podman ${podmanMajorMin} or later: ${installPodman}`,
    })
  }
  if (execFileSync(runc, ['run', '--help'], { encoding: 'utf8', env: {} }).includes('--keep')) return
  throw new SandboxUnavailableError({ missing: 'its runc is too old', command: `runc 1.1 or later: ${installPodman}` })
}
