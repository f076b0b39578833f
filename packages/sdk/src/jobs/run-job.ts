/**
 * Runs a job: does what its schedule says with `buyer.task`, and keeps what comes of it.
 *
 * Invariants: an item's result is kept before it counts; all starts together cost at most the job's amount, also over a kill; when it
 * resolves or rejects nothing is under way.
 */
import { type Address, type Amount, isMillraceError } from '@millrace/protocol'
import {
  createJobSchedule,
  type JobAction,
  type JobEvent,
  type ScheduleLimits,
  scheduleLimits,
} from '@millrace/workloads'
import { describeError } from '../buyer-error.ts'
import { mayMoveOn } from '../relay-failures.ts'
import type { TaskAnswer, TaskOrder, TaskRun } from '../tasks/task-order.ts'
import { JobOutputsWrongError } from './job-error.ts'
import {
  type ItemProof,
  type ItemResult,
  type JobNews,
  type JobOrder,
  type JobResult,
  type JobStore,
  jobLimits,
} from './job-order.ts'

export type JobComponents = {
  /** A buyer. */
  readonly buyer: { task(order: TaskOrder, options: { readonly signal: AbortSignal }): JobTaskRun }
  readonly store: JobStore
  /** Unix milliseconds. */
  readonly now: () => number
  readonly onNews?: (news: JobNews, job: Pick<JobResult, 'view'>) => void
  /** Of the schedule; tests shorten them. */
  readonly limits?: ScheduleLimits
}

type Begin = Extract<JobAction, { type: 'start' }>
/** A start under way; its run is there once its beginning was kept. */
/** What a job needs of a task: nobody connects to it. */
export type JobTaskRun = Omit<TaskRun, 'instance'>

type Under = { readonly begin: Begin; readonly beganAtMs: number; readonly stop: AbortController; run?: JobTaskRun }
type Ended = {
  readonly event: Extract<JobEvent, { start: number }>
  readonly kept?: { result: ItemResult; proof: ItemProof }
}

/**
 * Runs what is left of the job and returns how it ended; results are kept whatever the end. On abort all that runs is cancelled, and
 * the end is `stopped`.
 *
 * @throws what the store throws, and what no other provider would change, such as an order that is none.
 */
