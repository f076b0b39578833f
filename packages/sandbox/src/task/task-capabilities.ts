/** What a sandbox says it holds, and whether that is enough for a task. What is not held is said, with the reason. */
import type { TaskImage, TaskLimits, TaskSpec } from './task.ts'

/** Families of attacks, one for each section of the hostile suite. */
export const hostileFamilies = [
  'processes',
  'memory',
  'disk',
  'inodes',
  'cpu',
  'wallTime',
  'logs',
  'openFiles',
  'hostFiles',
  'otherTasks',
  'hostProcesses',
  'inputs',
  'outputs',
  'network',
  'kernelInterfaces',
  'privileges',
  'clock',
  'leftovers',
  'secrets',
  'specification',
] as const

export type HostileFamily = (typeof hostileFamilies)[number]

export type SandboxCapabilities = {
  /** Whether a task of each family is held to its limits and inside. */
  readonly isolation: Readonly<Record<HostileFamily, boolean>>
  readonly images: readonly TaskImage['kind'][]
  /** Whether a task may reach the Internet, and nothing but it. */
  readonly networkOutbound: boolean
  readonly gpusMax: number
  /** Whether programs that listen can be reached. */
  readonly services: boolean
  /** Largest limits of one task. */
  readonly limitsMax: TaskLimits
  /** Tasks at the same time. */
  readonly tasksMax: number
  /** What is not held, or only partly. */
  readonly unheld: readonly { readonly what: string; readonly why: string }[]
}

/** Returns what a task needs and a sandbox does not hold, in words; empty where the task may be placed. */
export function unmetNeeds(
  { image, network, ports = [], gpus, limits }: Pick<TaskSpec, 'image' | 'network' | 'ports' | 'gpus' | 'limits'>,
  capabilities: SandboxCapabilities,
): readonly string[] {
  const { isolation, images, networkOutbound, services, gpusMax, limitsMax } = capabilities
  const unmet = hostileFamilies.filter((family) => !isolation[family]).map((family) => `isolation of ${family}`)
  if (!images.includes(image.kind)) unmet.push(`images of kind ${image.kind}`)
  if (network === 'outbound' && !networkOutbound) unmet.push('network outbound')
  if (ports.length > 0 && !services) unmet.push('services')
  if (gpus > gpusMax) unmet.push(`${gpus} GPUs, of which it has ${gpusMax}`)
  for (const name of Object.keys(limitsMax) as (keyof TaskLimits)[]) {
    if (limits[name] > limitsMax[name]) unmet.push(`${name} of ${limits[name]}, of which it gives ${limitsMax[name]}`)
  }
  return unmet
}
