/**
 * What the operator's stake lets this node promise. Under `sampled` a cheat must lose more than it gains: so no order passes what the
 * stake covers, and what may be charged in one receipt epoch under such orders stays within the exposure cap (ADR 0025). The
 * vault itself caps nothing of this kind.
 *
 * Counted are the epoch's receipts, which the file keeps, and what leases with runs under way may still charge; so nothing
 * is forgotten by a restart. A token without a rate in the court is covered by no stake.
 *
 * PERF: the chain is read at most once in `viewMsMin`; a run costs a look at the runs under way.
 */
import { coveredOrderMax, defaultParameters, exposureCap, stakeInToken } from '@millrace/economics'
import { type Address, type Amount, exactnessClasses, policies, policyOf, type Quote } from '@millrace/protocol'
import type { ActiveRun } from './active-run.ts'
import type { Lease } from './lease-table.ts'
import { errorFields, type Log } from './log.ts'
import type { NodeStore } from './node-store.ts'
import { RefusalError } from './refusal-error.ts'

type Terms = Pick<Quote, 'policy' | 'policyParameter' | 'exactness'>

export type StakeDesk = {
  /**
   * Returns the most that an order under these terms may come to; undefined where stake does not bound it.
   *
   * @throws {RefusalError} STAKE_RATE_UNSET, STAKE_TOO_LOW, STAKE_EXHAUSTED, STAKE_UNREADABLE
   */
  orderMax(terms: Terms): Promise<Amount | undefined>
  /** @throws {RefusalError} STAKE_EXHAUSTED, STAKE_UNREADABLE where the epoch has no room for what a run under the lease may charge. */
  requireRoom(lease: Lease): void
  /** Reads the chain unless it was read a moment ago. Never rejects. */
  look(): Promise<void>
  /** Counts a run's charge, in the epoch of its receipt, before that is written. */
  settled(run: Pick<ActiveRun, 'lease' | 'charged'>, epoch: number): void
}

type StakeDeskInit = {
  readonly operator: Address
  readonly token: Address
  readonly chain: {
    stakeOf(operator: Address, options: { readonly signal: AbortSignal }): Promise<{ readonly bonded: Amount }>
    rateOf(token: Address, options: { readonly signal: AbortSignal }): Promise<bigint>
  }
  readonly store: Pick<NodeStore, 'stakeCharges'>
  readonly runs: { entries(): Iterable<ActiveRun> }
  /** Receipt epoch that a run which ends at this time counts in. @param at - milliseconds. */
  readonly epochOf: (at: number) => number
  /** Ages, in milliseconds, of what was read: from the first on it is read again, from the second on not believed. */
  readonly viewMsMin: number
  readonly viewMsMax: number
  readonly signal: AbortSignal
  readonly now: () => number
  readonly log: Log
}

type View = { readonly bonded: Amount; readonly rate: bigint; readonly readAt: number }

export function createStakeDesk(init: StakeDeskInit): StakeDesk {
  const { operator, token, chain, store, now, signal, log } = init
  let view: View | undefined
  let reading: Promise<void> | undefined
  let counted = { epoch: -1, charged: 0n }

  const read = async (): Promise<void> => {
    const readAt = now()
    try {
      const [{ bonded }, rate] = await Promise.all([
        chain.stakeOf(operator, { signal }),
        chain.rateOf(token, { signal }),
      ])
      view = { bonded, rate, readAt }
    } catch (error) {
      if (!signal.aborted) log('warn', 'stake-unreadable', errorFields(error))
    } finally {
      reading = undefined
    }
  }
  const isYounger = (age: number) => view !== undefined && now() - view.readAt < age
  const look = (): Promise<void> => {
    if (isYounger(init.viewMsMin)) return Promise.resolve()
    reading ??= read()
    return reading
  }
  /** @throws {RefusalError} STAKE_UNREADABLE */
  const believed = (): View => {
    if (view !== undefined && isYounger(init.viewMsMax)) return view
    throw new RefusalError('STAKE_UNREADABLE', 'The stake behind such an order could not be read.')
  }
  /** In base units of the token. @throws {RefusalError} STAKE_RATE_UNSET */
  const stakeOf = ({ bonded, rate }: View): Amount => {
    if (rate > 0n) return stakeInToken(bonded, rate)
    throw new RefusalError('STAKE_RATE_UNSET', `The court knows no rate for ${token}: no stake covers orders in it.`)
  }

  const chargedIn = (epoch: number) => {
    if (counted.epoch !== epoch) counted = { epoch, charged: store.stakeCharges(epoch) }
    return counted
  }
  /** Charged in this epoch, or possibly to be, under orders that stake stands for. */
  const exposure = (): Amount => {
    let sum = chargedIn(init.epochOf(now())).charged
    const leases = new Set<Lease>()
    for (const { lease, charged } of init.runs.entries()) {
      if (!isBounded(lease.quote)) continue
      sum += charged
      leases.add(lease)
    }
    for (const lease of leases) sum += leftOf(lease)
    return sum
  }

  return {
    look,
    async orderMax(terms) {
      if (!promisesStake(terms)) return undefined
      await look()
      const stake = stakeOf(believed())
      const policy = policyOf(terms)
      if (!isBounded(terms) || policy.name !== 'sampled') return undefined
      const most = coveredOrderMax(stake, policy.ratePpm)
      if (most < 1n)
        throw new RefusalError('STAKE_TOO_LOW', `A stake worth ${stake} covers no order under this policy.`)
      const left = exposureCap(stake, defaultParameters) - exposure()
      if (left < 1n) throw exhausted(stake)
      return least(most, left)
    },
    requireRoom(lease) {
      if (!isBounded(lease.quote)) return
      void look()
      const stake = stakeOf(believed())
      // What its runs under way may charge is counted already.
      const more = lease.runs > 0 ? 0n : leftOf(lease)
      if (exposure() + more > exposureCap(stake, defaultParameters)) throw exhausted(stake)
    },
    settled({ lease, charged }, epoch) {
      if (isBounded(lease.quote)) chargedIn(epoch).charged += charged
    },
  }
}

/** Whether the policy says that a cheat loses stake. */
function promisesStake({ policy }: Terms): boolean {
  return policy === policies.sampled || policy === policies.replicas
}

/** Whether one wrong answer convicts, so that there is a price up to which cheating loses. */
function isBounded({ policy, exactness }: Terms): boolean {
  return policy === policies.sampled && exactness >= exactnessClasses.replayable
}

function leftOf({ order, spent }: Lease): Amount {
  return order.amountMax - spent
}

function least(a: Amount, b: Amount): Amount {
  return a < b ? a : b
}

function exhausted(stake: Amount): RefusalError {
  const most = exposureCap(stake, defaultParameters)
  return new RefusalError('STAKE_EXHAUSTED', `A stake worth ${stake} covers ${most} in one epoch, and that is reached.`)
}
