/**
 * What a strategy of cheating is worth to the cheat, beyond what honest work would have earned it.
 *
 * Within an epoch, n cheated jobs convict with chance π = 1 − (1 − q)^n, and a conviction costs at least L (`leastSlashLoss`: the
 * cheat reports itself and claims the refunds itself). Over w epochs, or nodes, each judged by itself on what stake is left, the
 * expected loss is S·(1 − (1 − π·L/S)^w). Where a conviction needs the evidence of several audits, it adds up over all epochs and
 * convicts once. The exposure cap bounds the jobs of all epochs together, as the work of all is unsettled at once.
 *
 * Units: base units of one token. Rounded up, so that a value below 0 is a loss.
 *
 * Sources: Becker 1968 for one offence (`stake-sizing.ts`); for many, the inspection games of R. Avenhaus, B. von Stengel and S. Zamir,
 * "Inspection Games", Handbook of Game Theory 3, 2002, with the inspector's strategy published.
 */
import type { VerificationPolicy } from '@millrace/protocol'
import { allChance, atLeastChance, type Chance, ceilDiv, chanceOfPpm, chanceOne, min, ppmOne } from './chance.ts'
import { convictionChance, type Detection } from './conviction-chance.ts'
import { exposureCap } from './exposure.ts'
import type { EconomicParameters } from './parameters.ts'
import { leastSlashLoss } from './slash.ts'

/** One kind of job under one policy, and a provider that could cheat on it. */
export type CheatTerms = Omit<Detection, 'suspicionPpm'> & {
  readonly policy: VerificationPolicy
  /** Charged for a job; above 0. */
  readonly price: bigint
  /** What cheating on a job gains: cost saved, or anything from outside; at least 0. */
  readonly gain: bigint
  /** What the identity has at stake; above 0. */
  readonly stake: bigint
  /** Audits with evidence that a conviction takes; 1 by default. */
  readonly auditsToConvict?: number
  /** Lost at a conviction beside the stake, as R in DESIGN: a price not yet paid; 0 by default. */
  readonly forfeited?: bigint
}

/** How a cheat goes about it. All of them are points of this space; jobs beyond the exposure cap are not to be had. */
export type CheatPlan = {
  /** Jobs of an epoch. */
  readonly jobsPerEpoch: bigint
  /** Epochs in a row before the first verdict; 1 by default. */
  readonly epochs?: bigint
  /** Share of the jobs that it cheats on, at random, ppm; all by default. */
  readonly sharePpm?: number
  /** Identities among which the stake and the plan are split, each with its own; 1 by default. */
  readonly identities?: number
  /** Hit and run: honest until the stake has grown to this, ppm of the first; no growth by default. */
  readonly growthPpm?: number
  /** Spares jobs that it takes for canaries and is right about a job's kind with this chance, ppm; a coin by default. */
  readonly suspicionPpm?: number
}

/**
 * Returns what the plan is worth, in base units, rounded up.
 *
 * @throws {RangeError} for a rate or a count that is none.
 *
 * @example
 * // One job of 1,000 that costs its provider nothing, audited at 2 %, before a stake of 1,000,000:
 * cheatingValue(terms, { jobsPerEpoch: 1n }, defaultParameters) // −1_785n
 */
export function cheatingValue(terms: CheatTerms, plan: CheatPlan, parameters: EconomicParameters): bigint {
  const { identities = 1, growthPpm = ppmOne, sharePpm = ppmOne, epochs = 1n, jobsPerEpoch } = plan
  checkTerms(terms)
  if (!(Number.isInteger(identities) && identities >= 1))
    throw new RangeError(`${identities} is no count of identities`)
  const stake = (terms.stake * BigInt(growthPpm)) / BigInt(ppmOne * identities)
  const jobsMax = exposureCap(stake, parameters) / terms.price
  const jobs = min(jobsPerEpoch, jobsMax)
  if (jobs <= 0n || epochs <= 0n) return 0n
  const spread = min(epochs, jobsMax / jobs)
  const suspicion = plan.suspicionPpm === undefined ? {} : { suspicionPpm: plan.suspicionPpm }
  const perCheat = convictionChance(terms.policy, { ...terms, ...suspicion }, parameters)
  const chance = allChance(perCheat, chanceOfPpm(sharePpm))
  const gain = jobs * spread * terms.gain * chanceOfPpm(sharePpm)
  const loss = expectedLoss({ ...terms, stake }, chance, { jobs, epochs: spread }, parameters)
  const value = BigInt(identities) * (gain - loss)
  return value > 0n ? ceilDiv(value, chanceOne) : value / chanceOne
}

/** Returns what the plan costs in expectation, in 10^-18 of a base unit. @param chance - of a conviction (or of evidence) per job. */
function expectedLoss(
  terms: CheatTerms,
  chance: Chance,
  { jobs, epochs }: { readonly jobs: bigint; readonly epochs: bigint },
  parameters: EconomicParameters,
): bigint {
  const { auditsToConvict = 1, forfeited = 0n } = terms
  const atRisk = terms.stake + forfeited
  const loss = convictionLoss(terms, jobs, parameters)
  if (auditsToConvict > 1) return loss * atLeastChance(chance, jobs * epochs, auditsToConvict)
  const lostShare = atRisk === 0n ? 0n : (atLeastChance(chance, jobs, 1) * loss) / atRisk
  return atRisk * atLeastChance(lostShare, epochs, 1)
}

/** Returns the least that a conviction costs a cheat that charged so many jobs in the epoch. */
export function convictionLoss(
  { stake, price, forfeited = 0n }: Pick<CheatTerms, 'stake' | 'price' | 'forfeited'>,
  jobs: bigint,
  parameters: EconomicParameters,
): bigint {
  const cap = exposureCap(stake, parameters)
  return leastSlashLoss(stake, jobs * price, cap, parameters.slash) + forfeited
}

/** @throws {RangeError} for amounts that no order has. */
export function checkTerms({ price, gain, stake, forfeited = 0n }: CheatTerms): void {
  if (price <= 0n || gain < 0n || stake < 0n || forfeited < 0n) {
    throw new RangeError(
      `price ${price} is above 0, gain ${gain}, stake ${stake} and forfeited ${forfeited} at least 0`,
    )
  }
}
