/**
 * Capacity that is sold cheaply and may be taken back: the highest bids run; when slots go away, the lowest bid is told
 * first and gets a notice in which to save its work.
 *
 * A pure state machine for one provider's spot slots: every event gives the next pool and what is to be done. The table of
 * a job's states is {@link spotTransitions}.
 *
 * Invariants, held by property tests: running jobs never take more slots than there are; nothing starts in slots that a
 * noticed job still holds, so none is sold twice; no job is told while a lower bid runs; a notice lasts as long as promised.
 *
 * Units: bids in base units per slot-hour (any unit will do), times in Unix milliseconds.
 */
import { compareBigints } from './order-bigints.ts'
import type { Millis } from './time.ts'

/** Jobs one pool knows at once, those that wait included; a bid beyond them is refused. */
export const spotJobsMax = 4_096

export type SpotState = 'waiting' | 'running' | 'noticed' | 'checkpointed' | 'ended'
export type SpotEvent = 'start' | 'notice' | 'keep' | 'checkpoint' | 'finish' | 'expire'

/**
 * From state and event to the next state. What is not in the table is refused. `keep` takes a notice back, because slots
 * came back in time; `checkpoint` means the work is saved, so that it can start again elsewhere or later; `expire` that the
 * notice ran out first.
 */
export const spotTransitions: { readonly [S in SpotState]: { readonly [E in SpotEvent]?: SpotState } } = {
  waiting: { start: 'running', finish: 'ended' },
  running: { notice: 'noticed', finish: 'ended' },
  noticed: { keep: 'running', checkpoint: 'checkpointed', finish: 'ended', expire: 'ended' },
  checkpointed: { start: 'running', finish: 'ended' },
  ended: {},
}

/** Returns the state after the event, or undefined when it is refused. */
export function spotTransition(state: SpotState, event: SpotEvent): SpotState | undefined {
  return spotTransitions[state][event]
}

/** Saves a job's work when its notice comes. Returns what names the saved state, or undefined when there is none. */
export type CheckpointPort = {
  checkpoint(
    id: string,
    options: { readonly endsAt: Millis; readonly signal: AbortSignal },
  ): Promise<string | undefined>
}

export type SpotBid = {
  readonly id: string
  readonly bid: bigint
  readonly slots: number
}
export type SpotJob = SpotBid & {
  readonly state: Exclude<SpotState, 'ended'>
  /** Counts the bids of this pool: among equal ones the oldest runs first and is told last. */
  readonly age: number
  /** When a noticed job ends at the latest; undefined otherwise. */
  readonly endsAt: Millis | undefined
}
export type SpotPool = {
  readonly slots: number
  readonly noticeMs: Millis
  readonly jobs: readonly SpotJob[]
  /** Age of the next bid. */
  readonly nextAge: number
}

export type SpotInput =
  | { readonly type: 'bid'; readonly bid: SpotBid }
  | { readonly type: 'finished'; readonly id: string }
  | { readonly type: 'checkpointed'; readonly id: string }
  | { readonly type: 'slots'; readonly slots: number }
  | { readonly type: 'time' }
export type SpotAction =
  | { readonly type: 'start' | 'keep'; readonly id: string }
  | { readonly type: 'notice'; readonly id: string; readonly endsAt: Millis }
  | { readonly type: 'end'; readonly id: string; readonly reason: 'finished' | 'preempted' }
  | { readonly type: 'refuse'; readonly id: string; readonly reason: 'full' | 'known' | 'malformed' }
export type SpotStep = { readonly pool: SpotPool; readonly actions: readonly SpotAction[] }

/** Returns a pool without jobs. @param noticeMs - how long a job is warned before it ends. */
export function createSpotPool({ slots, noticeMs }: { readonly slots: number; readonly noticeMs: Millis }): SpotPool {
  assertSlots(slots)
  return { slots, noticeMs, jobs: [], nextAge: 0 }
}

/**
 * Returns the pool after an event, and what to do about it. Cost: the jobs, sorted.
 *
 * @example
 * const { pool, actions } = stepSpot(createSpotPool({ slots: 1, noticeMs: 30_000 }), { type: 'bid', bid }, now)
 * // actions: [{ type: 'start', id: bid.id }]
 */
export function stepSpot(pool: SpotPool, input: SpotInput, now: Millis): SpotStep {
  const applied = applyInput(pool, input)
  const steps = [expireNotices, keepOrNotice, startBest]
  return steps.reduce((step, next) => {
    const { pool: after, actions } = next(step.pool, now)
    return { pool: after, actions: [...step.actions, ...actions] }
  }, applied)
}

/** Returns the slots that jobs of these states take. */
export function spotSlots(pool: SpotPool, states: readonly SpotState[]): number {
  return pool.jobs.reduce((sum, { state, slots }) => (states.includes(state) ? sum + slots : sum), 0)
}

