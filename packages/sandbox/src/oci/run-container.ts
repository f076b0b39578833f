/** One task from its first file on the machine to its last: nothing of it is left, however it ends. */
import { type CleanUp, runAll } from '../task/clean-up.ts'
import { finishTask } from '../task/finish-task.ts'
import type { TaskResult } from '../task/task.ts'
import { type ContainerPlan, launchContainer } from './launch-container.ts'
import { diskPath } from './start-script.ts'
import { type ContainerWatch, watchContainer } from './supervise-container.ts'

export type StartedContainer = { readonly watch: ContainerWatch; readonly result: Promise<TaskResult> }

/**
 * @param cleanUp - what is undone last, the image's use among it.
 * @throws {TaskRefusedError} when an input cannot be given. @throws {HostFaultError}
 */
export async function runContainer(plan: ContainerPlan, cleanUp: CleanUp[]): Promise<StartedContainer> {
  try {
    const launched = await launchContainer(plan, cleanUp)
    const { limits, secrets } = plan.spec
    const watch = watchContainer({ launched, limits, secrets: Object.values(secrets), onLog: plan.onLog })
    const finish = async () => {
      try {
        const result = await finishTask(plan, { ended: watch.ended, disk: diskPath(launched.child.pid) })
        await launched.collected()
        return result
      } finally {
        await runAll(cleanUp)
      }
    }
    return { watch, result: finish() }
  } catch (error) {
    await runAll(cleanUp)
    throw error
  }
}
