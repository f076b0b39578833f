/** What the OCI sandbox holds on a machine. Nothing is claimed that the hostile suite does not try. */
import { availableParallelism, totalmem } from 'node:os'
import { fileDiskBytesMax } from '../bubblewrap/bubblewrap-capabilities.ts'
import type { TaskLimits } from '../task/task.ts'
import { type HostileFamily, hostileFamilies, type SandboxCapabilities } from '../task/task-capabilities.ts'
import { processesMin } from './launch-container.ts'

/** Days a task may run: what the timers of a process can count. */
const wallDaysMax = 14
const dayMs = 86_400_000

export type OciFacts = {
  readonly tasksMax: number
  readonly gpus: number
  /** Descriptions of devices that could not be used, and why. */
  readonly problems: readonly string[]
  /** Open files that this process may have. */
  readonly openFilesMax: number | undefined
}

/** Returns what is held, and what not and why. A machine that does not hold every family has no such sandbox. */
export function ociCapabilities({ tasksMax, gpus, problems, openFilesMax }: OciFacts): SandboxCapabilities {
  const isolation = Object.fromEntries(hostileFamilies.map((family) => [family, true]))
  const noGpus = 'no description for the container device interface is in /etc/cdi or /var/run/cdi'
  return {
    isolation: isolation as Record<HostileFamily, boolean>,
    images: ['oci'],
    networkOutbound: false,
    gpusMax: gpus,
    services: false,
    limitsMax: limitsOf(openFilesMax ?? Number.POSITIVE_INFINITY),
    tasksMax,
    unheld: [
      ...unheldAnywhere,
      ...(gpus === 0 ? [{ what: 'GPUs', why: problems[0] ?? noGpus }] : unheldWithGpus),
      ...(gpus === 0 ? [] : problems.map((why) => ({ what: 'some devices', why }))),
    ],
  }
}

const unheldAnywhere: readonly { readonly what: string; readonly why: string }[] = [
  { what: 'faults of the kernel', why: 'a task speaks to the same kernel as the machine, by the allowed system calls' },
  {
    what: 'network outbound',
    why: 'nothing here keeps a container from private and metadata addresses; it has no network',
  },
  { what: 'services', why: 'nothing here connects to what listens in a container' },
  {
    what: `fewer than ${processesMin} processes`,
    why: 'the container runtime needs as many to start; a task that asks for fewer gets them, too',
  },
  {
    what: 'facts about the machine',
    why: 'a task can read kernel version, processor, memory size, load and the paths its inputs have on the machine',
  },
  { what: 'the time it takes', why: 'caches and memory buses are shared, so neighbours can be slowed and measured' },
  { what: 'secrets that a task encodes', why: 'only their exact values are taken out of logs; outputs are the task’s' },
]

const unheldWithGpus: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'faults of a card’s driver',
    why: 'a task with a card speaks to its driver, which is part of the kernel, and sees the machine’s devices in /sys',
  },
  { what: 'the memory of a card', why: 'whether it is cleared between two tasks is up to its driver' },
]

function limitsOf(openFilesMax: number): TaskLimits {
  const cpus = availableParallelism()
  const wallMsMax = wallDaysMax * dayMs
  return {
    wallMsMax,
    cpuMsMax: wallMsMax * cpus,
    memoryBytesMax: totalmem(),
    processesMax: 4_096,
    diskBytesMax: fileDiskBytesMax,
    filesMax: 10_000_000,
    logBytesMax: 1 << 30,
    openFilesMax: Math.min(65_536, openFilesMax),
    cpus,
  }
}
