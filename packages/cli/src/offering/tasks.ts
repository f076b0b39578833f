/** What of this machine runs other people's native tasks, and at which prices, from a provider's command line. */
import { type Prices, type TokenUnit, taskWallMsMax } from '@millrace/protocol'
import { isRegistry, taskUsersMax } from '@millrace/sandbox'
import type { Hardware } from '../hardware.ts'
import { wholeNumber } from '../option-values.ts'
import { parseTokenAmount } from '../units.ts'
import { UsageError } from '../usage-error.ts'
import { type ClusterOffering, type ClusterOptions, clusterOf } from './cluster.ts'

export type TaskOptions = ClusterOptions & {
  readonly tasks?: string
  readonly taskInput?: string
  readonly taskSlots?: string
  readonly taskCpus?: string
  readonly taskMemory?: string
  readonly taskDisk?: string
  readonly taskSeconds?: string
  readonly taskCache?: string
  readonly sandbox?: string
  readonly imageRegistry?: readonly string[]
  readonly taskShell?: boolean
}

/** Sandboxes that native tasks can run in. */
export const taskSandboxKinds = ['bubblewrap', 'oci', 'slurm'] as const
export type TaskSandboxKind = (typeof taskSandboxKinds)[number]

export type TaskOffering = {
  /** Base units per million units: KiB of inputs, and CPU milliseconds. */
  readonly prices: Prices
  /** Tasks at once; of a cluster at most, for it holds as many as it has room for. */
  readonly slots: number
  /** The most that one task may ask for. */
  readonly caps: {
    readonly cpus: number
    readonly memoryBytesMax: number
    readonly diskBytesMax: number
    readonly wallMsMax: number
  }
  /** Most bytes of inputs and outputs that are kept. */
  readonly objectsBytesMax: number
  readonly sandboxes: readonly { readonly kind: TaskSandboxKind; readonly isAsked: boolean }[]
  /** Whose jobs run them; undefined where this machine does. */
  readonly cluster: ClusterOffering | undefined
  /** Whether buyers may run programs beside their tasks, whatever the kernel closes. */
  readonly shell?: true
  /** From where images may come; undefined for the usual public ones. */
  readonly registries: readonly string[] | undefined
}

/** CPU milliseconds of an hour, in millionths. */
const cpuMsPerHour = 3_600_000n
const mebibyte = 2 ** 20
/** Tasks at once that a provider may sell: as many as one process has users of their own for. */
export const taskSlotsMax = taskUsersMax
/** Most cores that one task may be let have. */
const taskCpusMax = 1_024
/** Most memory or disk of one task, in MiB: 16 TiB. */
const taskMibMax = 2 ** 24
const taskSecondsDefault = 3_600
const taskDiskMibDefault = 1_024
/** What is found of a cluster before it is asked: places are small, so that there are many. Disks are kept in memory there. */
const clusterTask = { slots: 1_024, cpus: 1, memoryMib: 1_024, diskMib: taskDiskMibDefault } as const
/** Least that is kept for inputs and outputs, and what is by default at most. */
const objectsMib = { min: 64, max: 10_240 }
/** What is said when the disk's room is not known. */
const objectsMibUnknown = 1_024

/** Returns what the options spell, undefined where no tasks are run. @throws {UsageError} */
export function tasksOf(
  options: TaskOptions,
  token: TokenUnit,
  hardware: Pick<Hardware, 'cores' | 'memoryBytes' | 'diskFreeBytes'>,
): TaskOffering | undefined {
  const { tasks, taskInput, sandbox, imageRegistry = [], taskShell, ...limits } = options
  if (tasks === undefined) {
    const given = [
      taskInput,
      sandbox,
      imageRegistry[0],
      taskShell,
      limits.taskSlots,
      limits.taskCpus,
      limits.taskMemory,
      limits.taskDisk,
    ]
    if (
      [...given, limits.taskSeconds, limits.taskCache, limits.slurm, limits.slurmFolder].every(
        (value) => value === undefined,
      )
    )
      return undefined
    throw new UsageError('Limits of tasks are given, but no tasks are sold.', 'Add --tasks with a price per CPU-hour.')
  }
  const cluster = clusterOf(options)
  const found = cluster === undefined ? usualTask(limits, hardware) : clusterTask
  const slotsMax = cluster === undefined ? taskSlotsMax : clusterTask.slots
  const outputPrice = pricePerMillionCpuMs(parseTokenAmount(tasks, token))
  return {
    prices: {
      inputPrice: taskInput === undefined ? inputPriceOf(outputPrice) : parseTokenAmount(taskInput, token),
      outputPrice,
    },
    slots: numberOf(limits.taskSlots, '--task-slots', slotsMax, found.slots),
    caps: {
      cpus: numberOf(limits.taskCpus, '--task-cpus', taskCpusMax, found.cpus),
      memoryBytesMax: numberOf(limits.taskMemory, '--task-memory', taskMibMax, found.memoryMib) * mebibyte,
      diskBytesMax: numberOf(limits.taskDisk, '--task-disk', taskMibMax, found.diskMib) * mebibyte,
      wallMsMax: numberOf(limits.taskSeconds, '--task-seconds', taskWallMsMax / 1_000, taskSecondsDefault) * 1_000,
    },
    objectsBytesMax: numberOf(limits.taskCache, '--task-cache', taskMibMax, cacheMib(hardware)) * mebibyte,
    sandboxes: cluster === undefined ? sandboxesOf(sandbox) : [{ kind: 'slurm', isAsked: true }],
    cluster,
    ...(taskShell === true && { shell: true as const }),
    registries: registriesOf(imageRegistry),
  }
}

