/**
 * Watches a started task until nothing of it runs any more: its limits, its logs, its end. Which limit ended it is decided once; the
 * first counts.
 */
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { endProcesses } from '../cgroup/end-processes.ts'
import type { WatchEnd } from '../task/finish-task.ts'
import { readLogs } from '../task/read-logs.ts'
import type { LogChunk, TaskLimits, TaskOutcome } from '../task/task.ts'
import { type BwrapReports, commandProcess, isRunning, readReports } from './bwrap-reports.ts'
import type { LaunchedTask } from './launch-task.ts'

/** Milliseconds between two looks at what a task has used. */
const lookMs = 100
/** Characters of the last words on standard error that explain why a task did not start. */
export const lastWordsCharsMax = 2_000

/** What bubblewrap says when all was ready and the command could not be run: there is no such program. */
export const neverRan = /^bwrap: execvp [^\n]*\n?$/
/** By which shells say the same. */
export const notFoundStatus = 127

export type Watch = {
  readonly reports: BwrapReports
  /** Resolves when every process of the task has ended and its logs are read. */
  readonly ended: Promise<WatchEnd>
  stop(outcome: TaskOutcome): void
  terminate(): void
}

export type WatchPlan = {
  readonly launched: Pick<LaunchedTask, 'child' | 'group' | 'logs'>
  readonly limits: TaskLimits
  readonly secrets: readonly string[]
  readonly onLog: ((chunk: LogChunk) => void) | undefined
}

export function watchTask({ launched, limits, secrets, onLog }: WatchPlan): Watch {
  const { child, group, logs } = launched
  const startMs = performance.now()
  const status = child.stdio[4] as Readable
  const reports = readReports(status)
  let stopped: TaskOutcome | undefined
  let lastWords = ''
  const failure = Promise.withResolvers<never>()

  // From then on its process ids may be others'.
  let isOver = false
  const killAll = async () => {
    if (!isOver) killFirst(reports)
    await group?.kill()
  }
  const stop = (outcome: TaskOutcome) => {
    if (stopped !== undefined) return
    stopped = outcome
    // Before its first process exists it may not have joined its groups.
    reports.started.then(killAll).catch(failure.reject)
  }
  const look = () => {
    const usage = group?.usage()
    if (usage === undefined) return
    if (usage.ranOutOfMemory) stop('memory-exceeded')
    else if (usage.cpuMs > limits.cpuMsMax) stop('cpu-time-exceeded')
  }

  const wall = setTimeout(() => stop('wall-time-exceeded'), limits.wallMsMax)
  const looks = setInterval(look, lookMs)
  readLogs({
    streams: logs,
    bytesMax: limits.logBytesMax,
    secrets,
    onLog(chunk) {
      if (chunk.stream === 'stderr') lastWords = (lastWords + chunk.text).slice(-lastWordsCharsMax)
      onLog?.(chunk)
    },
    onTooMuch: () => stop('log-exceeded'),
  })

  async function waitForEnd(): Promise<WatchEnd> {
    try {
      await Promise.race([finished(status, { writable: false }), failure.promise])
      isOver = true
      clearTimeout(wall)
      if (group === undefined) await untilEnded(reports.firstProcess())
      else await group.kill()
      await Promise.all([logs.stdout, logs.stderr].map((stream) => finished(stream, { writable: false })))
    } finally {
      clearTimeout(wall)
      clearInterval(looks)
    }
    look()
    return {
      stopped,
      exitCode: reports.exitCode() ?? (neverRan.test(lastWords) ? notFoundStatus : undefined),
      wallMs: performance.now() - startMs,
      usage: group?.usage(),
      lastWords,
    }
  }

  return {
    reports,
    ended: waitForEnd(),
    stop,
    terminate() {
      if (isOver) return
      const first = reports.firstProcess()
      const command = first === undefined ? undefined : commandProcess(first)
      if (command !== undefined) killIfThere(command, 'SIGTERM')
    },
  }
}

/** Bubblewrap's own end comes a moment before that of the first process inside, which is not over before all others are. */
async function untilEnded(firstProcess: number | undefined): Promise<void> {
  const isThere = firstProcess !== undefined && (() => (isRunning(firstProcess) ? [firstProcess] : []))
  if (isThere) await endProcesses(isThere, () => undefined)
}

/** When the first process inside ends, the kernel ends all others; this is all there is without groups. */
function killFirst(reports: BwrapReports): void {
  const first = reports.firstProcess()
  if (first !== undefined && reports.exitCode() === undefined) killIfThere(first, 'SIGKILL')
}

export function killIfThere(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
