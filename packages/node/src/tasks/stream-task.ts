/**
 * One task from its inputs to its outputs, streamed: the log as it is written, with the CPU milliseconds since the last piece.
 * Whoever stops listening ends the task: SIGTERM, then SIGKILL after a grace. The slot is free once nothing of it runs.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  isTaskPath,
  type TaskFile,
  type TaskRequest,
  taskFilesMax,
  taskPathsCharsMax,
  taskRefusalCharsMax,
} from '@millrace/protocol'
import type { TaskChunk, TaskEnding, TaskGeneration } from '@millrace/runtime'
import type { RunningTask, TaskResult, TaskSandbox } from '@millrace/sandbox'
import type { ObjectStorage } from '@millrace/storage'
import { reachTask } from '../services/reach-task.ts'
import type { TaskTimes } from './task-limits.ts'
import { createTaskLog, type TaskLog } from './task-log.ts'
import { createTaskMeter, type TaskMeter } from './task-meter.ts'
import { taskSpecOf } from './task-spec.ts'

type Components = {
  readonly sandbox: TaskSandbox
  readonly storage: ObjectStorage
  readonly now: () => number
  readonly directory: string
  readonly times: TaskTimes
}

type Init = {
  readonly request: TaskRequest
  /** What the request has sealed, opened. */
  readonly secrets: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Called once nothing of the task runs any more. */
  readonly release: () => void
}

/** Everything about one task that runs. */
type Job = Components & {
  readonly request: TaskRequest
  readonly secrets: Readonly<Record<string, string>>
  readonly log: TaskLog
  readonly meter: TaskMeter
  /** Aborted when the task is to end now. */
  readonly stop: AbortController
  /** Rejected where it never starts. */
  readonly started: PromiseWithResolvers<RunningTask>
  task: RunningTask | undefined
  isTerminated: boolean
  isEnding: boolean
  wake: () => void
}

export function streamTask(
  components: Components,
  { request, secrets, signal, release }: Init,
): Omit<TaskGeneration, 'inputUnits'> {
  const job: Job = {
    ...components,
    ...{ request, secrets },
    log: createTaskLog(request.limits.logBytesMax),
    meter: createTaskMeter(request, components.now),
    stop: new AbortController(),
    started: Promise.withResolvers(),
    task: undefined,
    isTerminated: false,
    isEnding: false,
    wake: () => undefined,
  }
  const ending = Promise.withResolvers<TaskEnding>()
  ending.promise.catch(() => job.wake())
  job.started.promise.catch(() => undefined)
  let isPulled = false
  const releaseUnpulled = () => {
    if (!isPulled) release()
  }
  signal.addEventListener('abort', releaseUnpulled, { once: true })

  async function* chunks(): AsyncGenerator<TaskChunk, void, void> {
    signal.throwIfAborted()
    isPulled = true
    const onAbort = () => endSoon(job)
    signal.addEventListener('abort', onAbort)
    const work = execute(job)
    work.then(ending.resolve, ending.reject)
    work.catch(job.started.reject)
    let isTaken = false
    try {
      yield* ticks(job, work)
      isTaken = true
    } finally {
      signal.removeEventListener('abort', onAbort)
      signal.removeEventListener('abort', releaseUnpulled)
      if (!isTaken) await abandon(job, work)
      release()
    }
  }

  const reach = reachTask(request, job.started.promise)
  return { chunks: chunks(), ending: ending.promise, terminate: () => terminate(job), reach }
}

async function* ticks(job: Job, work: Promise<TaskEnding>): AsyncGenerator<TaskChunk, void, void> {
  const { log, meter, times } = job
  let isOver = false
  const over = () => {
    isOver = true
    job.wake()
  }
  work.then(over, over)
  while (!isOver) {
    await nextTurn(job, () => isOver)
    if (!isOver) yield { text: log.take(), units: meter.take() }
    // What is written in one breath travels together.
    if (!isOver) await pause(times.gatherMs)
  }
  await work
  yield { text: log.take(), units: meter.take() }
}

