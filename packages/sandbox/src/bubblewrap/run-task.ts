/** One task from its first file on the machine to its last: nothing of it is left, however it ends. */
import { rm, statfs } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { HostFaultError } from '../run/host-fault.ts'
import { collectOutputs } from '../task/collect-outputs.ts'
import type { TaskOutcome, TaskResult, TaskUsage } from '../task/task.ts'
import { type CleanUp, type LaunchedTask, launchTask, type TaskPlan } from './launch-task.ts'
import { mountPoint } from './start-script.ts'
import { type Watch, type WatchEnd, watchTask } from './supervise-task.ts'

export type StartedTask = { readonly watch: Watch; readonly result: Promise<TaskResult> }

/** Bytes free on a disk that counts as full: less than a block or two. */
const fullBytes = 16_384

/** @throws {TaskRefusedError} when an input cannot be given. @throws {HostFaultError} */
export async function runTask(plan: TaskPlan): Promise<StartedTask> {
  const cleanUp: CleanUp[] = []
  try {
    const launched = await launchTask(plan, cleanUp)
    const { limits, secrets } = plan.spec
    const watch = watchTask({ launched, limits, secrets: Object.values(secrets), onLog: plan.onLog })
    await watch.reports.started
    return { watch, result: finishClean(plan, { launched, watch, cleanUp }) }
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
    const result = await finish(plan, started)
    await started.launched.collected()
    return result
  } finally {
    await runAll(started.cleanUp)
  }
}

async function finish(plan: TaskPlan, { launched, watch }: Started): Promise<TaskResult> {
  const end = await watch.ended
  // The shell's view: its mounts are seen from nowhere else.
  const disk = `/proc/${launched.child.pid}/root${mountPoint}`
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
  const target = join(plan.folder, 'results', plan.id)
  const discard = () => rm(target, { recursive: true, force: true })
  const collected = await collectOutputs({
    ...{ folder: join(disk, 'out'), paths: plan.spec.outputs, target, signal: plan.cancelled },
    bytesMax: plan.spec.limits.diskBytesMax,
  }).catch(async (error: unknown) => {
    await discard()
    if (plan.cancelled.aborted) return undefined
    throw error
  })
  if (collected === undefined) return { ...cancelledEnding, usage, outputs: [], refusal: undefined }
  const { outputs, refusal } = collected
  if (refusal === undefined) return { ...ending, usage, outputs, refusal }
  await discard()
  const outcome = ending.outcome === 'exited' ? 'outputs-refused' : ending.outcome
  return { ...ending, outcome, usage, outputs, refusal }
}

const cancelledEnding = { outcome: 'cancelled', exitCode: undefined, signal: undefined } as const

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
