/**
 * Who of many items runs when: at most so many at once, the lost begun anew, stragglers re-issued, money and time kept. No clock, no
 * I/O: events in, actions out.
 *
 * Re-issue: a start that takes a multiple of the median of those that finished is begun a second time at another provider, once for
 * each item; whichever finishes first is the result. While items wait this is done only as long as second starts win at least half of
 * their races: then it is the providers that are slow, and not the items that are large. Source of the idea: backup tasks of MapReduce
 * (Dean and Ghemawat, 2004, section 3.6).
 *
 * Invariants: at most `atOnceMax` starts under way; at most one accepted start an item, and none for an item that had a result; what
 * was spent and what those under way may cost is at most `amountMax`; `end` comes once, when nothing is under way.
 */
import {
  type JobAction,
  type JobEnd,
  type JobEvent,
  type JobPlan,
  type JobStanding,
  type JobView,
  type ScheduleLimits,
  scheduleLimits,
} from './job-plan.ts'
import { createMedian } from './running-median.ts'

export type JobSchedule = {
  /** Takes in what happened and returns what to do about it, in order. `nowMs` never goes back. Cost: linear in starts under way. */
  step(event: JobEvent, nowMs: number): readonly JobAction[]
  /** When to come back with `time` if nothing happens before; later than the last step. */
  wakeAtMs(): number | undefined
  view(): JobView
}

type Live = { readonly item: number; readonly beganAtMs: number; readonly amountMax: bigint; isCancelled: boolean }

/** What is known of an item that was begun. */
type Begun = {
  readonly starts: number[]
  lost: number
  failures: number
  /** The start that was begun because its first was late. */
  second: number | undefined
  apartFrom: readonly number[]
}

const nothingYet: JobStanding = { accepted: [], spent: 0n, firstStart: 0 }

