/**
 * The sandbox for native tasks: bubblewrap with a user of its own for each task, all namespaces, a filter of system calls, control groups
 * of either version, a disk of its own with bounds, and no network. What it holds is in its capabilities.
 *
 * @see docs/adr/0030-native-sandbox.md
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findOutbound } from '../network/find-outbound.ts'
import { type OutboundSettings, usualOutbound } from '../network/outbound-network.ts'
import { SandboxBusyError, SandboxClosedError } from '../node/sandbox-error.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { checkTask } from '../task/check-task.ts'
import type { TaskSandbox, TaskSpec } from '../task/task.ts'
import { unmetNeeds } from '../task/task-capabilities.ts'
import { SandboxUnavailableError, SandboxUnsuitedError } from '../task/task-error.ts'
import { bubblewrapCapabilities } from './bubblewrap-capabilities.ts'
import { createLogPipes } from './log-pipes.ts'
import { runTask, type StartedTask } from './run-task.ts'
import { findSandboxHost, systemFolders } from './sandbox-host.ts'
import { nextTaskId, prepareFolder, sweepLeftovers } from './task-files.ts'
import { taskUsersMax } from './task-users.ts'

/** Nothing has to be passed in: the programs are the machine's. */
export type BubblewrapComponents = Readonly<Record<never, never>>

export type BubblewrapInit = {
  /** For what belongs to tasks while they run, and for their results; made for this user alone. Several sandboxes may share it. */
  readonly folder: string
  /** Tasks at the same time; at most {@link taskUsersMax} in one process. */
  readonly tasksMax?: number
  /** Where programs are looked for. */
  readonly programFolders?: readonly string[]
  /** Whether buyers may run programs beside their tasks; they may without it. {@link closesMemory} says what it gives up. */
  readonly programsBeside?: boolean
  /** Of tasks with a network; what is left out is as {@link usualOutbound}. */
  readonly outbound?: Partial<OutboundSettings>
}

/**
 * Whether the kernel keeps processes of one user from each other's memory. Where it does not, a task can change a program beside it in the
 * instant between giving up its rights and loading the filter of system calls, and so make calls that the filter refuses; its
 * namespaces, groups and limits hold it still.
 *
 * Source: Yama, kernel documentation, admin-guide/LSM/Yama.
 */
export function closesMemory(): boolean {
  return existsSync(ptraceScope) && Number(readFileSync(ptraceScope, 'utf8')) >= 1
}

const ptraceScope = '/proc/sys/kernel/yama/ptrace_scope'

/** Tasks at the same time where nothing else is said. */
const usualTasksMax = 4

/** Returns the sandbox after it has run a first task. @throws {SandboxUnavailableError} with what is missing and how to get it. */
export async function createBubblewrapSandbox(
  _components: BubblewrapComponents,
  {
    folder,
    tasksMax = usualTasksMax,
    programFolders = systemFolders,
    programsBeside = true,
    outbound: changed,
  }: BubblewrapInit,
): Promise<TaskSandbox> {
  if (!Number.isSafeInteger(tasksMax) || tasksMax < 1 || tasksMax > taskUsersMax) {
    throw new RangeError(`tasksMax is from 1 to ${taskUsersMax}, got ${tasksMax}`)
  }
  const found = await findSandboxHost(programFolders)
  // What puts the task's network up finds its own.
  const host = programsBeside ? found : { ...found, perl: undefined }
  const settings: OutboundSettings = { ...usualOutbound, ...changed }
  const shared = prepareFolder(folder, host, settings.resolvers)
  const support = findOutbound(found, join(folder, 'shared'), programFolders)
  const outbound = 'tools' in support ? { ...support, settings } : undefined
  await sweepLeftovers(folder, host.cgroups)
  const pipes = createLogPipes(host, join(folder, 'pipes', nextTaskId()), tasksMax)
  const capabilities = bubblewrapCapabilities(host, tasksMax, support)
  const running = new Set<StartedTask>()
  const starting = new Set<Promise<StartedTask>>()
  const closing = new AbortController()

  const sandbox: TaskSandbox = {
    name: 'bubblewrap',
    capabilities,
    async start(spec, { signal, onLog }) {
      signal.throwIfAborted()
      if (closing.signal.aborted) throw new SandboxClosedError()
      checkTask(spec)
      const unmet = unmetNeeds(spec, capabilities)
      if (unmet.length > 0) throw new SandboxUnsuitedError('bubblewrap', unmet)
      if (running.size + starting.size >= tasksMax) throw new SandboxBusyError(tasksMax, 0)
      const id = nextTaskId()
      const cancelling = AbortSignal.any([signal, closing.signal])
      const start = runTask({ id, spec, host, folder, shared, pipes, outbound, onLog, cancelled: cancelling })
      starting.add(start)
      const task = await start.finally(() => starting.delete(start))
      running.add(task)
      const cancel = () => task.watch.stop('cancelled')
      cancelling.addEventListener('abort', cancel)
      if (cancelling.aborted) cancel()
      const result = task.result.finally(() => {
        cancelling.removeEventListener('abort', cancel)
        running.delete(task)
      })
      const { connect, exec } = task.access
      return {
        ...{ id, result, ...(connect && { connect }), ...(exec && { exec }) },
        signal: (name) => (name === 'SIGTERM' ? task.watch.terminate() : task.watch.stop('signalled')),
      }
    },
    load: () => ({ tasks: running.size + starting.size, tasksMax }),
    async close() {
      closing.abort()
      const started = await Promise.allSettled(starting)
      const all = [...running, ...started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))]
      await Promise.allSettled(all.map(({ result }) => result))
      pipes.remove()
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
  try {
    await runFirstTask(sandbox)
    return sandbox
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

/** What a machine forbids shows only when it is tried. */
async function runFirstTask(sandbox: TaskSandbox): Promise<void> {
  let words = ''
  const { isolation } = sandbox.capabilities
  if (Object.values(isolation).includes(false)) return
  const onLog = ({ text }: { readonly text: string }) => {
    words = (words + text).slice(-500)
  }
  const signal = AbortSignal.timeout(firstTaskMsMax)
  const failed = (cause: unknown) => {
    const missing = `a first task could not run (${cause instanceof Error ? cause.message : words.trim()})`
    const command =
      'allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0'
    return new SandboxUnavailableError({ missing, command, cause })
  }
  const result = await sandbox
    .start(firstTask, { signal, onLog })
    .then((task) => task.result)
    .catch((error: unknown) => {
      throw error instanceof HostFaultError ? failed(error) : error
    })
  if (result.outcome !== 'exited' || result.exitCode !== 0) throw failed(undefined)
}

/** Milliseconds the first task may take on a busy machine. */
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
    memoryBytesMax: 64 << 20,
    processesMax: 8,
    diskBytesMax: 1 << 20,
    filesMax: 16,
    logBytesMax: 4_096,
    openFilesMax: 64,
    cpus: 1,
  },
}
