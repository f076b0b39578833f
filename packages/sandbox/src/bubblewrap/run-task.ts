/** One task from its first file on the machine to its last: nothing of it is left, however it ends. */
import { type CleanUp, runAll } from '../task/clean-up.ts'
import { finishTask } from '../task/finish-task.ts'
import type { TaskResult } from '../task/task.ts'
import { createHelperGroup } from './helper-processes.ts'
import { type LaunchedTask, launchTask, type TaskPlan } from './launch-task.ts'
import { mountPoint } from './start-script.ts'
import { type Watch, watchTask } from './supervise-task.ts'
import { openTaskAccess, type TaskAccess } from './task-access.ts'
import { nextTaskId } from './task-files.ts'

export type StartedTask = {
  readonly watch: Watch
  readonly access: TaskAccess
  readonly result: Promise<TaskResult>
}

/** @throws {TaskRefusedError} when an input cannot be given. @throws {HostFaultError} */
export async function runTask(plan: TaskPlan): Promise<StartedTask> {
  const cleanUp: CleanUp[] = []
  try {
    const { ports = [] } = plan.spec
    const helpers = ports.length === 0 ? undefined : createHelperGroup(plan.host, nextTaskId())
    if (helpers !== undefined) cleanUp.push(helpers.remove)
    const launched = await launchTask(plan, cleanUp)
    const { limits, secrets } = plan.spec
    const watch = watchTask({ launched, limits, secrets: Object.values(secrets), onLog: plan.onLog })
    await watch.reports.started
    const access = openTaskAccess({ plan, launched, watch, helpers })
    cleanUp.push(access.close)
    watch.ended.finally(access.close).catch(() => undefined)
    return { watch, access, result: finishClean(plan, { launched, watch, cleanUp }) }
  } catch (error) {
    await runAll(cleanUp)
    throw error
  }
}

type Started = {
  readonly launched: LaunchedTask
  readonly watch: Watch
  readonly cleanUp: readonly CleanUp[]
}

async function finishClean(plan: TaskPlan, started: Started): Promise<TaskResult> {
  try {
    const { launched, watch } = started
    // The shell's view: its mounts are seen from nowhere else.
    const disk = `/proc/${launched.child.pid}/root${mountPoint}`
    const result = await finishTask(plan, { ended: watch.ended, disk })
    await launched.collected()
    return result
  } finally {
    await runAll(started.cleanUp)
  }
}
