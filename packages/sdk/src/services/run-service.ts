/**
 * Runs a service: does what its schedule says with `buyer.task`, asks its instances whether they are well, and tells which ones
 * requests may go to.
 *
 * Invariants: a start is kept before it begins; all starts together cost at most the plan's amount, also over a kill; when the result
 * settles nothing is under way.
 */
import { type Address, isMillraceError } from '@millrace/protocol'
import {
  createServiceSchedule,
  type ServiceAction,
  type ServiceEvent,
  type ServiceLimits,
  serviceLimits,
} from '@millrace/workloads'
import { ignore } from '../abortable.ts'
import { describeError } from '../buyer-error.ts'
import { mayMoveOn } from '../relay-failures.ts'
import type { TaskAnswer, TaskOrder, TaskRun } from '../tasks/task-order.ts'
import { watchHealth } from './check-health.ts'
import type {
  ServiceInstance,
  ServiceLog,
  ServiceNews,
  ServiceOrder,
  ServiceResult,
  ServiceRevision,
  ServiceRun,
  ServiceStore,
} from './service-order.ts'
import type { TaskInstance } from './task-instance.ts'

export type ServiceComponents = {
  /** A buyer. */
  readonly buyer: { task(order: TaskOrder, options: { readonly signal: AbortSignal }): TaskRun }
  readonly store: ServiceStore
  /** Unix milliseconds. */
  readonly now: () => number
  /** Rejects on abort. */
  readonly pause: (ms: number, options: { readonly signal: AbortSignal }) => Promise<void>
  readonly onNews?: (news: ServiceNews) => void
  readonly onLog?: (log: ServiceLog) => void
  /** Of the schedule; tests shorten them. */
  readonly limits?: ServiceLimits
}

type Begin = Extract<ServiceAction, { type: 'start' }>
type Ended = Extract<ServiceEvent, { readonly amount: bigint }>
type Under = {
  readonly begin: Begin
  readonly stop: AbortController
  /** Ends what watches the start. */
  readonly over: AbortController
  instance?: TaskInstance
}

/** Waits of the clock are bounded: timers take less than 25 days. */
const waitMsMax = 3_600_000
/** Revisions kept to go back to: the wanted one and the one before it. */
const revisionsKept = 2

