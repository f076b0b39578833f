/** Starts the processes of a task, with everything they need on the machine. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { type TaskGroup, taskGroupPrefix } from '../cgroup/task-group.ts'
import type { OutboundSettings, OutboundTools } from '../network/outbound-network.ts'
import { HostFaultError } from '../run/host-fault.ts'
import type { CleanUp } from '../task/clean-up.ts'
import type { LogChunk, TaskLimits, TaskSpec } from '../task/task.ts'
import { type BoundInput, bwrapArguments } from './bwrap-arguments.ts'
import type { LogPipePair, LogPipes } from './log-pipes.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { spawnPlugged } from './spawn-plugged.ts'
import { boundPath, firstFileDescriptor, ownProcesses, startCommand } from './start-script.ts'
import { bindOf } from './task-binds.ts'
import { createTaskDisk, isInMemory } from './task-disk.ts'
import type { SharedFiles } from './task-files.ts'
import { type ImageEntry, rootEntries } from './task-image.ts'
import { giveTaskUserBack, takeTaskUser } from './task-users.ts'

export type TaskPlan = {
  readonly id: string
  readonly spec: TaskSpec
  readonly host: SandboxHost
  readonly folder: string
  readonly shared: SharedFiles
  readonly pipes: LogPipes
  /** There where tasks may have a network. */
  readonly outbound: { readonly tools: OutboundTools; readonly settings: OutboundSettings } | undefined
  readonly onLog: ((chunk: LogChunk) => void) | undefined
  /** Aborted when it is cancelled: what it left is not collected. */
  readonly cancelled: AbortSignal
}

export type LaunchedTask = {
  /** The shell, whose mounts are the task's. */
  readonly child: ChildProcess
  readonly group: TaskGroup | undefined
  /** On the machine; undefined where it has none of its own. */
  readonly user: number | undefined
  /** What it sees, for programs that are run beside it. */
  readonly view: TaskView
  readonly logs: LogPipePair['readers']
  /** Lets the program of a task begin that waits for its network. */
  readonly begin: () => void
  /** Tells the shell that its outputs are collected; resolves when it and its mounts are gone. */
  readonly collected: () => Promise<void>
}

export type TaskView = { readonly image: readonly ImageEntry[]; readonly inputs: readonly BoundInput[] } & {
  /** Where the shell finds the bubblewrap for programs beside it; the machine's when undefined. */
  readonly bwrap: string | undefined
}

/** @param cleanUp - gets what has to be undone, whether this returns or not. @throws {TaskRefusedError} {@link HostFaultError} */
export async function launchTask(
  { id, spec, host, folder, shared, pipes }: TaskPlan,
  cleanUp: CleanUp[],
): Promise<LaunchedTask> {
  const own = join(folder, 'tasks', id)
  mkdirSync(own, { mode: 0o700 })
  cleanUp.push(() => rm(own, { recursive: true, force: true }))
  const { binds, image, inputs, bwrap } = whatIsRead(spec, host, shared)
  const disk = await createTaskDisk(host, own, spec.limits, binds.length)
  const user = host.isRoot ? takeTaskUser() : undefined
  // Without one it would be root outside.
  if (host.isRoot && user === undefined) throw new HostFaultError('other', 'no user is free for it')
  cleanUp.push(() => giveTaskUserBack(user))

  const pair = pipes.open(user)
  cleanUp.push(pair.giveBack)
  const group = createGroup(host, id, spec.limits, isInMemory(disk) ? spec.limits.diskBytesMax : 0)
  if (group !== undefined) cleanUp.push(() => endGroup(group))

  const files = copiedFiles(image)
  const joinFiles = group?.joinFiles ?? []
  const { limits, command } = spec
  const plan = startCommand({ host, user, disk, binds, limits, joinFiles, command })
  const waits = spec.network === 'outbound'
  const child = spawnWith(plan, pair, [shared.filter, ...files], waits)
  const exited = once(child, 'close')
  const control = (child.stdio as readonly unknown[])[6] as Writable
  control.on('error', () => undefined)
  // Without a word the shell ends at once, and everything with it.
  cleanUp.push(async () => {
    control.destroy()
    await exited
  })
  const descriptorOf = (source: string) => firstFileDescriptor + files.indexOf(source)
  const gate = firstFileDescriptor + files.length
  const waiting = waits ? ['--block-fd', String(gate)] : []
  giveArguments(child, [...bwrapArguments({ spec, image, inputs, descriptorOf }), ...waiting])
  const collected = async () => {
    control.end('\n')
    await exited
  }
  const begin = () => {
    if (!waits) return
    const writer = (child.stdio as readonly unknown[])[gate] as Writable
    writer.on('error', () => undefined)
    writer.end('\n')
  }
  return { child, group, user, view: { image, inputs, bwrap }, logs: pair.readers, begin, collected }
}

