/** What the Slurm sandbox holds: what bubblewrap holds on one machine, with the cluster's groups in place of our own. */
import { fileDiskBytesMax } from '../bubblewrap/bubblewrap-capabilities.ts'
import type { TaskLimits } from '../task/task.ts'
import { type HostileFamily, hostileFamilies, type SandboxCapabilities } from '../task/task-capabilities.ts'
import { ownMemoryBytes } from './job-files.ts'
import type { ClusterCapacity } from './slurm-cluster.ts'

/** Days a task may run. */
const wallDaysMax = 14
const dayMs = 86_400_000

/** Returns what is held. @param lost - families that the nodes say they do not hold. */
export function slurmCapabilities(
  capacity: ClusterCapacity,
  { lost, tasksMax }: { readonly lost: readonly string[]; readonly tasksMax: number },
): SandboxCapabilities {
  const isolation = Object.fromEntries(hostileFamilies.map((family) => [family, !lost.includes(family)]))
  return {
    isolation: isolation as Record<HostileFamily, boolean>,
    images: ['host', 'directory'],
    networkOutbound: false,
    gpusMax: 0,
    services: false,
    limitsMax: limitsOf(capacity),
    tasksMax,
    unheld: [...lost.map((what) => ({ what, why: reasons[what] ?? 'its nodes say so' })), ...unheldAnywhere],
  }
}

const reasons: Readonly<Record<string, string>> = {
  privileges: 'jobs run as root; submit them as another user',
  processes: 'its nodes count processes by user, not by namespace; Linux 5.14 or later does',
  memory:
    'Slurm does not bound the memory of jobs; set ConstrainRAMSpace=yes in cgroup.conf and TaskPlugin=task/cgroup, and ConstrainSwapSpace=yes where nodes have swap',
  cpu: 'Slurm does not bind jobs to their processors; set ConstrainCores=yes in cgroup.conf and TaskPlugin=task/cgroup',
}

const unheldAnywhere: SandboxCapabilities['unheld'] = [
  { what: 'faults of the kernel', why: 'a task speaks to the same kernel as its node, by the allowed system calls' },
  {
    what: 'a user of its own',
    why: 'all jobs run as one user of the cluster, each in namespaces of its own; so whoever breaks out of one is that user',
  },
  {
    what: 'secrets before their node and its root',
    why: 'they lie in a file of the shared folder, for the jobs’ user alone, until the job has started; who administers nodes or storage can read it',
  },
  { what: 'network outbound', why: 'nothing here keeps a task from private and metadata addresses; it has no network' },
  { what: 'services', why: 'connections to a node of the cluster are not carried' },
  { what: 'GPUs', why: 'the devices of a node are not given to tasks' },
  {
    what: 'disks that are no memory',
    why: 'no user may mount one; disks are kept in the memory of the node, which is reserved',
  },
  {
    what: 'facts about the machine',
    why: 'a task can read kernel version, processor, memory size, load and the paths its inputs have on the node',
  },
  {
    what: 'processors to the last',
    why: 'Slurm may give whole cores: a task that asked for one thread may have both of a core',
  },
  { what: 'the time it takes', why: 'caches and memory buses are shared, so neighbours can be slowed and measured' },
  { what: 'secrets that a task encodes', why: 'only their exact values are taken out of logs; outputs are the task’s' },
]

function limitsOf({ cpusMax, nodeBytesMax }: ClusterCapacity): TaskLimits {
  const wallMsMax = wallDaysMax * dayMs
  // With the disk, and what the job takes for itself.
  const memoryBytesMax = Math.max(0, nodeBytesMax - ownMemoryBytes)
  return {
    wallMsMax,
    cpuMsMax: wallMsMax * Math.max(1, cpusMax),
    memoryBytesMax,
    processesMax: 4_096,
    diskBytesMax: Math.min(fileDiskBytesMax, Math.floor(memoryBytesMax / 2)),
    filesMax: 10_000_000,
    logBytesMax: 1 << 30,
    openFilesMax: 65_536,
    cpus: cpusMax,
  }
}
