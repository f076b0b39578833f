/** A node of the cluster as the launcher sees it: programs by their names, no root, no groups of ours. */
import type { SandboxHost } from '../bubblewrap/sandbox-host.ts'
import { SandboxUnavailableError } from '../task/task-error.ts'

/** @throws {SandboxUnavailableError} on a machine that is unlike any node: the filter of system calls is made here. */
export function nodeHost(): SandboxHost {
  const { arch } = process
  if (process.platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) {
    const missing = `it is ${process.platform} on ${arch}, not Linux on x64 or arm64 as the nodes it would speak for`
    throw new SandboxUnavailableError({ missing, command: 'use a machine with Linux' })
  }
  const names = ['bwrap', 'sh', 'unshare', 'nsenter', 'setpriv', 'mount', 'install', 'mkfifo'] as const
  const programs = Object.fromEntries(names.map((name) => [name, name])) as Record<(typeof names)[number], string>
  const host = { machine: arch, isRoot: false, programs, mkfs: undefined, perl: undefined, cgroups: undefined } as const
  return host
}
