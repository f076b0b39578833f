/**
 * How far a node can be trusted to deliver: the lower quantile of Beta(1 + good, 1 + bad), the belief about its success
 * rate after so many good and bad outcomes from a uniform prior. A node without a record has the quantile itself (0.05),
 * whatever it claims; a record must be long as well as clean to come near 1.
 *
 * The regularised incomplete beta function is evaluated by its continued fraction with the modified Lentz method: NIST
 * Digital Library of Mathematical Functions 8.17.22 and 3.10(iii), https://dlmf.nist.gov/8.17; the gamma function by
 * Lanczos' approximation (g = 7, nine terms).
 *
 * Invariants: the bound is from 0 to 1, never falls with more good outcomes and never rises with more bad ones; accurate
 * to 1e-9. Outcomes lose half their weight every {@link reputationHalfLifeMs}, so records are about the present.
 */
import type { Millis } from './time.ts'

/** Most weight a record carries for each kind of outcome: beyond it the bound moves by less than 1e-4. */
export const reputationCountMax = 100_000
/** Time in which outcomes lose half their weight: two weeks, in milliseconds. */
export const reputationHalfLifeMs = 14 * 24 * 3_600_000

/** Steps of the continued fraction; it needs about the root of the larger parameter. */
const fractionStepsMax = 4_096
const quantileStepsMax = 200

/** Weights of good and bad outcomes, at least 0; not whole once they have decayed. */
export type Reputation = { readonly good: number; readonly bad: number }
/** What was seen of a node, weighted as of a time. */
export type ReputationRecord = Reputation & { readonly at: Millis }

/**
 * Returns the success rate that the node exceeds with probability `1 − quantile`.
 *
 * Cost: some ten evaluations of a continued fraction, microseconds; compute it when the record changes, not per match.
 *
 * @param quantile - above 0, below 1.
 *
 * @example
 * reputationLowerBound({ good: 0, bad: 0 }) // 0.05
 * reputationLowerBound({ good: 99, bad: 0 }) // 0.9705
 */
export function reputationLowerBound(reputation: Reputation, quantile = 0.05): number {
  if (!(quantile > 0 && quantile < 1)) throw new RangeError(`quantile: ${quantile} is not between 0 and 1`)
  const a = 1 + countOf(reputation.good)
  const b = 1 + countOf(reputation.bad)
  if (b === 1) return quantile ** (1 / a)
  if (a === 1) return -Math.expm1(Math.log1p(-quantile) / b)
  return betaQuantile(quantile, a, b)
}

/** Returns an empty record. */
export function createReputationRecord(now: Millis): ReputationRecord {
  return { good: 0, bad: 0, at: now }
}

/** Returns the record as of now: what is old weighs less. A clock that went back changes nothing. */
export function decayedReputation(record: ReputationRecord, now: Millis): ReputationRecord {
  const weight = 2 ** (-Math.max(0, now - record.at) / reputationHalfLifeMs)
  return { good: record.good * weight, bad: record.bad * weight, at: Math.max(record.at, now) }
}

/**
 * Returns the record with one more outcome.
 *
 * @param weight - of this outcome, at least 0; 1 for one run.
 */
export function recordOutcome(
  record: ReputationRecord,
  outcome: 'good' | 'bad',
  now: Millis,
  weight = 1,
): ReputationRecord {
  const current = decayedReputation(record, now)
  return { ...current, [outcome]: countOf(current[outcome] + weight) }
}

/** Returns I_x(a, b), the distribution function of Beta(a, b). @param x - from 0 to 1. */
export function regularizedIncompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges quickly on this side of the mean; the other side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedIncompleteBeta(1 - x, b, a)
  const logFactor = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  return (Math.exp(logFactor) / a) * incompleteBetaFraction(x, a, b)
}

/** Newton's method, held inside a bracket that shrinks at every step. */
function betaQuantile(quantile: number, a: number, b: number): number {
  const logScale = logGamma(a + b) - logGamma(a) - logGamma(b)
  let [low, high, x] = [0, 1, a / (a + b)]
  for (let step = 0; step < quantileStepsMax && high - low > Number.EPSILON * high; step++) {
    const excess = regularizedIncompleteBeta(x, a, b) - quantile
    if (excess === 0) return x
    if (excess > 0) high = x
    else low = x
    const slope = Math.exp(logScale + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x))
    const next = x - excess / slope
    const isInside = next > low && next < high
    if (isInside && Math.abs(next - x) <= 1e-15 * x) return next
    x = isInside ? next : (low + high) / 2
  }
  return x
}

/** 1/(1+ d₁/(1+ d₂/(1+ …))) of DLMF 8.17.22. */
function incompleteBetaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let numerator = 1
  let denominator = awayFromZero(1 - ((a + b) * x) / (a + 1), tiny)
  denominator = 1 / denominator
  let fraction = denominator
  for (let m = 1; m <= fractionStepsMax; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let change = 1
    for (const term of [even, odd]) {
      denominator = 1 / awayFromZero(1 + term * denominator, tiny)
      numerator = awayFromZero(1 + term / numerator, tiny)
      change = denominator * numerator
      fraction *= change
    }
    if (Math.abs(change - 1) < 1e-15) break
  }
  return fraction
}

function awayFromZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** Returns ln Γ(x). @param x - at least 1. */
function logGamma(x: number): number {
  const shifted = x - 1
  let sum = lanczos[0] ?? 0
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] ?? 0) / (shifted + i)
  const t = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** What is no count (negative, NaN) counts as nothing. */
function countOf(value: number): number {
  return value > 0 ? Math.min(value, reputationCountMax) : 0
}
