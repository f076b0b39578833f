/**
 * What an audit finds, from what was measured per token.
 *
 * Canonical mode: one wrong token convicts, tokens differ with a measured rate μ, so an audit of n tokens convicts with chance
 * 1 − (1 − μ)^n. Tolerant mode: evidence adds up over audits until a bound, each audit giving at most a capped part of it.
 */
import { atLeastChance, type Chance, ceilDiv, chanceOfPpm, chanceOne } from './chance.ts'

/**
 * Returns the power of an audit that re-reads so many tokens, ppm, rounded down.
 *
 * @param mismatchPpm - wrong tokens per million of a cheat's tokens.
 *
 * @example
 * auditPowerPpm(140_000, 20) // 951_000: 140 wrong of 1,000 tokens, 20 read
 */
export function auditPowerPpm(mismatchPpm: number, tokens: number): number {
  return Number(atLeastChance(chanceOfPpm(mismatchPpm), BigInt(tokens), 1) / 10n ** 12n)
}

/**
 * Returns how many audits a sequential test needs at least before it convicts, whatever the cheat.
 *
 * @param convictNats - the bound of the log-likelihood ratio. @param requestNatsMax - most that one request adds.
 *
 * @example
 * auditsToConvict(13.8, 3) // 5
 */
export function auditsToConvict(convictNats: number, requestNatsMax: number): number {
  return Math.ceil(convictNats / requestNatsMax)
}

/** Returns the jobs, cheated on without pause, until a conviction on average, rounded up; undefined where none comes. */
export function jobsToConviction(chance: Chance, audits = 1): bigint | undefined {
  return chance === 0n ? undefined : ceilDiv(BigInt(audits) * chanceOne, chance)
}