/** Resolves when there is something to tell, or the next tick is due. */
function nextTurn(job: Job, isOver: () => boolean): Promise<void> {
  if (isOver() || !job.log.isEmpty) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      job.wake = () => undefined
      resolve()
    }
    const timer = setTimeout(done, job.times.tickMs)
    job.wake = done
  })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function abandon(job: Job, work: Promise<TaskEnding>): Promise<void> {
  endSoon(job)
  const [outcome] = await Promise.allSettled([work])
  if (outcome.status === 'fulfilled') outcome.value.held[Symbol.dispose]()
}

function terminate(job: Job): void {
  job.isTerminated = true
  job.task?.signal('SIGTERM')
}

function endSoon(job: Job): void {
  if (job.isEnding) return
  job.isEnding = true
  terminate(job)
  if (job.task === undefined) job.stop.abort()
  else setTimeout(() => job.stop.abort(), job.times.graceMs).unref()
}

async function execute(job: Job): Promise<TaskEnding> {
  const { request, sandbox, storage, directory, log, meter, stop } = job
  const { signal } = stop
  const folder = join(directory, randomUUID())
  using holds = new DisposableStack()
  try {
    await mkdir(folder, { mode: 0o711 })
    const inputs = []
    for (const [index, { path, object }] of request.inputs.entries()) {
      const source = join(folder, String(index))
      holds.use(await storage.materialise(object, source, { mode: 'link', signal }))
      inputs.push({ path, source })
    }
    signal.throwIfAborted()
    const task = await sandbox.start(
      { ...taskSpecOf(request, job.secrets), inputs },
      {
        signal,
        onLog({ text }) {
          log.push(text)
          job.wake()
        },
      },
    )
    job.task = task
    job.started.resolve(task)
    meter.begin()
    if (job.isTerminated) task.signal('SIGTERM')
    const result = await task.result
    meter.end(result.usage.wallMs)
    return await endingOf(storage, result, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Takes the outputs into the storage; what the sandbox kept of them is deleted. */
async function endingOf(storage: ObjectStorage, result: TaskResult, signal: AbortSignal): Promise<TaskEnding> {
  const folders = new Set(result.outputs.map(({ file }) => dirname(file)))
  const holds = new DisposableStack()
  try {
    const problem = problemOf(result)
    if (problem !== undefined) {
      return { ...toldOf(result), outcome: 'outputs-refused', refusal: problem, outputs: [], held: holds }
    }
    const outputs: TaskFile[] = []
    for (const { path, file } of result.outputs) {
      const stored = holds.use(await storage.store(file, { signal }))
      outputs.push({ path, object: stored.address, bytes: stored.bytes })
    }
    return { ...toldOf(result), outputs, held: holds }
  } catch (error) {
    holds.dispose()
    throw error
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  }
}

/** What no answer can carry. */
function problemOf({ outputs }: TaskResult): TaskEnding['refusal'] {
  if (outputs.length > taskFilesMax) return { path: '', problem: `there are more than ${taskFilesMax} files` }
  const chars = outputs.reduce((sum, { path }) => sum + path.length, 0)
  if (chars > taskPathsCharsMax)
    return { path: '', problem: `their paths have more than ${taskPathsCharsMax} characters` }
  const odd = outputs.find(({ path }) => !isTaskPath(path))
  return odd === undefined ? undefined : { path: '', problem: 'a name is not of plain characters' }
}

function toldOf({ outcome, exitCode, signal, usage, refusal }: TaskResult): Omit<TaskEnding, 'outputs' | 'held'> {
  const { wallMs, cpuMs, memoryBytesPeak, diskBytes } = usage
  return {
    outcome,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    usage: {
      ...{ wallMs: Math.round(wallMs), cpuMs: Math.round(cpuMs) },
      ...{ memoryBytesPeak: Math.round(memoryBytesPeak), diskBytes: Math.round(diskBytes) },
    },
    ...(refusal === undefined ? {} : { refusal: wellFormed(refusal) }),
  }
}

function wellFormed({ path, problem }: NonNullable<TaskResult['refusal']>): NonNullable<TaskEnding['refusal']> {
  return { path: path.toWellFormed().slice(0, 1_024).toWellFormed(), problem: problem.slice(0, taskRefusalCharsMax) }
}
