/**
 * How much must be at stake for one cheated job to have negative value, and the inverses of that.
 *
 * A cheat gains G, is convicted with chance q = p·d·(1 − r) (sampling p, detector power d, colluding share r of those who
 * check) and then loses the stake S and the price R that was not paid yet. Its value G − q·(S + R) is negative when
 * S > G/q − R. Source: DESIGN's S ≥ G/(p·d·(1−r)) − R; the deterrence condition of G. S. Becker, "Crime and Punishment: An
 * Economic Approach", Journal of Political Economy 76(2), 1968, for a fine bounded by wealth.
 *
 * This is for a slash that takes the whole stake at a single offence; `policySafety` has the rest (proportional slash,
 * many offences at once, padded refunds). Units: base units of one token; a stake in another token is converted by the
 * caller, at a price that it can sell at. R is 0 where vouchers pay while the answer streams.
 */
import { allChance, type Chance, ceilDiv, chanceOfPpm, chanceOne, max, ppmOne } from './chance.ts'

export type CheckTerms = {
  /** Share of jobs audited, ppm. */
  readonly auditRatePpm: number
  /** Chance that an audit of a cheated job convicts, ppm. */
  readonly powerPpm: number
  /** Share of those who check that cover for the cheat, ppm. */
  readonly colludingPpm: number
}

export type OneOffence = { readonly gain: bigint; readonly forfeited?: bigint }

/**
 * Returns the least stake at which a single cheated job has negative value; undefined where no stake suffices, as nothing
 * convicts.
 *
 * @param offence - what cheating gains, and the price forfeited at conviction (0 by default), base units.
 *
 * @example
 * stakeNeeded({ gain: 100n }, { auditRatePpm: 20_000, powerPpm: 1_000_000, colludingPpm: 0 }) // 5_001n
 */
export function stakeNeeded({ gain, forfeited = 0n }: OneOffence, terms: CheckTerms): bigint | undefined {
  const chance = checkedChance(terms)
  return chance === 0n ? undefined : max(0n, (gain * chanceOne) / chance + 1n - forfeited)
}

/**
 * Returns the least audit rate, in ppm, at which a single cheated job has negative value; undefined where auditing every
 * job is not enough.
 */
export function auditRateNeeded(
  { gain, forfeited = 0n }: OneOffence,
  stake: bigint,
  { powerPpm, colludingPpm }: Omit<CheckTerms, 'auditRatePpm'>,
): number | undefined {
  const perPpm = checkedChance({ auditRatePpm: 1, powerPpm, colludingPpm }) * (stake + forfeited)
  if (perPpm === 0n) return undefined
  const rate = (gain * chanceOne) / perPpm + 1n
  return rate > BigInt(ppmOne) ? undefined : Number(rate)
}

/** Returns the largest gain of a single cheated job, in base units, that still has negative value; −1 where even 0 has not. */
export function gainCovered(stake: bigint, terms: CheckTerms, forfeited = 0n): bigint {
  return ceilDiv(checkedChance(terms) * (stake + forfeited), chanceOne) - 1n
}

/** Returns the chance that a cheated job is convicted, p·d·(1 − r); exact. */
export function checkedChance({ auditRatePpm, powerPpm, colludingPpm }: CheckTerms): Chance {
  return allChance(chanceOfPpm(auditRatePpm), chanceOfPpm(powerPpm), chanceOfPpm(ppmOne - colludingPpm))
}