/** Starts the service. On abort it stops as by `stop`. */
export function runService(
  components: ServiceComponents,
  order: ServiceOrder,
  { signal }: { readonly signal: AbortSignal },
): ServiceRun {
  const { buyer, store, now, pause, onNews, onLog, limits = serviceLimits } = components
  const revisions = new Map([[0, order.revision]])
  const underWay = new Map<number, Under>()
  const settling = new Set<Promise<void>>()
  const nodes = new Map<number, Address>()
  const happened: ServiceEvent[] = []
  let schedule = createServiceSchedule(order.plan, undefined, limits)
  let failure: Error | undefined
  let fatal: { readonly error: unknown } | undefined
  let wake = Promise.withResolvers<void>()
  /** Until the start before has a node: instances have nodes of their own. */
  let placed: Promise<unknown> = Promise.resolve()
  const tell = (event: ServiceEvent) => {
    happened.push(event)
    wake.resolve()
  }
  const onAbort = () => tell({ type: 'stop' })
  const result = drive()

  return {
    get healthy() {
      return healthyOf(schedule.view().instances, underWay)
    },
    get view() {
      return schedule.view()
    },
    nodes,
    update(revision) {
      const { isUpdating, revision: newest } = schedule.view()
      if (isUpdating || happened.some(({ type }) => type === 'update')) {
        throw new RangeError('The service is being updated.')
      }
      revisions.set(newest + 1, revision)
      for (const old of revisions.keys()) if (old < newest + 2 - revisionsKept) revisions.delete(old)
      tell({ type: 'update' })
    },
    stop: onAbort,
    result,
  }

  async function drive(): Promise<ServiceResult> {
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
    try {
      schedule = createServiceSchedule(order.plan, await store.standing(), limits)
      for (let event: ServiceEvent = { type: 'time' }; ; event = await nextEvent()) {
        for (const action of schedule.step(event, now())) {
          if (action.type === 'end') return { end: action.reason, spent: schedule.view().spent, failure }
          obey(action)
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      for (const { stop } of underWay.values()) stop.abort()
      await Promise.all(settling)
    }
  }

  async function nextEvent(): Promise<ServiceEvent> {
    if (happened.length === 0 && fatal === undefined) {
      const dueMs = Math.max((schedule.wakeAtMs() ?? Number.POSITIVE_INFINITY) - now(), 0)
      const timer = setTimeout(wake.resolve, Math.min(dueMs, waitMsMax))
      await wake.promise
      clearTimeout(timer)
    }
    wake = Promise.withResolvers()
    if (fatal !== undefined) throw fatal.error
    return happened.shift() ?? { type: 'time' }
  }

  function obey(action: Exclude<ServiceAction, { type: 'end' }>): void {
    if (action.type === 'start') begin(action)
    else if (action.type === 'cancel') underWay.get(action.start)?.stop.abort()
    else onNews?.(action)
  }

  function begin(action: Begin): void {
    const under: Under = { begin: action, stop: new AbortController(), over: new AbortController() }
    underWay.set(action.start, under)
    onNews?.({ type: 'begun', start: action.start, slot: action.slot, revision: action.revision })
    const settled: Promise<void> = carry(under)
      .then(tell, (error: unknown) => {
        fatal ??= { error }
        wake.resolve()
      })
      .finally(() => {
        under.over.abort()
        underWay.delete(action.start)
        settling.delete(settled)
      })
    settling.add(settled)
  }

  /** Runs one start to its end. @throws what ends the whole service. */
  async function carry(under: Under): Promise<Ended> {
    const { start, amountMax } = under.begin
    await store.began({ start, amountMax })
    const run = await place(under)
    const watching = [readLog(under, run), watch(under, run)]
    const { event, reason } = await outcomeOf(under, run)
    under.over.abort()
    await Promise.all(watching)
    await store.ended({ start, amount: event.amount })
    onNews?.({ type: 'ended', start, how: event.type, amount: event.amount, reason })
    return event
  }

  async function place(under: Under): Promise<TaskRun> {
    const before = placed
    const mine = Promise.withResolvers<void>()
    placed = mine.promise
    await before
    const run = buyer.task(taskOf(under.begin), { signal: under.stop.signal })
    run.instance
      .then(({ provider }) => void nodes.set(under.begin.start, provider))
      // Without a node: the result says why.
      .catch(() => undefined)
      .finally(mine.resolve)
    return run
  }

  function taskOf({ revision, near, apartFrom, amountMax }: Begin): TaskOrder {
    const { task } = revisionOf(revision)
    const others = [...underWay.keys()].flatMap((start) => nodes.get(start) ?? [])
    const failed = apartFrom.flatMap((start) => nodes.get(start) ?? [])
    const provider = near === undefined ? undefined : nodes.get(near)
    const except = [...(task.except ?? []), ...others, ...failed].filter((node) => node !== provider)
    return { ...task, amountMax, startsMax: 1, except, ...(provider !== undefined && { provider }) }
  }

  function revisionOf(number: number): ServiceRevision {
    const revision = revisions.get(number)
    if (revision === undefined) throw new TypeError(`Revision ${number} is not kept.`)
    return revision
  }

  /** What breaks the log off is what the result rejects with. */
  async function readLog({ begin: { start, slot } }: Under, run: TaskRun): Promise<void> {
    const read = async () => {
      for await (const text of run.logs) onLog?.({ start, slot, text })
    }
    await read().catch(ignore)
  }

  /** From when the provider took it until its end. Never rejects. */
  async function watch(under: Under, run: TaskRun): Promise<void> {
    const instance = await run.instance.catch(() => undefined)
    if (instance === undefined) return
    const { start, revision } = under.begin
    const { task, health } = revisionOf(revision)
    under.instance = instance
    onNews?.({ type: 'running', start, node: instance.provider, operator: instance.operator })
    tellOf(under, { type: 'running', start, endsAtMs: now() + task.limits.wallMsMax })
    void instance.noticed.then(({ endsAt }) => {
      onNews?.({ type: 'notice', start, endsAtMs: endsAt })
      tellOf(under, { type: 'notice', start, endsAtMs: endsAt })
    })
    const onChange = (isHealthy: boolean, reason: string) => {
      onNews?.({ type: isHealthy ? 'healthy' : 'unhealthy', start, reason })
      tellOf(under, { type: 'health', start, isHealthy })
    }
    const [first] = task.ports
    if (first === undefined) return onChange(true, 'it runs')
    const watched = { instance, check: health, firstPort: first.port, now, pause, onChange }
    await watchHealth(watched, { signal: AbortSignal.any([under.over.signal, under.stop.signal]) })
  }

  /** Of a start that has not ended: the schedule knows no other. */
  function tellOf({ over }: Under, event: ServiceEvent): void {
    if (!over.signal.aborted) tell(event)
  }

  async function outcomeOf(under: Under, run: TaskRun): Promise<{ event: Ended; reason: string }> {
    const { start } = under.begin
    const stopped = under.stop.signal
    try {
      return endOfAnswer(start, await run.result, stopped)
    } catch (error) {
      const amount = run.starts.reduce((sum, part) => sum + part.amount, 0n)
      if (stopped.aborted) return { event: { type: 'cancelled', start, amount }, reason: 'it was told to' }
      if (!isMillraceError(error) || !mayMoveOn(error, false)) throw error
      const hasRun = run.starts.some((part) => part.amount > 0n || part.bundle !== undefined)
      failure = error
      noteNode(start, run)
      return { event: { type: hasRun ? 'lost' : 'refused', start, amount }, reason: describeError(error) }
    }
  }

  function noteNode(start: number, run: TaskRun): void {
    const node = run.starts.at(-1)?.node
    if (node !== undefined) nodes.set(start, node)
    // Only the last ones are kept away from.
    for (const old of nodes.keys()) {
      if (nodes.size <= nodesKeptMax) return
      if (!underWay.has(old)) nodes.delete(old)
    }
  }
}

/** Starts whose nodes are remembered. */
const nodesKeptMax = 1_024

function endOfAnswer(start: number, answer: TaskAnswer, stopped: AbortSignal): { event: Ended; reason: string } {
  const { outcome, exitCode, signal, amount } = answer
  switch (outcome) {
    case 'cancelled':
      if (!stopped.aborted) return { event: { type: 'lost', start, amount }, reason: 'its provider ended it' }
      return { event: { type: 'cancelled', start, amount }, reason: 'it was told to' }
    case 'failed':
      return { event: { type: 'lost', start, amount }, reason: 'its machine failed' }
    case 'wall-time-exceeded':
      return { event: { type: 'cancelled', start, amount }, reason: 'its time was over' }
    case 'exited':
      return { event: { type: 'exited', start, amount, isGood: exitCode === 0 }, reason: `status ${exitCode}` }
    default:
      return { event: { type: 'exited', start, amount, isGood: false }, reason: signal ?? outcome }
  }
}

function healthyOf(
  instances: readonly {
    readonly start: number
    readonly slot: number
    readonly revision: number
    readonly state: string
  }[],
  underWay: ReadonlyMap<number, Under>,
): readonly ServiceInstance[] {
  return instances.flatMap(({ start, slot, revision, state }) => {
    const instance = underWay.get(start)?.instance
    return state === 'healthy' && instance !== undefined ? [{ start, slot, revision, instance }] : []
  })
}
