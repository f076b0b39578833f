/** A job of many tasks, in the words of `runJob`. Amounts are base units, times milliseconds. */
import type { Address, Amount, ReceiptBundle, TaskFile, TaskRunOutcome } from '@millrace/protocol'
import type { JobEnd, JobView } from '@millrace/workloads'
import type { TaskOrder } from '../tasks/task-order.ts'

/** What is asked for each item; what it may cost and where it is begun anew is the job's. */
export type JobTask = Omit<TaskOrder, 'amountMax' | 'startsMax' | 'except'>

export type JobOrder = {
  /** Items are numbered from 0, the same at every resumption. */
  readonly items: number
  /** Asked for when the item is begun, so that orders of large jobs are not all kept. */
  readonly taskOf: (item: number) => JobTask
  /**
   * Returns what is wrong with the outputs of an item whose program ended well; undefined when nothing is. Wrong ones are lost work.
   * Without it the status of the program says all.
   */
  readonly checkOutputs?: (item: number, directory: string | undefined) => Promise<string | undefined>
  /** Starts under way at a time; at most `jobLimits.atOnceMax` whatever stands here. */
  readonly atOnceMax: number
  /** Starts of one item that are lost before it is given up. */
  readonly startsMax: number
  /** Times an item is begun anew because its program failed. */
  readonly retriesMax: number
  readonly retryDelayMs: number
  /** Base units that the whole job may cost, over all its resumptions. */
  readonly amountMax: Amount
  /** Base units one start may cost; a share of what is left without it. */
  readonly startAmountMax?: Amount
  /** Unix time from which nothing runs any more. */
  readonly deadlineMs?: number
}

/** What is kept of an accepted item. */
export type ItemResult = {
  readonly item: number
  readonly start: number
  readonly outcome: TaskRunOutcome
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  readonly outputs: readonly TaskFile[]
  readonly refusal: { readonly path: string; readonly problem: string } | undefined
  readonly node: Address
  readonly operator: Address
  /** What the accepted start cost. */
  readonly amount: Amount
  /** From its beginning until its outputs were here. */
  readonly tookMs: number
}

/** What comes with a result. */
export type ItemProof = { readonly log: string; readonly receipts: readonly ReceiptBundle[] }

/**
 * Where a job keeps what it came to, so that another process goes on from there. A start that has begun counts with all that it may
 * cost until it has ended, so a killed client never spends more than it was allowed.
 */
export type JobStore = {
  /** What earlier processes came to. */
  standing(): Promise<{
    readonly accepted: readonly number[]
    /** What ended starts cost, and what begun ones might have. */
    readonly spent: Amount
    readonly firstStart: number
  }>
  /** Durable when it resolves. */
  began(start: { readonly start: number; readonly item: number; readonly amountMax: Amount }): Promise<void>
  ended(start: { readonly start: number; readonly item: number; readonly amount: Amount }): Promise<void>
  /** Returns an empty directory for the outputs of a start. */
  stage(start: number): Promise<string>
  /** Makes what was staged the item's result: whole and durable, or not at all. */
  accept(result: ItemResult, proof: ItemProof): Promise<void>
  /** Forgets what was staged for a start; nothing where nothing was. */
  discard(start: number): Promise<void>
}

export type JobNews =
  | { readonly type: 'begun'; readonly item: number; readonly isReissue: boolean }
  | { readonly type: 'accepted'; readonly result: ItemResult }
  /** `reason`: what its provider's failure was. */
  | { readonly type: 'lost'; readonly item: number; readonly reason: string }
  | { readonly type: 'refused'; readonly item: number; readonly reason: string }
  | { readonly type: 'given-up'; readonly item: number }

export type JobResult = {
  readonly end: JobEnd
  readonly view: JobView
  /** Why the last start that failed did, if any. */
  readonly failure: Error | undefined
}

export const jobLimits = {
  /** Starts under way at a time: connections, leases and memory of one client. */
  atOnceMax: 256,
  /** Milliseconds of one wait of the clock; timers take less than 25 days. */
  waitMsMax: 3_600_000,
} as const
