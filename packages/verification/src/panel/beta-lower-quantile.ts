/**
 * The success rate that is exceeded with probability 1 − quantile, after so many whole successes and failures from a uniform
 * prior: the lower quantile of Beta(1 + successes, 1 + failures).
 *
 * For whole counts I_x(1 + s, 1 + f) is a binomial tail, the chance of at most f failures in s + f + 1 trials (NIST Digital
 * Library of Mathematical Functions 8.17.5, https://dlmf.nist.gov/8.17), so a sum of f + 1 terms and a bisection suffice.
 *
 * Cost: 60 times the number of failures. Accurate to 1e-12.
 */

/** Counts of each kind at most: beyond, the bound moves by less than 1e-3. */
export const betaCountMax = 10_000

const bisectionSteps = 60

/** @param quantile - above 0, below 1. Counts beyond {@link betaCountMax} count as that. */
export function betaLowerQuantile(successes: number, failures: number, quantile = 0.05): number {
  if (!(quantile > 0 && quantile < 1)) throw new RangeError(`quantile: ${quantile} is not between 0 and 1`)
  const [s, f] = [countOf(successes), countOf(failures)]
  if (f === 0) return quantile ** (1 / (s + 1))
  let [low, high] = [0, 1]
  for (let step = 0; step < bisectionSteps; step++) {
    const x = (low + high) / 2
    if (binomialTail(s + f + 1, f, 1 - x) < quantile) low = x
    else high = x
  }
  return low
}

/** The chance of at most `most` events in `trials` of chance p each; terms in logarithms, so that none underflows alone. */
function binomialTail(trials: number, most: number, p: number): number {
  if (p <= 0) return 1
  if (p >= 1) return 0
  let logTerm = trials * Math.log1p(-p)
  const logRatio = Math.log(p) - Math.log1p(-p)
  let sum = Math.exp(logTerm)
  for (let k = 1; k <= most; k++) {
    logTerm += Math.log(trials - k + 1) - Math.log(k) + logRatio
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}

function countOf(count: number): number {
  if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${count} is not a count`)
  return Math.min(count, betaCountMax)
}
