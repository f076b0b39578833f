/** Starts the container of a task, with everything it needs on the machine. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { inheritedDescriptors } from '../bubblewrap/inherited-descriptors.ts'
import type { LogPipePair, LogPipes } from '../bubblewrap/log-pipes.ts'
import { bindOf } from '../bubblewrap/task-binds.ts'
import { createTaskDisk, isInMemory } from '../bubblewrap/task-disk.ts'
import { giveTaskUserBack, takeTaskUser } from '../bubblewrap/task-users.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { seccompProfile } from '../seccomp/seccomp-profile.ts'
import type { CleanUp } from '../task/clean-up.ts'
import type { LogChunk, TaskLimits, TaskSpec } from '../task/task.ts'
import type { CdiDevice } from './cdi.ts'
import { type Device, deviceOf, joinEdits } from './device-binds.ts'
import type { StoredImage } from './image-store.ts'
import { type OciGroup, ociGroupPrefix } from './oci-groups.ts'
import type { OciHost } from './oci-host.ts'
import { placesFor } from './places.ts'
import { insideUser, readHardLimits, runtimeConfig } from './runtime-config.ts'
import { boundPath, startCommand } from './start-script.ts'
import { userMapOf } from './user-map.ts'

export type ContainerPlan = {
  readonly id: string
  readonly spec: TaskSpec
  readonly host: OciHost
  readonly folder: string
  readonly image: StoredImage
  readonly gpus: readonly CdiDevice[]
  readonly pipes: LogPipes
  readonly onLog: ((chunk: LogChunk) => void) | undefined
  /** Aborted when it is cancelled: what it left is not collected. */
  readonly cancelled: AbortSignal
}

export type LaunchedContainer = {
  /** Its mounts are the task's. */
  readonly child: ChildProcess
  readonly group: OciGroup
  readonly logs: LogPipePair['readers']
  /** What the shell tells of the runtime's end. */
  readonly reports: Readable
  /** Tells the shell that its outputs are collected; resolves when it and its mounts are gone. */
  readonly collected: () => Promise<void>
}

/** Processes of one user, threads of the runtime among them, that are always allowed: fewer do not start a container. */
export const processesMin = 16
/** The init. */
const ownProcesses = 1

/** @param cleanUp - gets what has to be undone, whether this returns or not. @throws {TaskRefusedError} {@link HostFaultError} */
export async function launchContainer(plan: ContainerPlan, cleanUp: CleanUp[]): Promise<LaunchedContainer> {
  const { id, spec, host, folder, image, pipes } = plan
  const own = join(folder, 'tasks', id)
  mkdirSync(own, { mode: 0o700 })
  cleanUp.push(() => rm(own, { recursive: true, force: true }))
  const binds = spec.inputs.map(({ source }, i) => bindOf(source, `inputs[${i}].source`, true))
  const disk = await createTaskDisk(host, own, spec.limits, 0)
  const user = takeTaskUser()
  // Without one it would be root outside.
  if (user === undefined) throw new HostFaultError('other', 'no user is free for it')
  cleanUp.push(() => giveTaskUserBack(user))
  const pair = pipes.open(user)
  cleanUp.push(pair.giveBack)
  const group = createGroup(plan, isInMemory(disk) ? spec.limits.diskBytesMax : 0)
  cleanUp.push(async () => {
    await group.kill()
    await group.remove()
  })
  const users = userMapOf(user, insideUser)
  const edits = joinEdits(plan.gpus)
  const devices = edits.deviceNodes.map((node) => deviceOf(node))
  const command = startCommand({ host, users, disk, binds, image, places: placesOf(image, devices, edits.mounts) })
  const child = spawnShell(command, pair)
  const exited = once(child, 'close')
  const [args, reports, control] = [3, 4, 6].map((i) => (child.stdio as readonly unknown[])[i])
  cleanUp.push(endShell(control as Writable, exited))
  const config = runtimeConfig({
    ...{ spec, users, devices, edits, cgroupsPath: group.path },
    imageEnvironment: image.environment,
    inputs: spec.inputs.map(({ path }, i) => ({ path, source: boundPath(i) })),
    seccomp: seccompProfile(host.machine),
    hardLimits: readHardLimits(readFileSync('/proc/self/limits', 'utf8')),
  })
  const writer = args as Writable
  // Whoever ended before it was read says so by its end.
  writer.on('error', () => undefined)
  writer.end(JSON.stringify(config))
  const collected = async () => {
    ;(control as Writable).end('\n')
    await exited
  }
  return { child, group, logs: pair.readers, reports: reports as Readable, collected }
}

/** Without a word the shell ends at once, and everything with it. */
function endShell(control: Writable, exited: Promise<unknown>): CleanUp {
  control.on('error', () => undefined)
  return async () => {
    control.destroy()
    await exited
  }
}

function createGroup({ id, spec, host }: ContainerPlan, diskBytes: number): OciGroup {
  try {
    return host.groups.create(`${ociGroupPrefix}${id}`, limitsOf(spec.limits, diskBytes))
  } catch (cause) {
    throw new HostFaultError('other', 'its control group could not be made', cause)
  }
}

function limitsOf({ memoryBytesMax, processesMax, cpus }: TaskLimits, diskBytes: number) {
  return {
    memoryBytesMax: memoryBytesMax + diskBytes,
    processesMax: Math.max(processesMax + ownProcesses, processesMin),
    cpus,
  }
}

/** What has to be there in the image before the runtime mounts something on it. */
function placesOf(
  { rootfs }: StoredImage,
  devices: readonly Device[],
  mounts: readonly { readonly hostPath: string; readonly containerPath: string }[],
) {
  const asked = mounts.map(({ hostPath, containerPath }) => ({
    path: containerPath,
    isDirectory: lstatSync(hostPath, { throwIfNoEntry: false })?.isDirectory() === true,
  }))
  return devices.length === 0 ? [] : placesFor(rootfs, [{ path: '/sys', isDirectory: true }, ...asked])
}

function spawnShell(
  [program, ...rest]: readonly [string, ...string[]],
  { writers, closeWriters }: LogPipePair,
): ChildProcess {
  try {
    const stdio: ('ignore' | 'pipe' | number)[] = [
      'ignore',
      writers.stdout,
      writers.stderr,
      'pipe',
      'pipe',
      'ignore',
      'pipe',
    ]
    // Node leaves open what it was started with; nothing of it is handed on.
    for (const inherited of inheritedDescriptors()) while (stdio.length <= inherited) stdio.push('ignore')
    const child = spawn(program, rest, { cwd: '/', env: {}, stdio })
    // A program that cannot be started reports nothing; its end says so.
    child.on('error', () => undefined)
    return child
  } finally {
    closeWriters()
  }
}
