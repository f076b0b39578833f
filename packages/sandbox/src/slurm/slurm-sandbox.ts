/**
 * A whole cluster as one sandbox: every task is a job of Slurm that runs the same bubblewrap as on one machine, on whichever node has
 * room. Needs slurmrestd, a folder that all nodes share, and on the nodes bubblewrap, GNU coreutils and findutils, util-linux and user
 * namespaces for everybody.
 *
 * @see docs/adr/0039-slurm-sandbox.md
 */
import { sweepLeftovers } from '../bubblewrap/task-files.ts'
import { SandboxBusyError, SandboxClosedError } from '../node/sandbox-error.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { checkTask } from '../task/check-task.ts'
import type { RunningTask, TaskLimits, TaskSandbox, TaskSpec } from '../task/task.ts'
import { type SandboxCapabilities, unmetNeeds } from '../task/task-capabilities.ts'
import { SandboxUnavailableError, SandboxUnsuitedError } from '../task/task-error.ts'
import { jobMemoryBytes, ownMemoryBytes } from './job-files.ts'
import { nodeHost } from './node-host.ts'
import {
  commentOf,
  jobNamePrefix,
  NodeUnheldError,
  runSlurmTask,
  type SlurmAccess,
  type StartedJob,
} from './run-slurm-task.ts'
import { openSharedFolder } from './shared-folder.ts'
import { hasEnded, type SlurmNode } from './slurm-answers.ts'
import { slurmCapabilities } from './slurm-capabilities.ts'
import { type ClusterCapacity, type SlotSize, watchCluster } from './slurm-cluster.ts'
import { SlurmError } from './slurm-error.ts'
import { type SlurmLimits, slurmLimits } from './slurm-limits.ts'
import { createSlurmRest, type SlurmPlace } from './slurm-rest.ts'
import { isOwnLeftover, nextSharedTaskId } from './task-names.ts'

/** Nothing has to be passed in: the cluster is reached by its address. */
export type SlurmComponents = Readonly<Record<never, never>>

export type SlurmInit = SlurmPlace & {
  /** Absolute, on the file system that all nodes share, of the user that jobs run as. Providers of several machines may use it. */
  readonly folder: string
  /** The cluster's default when left out. */
  readonly partition?: string
  /** What a task takes at most, by which places are counted; a processor and its share of the largest node's memory when left out. */
  readonly slot?: Pick<TaskLimits, 'cpus' | 'memoryBytesMax' | 'diskBytesMax'>
  /** Tasks at the same time, however many places there are. */
  readonly tasksMax?: number
  readonly limits?: Partial<SlurmLimits>
}

export type SlurmSandbox = TaskSandbox & {
  readonly name: 'slurm'
  /** As the cluster is now: nodes come and go. */
  readonly capabilities: SandboxCapabilities
  capacity(): ClusterCapacity
}

/**
 * Returns the sandbox after it has cancelled what an earlier process left running and has run a first task.
 *
 * @throws {SandboxUnavailableError} with what is missing and how to get it.
 * @throws {RangeError} when the address is none.
 */
