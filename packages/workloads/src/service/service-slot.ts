/** What the schedule of a service keeps of its slots and of what is under way. */
import type { ServicePlan } from './service-plan.ts'

/** A start under way. */
export type Live = {
  readonly slot: Slot
  readonly revision: number
  readonly beganAtMs: number
  /** Unhealthy again after it was healthy: undefined and `hasServed`. */
  healthyAtMs: number | undefined
  hasServed: boolean
  endsAtMs: number | undefined
  drainUntilMs: number | undefined
  isCancelled: boolean
}

/** A place for one instance, and for its successor while it is replaced. */
export type Slot = {
  readonly number: number
  revision: number
  current: number | undefined
  next: number | undefined
  /** From when on another start may be begun. */
  dueMs: number
  /** In a row: ends of the program, starts that nobody took, and providers that were lost. */
  failures: number
  refusals: number
  losses: number
  near: number | undefined
  apartFrom: readonly number[]
  isDone: boolean
}

export type Update = { readonly from: number; readonly to: number; readonly isRollback: boolean }

export function newSlot(number: number): Slot {
  return {
    ...{ number, revision: 0, current: undefined, next: undefined, dueMs: Number.NEGATIVE_INFINITY },
    ...{ failures: 0, refusals: 0, losses: 0, near: undefined, apartFrom: [], isDone: false },
  }
}

/** @throws {RangeError} */
export function requirePlan({ instances, readyMsMax, amountMax, startAmountMax }: ServicePlan): void {
  if (!Number.isSafeInteger(instances) || instances < 1)
    throw new RangeError(`instances is at least 1, got ${instances}`)
  if (!(readyMsMax > 0)) throw new RangeError(`readyMsMax is positive, got ${readyMsMax}`)
  if (amountMax < 0n || startAmountMax <= 0n)
    throw new RangeError('A start costs something, and the service at least 0.')
}