/** Creates the schedule of a job. @throws {RangeError} for counts and amounts that are none. */
export function createJobSchedule(
  plan: JobPlan,
  standing: JobStanding = nothingYet,
  limits: ScheduleLimits = scheduleLimits,
): JobSchedule {
  requirePlan(plan)
  const settled = new Uint8Array(plan.items)
  const live = new Map<number, Live>()
  /** Starts under way of each item without a result. */
  const startsOf = new Map<number, number>()
  const begun = new Map<number, Begun>()
  const again: { readonly item: number; readonly dueMs: number }[] = []
  const durations = createMedian()
  let nextFresh = 0
  let nextStart = standing.firstStart
  /** Of second starts that finished, or whose first did, while the other was under way. */
  const races = { won: 0, lost: 0 }
  let counts = { accepted: 0, givenUp: 0, reissued: 0, lost: 0 }
  let spent = standing.spent
  let reserved = 0n
  let atOnce = plan.atOnceMax
  let growAtMs: number | undefined
  let refusals = 0
  let ending: JobEnd | undefined
  let isOver = false
  let lastMs = Number.NEGATIVE_INFINITY
  for (const item of standing.accepted) settle(item, 'accepted')

  function settle(item: number, as: 'accepted' | 'givenUp'): void {
    if (settled[item] !== 0) throw new RangeError(`Item ${item} is none, or has a result.`)
    settled[item] = 1
    counts = { ...counts, [as]: counts[as] + 1 }
    begun.delete(item)
    startsOf.delete(item)
  }

  function step(event: JobEvent, nowMs: number): readonly JobAction[] {
    if (isOver) return []
    lastMs = Math.max(lastMs, nowMs)
    const actions: JobAction[] = []
    if (event.type === 'stop') ending ??= 'stopped'
    else if (event.type !== 'time') take(event, actions)
    if (plan.deadlineMs !== undefined && lastMs >= plan.deadlineMs) ending ??= 'deadline'
    if (growAtMs !== undefined && lastMs >= growAtMs) grow()
    if (ending === undefined) fill(actions)
    else for (const start of live.keys()) cancel(start, actions)
    if (live.size === 0) finish(actions)
    return actions
  }

  function take(event: Exclude<JobEvent, { type: 'stop' | 'time' }>, actions: JobAction[]): void {
    const ended = live.get(event.start)
    if (ended === undefined) throw new RangeError(`Start ${event.start} is not under way.`)
    live.delete(event.start)
    reserved -= ended.amountMax
    spent += event.amount
    if (event.type === 'finished') growSlowly(ended)
    if (settled[ended.item] === 1) return
    const left = (startsOf.get(ended.item) ?? 0) - 1
    if (left > 0) startsOf.set(ended.item, left)
    else startsOf.delete(ended.item)
    if (event.type === 'finished') finished(event.start, ended, event.isGood, actions)
    else if (event.type === 'lost') lost(ended, actions)
    else if (event.type === 'refused') refused(ended, actions)
    else goOn(ended.item, lastMs, actions)
  }

  function finished(start: number, { item, beganAtMs }: Live, isGood: boolean, actions: JobAction[]): void {
    const known = begunOf(item)
    if (!isGood && known.failures < plan.retriesMax) {
      known.failures++
      goOn(item, lastMs + plan.retryDelayMs, actions)
      return
    }
    if (isGood) durations.add(lastMs - beganAtMs)
    if (startsOf.has(item)) races[start === known.second ? 'won' : 'lost']++
    settle(item, 'accepted')
    actions.push({ type: 'accept', start, item })
    for (const [other, { item: its }] of live) if (its === item) cancel(other, actions)
  }

  function lost({ item }: Live, actions: JobAction[]): void {
    const known = begunOf(item)
    counts = { ...counts, lost: counts.lost + 1 }
    known.lost++
    known.apartFrom = [...known.starts]
    goOn(item, lastMs, actions)
  }

  /** Fewer at once until the network, or the share of the budget, is larger again; and not only at others. */
  function refused({ item }: Live, actions: JobAction[]): void {
    begunOf(item).apartFrom = []
    goOn(item, lastMs, actions)
    atOnce = live.size
    if (growAtMs !== undefined) return
    const delayMs = Math.min(limits.refusalDelayMs * 2 ** refusals, limits.refusalDelayMsMax)
    growAtMs = lastMs + delayMs
    refusals++
  }

  function grow(): void {
    growAtMs = undefined
    atOnce = Math.min(plan.atOnceMax, Math.max(1, atOnce * 2))
  }

  /** What finishes shows that there is room. */
  function growSlowly({ isCancelled }: Live): void {
    if (isCancelled) return
    refusals = 0
    if (growAtMs === undefined) atOnce = Math.min(plan.atOnceMax, atOnce + 1)
  }

  /** With an item that one start less works at. */
  function goOn(item: number, dueMs: number, actions: JobAction[]): void {
    if (startsOf.has(item)) return
    if (begunOf(item).lost < plan.startsMax) {
      again.push({ item, dueMs })
      return
    }
    settle(item, 'givenUp')
    actions.push({ type: 'give-up', item })
  }

  function fill(actions: JobAction[]): void {
    while (live.size < atOnce) {
      const amountMax = shareOf()
      if (amountMax === undefined) return
      if (races.won >= races.lost && reissue(amountMax, actions)) continue
      const item = nextItem()
      if (item !== undefined) begin(item, begunOf(item).apartFrom, amountMax, actions)
      else if (!reissue(amountMax, actions)) return
    }
  }

  /** Returns what the next start may cost; undefined where too little is left. */
  function shareOf(): bigint | undefined {
    const free = plan.amountMax - spent - reserved
    if (plan.startAmountMax !== undefined) return free < plan.startAmountMax ? undefined : plan.startAmountMax
    const places = Math.min(atOnce, Math.max(waiting(), 1) + live.size) - live.size
    const share = free / BigInt(places)
    return share > 0n ? share : undefined
  }

  function nextItem(): number | undefined {
    const place = again.findIndex(({ dueMs }) => dueMs <= lastMs)
    if (place !== -1) return again.splice(place, 1)[0]?.item
    while (nextFresh < plan.items && settled[nextFresh] === 1) nextFresh++
    return nextFresh < plan.items ? nextFresh++ : undefined
  }

  function reissue(amountMax: bigint, actions: JobAction[]): boolean {
    const lateMs = lateAfterMs()
    if (lateMs === undefined) return false
    for (const { item, beganAtMs, isCancelled } of live.values()) {
      if (lastMs - beganAtMs < lateMs) return false
      if (isCancelled) continue
      const known = begunOf(item)
      if (known.second !== undefined) continue
      known.second = nextStart
      counts = { ...counts, reissued: counts.reissued + 1 }
      begin(item, [...known.starts], amountMax, actions)
      return true
    }
    return false
  }

  function begin(item: number, apartFrom: readonly number[], amountMax: bigint, actions: JobAction[]): void {
    const start = nextStart++
    live.set(start, { item, beganAtMs: lastMs, amountMax, isCancelled: false })
    startsOf.set(item, (startsOf.get(item) ?? 0) + 1)
    begunOf(item).starts.push(start)
    reserved += amountMax
    actions.push({ type: 'start', start, item, apartFrom, amountMax })
  }

  function cancel(start: number, actions: JobAction[]): void {
    const entry = live.get(start)
    if (entry === undefined || entry.isCancelled) return
    entry.isCancelled = true
    actions.push({ type: 'cancel', start })
  }

  /** With nothing under way: over, or waiting for time. */
  function finish(actions: JobAction[]): void {
    if (waiting() === 0) ending = 'done'
    else if (ending === undefined && atOnce > 0 && shareOf() === undefined) ending = 'budget'
    else if (ending === undefined && refusals > limits.refusalsMax) ending = 'refused'
    if (ending === undefined) return
    isOver = true
    actions.push({ type: 'end', reason: ending })
  }

  function begunOf(item: number): Begun {
    const known = begun.get(item) ?? { starts: [], lost: 0, failures: 0, second: undefined, apartFrom: [] }
    begun.set(item, known)
    return known
  }

  function lateAfterMs(): number | undefined {
    if (durations.count() < limits.stragglerFinishedMin) return undefined
    return Math.max(durations.median() * limits.stragglerFactor, limits.stragglerMsMin)
  }

  function waiting(): number {
    return plan.items - counts.accepted - counts.givenUp - startsOf.size
  }

  function wakeAtMs(): number | undefined {
    if (isOver) return undefined
    const times = [plan.deadlineMs, growAtMs, ...again.map(({ dueMs }) => dueMs)]
    const lateMs = lateAfterMs()
    if (lateMs !== undefined) for (const { beganAtMs } of live.values()) times.push(beganAtMs + lateMs)
    const later = times.filter((time) => time !== undefined && time > lastMs) as number[]
    return later.length === 0 ? undefined : later.reduce((least, time) => Math.min(least, time))
  }

  return {
    step,
    wakeAtMs,
    view: () => ({ ...counts, underWay: live.size, waiting: waiting(), spent, reserved }),
  }
}

function requirePlan(plan: JobPlan): void {
  const { items, atOnceMax, startsMax, retriesMax, retryDelayMs, amountMax, startAmountMax = 0n } = plan
  for (const [name, value, min] of [
    ['items', items, 0],
    ['atOnceMax', atOnceMax, 1],
    ['startsMax', startsMax, 1],
    ['retriesMax', retriesMax, 0],
    ['retryDelayMs', retryDelayMs, 0],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < min) throw new RangeError(`${name} is at least ${min}, got ${value}`)
  }
  if (amountMax < 0n || startAmountMax < 0n) throw new RangeError('Amounts are at least 0.')
}
