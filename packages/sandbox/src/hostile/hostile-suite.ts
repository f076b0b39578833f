/**
 * The compliance suite of hostile tasks: every sandbox runs it, and what it claims to hold must hold.
 *
 * A run is a list of rows: what a task tried, what happened, and what of it was left behind. `millrace provide --check` and the documents
 * print it.
 */
import type { RunningTask, TaskSandbox, TaskSpec } from '../task/task.ts'
import type { HostileFamily } from '../task/task-capabilities.ts'
import { type HostileCase, type HostileContext, held, type Observed, type Verdict } from './hostile-case.ts'
import { isolationCases } from './isolation-cases.ts'
import { kernelCases } from './kernel-cases.ts'
import { resourceCases } from './resource-cases.ts'
import { traceCases } from './trace-cases.ts'

export const hostileCases: readonly HostileCase[] = [...resourceCases, ...isolationCases, ...kernelCases, ...traceCases]

export type HostileRow = {
  readonly family: HostileFamily
  readonly name: string
  readonly held: boolean
  readonly happened: string
  /** Processes, groups, mounts and files that should be gone. */
  readonly leftBehind: readonly string[]
}

export type HostileRun = {
  readonly sandbox: TaskSandbox
  readonly context: HostileContext
  /** Returns what there is of tasks on the machine, in words. */
  readonly leftBehind: () => readonly string[]
  readonly signal: AbortSignal
}

/** Runs one case. Aborting rejects with the signal's reason. */
export async function runHostileCase(hostile: HostileCase, run: HostileRun): Promise<HostileRow> {
  const { sandbox, context, leftBehind } = run
  const beside =
    hostile.beside === undefined ? undefined : await startReady(sandbox, hostile.beside(context), run.signal)
  const spec = hostile.spec(context)
  let looked: Verdict = held('')
  const observed = await observe(run, spec, () => {
    looked = hostile.look?.(context) ?? looked
    return hostile.look !== undefined
  })
  beside?.signal('SIGKILL')
  await beside?.result
  run.signal.throwIfAborted()
  const verdict = hostile.judge(observed, context)
  const left = leftBehind()
  const happened = [verdict.happened, looked.happened].filter((text) => text !== '').join('; ')
  const isHeld = verdict.held && looked.held && left.length === 0
  return { family: hostile.family, name: hostile.name, held: isHeld, happened, leftBehind: left }
}

/** Returns rows as a table in Markdown. */
export function hostileTable(rows: readonly HostileRow[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')
  const lines = rows.map(({ family, name, held: isHeld, happened, leftBehind }) => {
    const left = leftBehind.length === 0 ? 'nothing' : leftBehind.join(', ')
    return `| ${[family, name, isHeld ? 'held' : 'NOT HELD', happened, left].map(cell).join(' | ')} |`
  })
  return ['| Family | Task | Verdict | What happened | Left behind |', '|---|---|---|---|---|', ...lines].join('\n')
}

async function observe({ sandbox, signal }: HostileRun, spec: TaskSpec, onReady: () => boolean): Promise<Observed> {
  const ended = new AbortController()
  let log = ''
  let logBytes = 0
  const onLog = ({ text }: { readonly text: string }) => {
    logBytes += Buffer.byteLength(text)
    if (log.length < logCharsMax) log += text
    if (text.includes('READY') && onReady()) ended.abort()
  }
  const stopped = AbortSignal.any([signal, ended.signal])
  const nothing = { result: undefined, refusal: undefined, spec }
  const task = await sandbox.start(spec, { signal: stopped, onLog }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error
    return { code: String(error.code), message: error.message }
  })
  if ('code' in task) return { ...nothing, refusal: task, log, logBytes }
  const result = await task.result
  return { ...nothing, result, log, logBytes }
}

/** Characters of a hostile task's log that are kept to judge it by. */
const logCharsMax = 100_000

async function startReady(sandbox: TaskSandbox, spec: TaskSpec, signal: AbortSignal): Promise<RunningTask> {
  const ready = Promise.withResolvers<void>()
  const onLog = ({ text }: { readonly text: string }) => {
    if (text.includes('READY')) ready.resolve()
  }
  const task = await sandbox.start(spec, { signal, onLog })
  await Promise.race([ready.promise, task.result])
  return task
}
