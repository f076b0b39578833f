/** One task from its first file on the machine to its last: nothing of it is left, however it ends. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { type TaskGroup, taskGroupPrefix } from '../cgroup/task-group.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { collectOutputs } from '../task/collect-outputs.ts'
import type { LogChunk, TaskOutcome, TaskResult, TaskSpec, TaskUsage } from '../task/task.ts'
import { type BoundInput, bwrapArguments } from './bwrap-arguments.ts'
import { inheritedDescriptors } from './inherited-descriptors.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { boundPath, firstFileDescriptor, mountPoint, ownProcesses, startCommand } from './start-script.ts'
import { type Watch, type WatchEnd, watchTask } from './supervise-task.ts'
import { bindOf } from './task-binds.ts'
import { createTaskDisk, isInMemory } from './task-disk.ts'
import type { SharedFiles } from './task-files.ts'
import { rootEntries } from './task-image.ts'
import { giveTaskUserBack, takeTaskUser } from './task-users.ts'

export type TaskPlan = {
  readonly id: string
  readonly spec: TaskSpec
  readonly host: SandboxHost
  readonly folder: string
  readonly shared: SharedFiles
  readonly onLog: ((chunk: LogChunk) => void) | undefined
}

/** Steps that undo what was done, in the order in which it was done. */
type CleanUp = () => Promise<void> | void

export type StartedTask = { readonly watch: Watch; readonly result: Promise<TaskResult> }

/** Bytes free on a disk that counts as full: less than a block or two. */
const fullBytes = 16_384

/** @throws {TaskRefusedError} when an input cannot be given. @throws {HostFaultError} */
export async function runTask(plan: TaskPlan): Promise<StartedTask> {
  const cleanUp: CleanUp[] = []
  try {
    const { child, group } = await launch(plan, cleanUp)
    const { limits, secrets } = plan.spec
    const watch = watchTask({ child, group, limits, secrets: Object.values(secrets), onLog: plan.onLog })
    await watch.reports.started
    return { watch, result: finishClean(plan, { child, watch, cleanUp }) }
  } catch (error) {
    await runAll(cleanUp)
    throw error
  }
}

async function launch({ id, spec, host, folder, shared }: TaskPlan, cleanUp: CleanUp[]) {
  const own = join(folder, 'tasks', id)
  mkdirSync(own, { mode: 0o700 })
  cleanUp.push(() => rm(own, { recursive: true, force: true }))
  const { binds, image, inputs } = whatIsRead(spec, host, shared)
  const disk = await createTaskDisk(host, own, spec.limits, binds.length)
  const user = host.isRoot ? takeTaskUser() : undefined
  cleanUp.push(() => giveTaskUserBack(user))

  const group = host.cgroups?.create(`${taskGroupPrefix}${id}`, {
    memoryBytesMax: spec.limits.memoryBytesMax + (isInMemory(disk) ? spec.limits.diskBytesMax : 0),
    processesMax: spec.limits.processesMax + ownProcesses,
    cpus: spec.limits.cpus,
  })
  if (group !== undefined) cleanUp.push(() => endGroup(group))

  const files = image.flatMap((entry) => (entry.kind === 'file' ? [entry.source] : []))
  const joinFiles = group?.joinFiles ?? []
  const { limits, command } = spec
  const child = spawnWith(startCommand({ host, user, disk, binds, limits, joinFiles, command }), [
    shared.filter,
    ...files,
  ])
  cleanUp.push(() => endChild(child))
  const args = child.stdio[3] as Writable
  // Whoever ended before it read them says so by its end.
  args.on('error', () => undefined)
  const descriptorOf = (source: string) => firstFileDescriptor + files.indexOf(source)
  args.end(
    bwrapArguments({ spec, image, inputs, descriptorOf })
      .map((argument) => `${argument}\0`)
      .join(''),
  )
  return { child, group }
}

/** What the shell mounts, and where bubblewrap puts it. */
function whatIsRead({ image, inputs }: TaskSpec, { isRoot }: SandboxHost, shared: SharedFiles) {
  const inputBinds = inputs.map(({ source }, i) => bindOf(source, `inputs[${i}].source`, isRoot))
  const rootBinds = image.kind === 'directory' ? [bindOf(image.path, 'image', isRoot)] : []
  return {
    binds: [...inputBinds, ...rootBinds],
    image: image.kind === 'directory' ? rootEntries(image, boundPath(inputs.length)) : shared.hostImage,
    inputs: inputs.map(({ path }, i): BoundInput => ({ path, source: boundPath(i) })),
  }
}

