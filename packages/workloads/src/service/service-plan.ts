/** What the schedule of a service is told, and what it says: its words. Amounts are base units, times milliseconds. */
import type { Restart, RollingUpdate } from '../manifest/manifest.ts'

/** Every maximum and waiting time of a service's schedule, by name. */
export const serviceLimits = {
  /** Time before the end of a start, by its money, its hours or its provider's notice, in which its successor is begun. */
  leadMs: 60_000,
  /** Time in which requests under way end at an instance that was replaced. */
  drainMs: 10_000,
  /** First wait after nobody took an instance; doubles up to the next. A service waits for the network as long as it is wanted. */
  refusalDelayMs: 1_000,
  refusalDelayMsMax: 60_000,
  /** Longest wait between two restarts of a program that keeps ending. */
  restartDelayMsMax: 300_000,
  /** Time of health after which earlier ends of an instance's program are forgotten. */
  stableMs: 600_000,
  /** Providers whose instances failed that are kept away from a slot; the oldest are forgiven, or nobody would be left. */
  apartMax: 8,
} as const

export type ServiceLimits = { readonly [Name in keyof typeof serviceLimits]: number }

export type ServicePlan = {
  /** Copies, each in a slot of its own. */
  readonly instances: number
  readonly restart: Restart
  readonly update: RollingUpdate
  /** Time after its beginning by which an instance must have become healthy. */
  readonly readyMsMax: number
  /** Base units that all starts together may cost. */
  readonly amountMax: bigint
  /** Base units one start may cost; when they are used up its successor has taken over. */
  readonly startAmountMax: bigint
}

/** `amount`: what the start has cost, whatever became of it. */
export type ServiceEvent =
  /** The program runs. `endsAtMs`: when its money or its hours are over. */
  | { readonly type: 'running'; readonly start: number; readonly endsAtMs: number }
  /** What the health check found; only changes need be told. A service without a check is healthy as it runs. */
  | { readonly type: 'health'; readonly start: number; readonly isHealthy: boolean }
  /** Its provider will end it then. */
  | { readonly type: 'notice'; readonly start: number; readonly endsAtMs: number }
  /** The program ended by itself. `isGood`: with status 0. */
  | { readonly type: 'exited'; readonly start: number; readonly amount: bigint; readonly isGood: boolean }
  /** The provider died, withdrew, misbehaved, or its machine failed. */
  | { readonly type: 'lost'; readonly start: number; readonly amount: bigint }
  /** Nobody took it. */
  | { readonly type: 'refused'; readonly start: number; readonly amount: bigint }
  /** It ended because it was told to. */
  | { readonly type: 'cancelled'; readonly start: number; readonly amount: bigint }
  /** Somebody wants another revision to run; refused while one is being changed to. */
  | { readonly type: 'update' }
  | { readonly type: 'stop' }
  | { readonly type: 'time' }

/** - `done`: every program ended, and none is to be begun anew. `budget`: it is gone. `stopped`: somebody wanted it. */
export type ServiceEnd = 'done' | 'budget' | 'stopped'

export type ServiceAction =
  | {
      readonly type: 'start'
      readonly start: number
      readonly slot: number
      readonly revision: number
      /** Start whose provider is to be asked first. */
      readonly near: number | undefined
      /** Starts whose providers are not to be asked. */
      readonly apartFrom: readonly number[]
      /** Base units it may cost. */
      readonly amountMax: bigint
    }
  | { readonly type: 'cancel'; readonly start: number }
  /** Every slot runs this revision, each healthy for as long as it must. */
  | { readonly type: 'updated'; readonly revision: number }
  /** The new revision failed: all go back to this one, or, as the plan says, what runs stays as it is. */
  | { readonly type: 'update-failed'; readonly revision: number; readonly isRolledBack: boolean }
  /** Nothing is under way, and nothing will be. The last action. */
  | { readonly type: 'end'; readonly reason: ServiceEnd }

export type InstanceState = 'starting' | 'healthy' | 'unhealthy' | 'draining'

export type ServiceView = {
  /** What is under way. Requests go to those that are healthy. */
  readonly instances: readonly {
    readonly start: number
    readonly slot: number
    readonly revision: number
    readonly state: InstanceState
  }[]
  /** The revision that is wanted. */
  readonly revision: number
  readonly isUpdating: boolean
  readonly lost: number
  readonly restarted: number
  readonly spent: bigint
  /** Base units that what is under way may cost. */
  readonly reserved: bigint
}
