/**
 * Probabilities as integers, so that a decision about stake is the same on every machine.
 *
 * Units: a chance is parts of 10^18; a rate is parts per million (ppm). A product of three rates is a chance exactly. What
 * cannot be exact is rounded in the direction that each function names, always so that a cheat looks better than it is.
 */

/** Parts of 10^18; from 0 to {@link chanceOne}. */
export type Chance = bigint & { readonly __unit?: 'parts of 10^18' }

export const chanceOne: Chance = 10n ** 18n
export const ppmOne = 1_000_000

/** Audits of evidence that a conviction may need: a test capped at 3 nats a request needs five, weak evidence dozens. */
export const auditsToConvictMax = 64

/** Inside, tails are counted in parts of 2^256: their terms span more than 10^18. */
const fineBits = 256n
const fine = 1n << fineBits
/** Expected successes beyond which a tail of {@link auditsToConvictMax} is below 10^-14 and is not followed further. */
const expectedSuccessesMax = 150n

/** Returns the chance of a rate. @throws {RangeError} when it is not a whole number from 0 to 1,000,000. */
export function chanceOfPpm(ppm: number): Chance {
  if (!(Number.isInteger(ppm) && ppm >= 0 && ppm <= ppmOne)) throw new RangeError(`${ppm} is no rate in ppm`)
  return BigInt(ppm) * 10n ** 12n
}

/** Returns the chance of independent events that all happen, rounded down. */
export function allChance(...chances: readonly Chance[]): Chance {
  return chances.reduce((product, chance) => (product * chance) / chanceOne, chanceOne)
}

/** Returns the chance that at least one of two independent events happens, rounded down. */
export function eitherChance(one: Chance, other: Chance): Chance {
  return chanceOne - ceilDiv((chanceOne - one) * (chanceOne - other), chanceOne)
}

/**
 * Returns the chance of at least `successes` among independent trials, rounded down by at most 10^-14.
 *
 * Cost: `successes` powers. Beyond an expectation of 150 successes more trials do not raise the result.
 *
 * @param successes - from 0 to {@link auditsToConvictMax}.
 *
 * @example
 * atLeastChance(chanceOfPpm(500_000), 2n, 1) // 0.75 · 10^18
 */
export function atLeastChance(chance: Chance, trials: bigint, successes: number): Chance {
  checkChance(chance)
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= auditsToConvictMax)) {
    throw new RangeError(`${successes} is not from 0 to ${auditsToConvictMax} successes`)
  }
  if (successes === 0) return chanceOne
  if (chance === 0n || trials < BigInt(successes)) return 0n
  const followed = min(trials, ceilDiv(expectedSuccessesMax * chanceOne, chance))
  let [fewer, ways] = [0n, fine]
  for (let count = 0n; count < BigInt(successes); count++) {
    const misses = powerUp(ceilDiv((chanceOne - chance) * fine, chanceOne), followed - count)
    fewer += (ways * misses + fine - 1n) >> fineBits
    ways = ceilDiv(ways * (followed - count) * chance, (count + 1n) * chanceOne)
  }
  return fewer >= fine ? 0n : ((fine - fewer) * chanceOne) >> fineBits
}

/** Returns −ln(1 − chance) in parts of 10^18, rounded down: what adds up where chances of surviving multiply. */
export function hazardOf(chance: Chance): bigint {
  checkChance(chance)
  let [sum, power] = [0n, chanceOne]
  // The series of −ln(1 − x) with positive terms: cut anywhere it is too small, which is the safe side.
  for (let term = 1n; term <= 24n; term++) {
    power = (power * chance) / chanceOne
    sum += power / term
  }
  return sum
}

/** Returns 1 − e^(−hazard), rounded down. @param hazard - parts of 10^18, at least 0. */
export function chanceOfHazard(hazard: bigint): Chance {
  if (hazard < 0n) throw new RangeError(`a hazard is at least 0, not ${hazard}`)
  // e^(−y) ≤ (1 − y/m + y²/2m²)^m while y ≤ m; here m = 2^16, and beyond y = 50 nothing is left to tell.
  const part = min(hazard, 50n * chanceOne) / 65_536n
  const factor = chanceOne - part + ceilDiv(part * part, 2n * chanceOne)
  return chanceOne - ceilDiv(powerUp(ceilDiv(factor * fine, chanceOne), 65_536n) * chanceOne, fine)
}

/** Returns the chance as a number from 0 to 1, for people. */
export function toShare(chance: Chance): number {
  return Number(chance) / 1e18
}

/** Rounded up. @param dividend - at least 0. @param divisor - above 0. */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}

export function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}

export function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}

function checkChance(chance: Chance): void {
  if (chance < 0n || chance > chanceOne) throw new RangeError(`${chance} is no chance in parts of 10^18`)
}

/** Rounded up at every step; base and result in parts of 2^256. */
function powerUp(base: bigint, exponent: bigint): bigint {
  let [result, square] = [fine, base]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square + fine - 1n) >> fineBits
    square = (square * square + fine - 1n) >> fineBits
  }
  return result
}
