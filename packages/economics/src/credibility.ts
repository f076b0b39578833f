/**
 * How credible a result is after its worker passed spot-checks.
 *
 * Of all workers a share f is assumed to cheat, each at a rate s of its choice. Those who passed k checks are cheats with a wrong
 * result in hand with a chance of at most f/(1 − f) · max over s of s(1 − s)^k, reached at s = 1/(k + 1): about f/((1 − f)·e·k). Source: L. F. G.
 * Sarmenta, "Sabotage-Tolerance Mechanisms for Volunteer Computing Systems", Future Generation Computer Systems 18(4), 2002,
 * spot-checking with blacklisting. The exact maximum is used instead of
 * 1/(ek), rounded up, and never more than f, which is what no check at all leaves.
 */
import { type Chance, ceilDiv, chanceOfPpm, chanceOne, min, ppmOne } from './chance.ts'

/** Checks beyond which credibility hardly grows, and a record of them is old anyway. */
export const checksCountedMax = 1_000_000

/**
 * Returns the least chance that a result of this worker is right. Never falls with more checks passed.
 *
 * @param checksPassed - whole, at least 0; none has failed (a convicted worker has no credibility).
 * @param faultyPpm - share of cheats assumed among all, below 1,000,000.
 *
 * @example
 * credibility(0, 200_000) // 0.8 · 10^18: without checks, as many as are assumed honest
 * credibility(50, 200_000) // 0.998 · 10^18
 */
export function credibility(checksPassed: number, faultyPpm: number): Chance {
  if (!(Number.isInteger(checksPassed) && checksPassed >= 0))
    throw new RangeError(`${checksPassed} is no count of checks`)
  if (faultyPpm >= ppmOne) throw new RangeError('with only cheats nothing is credible')
  const checks = BigInt(Math.min(checksPassed, checksCountedMax))
  const odds = ceilDiv(chanceOfPpm(faultyPpm) * chanceOne, chanceOne - chanceOfPpm(faultyPpm))
  const survived = powerUp(ceilDiv(checks * chanceOne, checks + 1n), checks) / (checks + 1n) + 1n
  return chanceOne - min(chanceOfPpm(faultyPpm), ceilDiv(odds * survived, chanceOne))
}

/** Rounded up at every step, parts of 10^18. */
function powerUp(base: bigint, exponent: bigint): bigint {
  let [result, square] = [chanceOne, base]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = ceilDiv(result * square, chanceOne)
    square = ceilDiv(square * square, chanceOne)
  }
  return result
}
