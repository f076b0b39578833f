/** What the schedule of a job with many items is told, and what it says: its words. Amounts are base units, times milliseconds. */

/** Every maximum and waiting time of a schedule, by name. */
export const scheduleLimits = {
  /** Times the median of finished starts after which a start is a straggler: what is merely slow is left alone. */
  stragglerFactor: 3,
  /** Starts that must have finished before anybody is called slow. */
  stragglerFinishedMin: 3,
  /** Milliseconds below which nothing is a straggler: doing it again would not end sooner. */
  stragglerMsMin: 5_000,
  /** Milliseconds until more is asked for after nobody took a start; doubles up to the next. */
  refusalDelayMs: 500,
  refusalDelayMsMax: 30_000,
  /** Times in a row that nobody takes anything, with nothing under way, before the job ends: about four minutes. */
  refusalsMax: 12,
} as const

export type ScheduleLimits = { readonly [Name in keyof typeof scheduleLimits]: number }

export type JobPlan = {
  /** Items are numbered from 0. */
  readonly items: number
  /** Starts under way at a time, re-issued ones among them. */
  readonly atOnceMax: number
  /** Starts of one item that are lost before it is given up. */
  readonly startsMax: number
  /** Times an item is begun anew because its program failed; then its failure is its result. */
  readonly retriesMax: number
  /** Milliseconds before that. */
  readonly retryDelayMs: number
  /** Base units that all starts together may cost. */
  readonly amountMax: bigint
  /** Base units one start may cost. Without it what is left of the budget is shared among those under way. */
  readonly startAmountMax: bigint | undefined
  /** Time from which nothing runs any more. */
  readonly deadlineMs: number | undefined
}

/** What an earlier process came to. */
export type JobStanding = {
  /** Items that have a result. */
  readonly accepted: Iterable<number>
  /** Base units that were spent, or may have been. */
  readonly spent: bigint
  /** Number of the first new start. */
  readonly firstStart: number
}

/** `amount`: what the start has cost, whatever became of it. */
export type JobEvent =
  /** The program ended, and its results are at hand. `isGood`: as it should. */
  | { readonly type: 'finished'; readonly start: number; readonly amount: bigint; readonly isGood: boolean }
  /** The provider died, withdrew, misbehaved, or its machine failed. */
  | { readonly type: 'lost'; readonly start: number; readonly amount: bigint }
  /** Nobody took it. */
  | { readonly type: 'refused'; readonly start: number; readonly amount: bigint }
  /** It ended because it was told to. */
  | { readonly type: 'cancelled'; readonly start: number; readonly amount: bigint }
  /** Somebody wants the job to end. */
  | { readonly type: 'stop' }
  /** Time has come. */
  | { readonly type: 'time' }

/**
 * - `done`: no item is left; some may have been given up.
 * - `budget`, `deadline`: it is gone. `refused`: nobody takes the rest. `stopped`: somebody wanted it.
 */
export type JobEnd = 'done' | 'budget' | 'deadline' | 'refused' | 'stopped'

export type JobAction =
  | {
      readonly type: 'start'
      readonly start: number
      readonly item: number
      /** Starts whose providers are not to be asked. */
      readonly apartFrom: readonly number[]
      /** Base units it may cost. */
      readonly amountMax: bigint
    }
  | { readonly type: 'cancel'; readonly start: number }
  /** What the start left is the item's result: the only one. */
  | { readonly type: 'accept'; readonly start: number; readonly item: number }
  | { readonly type: 'give-up'; readonly item: number }
  /** Nothing is under way, and nothing will be. The last action. */
  | { readonly type: 'end'; readonly reason: JobEnd }

export type JobView = {
  readonly accepted: number
  readonly givenUp: number
  readonly underWay: number
  /** Neither accepted, given up nor under way. */
  readonly waiting: number
  /** Starts that were re-issued stragglers, and that were lost. */
  readonly reissued: number
  readonly lost: number
  readonly spent: bigint
  /** Base units that what is under way may cost. */
  readonly reserved: bigint
}