function applyInput(pool: SpotPool, input: SpotInput): SpotStep {
  if (input.type === 'time') return { pool, actions: [] }
  if (input.type === 'slots') {
    assertSlots(input.slots)
    return { pool: { ...pool, slots: input.slots }, actions: [] }
  }
  if (input.type === 'bid') return applyBid(pool, input.bid)
  const job = pool.jobs.find(({ id }) => id === input.id)
  const event = input.type === 'finished' ? 'finish' : 'checkpoint'
  if (job === undefined || spotTransition(job.state, event) === undefined) return { pool, actions: [] }
  return moveJobs(pool, [job], event, () => (event === 'finish' ? endOf(job, 'finished') : undefined))
}

function applyBid(pool: SpotPool, bid: SpotBid): SpotStep {
  const refuse = (reason: 'full' | 'known' | 'malformed'): SpotStep => ({
    pool,
    actions: [{ type: 'refuse', id: bid.id, reason }],
  })
  if (!Number.isSafeInteger(bid.slots) || bid.slots < 1 || bid.bid < 0n) return refuse('malformed')
  if (pool.jobs.some(({ id }) => id === bid.id)) return refuse('known')
  if (pool.jobs.length >= spotJobsMax) return refuse('full')
  const { id, bid: price, slots } = bid
  const job: SpotJob = { id, bid: price, slots, state: 'waiting', age: pool.nextAge, endsAt: undefined }
  return { pool: { ...pool, jobs: [...pool.jobs, job], nextAge: pool.nextAge + 1 }, actions: [] }
}

function expireNotices(pool: SpotPool, now: Millis): SpotStep {
  const expired = pool.jobs.filter(({ endsAt }) => endsAt !== undefined && endsAt <= now)
  return moveJobs(pool, expired, 'expire', (job) => endOf(job, 'preempted'))
}

/** Tells the lowest bids until what runs fits; when all fits, keeps the best of those told before that fit again. */
function keepOrNotice(pool: SpotPool, now: Millis): SpotStep {
  const running = pool.jobs.filter(({ state }) => state === 'running').toSorted(bestFirst)
  const isCut = running.map(() => false)
  let taken = spotSlots(pool, ['running'])
  for (let i = running.length - 1; i >= 0 && taken > pool.slots; i--) {
    isCut[i] = true
    taken -= running[i]?.slots ?? 0
  }
  const told = running.filter((_, i) => isCut[i])
  const endsAt = now + pool.noticeMs
  const noticed = moveJobs(pool, told, 'notice', ({ id }) => ({ type: 'notice', id, endsAt }), endsAt)
  if (told.length > 0) return noticed
  const kept: SpotJob[] = []
  for (const job of pool.jobs.filter(({ state }) => state === 'noticed').toSorted(bestFirst)) {
    if (taken + job.slots > pool.slots) continue
    kept.push(job)
    taken += job.slots
  }
  return moveJobs(pool, kept, 'keep', ({ id }) => ({ type: 'keep', id }))
}

/** Starts the best bids that fit into what neither runs nor is still being given back. */
function startBest(pool: SpotPool): SpotStep {
  let free = pool.slots - spotSlots(pool, ['running', 'noticed'])
  const started: SpotJob[] = []
  for (const job of pool.jobs.filter(({ state }) => spotTransition(state, 'start') !== undefined).toSorted(bestFirst)) {
    if (job.slots > free) continue
    started.push(job)
    free -= job.slots
  }
  return moveJobs(pool, started, 'start', ({ id }) => ({ type: 'start', id }))
}

/** Takes jobs over a transition; ended ones leave the pool. */
function moveJobs(
  pool: SpotPool,
  moving: readonly SpotJob[],
  event: SpotEvent,
  actionOf: (job: SpotJob) => SpotAction | undefined,
  endsAt?: Millis,
): SpotStep {
  const ids = new Set(moving.map(({ id }) => id))
  const jobs = pool.jobs.flatMap((job): SpotJob[] => {
    if (!ids.has(job.id)) return [job]
    const state = spotTransition(job.state, event)
    if (state === undefined) throw new RangeError(`job ${job.id}: ${event} is not for a job that is ${job.state}`)
    return state === 'ended' ? [] : [{ ...job, state, endsAt }]
  })
  return { pool: { ...pool, jobs }, actions: moving.map(actionOf).filter((action) => action !== undefined) }
}

function endOf({ id }: SpotJob, reason: 'finished' | 'preempted'): SpotAction {
  return { type: 'end', id, reason }
}

/** Highest bid first; among equal ones the oldest. */
function bestFirst(a: SpotJob, b: SpotJob): number {
  return compareBigints(b.bid, a.bid) || a.age - b.age
}

function assertSlots(slots: number): void {
  if (!Number.isSafeInteger(slots) || slots < 0) throw new RangeError(`slots: ${slots} is not a count`)
}
