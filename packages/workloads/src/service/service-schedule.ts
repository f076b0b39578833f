/**
 * Keeps a service up: so many instances at once, each replaced when its provider fails, its program ends, its time runs out or a new
 * revision comes. No clock, no I/O: events in, actions out.
 *
 * A slot has one instance that serves and, while it is being replaced, its successor: the old one serves until the new one is
 * healthy, and then as long as requests under way may take.
 *
 * Invariants: what was spent and what those under way may cost is at most `amountMax`; a slot has at most one successor; without
 * an update, a failure and a notice nothing is begun beside a healthy instance; `end` comes once, when nothing is under way.
 */
import {
  type InstanceState,
  type ServiceAction,
  type ServiceEnd,
  type ServiceEvent,
  type ServiceLimits,
  type ServicePlan,
  type ServiceView,
  serviceLimits,
} from './service-plan.ts'
import { type Live, newSlot, requirePlan, type Slot, type Update } from './service-slot.ts'

export type ServiceSchedule = {
  /** Takes in what happened and returns what to do about it, in order. `nowMs` never goes back. Cost: linear in instances. */
  step(event: ServiceEvent, nowMs: number): readonly ServiceAction[]
  /** When to come back with `time` if nothing happens before; later than the last step. */
  wakeAtMs(): number | undefined
  view(): ServiceView
}

