/** A provider of the cheating market: its stake, its unsettled receipts, its record, and when it cheats. */
import { type EconomicParameters, exposureLeft } from '@millrace/economics'
import type { Random } from '../random.ts'
import type { Cheat, Strategy } from './cheats.ts'

export type Receipt = {
  readonly provider: Provider
  readonly epoch: number
  readonly price: bigint
  readonly tokens: number
  readonly isCheated: boolean
  readonly isCanary: boolean
  /** Read by an auditor already: no run counts twice. */
  isAudited: boolean
}

export type Provider = {
  readonly cheat: Cheat | undefined
  readonly strategy: Strategy | undefined
  stake: bigint
  /** Weight of the clean audits of its record. */
  cleanAudits: number
  /** Tolerant mode: nats of evidence so far, at least 0. */
  evidence: number
  /** Receipts for which a verdict may still come. */
  unsettled: Receipt[]
  /** What those charged together. */
  open: bigint
  isActive: boolean
  account: Account
}

/** What became of it. Base units. */
export type Account = {
  jobs: number
  audits: number
  cheatedJobs: number
  cheatedTokens: number
  gained: bigint
  lost: bigint
  refunded: bigint
  /** What it had gained, in how many jobs and tokens, when it was convicted. */
  conviction: { readonly jobs: number; readonly tokens: number; readonly gained: bigint } | undefined
}

export type ProviderInit = {
  readonly stake: bigint
  readonly cleanAudits: number
  readonly cheat?: Cheat
  readonly strategy?: Strategy
}

export function createProvider({ stake, cleanAudits, cheat, strategy }: ProviderInit): Provider {
  return {
    cheat,
    strategy,
    stake,
    cleanAudits,
    evidence: 0,
    unsettled: [],
    open: 0n,
    isActive: true,
    account: {
      jobs: 0,
      audits: 0,
      cheatedJobs: 0,
      cheatedTokens: 0,
      gained: 0n,
      lost: 0n,
      refunded: 0n,
      conviction: undefined,
    },
  }
}

/** Returns whether the provider may take a job of that price on. */
export function canTake(provider: Provider, price: bigint, parameters: EconomicParameters): boolean {
  if (!provider.isActive) return false
  return exposureLeft(provider.stake, provider.open, parameters, provider.cleanAudits) >= price
}

export type JobSeen = {
  readonly epoch: number
  readonly isCanary: boolean
  /** Of the colluders among the job's providers, itself included, and how many votes carry; 1 of 1 where nobody votes. */
  readonly colluders: number
  readonly agree: number
}

/** Returns whether the provider cheats on a job. */
export function doesCheat({ strategy, account }: Provider, job: JobSeen, random: Random): boolean {
  switch (strategy?.name) {
    case undefined:
      return false
    case 'always':
    case 'sybils':
      return true
    case 'at random':
      return random.next() * 1e6 < strategy.sharePpm
    case 'hit and run':
      return job.epoch >= strategy.honestEpochs
    case 'selective': {
      const isRight = random.next() * 1e6 < strategy.accuracyPpm
      return isRight !== job.isCanary
    }
    case 'stops in time':
      return account.cheatedJobs < strategy.jobs
    case 'colludes':
      return job.colluders >= job.agree
  }
}
