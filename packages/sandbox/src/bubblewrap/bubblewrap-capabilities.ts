/** What the bubblewrap sandbox holds on a machine. Nothing is claimed that the hostile suite does not try. */
import { availableParallelism, totalmem } from 'node:os'
import type { OutboundSupport } from '../network/find-outbound.ts'
import type { TaskLimits } from '../task/task.ts'
import { type HostileFamily, hostileFamilies, type SandboxCapabilities } from '../task/task-capabilities.ts'
import type { SandboxHost } from './sandbox-host.ts'

/** Days a task may run: what the timers of a process can count. */
const wallDaysMax = 14
const dayMs = 86_400_000

/** Bytes of a disk that are kept in memory; a larger one is a file system in a file, which takes some 20 ms longer to make. */
export const memoryDiskBytesMax = 256 << 20

/** Bytes of a disk in a file. */
export const fileDiskBytesMax = 2 ** 40

/** Returns what is held, and what not and why. */
export function bubblewrapCapabilities(
  host: SandboxHost,
  tasksMax: number,
  outbound: OutboundSupport,
): SandboxCapabilities {
  const unheld = [...unheldAnywhere]
  const lost = new Set<HostileFamily>()
  if (host.cgroups === undefined) {
    for (const family of ['processes', 'memory', 'cpu'] as const) {
      lost.add(family)
      unheld.push({
        what: family,
        why: 'this process may not make control groups; run it as root or with Delegate=yes',
      })
    }
  }
  if (!host.isRoot) {
    const why = 'only root can give every task one; tasks share the one of this process, in namespaces of their own'
    unheld.push({ what: 'a user of its own', why })
  }
  if (!hasFileDisks(host)) {
    const why = 'only root with mkfs.ext4 can mount disks in files; smaller disks are kept in memory'
    unheld.push({ what: `disks above ${memoryDiskBytesMax} bytes`, why })
  }
  if (host.perl === undefined) {
    const why = 'they are switched off, or there is no perl on this machine (apt-get install perl-base)'
    unheld.push({ what: 'programs beside a task', why })
  }
  if ('missing' in outbound) unheld.push({ what: 'network outbound', why: outbound.missing })
  else unheld.push(...unheldOutbound)
  const isolation = Object.fromEntries(hostileFamilies.map((family) => [family, !lost.has(family)]))
  return {
    isolation: isolation as Record<HostileFamily, boolean>,
    images: ['host', 'directory'],
    networkOutbound: 'tools' in outbound,
    gpusMax: 0,
    services: true,
    limitsMax: limitsOf(host),
    tasksMax,
    unheld,
  }
}

export function hasFileDisks(host: SandboxHost): boolean {
  return host.isRoot && host.mkfs !== undefined
}

const unheldAnywhere: readonly { readonly what: string; readonly why: string }[] = [
  { what: 'faults of the kernel', why: 'a task speaks to the same kernel as the machine, by the allowed system calls' },
  { what: 'GPUs', why: 'their devices and drivers are not given to tasks' },
  {
    what: 'facts about the machine',
    why: 'a task can read kernel version, processor, memory size, load and the paths its inputs have on the machine',
  },
  { what: 'the time it takes', why: 'caches and memory buses are shared, so neighbours can be slowed and measured' },
  { what: 'secrets that a task encodes', why: 'only their exact values are taken out of logs; outputs are the task’s' },
]

const unheldOutbound: readonly { readonly what: string; readonly why: string }[] = [
  { what: 'IPv6', why: 'tasks with a network reach addresses of version 4 alone' },
  {
    what: 'the public address of a router before the machine',
    why: 'the machine does not know it; whoever runs it can add it to the refused addresses',
  },
]

function limitsOf(host: SandboxHost): TaskLimits {
  const cpus = availableParallelism()
  const wallMsMax = wallDaysMax * dayMs
  return {
    wallMsMax,
    cpuMsMax: wallMsMax * cpus,
    memoryBytesMax: totalmem(),
    processesMax: 4_096,
    diskBytesMax: hasFileDisks(host) ? fileDiskBytesMax : memoryDiskBytesMax,
    filesMax: 10_000_000,
    logBytesMax: 1 << 30,
    openFilesMax: 65_536,
    cpus,
  }
}
