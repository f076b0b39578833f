/** What the parts of the canary loop share. */
import type { Address, ReceiptBundle } from '@millrace/protocol'
import type { Needs } from '@millrace/sdk'
import type { CanaryFacts, CanarySource, NextCanary } from '@millrace/verification'
import type { AuditorLog } from '../auditor-log.ts'
import type { Judgement } from '../judge/finding.ts'
import type { JudgeComponents } from '../judge/judge-components.ts'
import type { CanaryBuyer } from './buy-canary.ts'
import type { CanaryLimits } from './canary-limits.ts'
import type { CanaryStore } from './canary-store.ts'

/** A provider to watch. */
export type WatchedProvider = Pick<CanaryFacts, 'runsPerDay' | 'neededPpm'> & {
  readonly node: Address
  /** What it sells, by kind of work. */
  readonly models: NextCanary['models']
  /** What its buyers ask of it: exactness, policy, terms. */
  readonly needs: Needs
}

/**
 * An account that buys canaries. To a provider it is one customer with one application, so each has a buyer (its own keys,
 * channels and connections) and a source of words of its own; see the rules of docs/adr/0026-replicas-and-canaries.md.
 */
export type CanaryPayer = {
  /** Names it in the file; never sent. */
  readonly name: string
  readonly buyer: CanaryBuyer
  readonly source: CanarySource
  /** Mean number of requests in a session of its profile, at least 1. */
  readonly requestsPerSession: number
}

export type CanaryContext = {
  readonly payers: readonly CanaryPayer[]
  readonly providers: (options: { readonly signal: AbortSignal }) => Promise<readonly WatchedProvider[]>
  readonly judge: JudgeComponents
  readonly store: CanaryStore
  /** Brings a cheat to court; undefined where this auditor accuses nobody. */
  readonly report:
    | ((bundle: ReceiptBundle, judgement: Judgement, options: { readonly signal: AbortSignal }) => Promise<unknown>)
    | undefined
  /** Whether a case against the node is under way: more of the same would cost payers and prove nothing more. */
  readonly isAccused: (node: Address) => boolean
  /** Unix milliseconds. */
  readonly now: () => number
  readonly sleep: (ms: number, options: { readonly signal: AbortSignal }) => Promise<void>
  readonly random: (bytes: number) => Uint8Array
  readonly log: AuditorLog
  readonly limits: CanaryLimits
}

const dayMs = 86_400_000

export function dayOf(atMs: number): number {
  return Math.floor(atMs / dayMs)
}