export async function createSlurmSandbox(_components: SlurmComponents, init: SlurmInit): Promise<SlurmSandbox> {
  const limits = { ...slurmLimits, ...init.limits }
  const rest = createSlurmRest(init, limits)
  const host = nodeHost()
  const partition = await unlessSilent(partitionOf(rest, init.partition))
  const shared = openSharedFolder(init.folder, host)
  const access: SlurmAccess = { rest, shared, host, partition, limits }
  await unlessSilent(endLeftovers(access))
  await sweepLeftovers(shared.path, undefined, isOwnLeftover)
  const nodes = await unlessSilent(rest.nodes(new AbortController().signal))
  const slot = init.slot === undefined ? shareOf(nodes, partition) : slotOf(init.slot)
  const cluster = await unlessSilent(watchCluster(rest, { partition, slot }, limits))
  const tasksMax = () => Math.min(init.tasksMax ?? limits.tasksMax, limits.tasksMax, cluster.capacity().slots)
  const running = new Set<StartedJob>()
  const closing = new AbortController()
  let lost: readonly string[] = []
  const starting = new Set<Promise<StartedJob>>()

  async function start(
    spec: TaskSpec,
    { signal, onLog }: Parameters<TaskSandbox['start']>[1],
    queueMsMax = limits.queueMsMax,
  ): Promise<RunningTask> {
    signal.throwIfAborted()
    if (closing.signal.aborted) throw new SandboxClosedError()
    checkTask(spec)
    // All nodes are away: nothing is known of what they would hold.
    if (cluster.capacity().nodes === 0) throw new SandboxBusyError(0, 0)
    const unmet = [...unmetNeeds(spec, sandbox.capabilities), ...tooLarge(spec, cluster.capacity())]
    if (unmet.length > 0) throw new SandboxUnsuitedError('slurm', unmet)
    if (running.size + starting.size >= tasksMax()) throw new SandboxBusyError(tasksMax(), 0)
    const id = nextSharedTaskId()
    const cancelled = AbortSignal.any([signal, closing.signal])
    const submitting = runSlurmTask({ ...access, id, spec, onLog, cancelled })
    starting.add(submitting)
    const job = await submitting.finally(() => starting.delete(submitting))
    running.add(job)
    const cancel = () => job.stop('cancelled')
    cancelled.addEventListener('abort', cancel)
    if (cancelled.aborted) cancel()
    const result = job.result
      .catch(async (error: unknown) => {
        // A node may have gone: better to know before the next task.
        if (error instanceof HostFaultError) await cluster.refresh().catch(keepWhatWasKnown)
        throw error
      })
      .finally(() => {
        cancelled.removeEventListener('abort', cancel)
        running.delete(job)
      })
    result.catch(() => undefined)
    await untilStarted(job, queueMsMax, cancelled)
    return {
      id,
      result,
      signal: (name) => (name === 'SIGTERM' ? job.terminate() : job.stop('signalled')),
    } satisfies RunningTask
  }

  const sandbox: SlurmSandbox = {
    name: 'slurm',
    get capabilities() {
      return slurmCapabilities(cluster.capacity(), { lost, tasksMax: tasksMax() })
    },
    capacity: cluster.capacity,
    start: (spec, options) => start(spec, options),
    load: () => ({ tasks: running.size + starting.size, tasksMax: tasksMax() }),
    async close() {
      closing.abort()
      const started = await Promise.allSettled(starting)
      const late = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      await Promise.allSettled([...running, ...late].map(({ result }) => result))
      cluster.close()
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
  try {
    lost = await tryFirstTask((spec, options) => start(spec, options, firstTaskMsMax), cluster.capacity())
    return sandbox
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

/** Waits for the job to leave the queue. @throws {SandboxBusyError} when the cluster had no room for too long. */
async function untilStarted(job: StartedJob, queueMsMax: number, cancelled: AbortSignal): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, queueMsMax)
  try {
    await Promise.race([job.started, late.promise])
  } finally {
    clearTimeout(timer)
  }
  if (!job.isWaiting() || cancelled.aborted) return
  job.stop('cancelled')
  // Whether it never ran, or Slurm lost it.
  await job.result
  throw new SandboxBusyError(0, 0)
}

/** Cancels the jobs of processes of this machine that do not run any more, and waits until they are gone. */
async function endLeftovers({ rest, shared, limits }: SlurmAccess): Promise<void> {
  const { signal } = new AbortController()
  const deadline = performance.now() + limits.goneMsMax
  for (;;) {
    const left = (await rest.jobs(signal)).filter((job) => {
      const isOurs =
        job.comment === commentOf(shared) && job.userId === shared.uid && job.name.startsWith(jobNamePrefix)
      return isOurs && !hasEnded(job) && isOwnLeftover(job.name.slice(jobNamePrefix.length))
    })
    if (left.length === 0 || performance.now() > deadline) return
    for (const { id } of left) await rest.end(id, signal)
    await new Promise((resolve) => setTimeout(resolve, limits.changeMs))
  }
}

async function partitionOf(rest: SlurmAccess['rest'], named: string | undefined): Promise<string> {
  const partitions = await rest.partitions(new AbortController().signal)
  const found = partitions.find(({ name, isDefault }) => (named === undefined ? isDefault : name === named))
  if (found !== undefined) return found.name
  throw new SandboxUnavailableError({
    missing: named === undefined ? 'its cluster has no default partition' : `its cluster has no partition ${named}`,
    command: `name one of: ${partitions.map(({ name }) => name).join(', ') || 'none that this user may see'}`,
  })
}

function slotOf(most: NonNullable<SlurmInit['slot']>): SlotSize {
  return { cpus: most.cpus, memoryBytes: jobMemoryBytes(most) }
}

/** A processor and its share of the memory where there is least of it. */
function shareOf(nodes: readonly SlurmNode[], partition: string): SlotSize {
  const shares = nodes
    .filter(({ partitions }) => partitions.includes(partition))
    .map(({ cpus, memoryBytes }) => Math.floor(memoryBytes / Math.max(1, cpus)))
  return { cpus: 1, memoryBytes: Math.max(2 * ownMemoryBytes, Math.min(...shares, Number.MAX_SAFE_INTEGER)) }
}

/** Memory and disk come from one node's memory. */
function tooLarge({ limits }: TaskSpec, { nodeBytesMax }: ClusterCapacity): readonly string[] {
  const bytes = jobMemoryBytes(limits)
  return bytes > nodeBytesMax ? [`${bytes} bytes of memory with its disk, of which a node has ${nodeBytesMax}`] : []
}

/** What a cluster forbids shows only when it is tried. Returns families of attacks that it does not hold. */
async function tryFirstTask(start: TaskSandbox['start'], capacity: ClusterCapacity): Promise<readonly string[]> {
  if (capacity.nodes === 0) {
    throw new SandboxUnavailableError({
      missing: `no node of its cluster takes jobs (${capacity.nodesAway} are down, drained or of another architecture)`,
      command: 'see sinfo -R for the reasons',
    })
  }
  if (capacity.slots === 0) {
    throw new SandboxUnavailableError({
      missing: 'no node of its cluster holds one task of the size that is sold',
      command: 'lower the processors, the memory or the disk of one task',
    })
  }
  let words = ''
  const onLog = ({ text }: { readonly text: string }) => {
    words = (words + text).slice(-500)
  }
  try {
    const task = await start(firstTask, { signal: new AbortController().signal, onLog })
    const { outcome, exitCode } = await task.result
    if (outcome === 'exited' && exitCode === 0) return []
    throw unavailable(`${outcome}, ${words.trim()}`)
  } catch (error) {
    if (error instanceof NodeUnheldError) return error.families
    if (error instanceof HostFaultError) throw unavailable(error.problem, error)
    if (error instanceof SandboxBusyError) throw unavailable('no node had room for it', error)
    throw error
  }
}

function unavailable(why: string, cause?: unknown): SandboxUnavailableError {
  return new SandboxUnavailableError({
    missing: `a first task could not run in its cluster (${why})`,
    command:
      'on every node: apt-get install bubblewrap util-linux; sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0; and mount the folder at the same path',
    cause,
  })
}

async function unlessSilent<Value>(asking: Promise<Value>): Promise<Value> {
  return asking.catch((error: unknown) => {
    if (!(error instanceof SlurmError)) throw error
    const missing = `its cluster cannot be asked (${error.message})`
    throw new SandboxUnavailableError({
      missing,
      command: `start slurmrestd -s openapi/v0.0.38; ${error.hint}`,
      cause: error,
    })
  })
}

function keepWhatWasKnown(error: unknown): void {
  if (!(error instanceof SlurmError)) throw error
}

/** Milliseconds the first task may take on a busy node. */
const firstTaskMsMax = 60_000

const firstTask: TaskSpec = {
  command: ['/bin/sh', '-c', ':'],
  environment: {},
  secrets: {},
  image: { kind: 'host' },
  inputs: [],
  outputs: [],
  network: 'none',
  gpus: 0,
  limits: {
    wallMsMax: firstTaskMsMax,
    cpuMsMax: firstTaskMsMax,
    memoryBytesMax: 32 << 20,
    processesMax: 8,
    diskBytesMax: 1 << 20,
    filesMax: 16,
    logBytesMax: 4_096,
    openFilesMax: 64,
    cpus: 1,
  },
}