/** Creates the schedule of a service. `standing`: what earlier processes spent, and the first number for a start. */
export function createServiceSchedule(
  plan: ServicePlan,
  standing: { readonly spent: bigint; readonly firstStart: number } = { spent: 0n, firstStart: 0 },
  limits: ServiceLimits = serviceLimits,
): ServiceSchedule {
  requirePlan(plan)
  const live = new Map<number, Live>()
  const slots = Array.from({ length: plan.instances }, (_, number) => newSlot(number))
  let revision = 0
  let update: Update | undefined
  let { spent } = standing
  let nextStart = standing.firstStart
  let counts = { lost: 0, restarted: 0 }
  let ending: ServiceEnd | undefined
  let isOver = false
  let nowMs = Number.NEGATIVE_INFINITY

  function step(event: ServiceEvent, atMs: number): readonly ServiceAction[] {
    if (isOver) return []
    nowMs = Math.max(nowMs, atMs)
    const actions: ServiceAction[] = []
    take(event, actions)
    failLate(actions)
    if (ending === undefined) for (const slot of slots) promote(slot)
    if (ending === undefined) goOnWithUpdate(actions)
    if (ending === undefined) for (const slot of slots) fill(slot, actions)
    for (const [start, { drainUntilMs = Number.POSITIVE_INFINITY }] of live) {
      if (ending !== undefined || drainUntilMs <= nowMs) cancel(start, actions)
    }
    if (live.size === 0) finish(actions)
    return actions
  }

  function take(event: ServiceEvent, actions: ServiceAction[]): void {
    if (event.type === 'time') return
    if (event.type === 'stop') ending ??= 'stopped'
    else if (event.type === 'update') beginUpdate()
    else {
      const entry = live.get(event.start)
      if (entry === undefined) throw new RangeError(`Start ${event.start} is not under way.`)
      if (event.type === 'running' || event.type === 'notice') {
        entry.endsAtMs = Math.min(entry.endsAtMs ?? Number.POSITIVE_INFINITY, event.endsAtMs)
        if (event.type === 'notice') keepApart(entry.slot, event.start)
      } else if (event.type === 'health') tellHealth(event, entry, actions)
      else ended(event, entry, actions)
    }
  }

  function tellHealth(
    { start, isHealthy }: { start: number; isHealthy: boolean },
    entry: Live,
    actions: ServiceAction[],
  ) {
    if (!isHealthy && entry.healthyAtMs !== undefined) {
      keepApart(entry.slot, start)
      if (isUnproven(entry)) failUpdate(actions)
    }
    entry.healthyAtMs = isHealthy ? (entry.healthyAtMs ?? nowMs) : undefined
    entry.hasServed ||= isHealthy
  }

  function ended(
    event: Extract<ServiceEvent, { readonly amount: bigint }>,
    entry: Live,
    actions: ServiceAction[],
  ): void {
    const { slot } = entry
    live.delete(event.start)
    spent += event.amount
    const wasNext = slot.next === event.start
    const isWanted = wasNext || slot.current === event.start
    if (slot.current === event.start) slot.current = undefined
    if (wasNext) slot.next = undefined
    if (!isWanted || entry.isCancelled) return
    if (event.type === 'refused') refused(slot)
    else if (event.type === 'lost') {
      lost(entry, event.start)
    } else if (event.type === 'exited') exited(event, entry, actions)
  }

  function exited(event: { start: number; isGood: boolean }, entry: Live, actions: ServiceAction[]): void {
    const { slot } = entry
    const { policy } = plan.restart
    if (isUnproven(entry)) failUpdate(actions)
    if (isStable(entry)) slot.failures = 0
    const isEnough = policy === 'never' || (policy === 'on-failure' && event.isGood)
    if (!isEnough || slot.current !== undefined) restartLater(slot, event.start)
    else slot.isDone = slot.next === undefined
  }

  /** The first time at once: a service is to be back in seconds. */
  function lost(entry: Live, start: number): void {
    const { slot } = entry
    counts = { ...counts, lost: counts.lost + 1 }
    if (isStable(entry)) slot.losses = 0
    if (slot.losses > 0) slot.dueMs = nowMs + delayOf(slot.losses - 1)
    slot.losses++
    keepApart(slot, start)
  }

  function isStable({ healthyAtMs }: Live): boolean {
    return healthyAtMs !== undefined && nowMs - healthyAtMs >= limits.stableMs
  }

  function delayOf(times: number): number {
    return Math.min(limits.refusalDelayMs * 2 ** Math.min(times, 20), limits.refusalDelayMsMax)
  }

  /** Here so many times, then elsewhere. */
  function restartLater(slot: Slot, start: number): void {
    counts = { ...counts, restarted: counts.restarted + 1 }
    const delayMs = Math.min(plan.restart.delayMs * 2 ** Math.min(slot.failures, 20), limits.restartDelayMsMax)
    slot.dueMs = nowMs + delayMs
    slot.failures++
    if (slot.failures % (plan.restart.retriesMax + 1) === 0) keepApart(slot, start)
    else slot.near = start
  }

  function refused(slot: Slot): void {
    slot.dueMs = nowMs + delayOf(slot.refusals++)
    slot.near = undefined
    // Better at a provider that failed than nowhere.
    slot.apartFrom = slot.apartFrom.slice(1)
  }

  function keepApart(slot: Slot, start: number): void {
    slot.near = undefined
    slot.apartFrom = [...slot.apartFrom.filter((other) => other !== start), start].slice(-limits.apartMax)
  }

  /** What did not become healthy in time is ended, as if its program had. */
  function failLate(actions: ServiceAction[]): void {
    for (const [start, entry] of live) {
      if (entry.isCancelled || isDraining(entry) || entry.hasServed || nowMs < lateAtMs(entry)) continue
      const { slot } = entry
      if (slot.current === start) slot.current = undefined
      if (slot.next === start) slot.next = undefined
      cancel(start, actions)
      restartLater(slot, start)
      keepApart(slot, start)
      if (isNewest(entry)) failUpdate(actions)
    }
  }

  function lateAtMs({ beganAtMs, revision: its }: Live): number {
    const withinMs = update?.to === its ? Math.min(plan.update.withinMs, plan.readyMsMax) : plan.readyMsMax
    return beganAtMs + withinMs
  }

  /** A successor takes over as soon as it is healthy. */
  function promote(slot: Slot): void {
    const next = slot.next === undefined ? undefined : live.get(slot.next)
    if (next?.healthyAtMs === undefined) return
    drain(slot.current)
    slot.current = slot.next
    slot.next = undefined
    slot.refusals = 0
  }

  function drain(start: number | undefined): void {
    const entry = start === undefined ? undefined : live.get(start)
    if (entry !== undefined) entry.drainUntilMs ??= nowMs + (entry.healthyAtMs === undefined ? 0 : limits.drainMs)
  }

  function fill(slot: Slot, actions: ServiceAction[]): void {
    if (slot.isDone || slot.next !== undefined || nowMs < slot.dueMs) return
    if (slot.current === undefined) {
      if (mayBegin(slot)) slot.current = begin(slot, actions)
    } else if (needsSuccessor(slot)) slot.next = begin(slot, actions)
  }

  /** With `recreate` a new revision never runs beside the old one. */
  function mayBegin(slot: Slot): boolean {
    if (plan.update.strategy === 'rolling') return true
    return ![...live.values()].some((entry) => entry.slot === slot && entry.revision !== slot.revision)
  }

  function needsSuccessor({ current, revision: wanted }: Slot): boolean {
    const entry = current === undefined ? undefined : live.get(current)
    if (entry === undefined) return false
    if (entry.revision !== wanted) return true
    const isEnding = entry.endsAtMs !== undefined && entry.endsAtMs - limits.leadMs <= nowMs
    return isEnding || (entry.hasServed && entry.healthyAtMs === undefined)
  }

  function begin(slot: Slot, actions: ServiceAction[]): number | undefined {
    if (plan.amountMax - spent - reserved() < plan.startAmountMax) return undefined
    const start = nextStart++
    live.set(start, {
      ...{ slot, revision: slot.revision, beganAtMs: nowMs, healthyAtMs: undefined },
      ...{ hasServed: false, endsAtMs: undefined, drainUntilMs: undefined, isCancelled: false },
    })
    const { near, apartFrom, number, revision: its } = slot
    actions.push({
      ...{ type: 'start', start, slot: number, revision: its, near, apartFrom, amountMax: plan.startAmountMax },
    })
    return start
  }

  function cancel(start: number, actions: ServiceAction[]): void {
    const entry = live.get(start)
    if (entry === undefined || entry.isCancelled) return
    entry.isCancelled = true
    actions.push({ type: 'cancel', start })
  }

  function beginUpdate(): void {
    if (update !== undefined) throw new RangeError('The service is being updated.')
    update = { from: revision, to: revision + 1, isRollback: false }
    revision++
    if (plan.update.strategy === 'recreate') changeAll(update.to)
    for (const slot of slots) slot.isDone = false
  }

  /** Changes every slot at once. */
  function changeAll(to: number): void {
    for (const slot of slots) {
      slot.revision = to
      slot.dueMs = nowMs
      if (plan.update.strategy !== 'recreate') continue
      if (revisionOf(slot.current) !== to) {
        drain(slot.current)
        slot.current = undefined
      }
      if (revisionOf(slot.next) !== to) {
        drain(slot.next)
        slot.next = undefined
      }
    }
  }

  function goOnWithUpdate(actions: ServiceAction[]): void {
    if (update === undefined) return
    const { to } = update
    const isSettled = (slot: Slot) => slot.revision === to && healthyFor(slot, to) >= plan.update.healthyMs
    const changing = slots.filter((slot) => slot.revision === to && !isSettled(slot)).length
    const waiting = slots.filter((slot) => slot.revision !== to)
    for (const slot of waiting.slice(0, Math.max(plan.update.instancesAtOnce - changing, 0))) {
      slot.revision = to
      slot.dueMs = nowMs
      slot.failures = 0
    }
    if (!slots.every(isSettled)) return
    if (!update.isRollback) actions.push({ type: 'updated', revision: to })
    update = undefined
  }

  function healthyFor({ current }: Slot, of: number): number {
    const entry = current === undefined ? undefined : live.get(current)
    return entry?.revision === of && entry.healthyAtMs !== undefined ? nowMs - entry.healthyAtMs : -1
  }

  function isNewest({ revision: its }: Live): boolean {
    return update !== undefined && !update.isRollback && its === update.to
  }

  /** Of the new revision, and not yet healthy for as long as it must. */
  function isUnproven(entry: Live): boolean {
    const { healthyAtMs } = entry
    return isNewest(entry) && (healthyAtMs === undefined || nowMs - healthyAtMs < plan.update.healthyMs)
  }

  function failUpdate(actions: ServiceAction[]): void {
    if (update === undefined) return
    const { from, to } = update
    const isRolledBack = plan.update.onFailure === 'rollback'
    actions.push({ type: 'update-failed', revision: isRolledBack ? from : to, isRolledBack })
    for (const { next, current } of slots) {
      for (const start of [next, current]) {
        const entry = start === undefined ? undefined : live.get(start)
        if (start !== undefined && entry?.revision === to && !entry.hasServed) drop(entry.slot, start, actions)
      }
    }
    if (isRolledBack) {
      revision = from
      update = { from: to, to: from, isRollback: true }
      changeAll(from)
    } else {
      update = undefined
      for (const slot of slots) slot.revision = revisionOf(slot.current) ?? from
    }
  }

  function drop(slot: Slot, start: number, actions: ServiceAction[]): void {
    if (slot.next === start) slot.next = undefined
    if (slot.current === start) slot.current = undefined
    cancel(start, actions)
  }

  function revisionOf(start: number | undefined): number | undefined {
    return start === undefined ? undefined : live.get(start)?.revision
  }

  function reserved(): bigint {
    return BigInt(live.size) * plan.startAmountMax
  }

  /** With nothing under way: over, or waiting for time. */
  function finish(actions: ServiceAction[]): void {
    if (ending === undefined && slots.every(({ isDone }) => isDone)) ending = 'done'
    if (ending === undefined && plan.amountMax - spent < plan.startAmountMax) ending = 'budget'
    if (ending === undefined) return
    isOver = true
    actions.push({ type: 'end', reason: ending })
  }

  function isDraining({ drainUntilMs }: Live): boolean {
    return drainUntilMs !== undefined
  }

  function stateOf(entry: Live): InstanceState {
    if (isDraining(entry) || entry.isCancelled) return 'draining'
    if (entry.healthyAtMs !== undefined) return 'healthy'
    return entry.hasServed ? 'unhealthy' : 'starting'
  }

  function wakeAtMs(): number | undefined {
    if (isOver) return undefined
    const times: (number | undefined)[] = slots.filter(({ isDone }) => !isDone).map(({ dueMs }) => dueMs)
    for (const entry of live.values()) {
      times.push(entry.drainUntilMs, entry.endsAtMs === undefined ? undefined : entry.endsAtMs - limits.leadMs)
      if (!entry.hasServed) times.push(lateAtMs(entry))
      if (update !== undefined && entry.healthyAtMs !== undefined) {
        times.push(entry.healthyAtMs + plan.update.healthyMs)
      }
    }
    const later = times.filter((time) => time !== undefined && time > nowMs) as number[]
    return later.length === 0 ? undefined : Math.min(...later)
  }

  return {
    step,
    wakeAtMs,
    view: () => ({
      instances: [...live].map(([start, entry]) => ({
        ...{ start, slot: entry.slot.number, revision: entry.revision, state: stateOf(entry) },
      })),
      ...{ revision, isUpdating: update !== undefined, ...counts, spent, reserved: reserved() },
    }),
  }
}
