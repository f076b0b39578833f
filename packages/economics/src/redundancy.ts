/**
 * How many replicas make a wrong majority unlikely, when a share of those who compute colludes.
 *
 * Replicas drawn from many providers are independent: the number of colluders among n is binomial; drawn from few without
 * putting back it is hypergeometric. Source: the analysis of majority voting in L. F. G. Sarmenta, "Sabotage-Tolerance
 * Mechanisms for Volunteer Computing Systems", Future Generation Computer Systems 18(4), 2002, section 3. Chances are rounded
 * up here, as they are chances of harm.
 */
import { replicasMax } from '@millrace/protocol'
import { type Chance, ceilDiv, chanceOne, ppmOne } from './chance.ts'

/** Pool sizes beyond which a draw is as good as with putting back; bounds the integers of {@link drawnCollusionChance}. */
export const replicaPoolMax = 100_000

/**
 * Returns the chance that at least `agree` of `of` independent replicas collude, rounded up.
 *
 * @param of - from 0 to 16. @param agree - at most `of` for a chance above 0; 0 or less is certain.
 */
export function collusionChance(of: number, agree: number, colludingPpm: number): Chance {
  checkReplicas(of, colludingPpm)
  const [bad, good, one] = [BigInt(colludingPpm), BigInt(ppmOne - colludingPpm), BigInt(ppmOne)]
  let ways = 0n
  for (let count = Math.max(0, agree); count <= of; count++) {
    ways += choose(of, count) * bad ** BigInt(count) * good ** BigInt(of - count)
  }
  return ceilDiv(ways * chanceOne, one ** BigInt(of))
}

/** Returns the chance that at least `agree` of `of` replicas drawn from a pool are among its colluders, rounded up. */
export function drawnCollusionChance(of: number, agree: number, pool: number, colluders: number): Chance {
  checkReplicas(of, 0)
  const isCount = Number.isInteger(pool) && Number.isInteger(colluders) && colluders >= 0 && colluders <= pool
  if (!isCount || pool < of || pool > replicaPoolMax)
    throw new RangeError(`${colluders} of ${pool} is no pool to draw ${of} from`)
  let ways = 0n
  for (let count = Math.max(0, agree); count <= of; count++) {
    ways += choose(colluders, count) * choose(pool - colluders, of - count)
  }
  return ceilDiv(ways * chanceOne, choose(pool, of))
}

/**
 * Returns the fewest replicas, with a strict majority agreeing, whose chance of a wrong majority is at most `chanceMax`;
 * undefined where 16 are not enough.
 *
 * @example
 * redundancyNeeded(100_000, chanceOfPpm(10_000)) // { agree: 3, of: 5 }: 0.86 % with a tenth colluding
 */
export function redundancyNeeded(
  colludingPpm: number,
  chanceMax: Chance,
): { readonly agree: number; readonly of: number } | undefined {
  for (let of = 1; of <= replicasMax; of += 2) {
    const agree = (of + 1) / 2
    if (collusionChance(of, agree, colludingPpm) <= chanceMax) return { agree, of }
  }
  return undefined
}

function choose(from: number, count: number): bigint {
  if (count < 0 || count > from) return 0n
  let ways = 1n
  for (let index = 0; index < count; index++) ways = (ways * BigInt(from - index)) / BigInt(index + 1)
  return ways
}

function checkReplicas(of: number, colludingPpm: number): void {
  if (!(Number.isInteger(of) && of >= 0 && of <= replicasMax))
    throw new RangeError(`${of} is not from 0 to ${replicasMax} replicas`)
  if (!(Number.isInteger(colludingPpm) && colludingPpm >= 0 && colludingPpm <= ppmOne)) {
    throw new RangeError(`${colludingPpm} is no rate in ppm`)
  }
}