/** Returns what is copied inside through descriptors. */
export function copiedFiles(image: readonly ImageEntry[]): readonly string[] {
  return image.flatMap((entry) => (entry.kind === 'file' ? [entry.source] : []))
}

/** Gives bubblewrap its arguments, by descriptor 3. */
export function giveArguments(child: ChildProcess, args: readonly string[]): void {
  const writer = child.stdio[3] as Writable
  // Whoever ended before it read them says so by its end.
  writer.on('error', () => undefined)
  writer.end(args.map((argument) => `${argument}\0`).join(''))
}

function createGroup(
  { cgroups }: SandboxHost,
  id: string,
  limits: TaskLimits,
  diskBytes: number,
): TaskGroup | undefined {
  try {
    return cgroups?.create(`${taskGroupPrefix}${id}`, {
      memoryBytesMax: limits.memoryBytesMax + diskBytes,
      processesMax: limits.processesMax + ownProcesses,
      cpus: limits.cpus,
    })
  } catch (cause) {
    throw new HostFaultError('other', 'its control group could not be made', cause)
  }
}

async function endGroup(group: TaskGroup): Promise<void> {
  await group.kill()
  await group.remove()
}

/** What the shell mounts, and where bubblewrap puts it. */
function whatIsRead({ image, inputs, network }: TaskSpec, { isRoot }: SandboxHost, shared: SharedFiles) {
  const own = network === 'outbound' ? shared.outboundSettings : []
  const hostImage = network === 'outbound' ? shared.outboundHostImage : shared.hostImage
  const inputBinds = inputs.map(({ source }, i) => bindOf(source, `inputs[${i}].source`, isRoot))
  const rootBinds = image.kind === 'directory' ? [bindOf(image.path, 'image', isRoot)] : []
  const { unreadableBwrap } = shared
  const binds = [...inputBinds, ...rootBinds]
  return {
    binds: unreadableBwrap === undefined ? binds : [...binds, { source: unreadableBwrap, isDirectory: false }],
    bwrap: unreadableBwrap === undefined ? undefined : boundPath(binds.length),
    image: image.kind === 'directory' ? rootEntries(image, boundPath(inputs.length), own) : hostImage,
    inputs: inputs.map(({ path }, i): BoundInput => ({ path, source: boundPath(i) })),
  }
}

/** @param files - the filter, then what is copied inside; opened anew, for their reader moves them to their end. */
function spawnWith(
  command: readonly [string, ...string[]],
  { writers, closeWriters }: LogPipePair,
  files: readonly string[],
  waits: boolean,
): ChildProcess {
  const [filter = -1, ...copied] = files.map((path) => openSync(path, 'r'))
  try {
    const usual = ['ignore', writers.stdout, writers.stderr, 'pipe', 'pipe', filter, 'pipe'] as const
    return spawnPlugged(command, [...usual, ...copied, ...(waits ? (['pipe'] as const) : [])])
  } finally {
    for (const descriptor of [filter, ...copied]) closeSync(descriptor)
    closeWriters()
  }
}
