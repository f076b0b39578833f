/** One task from its folder to its result: submitted, followed, judged, and nothing of it left on the shared folder. */
import { lstatSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SandboxHost } from '../bubblewrap/sandbox-host.ts'
import { neverRan, notFoundStatus } from '../bubblewrap/supervise-task.ts'
import { taskGroupPrefix } from '../cgroup/task-group.ts'
import { HostFaultError } from '../run/host-fault.ts'
import { endingOf, fullBytes, takeOutputs, withRefusal } from '../task/finish-task.ts'
import type { LogChunk, TaskOutcome, TaskResult, TaskSpec, TaskUsage } from '../task/task.ts'
import { taskSpecLimits } from '../task/task-limits.ts'
import { type FollowedJob, followJob, type JobEnd } from './follow-job.ts'
import { jobFiles, jobMemoryBytes, outputNames, writeJobFiles } from './job-files.ts'
import type { SharedFolder } from './shared-folder.ts'
import { hasEnded, type SlurmJob } from './slurm-answers.ts'
import type { SlurmLimits } from './slurm-limits.ts'
import type { SlurmRest, SlurmSubmission } from './slurm-rest.ts'

/** How tasks reach the cluster. */
export type SlurmAccess = {
  readonly rest: SlurmRest
  readonly shared: SharedFolder
  /** What of this machine the launcher's arguments stand on; the nodes have the same. */
  readonly host: SandboxHost
  readonly partition: string
  readonly limits: SlurmLimits
}

export type SlurmTaskPlan = SlurmAccess & {
  readonly id: string
  readonly spec: TaskSpec
  readonly onLog: ((chunk: LogChunk) => void) | undefined
  /** Aborted when it is cancelled. */
  readonly cancelled: AbortSignal
}

export type StartedJob = Pick<FollowedJob, 'started' | 'isWaiting' | 'stop' | 'terminate'> & {
  readonly result: Promise<TaskResult>
}

/** Families of attacks that the node of a task does not hold. */
export class NodeUnheldError extends HostFaultError {
  readonly families: readonly string[]

  constructor(node: string, families: readonly string[]) {
    super('other', `node ${node} does not hold ${families.join(', ')}`)
    this.families = families
  }
}

/** Minutes that a job has on top of its task's, to be made ready and to hand out what it left. */
const ownMinutes = 10

/** What names of jobs start with; the id of a task follows. */
export const jobNamePrefix = taskGroupPrefix

/** Returns the comment of jobs of a folder. */
export function commentOf({ identity }: Pick<SharedFolder, 'identity'>): string {
  return `millrace ${identity}`
}

/** @throws {TaskRefusedError} {@link HostFaultError} */
export async function runSlurmTask(plan: SlurmTaskPlan): Promise<StartedJob> {
  const { id, spec, shared, host, rest, limits, onLog } = plan
  const folder = shared.folderOf(id)
  const discard = () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    await writeJobFiles(id, spec, host, shared)
    const jobId = await submit(plan)
    const runMsMax = spec.limits.wallMsMax + ownMinutes * 60_000 + limits.goneMsMax
    const followed = followJob({ rest, jobId, folder, spec, limits, runMsMax, onLog })
    const { started, isWaiting, stop, terminate } = followed
    const result = followed.ended.then(
      (end) => judge(plan, end).finally(discard),
      async (error: unknown) => {
        // It may run: its folder stays where it cannot be ended, until a sweep.
        if (await endJob(rest, jobId, limits)) await discard()
        throw error
      },
    )
    result.catch(() => undefined)
    return { started, isWaiting, stop, terminate, result }
  } catch (error) {
    await discard()
    throw error
  }
}

async function submit(plan: SlurmTaskPlan): Promise<number> {
  const { rest, id } = plan
  try {
    return await rest.submit(submissionOf(plan), new AbortController().signal)
  } catch (error) {
    // It may have been taken although its answer was lost.
    await cancelNamed(rest, (job) => job.name === `${jobNamePrefix}${id}` && job.comment === commentOf(plan.shared))
    throw new HostFaultError('other', `Slurm took no job (${error instanceof Error ? error.message : error})`, error)
  }
}

/** Cancels a job of which nothing is known, until Slurm has nothing of it any more. Returns false when that took too long. */
async function endJob(rest: SlurmRest, jobId: number, limits: SlurmLimits): Promise<boolean> {
  const { signal } = new AbortController()
  const deadline = performance.now() + limits.goneMsMax
  for (;;) {
    const isGone = await rest
      .end(jobId, signal)
      .then(() => rest.job(jobId, signal))
      .then((job) => job === undefined || hasEnded(job))
      // Asked again: no answer, or no token at this moment.
      .catch(() => false)
    if (isGone || performance.now() > deadline) return isGone
    await sleep(limits.lookMs.max)
  }
}

/** Cancels jobs; whatever fails is left to the time limits of the jobs. */
async function cancelNamed(rest: SlurmRest, isMeant: (job: SlurmJob) => boolean): Promise<void> {
  const { signal } = new AbortController()
  const jobs = await rest.jobs(signal).catch(() => [])
  await Promise.allSettled(jobs.filter(isMeant).map((job) => rest.end(job.id, signal)))
}

