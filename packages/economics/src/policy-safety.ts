/**
 * Whether a policy makes cheating on a job a loss, whatever the cheat's plan (`CheatPlan`), and what that asks of stake and price.
 *
 * A plan spreads n₁, n₂, … cheated jobs over epochs. The stake that it keeps in expectation is at most S·e^(−Σ h(nᵢ)) with
 * h(n) = −ln(1 − π(n)·L(n)/S), and Σ h(nᵢ) ≥ η·Σ nᵢ where η is the least h(n)/n. So M jobs are worth at most M·G − S·(1 − e^(−η·M)): convex in
 * M and 0 at none, hence negative for every M up to the cap if it is at the cap. Cheating at random is a mixture of such plans, splitting the stake
 * scales all of them down, and honest growth before scales them up. Canaries may be suspected as well as the parameters assume.
 *
 * Where conviction takes several audits, few cheated jobs are free: such a policy is never safe, and `worstValue` says how
 * far ahead a cheat can be that stops in time.
 */
import type { VerificationPolicy } from '@millrace/protocol'
import { atLeastChance, type Chance, ceilDiv, chanceOfHazard, chanceOne, hazardOf, max, min } from './chance.ts'
import { type CheatTerms, checkTerms, convictionLoss } from './cheating-value.ts'
import { convictionChance } from './conviction-chance.ts'
import { jobsToConviction } from './detector.ts'
import { exposureCap } from './exposure.ts'
import type { EconomicParameters } from './parameters.ts'

/** Largest stake that is looked for, in prices or gains of the order: more makes no order safer that is not safe by then. */
export const stakePerOrderMax = 2n ** 40n

export type PolicySafety = {
  /** Whether every plan loses in expectation. */
  readonly isSafe: boolean
  /** Most that a plan is worth which cheats at least once, base units: below 0 when safe. An upper bound. */
  readonly worstValue: bigint
  /** Chance that one cheated job convicts, or counts as evidence. */
  readonly convictionChance: Chance
  /** Cheated jobs until a conviction, on average; undefined where none comes. */
  readonly jobsToConviction: bigint | undefined
}

/** Returns whether cheating has negative value under this policy, whatever the plan. */
export function isPolicySafe(terms: CheatTerms, parameters: EconomicParameters): boolean {
  return policySafety(terms, parameters).isSafe
}

/**
 * Returns whether cheating has negative value, and by what margin.
 *
 * Cost: a few hundred powers of 256-bit integers; milliseconds. For orders, not for tokens.
 */
export function policySafety(terms: CheatTerms, parameters: EconomicParameters): PolicySafety {
  checkTerms(terms)
  const { policy, price, stake, auditsToConvict = 1 } = terms
  const chance = convictionChance(policy, { ...terms, suspicionPpm: parameters.suspicionPpmMax }, parameters)
  const cap = exposureCap(stake, parameters)
  const worstValue =
    cap < price
      ? max(1n, terms.gain)
      : auditsToConvict > 1
        ? worstBeforeConviction(terms, chance, cap, parameters)
        : worstOverEpochs(terms, chance, cap, parameters)
  return {
    isSafe: worstValue < 0n,
    worstValue,
    convictionChance: chance,
    jobsToConviction: jobsToConviction(chance, auditsToConvict),
  }
}

/** Returns the least stake before which the terms are safe; undefined where none is. Cost: some hundred `policySafety`. */
export function stakeForOrder(terms: Omit<CheatTerms, 'stake'>, parameters: EconomicParameters): bigint | undefined {
  const isEnough = (stake: bigint): boolean => isPolicySafe({ ...terms, stake }, parameters)
  const highest = stakePerOrderMax * max(terms.price, terms.gain)
  let high = max(1n, terms.price)
  while (!isEnough(high)) {
    if (high > highest) return undefined
    high *= 2n
  }
  let low = high / 2n
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

/**
 * Returns the highest price of a job, base units, that a stake makes safe when a cheat saves that share of it; 0 where none.
 *
 * @param terms.gainPpm - gain ÷ price; 1,000,000 for a provider that does nothing at all.
 */
export function orderPriceMax(
  terms: Omit<CheatTerms, 'price' | 'gain'> & { readonly policy: VerificationPolicy; readonly gainPpm: number },
  parameters: EconomicParameters,
): bigint {
  const isCovered = (price: bigint): boolean => {
    const gain = ceilDiv(price * BigInt(terms.gainPpm), 1_000_000n)
    return isPolicySafe({ ...terms, price, gain }, parameters)
  }
  let [low, high] = [0n, exposureCap(terms.stake, parameters) + 1n]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (isCovered(middle)) low = middle
    else high = middle
  }
  return low
}

function worstOverEpochs(terms: CheatTerms, chance: Chance, cap: bigint, parameters: EconomicParameters): bigint {
  const { gain, price, stake, forfeited = 0n } = terms
  const atRisk = stake + forfeited
  // Per job, in parts of 10^18 squared, so that rare convictions are not rounded away.
  let least: bigint | undefined
  for (const [from, to] of spansOf(cap / price)) {
    const lostShare = (atLeastChance(chance, from, 1) * convictionLoss(terms, from, parameters)) / atRisk
    const perJob = (hazardOf(min(lostShare, chanceOne)) * chanceOne) / to
    if (least === undefined || perJob < least) least = perJob
  }
  const hazard = ((least ?? 0n) * cap) / (price * chanceOne)
  const everything = ceilDiv(gain * cap, price) - (atRisk * chanceOfHazard(hazard)) / chanceOne
  const one = gain - (chance * convictionLoss(terms, 1n, parameters)) / chanceOne
  return max(everything, one)
}

/** The chance is at most that of so many audits over all jobs, a conviction costs what an epoch of one job does. */
function worstBeforeConviction(terms: CheatTerms, chance: Chance, cap: bigint, parameters: EconomicParameters): bigint {
  const loss = convictionLoss(terms, 1n, parameters)
  return spansOf(cap / terms.price)
    .map(([from, to]) => to * terms.gain - (loss * atLeastChance(chance, from, terms.auditsToConvict ?? 1)) / chanceOne)
    .reduce(max)
}

/** Spans that cover 1 to `last`: single numbers first, then wider by a 32nd. What grows with n is taken at the start or the end. */
function spansOf(last: bigint): (readonly [from: bigint, to: bigint])[] {
  const spans: (readonly [bigint, bigint])[] = []
  for (let from = 1n; from <= last; ) {
    const to = min(last, from + from / 32n)
    spans.push([from, to])
    from = to + 1n
  }
  return spans
}
