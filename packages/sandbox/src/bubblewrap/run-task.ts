/** One task from its first file on the machine to its last: nothing of it is left, however it ends. */
import { type OutboundNetwork, openOutbound } from '../network/outbound-network.ts'
import type { HostFaultError } from '../run/host-fault.ts'
import { type CleanUp, runAll } from '../task/clean-up.ts'
import { finishTask } from '../task/finish-task.ts'
import type { TaskResult } from '../task/task.ts'
import { createHelperGroup, type HelperGroup } from './helper-processes.ts'
import { type LaunchedTask, launchTask, type TaskPlan } from './launch-task.ts'
import { mountPoint } from './start-script.ts'
import { type Watch, watchTask } from './supervise-task.ts'
import { openTaskAccess, type TaskAccess } from './task-access.ts'
import { nextTaskId } from './task-files.ts'
import { openNamespaces } from './task-namespaces.ts'

export type StartedTask = {
  readonly watch: Watch
  readonly access: TaskAccess
  readonly result: Promise<TaskResult>
}

/** @throws {TaskRefusedError} when an input cannot be given. @throws {HostFaultError} */
export async function runTask(plan: TaskPlan): Promise<StartedTask> {
  const cleanUp: CleanUp[] = []
  try {
    const { ports = [], network } = plan.spec
    const isReached = ports.length > 0
    const helpers = isReached || network === 'outbound' ? createHelperGroup(plan.host, nextTaskId()) : undefined
    if (helpers !== undefined) cleanUp.push(helpers.remove)
    const launched = await launchTask(plan, cleanUp)
    const { limits, secrets } = plan.spec
    const watch = watchTask({ launched, limits, secrets: Object.values(secrets), onLog: plan.onLog })
    await watch.reports.started
    // Whatever comes before the end is awaited says by itself that it failed.
    watch.ended.catch(() => undefined)
    const outbound =
      network === 'outbound' && helpers ? await connectOutbound(plan, launched, watch, helpers) : undefined
    if (outbound !== undefined) cleanUp.push(outbound.close)
    launched.begin()
    const access = openTaskAccess({ plan, launched, watch, helpers: isReached ? helpers : undefined })
    cleanUp.push(access.close)
    watch.ended.finally(access.close).catch(() => undefined)
    return { watch, access, result: finishClean(plan, { launched, watch, outbound, cleanUp }) }
  } catch (error) {
    await runAll(cleanUp)
    throw error
  }
}

/** Returns undefined when the task ended before it had a network. */
async function connectOutbound(
  { host, outbound, cancelled }: TaskPlan,
  { child, group, user }: LaunchedTask,
  watch: Watch,
  helpers: HelperGroup,
): Promise<OutboundNetwork | undefined> {
  const [shell, firstProcess] = [child.pid, watch.reports.firstProcess()]
  if (outbound === undefined || shell === undefined) throw new TypeError('A task with a network is refused before.')
  if (firstProcess === undefined) return undefined
  const members = group?.joinFiles[0]
  const namespaces = openNamespaces({ shell, firstProcess, groupProcesses: members }, ['net', 'shellUser'])
  try {
    const { failed, close } = await openOutbound({ host, ...outbound, namespaces, helpers, user })
    return { failed, close: () => close().finally(namespaces.close) }
  } catch (error) {
    namespaces.close()
    if (cancelled.aborted) return undefined
    throw error
  }
}

type Started = {
  readonly launched: LaunchedTask
  readonly watch: Watch
  readonly outbound: OutboundNetwork | undefined
  readonly cleanUp: readonly CleanUp[]
}

async function finishClean(plan: TaskPlan, started: Started): Promise<TaskResult> {
  try {
    const { launched, watch, outbound } = started
    let fault: HostFaultError | undefined
    outbound?.failed.catch((error: HostFaultError) => {
      fault = error
      watch.stop('cancelled')
    })
    // The shell's view: its mounts are seen from nowhere else.
    const disk = `/proc/${launched.child.pid}/root${mountPoint}`
    const result = await finishTask(plan, { ended: watch.ended, disk })
    await launched.collected()
    if (fault !== undefined) throw fault
    return result
  } finally {
    await runAll(started.cleanUp)
  }
}