export async function runJob(
  { buyer, store, now, onNews, limits = scheduleLimits }: JobComponents,
  order: JobOrder,
  { signal }: { readonly signal: AbortSignal },
): Promise<JobResult> {
  const schedule = createJobSchedule(planOf(order), await store.standing(), limits)
  const underWay = new Map<number, Under>()
  const settling = new Set<Promise<void>>()
  /** Providers of starts of items without a result, by start. */
  const nodes = new Map<number, Address>()
  const happened: Ended[] = []
  let failure: Error | undefined
  let fatal: { readonly error: unknown } | undefined
  let wake = Promise.withResolvers<void>()
  const onAbort = () => wake.resolve()
  signal.addEventListener('abort', onAbort)
  try {
    return await drive()
  } finally {
    signal.removeEventListener('abort', onAbort)
    for (const { stop } of underWay.values()) stop.abort()
    await Promise.all(settling)
  }

  async function drive(): Promise<JobResult> {
    let isStopped = signal.aborted
    let next: Ended | { readonly event: JobEvent } = { event: { type: isStopped ? 'stop' : 'time' } }
    for (;;) {
      const actions = schedule.step(next.event, now())
      const kept = 'kept' in next ? next.kept : undefined
      for (const action of actions) await obey(action, kept)
      if (kept !== undefined && !actions.some(({ type }) => type === 'accept')) await store.discard(kept.result.start)
      const last = actions.at(-1)
      if (last?.type === 'end') return { end: last.reason, view: schedule.view(), failure }
      if (signal.aborted && !isStopped) {
        isStopped = true
        next = { event: { type: 'stop' } }
      } else next = await nextOf(isStopped)
    }
  }

  async function nextOf(isStopped: boolean): Promise<Ended | { readonly event: JobEvent }> {
    if (happened.length === 0 && fatal === undefined) await waitUntil(schedule.wakeAtMs(), isStopped)
    if (fatal !== undefined) throw fatal.error
    return happened.shift() ?? { event: { type: 'time' } }
  }

  async function waitUntil(atMs: number | undefined, isStopped: boolean): Promise<void> {
    const waitMs = Math.min(Math.max((atMs ?? Number.POSITIVE_INFINITY) - now(), 0), jobLimits.waitMsMax)
    if (signal.aborted && !isStopped) return
    const timer = setTimeout(wake.resolve, waitMs)
    await wake.promise
    clearTimeout(timer)
    wake = Promise.withResolvers()
  }

  async function obey(action: JobAction, kept: Ended['kept']): Promise<void> {
    const job = { view: schedule.view() }
    if (action.type === 'start') {
      begin(action)
      onNews?.({ type: 'begun', item: action.item, isReissue: isTwin(action) }, job)
    } else if (action.type === 'cancel') underWay.get(action.start)?.stop.abort()
    else if (action.type === 'give-up') onNews?.({ type: 'given-up', item: action.item }, job)
    else if (action.type === 'accept') {
      if (kept === undefined) throw new TypeError('What is accepted has finished.')
      await store.accept(kept.result, kept.proof)
      onNews?.({ type: 'accepted', result: kept.result }, job)
    }
  }

  function isTwin({ start, item }: Begin): boolean {
    return [...underWay.values()].some(({ begin: other }) => other.item === item && other.start !== start)
  }

  function begin(action: Begin): void {
    const under: Under = { begin: action, beganAtMs: now(), stop: new AbortController() }
    underWay.set(action.start, under)
    const settled: Promise<void> = carry(under)
      .then(
        (ended) => {
          happened.push(ended)
        },
        (error: unknown) => {
          fatal ??= { error }
        },
      )
      .finally(() => {
        underWay.delete(action.start)
        settling.delete(settled)
        wake.resolve()
      })
    settling.add(settled)
  }

  /** Runs one start to its end. @throws what ends the whole job. */
  async function carry(under: Under): Promise<Ended> {
    const { start, item, apartFrom, amountMax } = under.begin
    await store.began({ start, item, amountMax })
    const except = apartFrom.flatMap((other) => nodeOf(other) ?? [])
    const run = buyer.task({ ...order.taskOf(item), amountMax, startsMax: 1, except }, { signal: under.stop.signal })
    under.run = run
    const ended = await outcomeOf(under, run)
    const node = nodeOf(start)
    if (node !== undefined) nodes.set(start, node)
    const { amount } = ended.event
    await store.ended({ start, item, amount })
    // What twins of one item left is taken from at most one of them.
    if (ended.kept === undefined) await store.discard(start)
    return ended
  }

  function nodeOf(start: number): Address | undefined {
    return underWay.get(start)?.run?.starts.at(-1)?.node ?? nodes.get(start)
  }

  async function outcomeOf(under: Under, run: JobTaskRun): Promise<Ended> {
    const { start, item } = under.begin
    const { signal: stopped } = under.stop
    try {
      const answer = await run.result
      if (stopped.aborted && answer.outcome === 'cancelled') return { event: ended('cancelled', answer.amount) }
      if (answer.outcome === 'cancelled' || answer.outcome === 'failed') return tell('lost', answer.amount, undefined)
      const staged = answer.outputs.length > 0 ? await store.stage(start) : undefined
      if (staged !== undefined) await answer.fetchOutputs(staged, { signal: stopped })
      const isGood = answer.outcome === 'exited' && answer.exitCode === 0
      const problem = isGood ? await order.checkOutputs?.(item, staged) : undefined
      if (problem !== undefined) return tell('lost', answer.amount, new JobOutputsWrongError(problem))
      const event = { type: 'finished', start, amount: answer.amount, isGood } as const
      return { event, kept: keptOf(under.begin, answer, now() - under.beganAtMs) }
    } catch (error) {
      const amount = run.starts.reduce((sum, { amount }) => sum + amount, 0n)
      if (stopped.aborted) return { event: ended('cancelled', amount) }
      if (!isMillraceError(error) || !mayMoveOn(error, false)) throw error
      const hasRun = run.starts.some((part) => part.amount > 0n || part.bundle !== undefined)
      // A job that has got somewhere waits for its providers to come back.
      if (!hasRun && !error.retryable && schedule.view().accepted === 0) throw error
      return tell(hasRun ? 'lost' : 'refused', amount, error)
    }

    function ended(type: 'cancelled' | 'lost' | 'refused', amount: Amount) {
      return { type, start, amount } as const
    }

    function tell(type: 'lost' | 'refused', amount: Amount, error: Error | undefined): Ended {
      failure = error ?? failure
      const reason = error === undefined ? 'its machine failed' : describeError(error)
      onNews?.({ type, item, reason }, { view: schedule.view() })
      return { event: ended(type, amount) }
    }
  }
}

function planOf({ taskOf: _taskOf, checkOutputs: _checkOutputs, startAmountMax, deadlineMs, ...order }: JobOrder) {
  return { ...order, atOnceMax: Math.min(order.atOnceMax, jobLimits.atOnceMax), startAmountMax, deadlineMs }
}

function keptOf({ start, item }: Begin, answer: TaskAnswer, tookMs: number): NonNullable<Ended['kept']> {
  const { outcome, exitCode, signal, outputs, refusal, amount, log, receipts } = answer
  const { node, operator } = answer.provider
  return {
    result: { item, start, outcome, exitCode, signal, outputs, refusal, node, operator, amount, tookMs },
    proof: { log, receipts },
  }
}
