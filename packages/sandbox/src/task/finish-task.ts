/** What a task's end means: its outcome, what it used, and its outputs while its disk is still there. */
import { rm, statfs } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { GroupUsage } from '../cgroup/task-group.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { collectOutputs } from './collect-outputs.ts'
import type { OutputRefusal, TaskOutcome, TaskResult, TaskSpec, TaskUsage } from './task.ts'

/** Bytes free on a disk that counts as full: less than a block or two. */
export const fullBytes = 16_384

export type FinishPlan = {
  readonly id: string
  readonly spec: Pick<TaskSpec, 'outputs' | 'limits'>
  /** Of the sandbox, on the machine. */
  readonly folder: string
  /** Aborted when it is cancelled: what it left is not collected. */
  readonly cancelled: AbortSignal
}

/** How the processes of a task ended. */
export type WatchEnd = {
  /** What stopped it, if it did not end by itself. */
  readonly stopped: TaskOutcome | undefined
  /** Undefined when its program never ran, or whoever watched it was killed. */
  readonly exitCode: number | undefined
  readonly wallMs: number
  readonly usage: GroupUsage | undefined
  readonly lastWords: string
}

export type FinishedTask = {
  readonly ended: Promise<WatchEnd>
  /** Where its disk is found by this process. */
  readonly disk: string
}

/** Returns the result. @throws {HostFaultError} when the program never ran for a reason of the machine's. */
export async function finishTask(plan: FinishPlan, { ended, disk }: FinishedTask): Promise<TaskResult> {
  const end = await ended
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
  return takeOutputs(plan, { ...ending, usage }, join(disk, 'out'))
}

/** Returns the result of a task that ended, with its outputs, from where it left them. */
export async function takeOutputs(
  { id, spec, folder, cancelled }: FinishPlan,
  ending: Pick<TaskResult, 'outcome' | 'exitCode' | 'signal' | 'usage'>,
  from: string,
): Promise<TaskResult> {
  const target = join(folder, 'results', id)
  const discard = () => rm(target, { recursive: true, force: true })
  const collected = await collectOutputs({
    ...{ folder: from, paths: spec.outputs, target, signal: cancelled },
    bytesMax: spec.limits.diskBytesMax,
  }).catch(async (error: unknown) => {
    await discard()
    if (cancelled.aborted) return undefined
    throw error
  })
  if (collected === undefined) return { ...ending, ...cancelledEnding, outputs: [], refusal: undefined }
  const { outputs, refusal } = collected
  if (refusal === undefined) return { ...ending, outputs, refusal }
  await discard()
  return withRefusal(ending, refusal)
}

/** Returns the result of a task of whose outputs one is refused, and so all. */
export function withRefusal(
  ending: Pick<TaskResult, 'outcome' | 'exitCode' | 'signal' | 'usage'>,
  refusal: OutputRefusal,
): TaskResult {
  const outcome = ending.outcome === 'exited' ? 'outputs-refused' : ending.outcome
  return { ...ending, outcome, outputs: [], refusal }
}

const cancelledEnding = { outcome: 'cancelled', exitCode: undefined, signal: undefined } as const

/** How a task ended, by what stopped it or what its program said. */
export function endingOf(
  { stopped, exitCode }: Pick<WatchEnd, 'stopped' | 'exitCode'>,
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
