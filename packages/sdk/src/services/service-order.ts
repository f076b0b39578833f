/** A service, in the words of `runService`. Amounts are base units, times milliseconds. */
import type { Address, Amount } from '@millrace/protocol'
import type { HealthCheck, ServiceEnd, ServicePlan, ServiceView } from '@millrace/workloads'
import type { TaskOrder } from '../tasks/task-order.ts'
import type { TaskInstance } from './task-instance.ts'

/** What runs, until it is updated to another. */
export type ServiceRevision = {
  /** What each instance is asked for; what it may cost and where it runs is the service's. Its wall time is that of one start. */
  readonly task: Omit<TaskOrder, 'amountMax' | 'startsMax' | 'outputs'> & {
    readonly ports: NonNullable<TaskOrder['ports']>
  }
  /** Without one an instance is healthy once its first port is listened to, and then until it ends. */
  readonly health?: HealthCheck
}

export type ServiceOrder = {
  readonly plan: ServicePlan
  readonly revision: ServiceRevision
}

/** An instance that runs. */
export type ServiceInstance = {
  readonly start: number
  readonly slot: number
  readonly revision: number
  readonly instance: TaskInstance
}

export type ServiceRun = {
  /** Those to which requests may go; what is being replaced is not among them. */
  readonly healthy: readonly ServiceInstance[]
  readonly view: ServiceView
  /** The nodes of what is under way, by start. */
  readonly nodes: ReadonlyMap<number, Address>
  /** Changes every instance to another revision, as the plan says. @throws {RangeError} while another change is under way. */
  update(revision: ServiceRevision): void
  /** Ends every instance, and then the service. */
  stop(): void
  /** Rejects with what no other provider would change, such as an order that is none. */
  readonly result: Promise<ServiceResult>
}

export type ServiceResult = {
  readonly end: ServiceEnd
  readonly spent: Amount
  /** Why the last start that failed did, if any. */
  readonly failure: Error | undefined
}

/**
 * What is kept of a service, so that another process goes on from there: a start that has begun counts with all that it may cost
 * until it has ended.
 */
export type ServiceStore = {
  /** What earlier processes came to. */
  standing(): Promise<{ readonly spent: Amount; readonly firstStart: number }>
  /** Durable when it resolves. */
  began(start: { readonly start: number; readonly amountMax: Amount }): Promise<void>
  ended(start: { readonly start: number; readonly amount: Amount }): Promise<void>
}

export type ServiceNews =
  | { readonly type: 'begun'; readonly start: number; readonly slot: number; readonly revision: number }
  | { readonly type: 'running'; readonly start: number; readonly node: Address; readonly operator: Address }
  | { readonly type: 'healthy' | 'unhealthy'; readonly start: number; readonly reason: string }
  | { readonly type: 'notice'; readonly start: number; readonly endsAtMs: number }
  /** `how`: as the schedule was told. */
  | {
      readonly type: 'ended'
      readonly start: number
      readonly how: string
      readonly amount: Amount
      readonly reason: string
    }
  | { readonly type: 'updated'; readonly revision: number }
  | { readonly type: 'update-failed'; readonly revision: number; readonly isRolledBack: boolean }

/** What an instance wrote, in pieces as they came. */
export type ServiceLog = { readonly start: number; readonly slot: number; readonly text: string }