/**
 * Returns what a million CPU milliseconds cost, rounded up.
 *
 * @param perCpuHour - base units.
 *
 * @example
 * pricePerMillionCpuMs(36_000n) // 10000n: an hour is 3.6 million
 */
export function pricePerMillionCpuMs(perCpuHour: bigint): bigint {
  return (perCpuHour * 1_000_000n + cpuMsPerHour - 1n) / cpuMsPerHour
}

/** Returns what a CPU-hour costs at a price per million CPU milliseconds, in base units, rounded to the nearest. */
export function pricePerCpuHour(perMillion: bigint): bigint {
  return (perMillion * cpuMsPerHour + 500_000n) / 1_000_000n
}

/** What a million KiB cost by default: each start reads and hashes its inputs before its meter runs, half a second a GiB. */
function inputPriceOf(perMillionCpuMs: bigint): bigint {
  return (perMillionCpuMs + 1_999n) / 2_000n
}

/** Returns how much of the cache buyers may hold: a quarter with what they send, a quarter with what waits for them. Tasks need the rest. */
export function objectLimitsOf({ objectsBytesMax }: Pick<TaskOffering, 'objectsBytesMax'>) {
  const quarter = Math.floor(objectsBytesMax / 4)
  return { putBytesUnderWayMax: quarter, outputBytesKeptMax: quarter }
}

/** What a task may have of this machine by default. */
function usualTask(
  { taskSlots }: Pick<TaskOptions, 'taskSlots'>,
  { cores, memoryBytes }: Pick<Hardware, 'cores' | 'memoryBytes'>,
) {
  const slots = numberOf(taskSlots, '--task-slots', taskSlotsMax, Math.floor(cores / 2))
  return {
    slots,
    cpus: Math.floor(cores / slots),
    // Half of the memory stays with the owner, the models and what disks in memory take.
    memoryMib: Math.floor(memoryBytes / 2 / slots / mebibyte),
    diskMib: taskDiskMibDefault,
  }
}

/** Those of this machine. */
const usualKinds = taskSandboxKinds.filter((kind) => kind !== 'slurm')

/** Without the option every sandbox that works here; bubblewrap is what a provider is told of when it does not. */
function sandboxesOf(text: string | undefined): TaskOffering['sandboxes'] {
  if (text === undefined) return usualKinds.map((kind) => ({ kind, isAsked: kind === 'bubblewrap' }))
  const names = [...new Set(text.split(','))]
  return names.map((name) => {
    const kind = taskSandboxKinds.find((known) => known === name)
    if (kind !== undefined) return { kind, isAsked: true }
    throw new UsageError(
      `--sandbox: there is no sandbox "${name.slice(0, 80)}".`,
      `Write one or more of ${taskSandboxKinds.join(', ')}, with commas.`,
    )
  })
}

function registriesOf(names: readonly string[]): readonly string[] | undefined {
  const odd = names.find((name) => !isRegistry(name))
  if (odd === undefined) return names.length === 0 ? undefined : names
  throw new UsageError(
    `--image-registry: "${odd.slice(0, 80)}" is no registry.`,
    'Write host or host:port, or http://host:port for one without TLS.',
  )
}

function numberOf(text: string | undefined, option: string, max: number, found: number): number {
  return text === undefined ? Math.max(1, Math.min(max, found)) : wholeNumber(text, option, 1, max)
}

/** A tenth of the free room. */
function cacheMib({ diskFreeBytes }: Pick<Hardware, 'diskFreeBytes'>): number {
  if (diskFreeBytes.state !== 'present') return objectsMibUnknown
  return Math.max(objectsMib.min, Math.min(objectsMib.max, Math.floor(diskFreeBytes.value / 10 / mebibyte)))
}