/** @param files - the filter, then what is copied inside; opened anew, for their reader moves them to their end. */
function spawnWith([program, ...rest]: readonly [string, ...string[]], files: readonly string[]): ChildProcess {
  const [filter = -1, ...copied] = files.map((path) => openSync(path, 'r'))
  const nothing = openSync('/dev/null', 'r')
  try {
    const stdio: StdioOptions & unknown[] = ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', filter, 'pipe', ...copied]
    for (const inherited of inheritedDescriptors()) {
      while (stdio.length <= inherited) stdio.push('ignore')
      if (stdio[inherited] === 'ignore') stdio[inherited] = nothing
    }
    const child = spawn(program, rest, { cwd: '/', env: {}, stdio })
    // A program that cannot be started has no reports and no exit code; its end says so.
    child.on('error', () => undefined)
    return child
  } finally {
    for (const descriptor of [filter, ...copied, nothing]) closeSync(descriptor)
  }
}

type Started = {
  readonly child: ChildProcess
  readonly watch: Watch
  readonly cleanUp: readonly CleanUp[]
}

async function finishClean(plan: TaskPlan, started: Started): Promise<TaskResult> {
  try {
    return await finish(plan, started)
  } finally {
    await runAll(started.cleanUp)
  }
}

async function finish(plan: TaskPlan, { child, watch }: Started): Promise<TaskResult> {
  const end = await watch.ended
  // The shell's view: its mounts are seen from nowhere else.
  const disk = `/proc/${child.pid}/root${mountPoint}`
  if (end.exitCode === undefined && end.stopped === undefined) {
    const words = end.lastWords.trim().split('\n').at(-1)?.slice(0, 200)
    throw new HostFaultError('other', `it ended before its program ran${words ? ` (${words})` : ''}`)
  }
  const space = end.stopped === undefined || (await isStillMounted(disk)) ? await statfs(disk) : undefined
  const diskBytes = space === undefined ? 0 : (space.blocks - space.bfree) * space.bsize
  const isFull = space !== undefined && (space.bavail * space.bsize < fullBytes || space.ffree === 0)
  const ending = endingOf(end, isFull)
  const usage = usageOf(end, diskBytes)
  if (ending.outcome === 'cancelled' || space === undefined) {
    return { ...ending, usage, outputs: [], refusal: undefined }
  }
  const { outputs, refusal } = await collectOutputs({
    folder: join(disk, 'out'),
    paths: plan.spec.outputs,
    target: join(plan.folder, 'results', plan.id),
    bytesMax: plan.spec.limits.diskBytesMax,
  })
  if (refusal === undefined) return { ...ending, usage, outputs, refusal }
  await rm(join(plan.folder, 'results', plan.id), { recursive: true, force: true })
  const outcome = ending.outcome === 'exited' ? 'outputs-refused' : ending.outcome
  return { ...ending, outcome, usage, outputs, refusal }
}

function endingOf(
  { stopped, exitCode }: WatchEnd,
  isFull: boolean,
): Pick<TaskResult, 'outcome' | 'exitCode' | 'signal'> {
  if (stopped !== undefined) {
    return { outcome: stopped, exitCode: undefined, signal: stopped === 'signalled' ? 'SIGKILL' : undefined }
  }
  const signal = signalOf(exitCode ?? 0)
  const outcome: TaskOutcome =
    exitCode !== 0 && isFull ? 'disk-exceeded' : signal === undefined ? 'exited' : 'signalled'
  return { outcome, exitCode: signal === undefined ? exitCode : undefined, signal }
}

function usageOf({ wallMs, usage }: WatchEnd, diskBytes: number): TaskUsage {
  return {
    wallMs,
    cpuMs: usage?.cpuMs ?? 0,
    memoryBytesPeak: usage?.memoryBytesPeak ?? 0,
    diskBytes,
  }
}

/** The signal that an exit status of 128 + n stands for. */
function signalOf(exitCode: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0]
}

/** Whoever was stopped early may have been stopped before it had a disk. */
async function isStillMounted(disk: string): Promise<boolean> {
  return statfs(join(disk, 'out')).then(
    () => true,
    () => false,
  )
}

/** The shell waits for this, and its mounts end with it. */
async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  const control = (child.stdio as readonly unknown[])[6] as Writable
  control.on('error', () => undefined)
  control.end('\n')
  await exited
}

async function endGroup(group: TaskGroup): Promise<void> {
  await group.kill()
  await group.remove()
}

/** Runs all of them, the last first, whichever fail; and then fails as the first that did. */
async function runAll(steps: readonly CleanUp[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps.toReversed()) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
