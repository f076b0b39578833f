/**
 * Follows one job from its submission to its end: by its files, which tell most, and by asking Slurm, which alone knows of nodes that
 * failed. Orders are repeated until Slurm took them.
 */
import { join } from 'node:path'
import { HostFaultError } from '../run/host-fault.ts'
import { readLogs } from '../task/read-logs.ts'
import type { LogChunk, TaskOutcome, TaskSpec } from '../task/task.ts'
import { followFile, readStart } from './follow-logs.ts'
import { jobFiles } from './job-files.ts'
import { orders } from './node-script.ts'
import { type JobProgress, progressBytesMax, readProgress } from './read-progress.ts'
import { hasEnded, type SlurmJob } from './slurm-answers.ts'
import { SlurmError } from './slurm-error.ts'
import type { SlurmLimits } from './slurm-limits.ts'
import type { SlurmRest } from './slurm-rest.ts'

export type FollowPlan = {
  readonly rest: SlurmRest
  readonly jobId: number
  /** The job's folder. */
  readonly folder: string
  readonly spec: TaskSpec
  readonly limits: SlurmLimits
  /** Milliseconds from the start of its program after which it is given up: one that Slurm suspended has no time limit. */
  readonly runMsMax: number
  readonly onLog: ((chunk: LogChunk) => void) | undefined
}

export type JobEnd = {
  readonly progress: JobProgress
  /** As Slurm keeps it; undefined when it kept nothing. */
  readonly job: SlurmJob | undefined
  /** What it was stopped for from here. */
  readonly asked: TaskOutcome | undefined
  /** Last words on its standard error. */
  readonly lastWords: string
}

export type FollowedJob = {
  /** Resolves when the program runs, and when it will not any more. */
  readonly started: Promise<void>
  readonly isWaiting: () => boolean
  /** Resolves when nothing of the job runs. @throws {HostFaultError} when that is not known: it may run. */
  readonly ended: Promise<JobEnd>
  stop(outcome: TaskOutcome): void
  terminate(): void
}

/** By which looks become rarer while nothing happens. */
const pauseGrowth = 1.25
/** Characters that explain why a task did not start. */
const lastWordsCharsMax = 2_000
/** States of jobs whose script did not come to its end. */
const endedFromOutside: ReadonlySet<string> = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'DEADLINE',
  'NODE_FAIL',
  'PREEMPTED',
  'REVOKED',
  'TIMEOUT',
])

