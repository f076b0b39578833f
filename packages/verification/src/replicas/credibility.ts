/**
 * How far a group of equal results can be believed: L. F. G. Sarmenta, Sabotage-tolerance mechanisms for volunteer computing
 * systems, Future Generation Computer Systems 18(4), 2002, sections 4 and 5. A worker drawn at random is wrong with a chance that
 * its record bounds; a group's credibility is the chance that it is right and every other group wrong, given that at most one is
 * right.
 *
 * The threshold is odds of one to the wanted error, `1 / errorMax`, and it holds against any collusion, not only against
 * independent cheats. Let each worker drawn be bad with chance at most q ≤ ½ whatever was drawn before. The product over all
 * results so far of (1 − q)/q for the wrong and q/(1 − q) for the right is a supermartingale that starts at 1, however the bad
 * ones share plans, choose their rounds or pretend to be honest; the odds of a wrong group are never above it; so by Ville's
 * inequality a round ever accepts a wrong result with chance at most `errorMax`. What it rests on: workers are drawn at random
 * from a population with no more bad than assumed (`drawReplicas`), and the assumption is right.
 *
 * Invariants: more agreement never lowers credibility, more dissent never raises it. Chances are from 0 to 1.
 */

/** What a buyer takes for granted of the workers it draws from. */
export type TrustAssumptions = {
  /** Share of the drawn population, by stake, that may be bad; above 0, at most 0.5. */
  readonly badShare: number
  /**
   * Share that may be honest for as long as it takes to look good, and bad after. No record brings a worker's chance below it:
   * Sarmenta's bound holds for cheats at a steady rate only. Above 0, at most `badShare`; equal to it, records count for nothing.
   */
  readonly sleeperShare: number
}

/** What is known of a worker: results of it that were checked and found right since one was last found wrong. */
export type WorkerRecord = { readonly checksSurvived: number }

/** One worker in ten bad, one in fifty patient: assumptions for a population where stake stands behind every worker. */
export const ordinaryAssumptions: TrustAssumptions = { badShare: 0.1, sleeperShare: 0.02 }

/**
 * Returns the chance that a result of the worker is wrong.
 *
 * For a cheat at a steady rate s that survived k checks it is at most f / ((1 − f)·e·k) at the worst s, about 1/k (Sarmenta, equation 2).
 *
 * @throws {RangeError} for assumptions out of range or a record that is no count.
 */
export function wrongChance(record: WorkerRecord, assumptions: TrustAssumptions): number {
  checkAssumptions(assumptions)
  const { badShare, sleeperShare } = assumptions
  const checks = record.checksSurvived
  if (!(checks >= 0)) throw new RangeError(`checksSurvived: ${checks} is not a count`)
  if (checks < 1) return badShare
  return Math.max(sleeperShare, Math.min(badShare, badShare / ((1 - badShare) * Math.E * checks)))
}

/**
 * Returns the credibility of each group, in the order given.
 *
 * @param groups - of each group of equal results, its workers' chances to be wrong, each above 0 and at most 0.5; no group empty.
 */
export function groupCredibilities(groups: readonly (readonly number[])[]): number[] {
  return groupLogOdds(groups).map((logOdds) => 1 / (1 + Math.exp(-logOdds)))
}

/** Returns the logarithm of the odds for each group: credibility ÷ (1 − credibility), exact where credibility rounds to 1. */
export function groupLogOdds(groups: readonly (readonly number[])[]): number[] {
  const weights = groups.map((chances) => chances.reduce((sum, chance) => sum + logOddsOf(chance), 0))
  return weights.map((own, i) => own - logSumExp([0, ...weights.filter((_, j) => j !== i)]))
}

/** Returns what a group's log odds must reach for a round to accept a wrong result with chance at most `errorMax`. */
export function logOddsNeeded(errorMax: number): number {
  if (!(errorMax > 0 && errorMax < 1)) throw new RangeError(`errorMax: ${errorMax} is not between 0 and 1`)
  return -Math.log(errorMax)
}

/** Returns how many workers without a record must agree, with none against them, to be believed. */
export function replicasNeeded(errorMax: number, assumptions: TrustAssumptions): number {
  checkAssumptions(assumptions)
  const each = logOddsOf(assumptions.badShare)
  return each === 0 ? Number.POSITIVE_INFINITY : Math.ceil(roundedDown(logOddsNeeded(errorMax) / each))
}

/** Returns the weight of one result: the log odds that its worker is right. */
export function logOddsOf(chance: number): number {
  return Math.log1p(-chance) - Math.log(chance)
}

/** A quotient that is whole but for its last bits is whole. */
function roundedDown(quotient: number): number {
  return quotient * (1 - 4 * Number.EPSILON)
}

function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values)
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0))
}

function checkAssumptions({ badShare, sleeperShare }: TrustAssumptions): void {
  if (!(badShare > 0 && badShare <= 0.5)) throw new RangeError(`badShare: ${badShare} is not above 0 and at most 0.5`)
  if (!(sleeperShare > 0 && sleeperShare <= badShare))
    throw new RangeError(`sleeperShare: ${sleeperShare} is not above 0 and at most ${badShare}`)
}
