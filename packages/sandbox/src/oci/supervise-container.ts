/**
 * Watches a started container until nothing of it runs any more: its limits, its logs, its end. Which limit ended it is decided once; the
 * first counts.
 */
import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { WatchEnd } from '../task/finish-task.ts'
import { readLogs } from '../task/read-logs.ts'
import type { LogChunk, TaskLimits, TaskOutcome } from '../task/task.ts'
import type { LaunchedContainer } from './launch-container.ts'
import { failureCharsMax } from './start-script.ts'

/** Milliseconds between two looks at what a task has used. */
const lookMs = 100
/** Characters of the last words on standard error that explain why a task did not start. */
const lastWordsCharsMax = 2_000
/** What the init says when the command could not be run: there is no such program. */
const neverRan = /^ERROR \(catatonit:\d+\): failed to exec pid1: [^\n]*\n?$/
/** By which shells say the same. */
const notFoundStatus = 127

export type ContainerWatch = {
  /** Resolves when every process of the task has ended and its logs are read. */
  readonly ended: Promise<WatchEnd>
  stop(outcome: TaskOutcome): void
  terminate(): void
}

export type ContainerWatchPlan = {
  readonly launched: Pick<LaunchedContainer, 'group' | 'logs' | 'reports'>
  readonly limits: TaskLimits
  readonly secrets: readonly string[]
  readonly onLog: ((chunk: LogChunk) => void) | undefined
}

export function watchContainer({ launched, limits, secrets, onLog }: ContainerWatchPlan): ContainerWatch {
  const { group, logs, reports } = launched
  const startMs = performance.now()
  const told = readTold(reports)
  let stopped: TaskOutcome | undefined
  let isToTerminate = false
  let lastWords = ''
  const failure = Promise.withResolvers<never>()

  const stop = (outcome: TaskOutcome) => {
    if (stopped !== undefined) return
    stopped = outcome
    // What joins the group later can start no process.
    group.kill().catch(failure.reject)
  }
  const look = () => {
    const usage = group.usage()
    if (usage.ranOutOfMemory) stop('memory-exceeded')
    else if (usage.cpuMs > limits.cpuMsMax) stop('cpu-time-exceeded')
    if (isToTerminate) terminate()
  }
  const terminate = () => {
    const first = firstProcess(group.processes())
    isToTerminate = first === undefined
    if (first !== undefined) killIfThere(first, 'SIGTERM')
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
      await Promise.race([finished(reports, { writable: false }), failure.promise])
      clearTimeout(wall)
      await group.kill()
      await Promise.all([logs.stdout, logs.stderr].map((stream) => finished(stream, { writable: false })))
    } finally {
      clearTimeout(wall)
      clearInterval(looks)
    }
    isToTerminate = false
    look()
    const { exitCode, failure: runtimeWords } = told()
    return {
      stopped,
      exitCode: runtimeWords !== '' ? undefined : neverRan.test(lastWords) ? notFoundStatus : exitCode,
      wallMs: performance.now() - startMs,
      usage: group.usage(),
      lastWords: runtimeWords === '' ? lastWords : runtimeWords,
    }
  }

  return { ended: waitForEnd(), stop, terminate }
}

/** Reads the status of the runtime, and what it says when it failed. */
function readTold(stream: Readable) {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (piece: string) => {
    text = (text + piece).slice(0, failureCharsMax + 100)
  })
  return () => {
    const status = /^exit (\d+)\n/.exec(text)?.[1]
    const failure = /"level":"error","msg":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? ''
    const exitCode = status === undefined ? undefined : Number(status)
    return { exitCode, failure: exitCode === 0 ? '' : failure }
  }
}

/** Returns the first process inside: the one that its own namespace calls 1, when it is no longer the runtime. */
function firstProcess(processes: readonly number[]): number | undefined {
  return processes.find((pid) => {
    const status = readIfThere(`/proc/${pid}/status`)
    const names = /^NSpid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/) ?? []
    return names.length > 1 && names.at(-1) === '1' && /^Name:\s+init$/m.test(status)
  })
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // It ended between the list and the look.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

function killIfThere(pid: number, signal: 'SIGTERM'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