/** Nothing of the task stands in the job: others of the cluster may read it. */
function submissionOf({ id, spec, shared, partition }: SlurmTaskPlan): SlurmSubmission {
  const folder = shared.folderOf(id)
  const { limits } = spec
  return {
    script: '#!/bin/sh\nexec /bin/sh "$MILLRACE_TASK/start.sh"\n',
    job: {
      name: `${jobNamePrefix}${id}`,
      comment: commentOf(shared),
      partition,
      ...{ nodes: 1, tasks: 1, cpus_per_task: limits.cpus },
      memory_per_node: jobMemoryBytes(limits) / 2 ** 20,
      time_limit: Math.ceil(limits.wallMsMax / 60_000) + ownMinutes,
      no_requeue: true,
      current_working_directory: folder,
      ...{ standard_input: '/dev/null', standard_output: join(folder, jobFiles.words) },
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin', MILLRACE_TASK: folder },
    },
  }
}

async function judge(plan: SlurmTaskPlan, end: JobEnd): Promise<TaskResult> {
  const { spec, shared, id, cancelled } = plan
  const { progress, job } = end
  const stopped = stopOf(end)
  if (progress.unheld.length > 0) throw new NodeUnheldError(job?.node ?? '', progress.unheld)
  // A node tells how its program ended before it takes what it left: half of that is no result.
  if (stopped === undefined && !progress.isWhole) throw faultOf(end)
  if (stopped === undefined && progress.exitCode === undefined && !hasNeverRun(end)) throw faultOf(end)
  const { disk } = progress
  const isFull = disk !== undefined && (disk.bytesFree < fullBytes || disk.filesFree === 0)
  const ending = endingOf({ stopped, exitCode: progress.exitCode ?? notFoundStatus }, isFull)
  const usage = usageOf(end, spec)
  if (ending.outcome === 'cancelled' || !progress.isWhole) {
    return { ...ending, usage, outputs: [], refusal: undefined }
  }
  if (progress.failed !== undefined) throw faultOf(end)
  const { refused } = progress
  if (refused !== undefined) {
    const deep = `holds folders in each other, more than ${taskSpecLimits.pathDepthMax}`
    const problem = refused.why === 'deep' ? deep : 'cannot be read'
    return withRefusal({ ...ending, usage }, { path: outputNames(spec)[refused.index] ?? '', problem })
  }
  const finish = { id, spec, folder: shared.path, cancelled }
  const out = join(shared.folderOf(id), jobFiles.out)
  // Jobs' user may read less than this process does.
  if ([shared.folderOf(id), out].some(isLink))
    throw new HostFaultError('other', 'a link stands in the place of what it left')
  return takeOutputs(finish, { ...ending, usage }, out)
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

/** What ended it other than its program: what the node says comes before what was asked for from here. */
function stopOf({ progress, job, asked }: JobEnd): TaskOutcome | undefined {
  if (asked === 'cancelled' || asked === 'log-exceeded') return asked
  if (progress.stopped !== undefined) return progress.stopped
  if (job?.state === 'OUT_OF_MEMORY') return 'memory-exceeded'
  if (progress.isWhole) return undefined
  // Slurm ended the job with all of its scripts.
  if (job?.state === 'TIMEOUT') return 'wall-time-exceeded'
  return job?.state === 'CANCELLED' ? asked : undefined
}

/** All was ready, and there was no such program. */
function hasNeverRun({ progress, lastWords }: JobEnd): boolean {
  return progress.hasStarted && progress.isWhole && neverRan.test(lastWords)
}

function faultOf({ progress, job, lastWords }: JobEnd): HostFaultError {
  const words = lastWords.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
  const said = words === '' ? '' : ` (${words})`
  if (progress.failed !== undefined) return new HostFaultError('other', `${progress.failed}${said}`)
  if (job === undefined) return new HostFaultError('other', 'Slurm does not know its job any more')
  const why = job.restarts > 0 ? 'was started again' : `ended as ${job.state}`
  return new HostFaultError('other', `its job on ${job.node || 'no node'} ${why}${said}`)
}

/**
 * What it used: as the node counted it in the job's control group. Where the job could not tell any more, by Slurm's record of the job:
 * the time it had its processors, and of the memory what it could have had.
 */
function usageOf({ progress, job }: JobEnd, { limits }: TaskSpec): TaskUsage {
  const recordedMs = job === undefined ? 0 : Math.max(0, job.endSeconds - job.startSeconds) * 1_000
  const wallMs = progress.wallMs ?? Math.min(recordedMs, limits.wallMsMax)
  return {
    wallMs,
    cpuMs: progress.cpuMs ?? wallMs * limits.cpus,
    memoryBytesPeak: progress.isWhole ? progress.memoryBytesPeak : limits.memoryBytesMax,
    diskBytes: progress.disk?.bytes ?? 0,
  }
}