export function followJob({ rest, jobId, folder, spec, limits, runMsMax, onLog }: FollowPlan): FollowedJob {
  const started = Promise.withResolvers<void>()
  const never = new AbortController().signal
  let wake: () => void = () => undefined
  let asked: TaskOutcome | undefined
  let askedMs = 0
  let toTerminate = false
  let isOrdered = false
  let isCancelled = false
  let hasStarted = false
  let startedMs = 0
  let heardMs = performance.now()
  let seenMs = heardMs
  let progress = readProgress('')
  let lastWords = ''

  const stop = (outcome: TaskOutcome) => {
    if (asked !== undefined) return
    asked = outcome
    askedMs = performance.now()
    wake()
  }
  const paths = { stdout: join(folder, jobFiles.stdout), stderr: join(folder, jobFiles.stderr) }
  const { logBytesMax } = spec.limits
  const logs = [followFile(paths.stdout, logBytesMax + 1), followFile(paths.stderr, logBytesMax + 1)] as const
  readLogs({
    streams: { stdout: logs[0].stream, stderr: logs[1].stream },
    bytesMax: logBytesMax,
    secrets: Object.values(spec.secrets),
    onLog(chunk) {
      if (chunk.stream === 'stderr') lastWords = (lastWords + chunk.text).slice(-lastWordsCharsMax)
      onLog?.(chunk)
    },
    onTooMuch: () => stop('log-exceeded'),
  })

  /** Returns whether there was something new; not where the files cannot be read. @throws {HostFaultError} when they cannot for too long. */
  async function lookAtFiles(): Promise<boolean> {
    try {
      const isNew = await readFiles()
      seenMs = performance.now()
      return isNew
    } catch (error) {
      if (!isFileError(error)) throw error
      if (performance.now() - seenMs > limits.silenceMsMax) {
        throw new HostFaultError('other', `its files could not be read for ${limits.silenceMsMax} ms`, error)
      }
      return false
    }
  }

  async function readFiles(): Promise<boolean> {
    progress = readProgress(await readStart(join(folder, jobFiles.progress), progressBytesMax))
    const isStart = progress.hasStarted && !hasStarted
    if (isStart) {
      hasStarted = true
      startedMs = performance.now()
      started.resolve()
    }
    const grown = [await logs[0].look(), await logs[1].look()]
    return isStart || grown.includes(true)
  }

  /** Returns undefined where Slurm does not answer. @throws {HostFaultError} when it has not for too long. */
  async function heard<Value>(asking: Promise<Value>): Promise<Value | undefined> {
    try {
      const value = await asking
      heardMs = performance.now()
      return value
    } catch (error) {
      if (!(error instanceof SlurmError || isFileError(error))) throw error
      if (performance.now() - heardMs > limits.silenceMsMax) {
        throw new HostFaultError('other', `Slurm did not answer for ${limits.silenceMsMax} ms`, error)
      }
      return undefined
    }
  }

  async function giveOrders(): Promise<void> {
    if (toTerminate && hasStarted) {
      if ((await heard(rest.end(jobId, never, orders.terminate))) !== undefined) toTerminate = false
    }
    if (asked === undefined) return
    // What has not started, or does not listen, is cancelled.
    const isLate = performance.now() - askedMs > limits.stopMsMax
    if (!isOrdered && hasStarted) isOrdered = (await heard(rest.end(jobId, never, orders.end))) !== undefined
    if (!isCancelled && (!hasStarted || isLate)) isCancelled = (await heard(rest.end(jobId, never))) !== undefined
    if (performance.now() - askedMs > limits.stopMsMax + limits.goneMsMax) {
      throw new HostFaultError('other', `job ${jobId} cannot be ended`)
    }
  }

  async function follow(): Promise<JobEnd> {
    let pauseMs: number = limits.lookMs.min
    let questionMs: number = limits.changeMs
    let nextQuestionMs = performance.now() + questionMs
    let isNew = await lookAtFiles()
    while (!progress.isWhole) {
      await giveOrders()
      if (hasStarted && performance.now() - startedMs > runMsMax) {
        throw new HostFaultError('other', `job ${jobId} did not end within ${runMsMax} ms`)
      }
      if (performance.now() >= nextQuestionMs) {
        const job = await heard(rest.job(jobId, never).then((found) => found ?? 'unknown'))
        if (job === 'unknown') break
        if (job !== undefined && (hasEnded(job) || job.restarts > 0)) break
        questionMs = Math.min(questionMs * 2, limits.stateMs)
        nextQuestionMs = performance.now() + questionMs
      }
      pauseMs = isNew ? limits.lookMs.min : Math.min(pauseMs * pauseGrowth, limits.lookMs.max)
      await pause(pauseMs)
      isNew = await lookAtFiles()
    }
    const job = await untilGone()
    await untilSeen(job)
    for (const log of logs) log.end()
    await new Promise(setImmediate)
    return { progress, job, asked, lastWords }
  }

  /** Waits until Slurm has nothing of it any more; one that it would start again is cancelled. */
  async function untilGone(): Promise<SlurmJob | undefined> {
    const deadline = performance.now() + limits.goneMsMax
    for (;;) {
      const job = await heard(rest.job(jobId, never).then((found) => found ?? 'unknown'))
      if (job === 'unknown') return undefined
      if (job !== undefined && hasEnded(job)) return job
      if (job !== undefined && job.restarts > 0) {
        await heard(rest.end(jobId, never))
        return job
      }
      if (performance.now() > deadline) return job
      await pause(limits.lookMs.min)
    }
  }

  /** What it wrote last may be seen late; a script that was ended from outside writes no more. */
  async function untilSeen(job: SlurmJob | undefined): Promise<void> {
    const deadline = performance.now() + limits.filesMsMax
    await lookAtFiles()
    if (job !== undefined && (job.restarts > 0 || endedFromOutside.has(job.state))) return
    while (!progress.isWhole && performance.now() < deadline) {
      await pause(limits.lookMs.max)
      await lookAtFiles()
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  const ended = follow().finally(() => started.resolve())
  // Whoever waits for the start alone is told by it.
  ended.catch(() => undefined)
  return {
    started: started.promise,
    isWaiting: () => !hasStarted,
    ended,
    stop,
    terminate() {
      toTerminate = true
      wake()
    },
  }
}

/** Of the machine, as of a file system that lost its server. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
