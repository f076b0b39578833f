/**
 * With what chance one cheated job convicts, by policy: the q of all that follows.
 *
 * - `sampled`: some audits are canaries, which a cheat may suspect and serve honestly; the others are chosen by a beacon after
 *   the receipts are committed, from runs whose buyers show the text, and cannot be avoided.
 * - `replicas`: a wrong result that differs from its replicas is judged. Colluders that know each other (the request is the same for
 *   all, so they can find out) cheat only where they carry the vote; against them only the floor of audits remains.
 * - `exact`: every run is checked by its buyer and judged on chain. `trust` and `attested`: nothing convicts.
 *
 * Everything is rounded down: a cheat is never taken to be caught more often than it is.
 */
import type { VerificationPolicy } from '@millrace/protocol'
import { allChance, type Chance, chanceOfPpm, chanceOne, eitherChance, min, ppmOne } from './chance.ts'
import type { EconomicParameters } from './parameters.ts'
import { collusionChance } from './redundancy.ts'

export type Detection = {
  /** Chance that one audit of one cheated job convicts (or counts as evidence, where it takes several), ppm. */
  readonly powerPpm: number
  /** Share of auditors, judges and other replicas that cover for the cheat, ppm; 0 by default. */
  readonly colludingPpm?: number
  /** How well the cheat tells canaries from other jobs, ppm; from 500,000, which is also the default. */
  readonly suspicionPpm?: number
}

type ChanceParameters = Pick<EconomicParameters, 'auditFloorPpm' | 'canarySharePpm'>

/** Returns the chance that one cheated job convicts under a policy, or is counted as evidence. */
export function convictionChance(
  policy: VerificationPolicy,
  detection: Detection,
  parameters: ChanceParameters,
): Chance {
  const { powerPpm, colludingPpm = 0 } = detection
  const judged = allChance(chanceOfPpm(powerPpm), chanceOfPpm(ppmOne - colludingPpm))
  const audited = (ratePpm: number): Chance => allChance(reachedRate(ratePpm, detection, parameters), judged)
  switch (policy.name) {
    case 'trust':
    case 'attested':
      return 0n
    case 'exact':
      return chanceOfPpm(powerPpm)
    case 'sampled':
      return audited(policy.ratePpm)
    case 'replicas': {
      const floor = audited(parameters.auditFloorPpm)
      const outvoted = chanceOne - collusionChance(policy.of - 1, policy.agree - 1, colludingPpm)
      const alone = eitherChance(allChance(outvoted, judged), floor)
      return colludingPpm > 0 ? min(floor, alone) : alone
    }
  }
}

/**
 * Returns the share of the jobs cheated on that are audited, when the cheat spares those it suspects to be canaries.
 *
 * With canaries a share c of all jobs and suspicion that is right with chance a on either kind, a job that it cheats on is a
 * canary with chance c(1 − a)/(c(1 − a) + (1 − c)a).
 */
export function reachedRate(
  ratePpm: number,
  { suspicionPpm = ppmOne / 2 }: Pick<Detection, 'suspicionPpm'>,
  { canarySharePpm }: Pick<EconomicParameters, 'canarySharePpm'>,
): Chance {
  // Who guesses worse than a coin does the contrary, or does not guess.
  const right = chanceOfPpm(Math.max(suspicionPpm, ppmOne - suspicionPpm))
  const canaries = allChance(chanceOfPpm(ratePpm), chanceOfPpm(canarySharePpm))
  const shown = chanceOfPpm(ratePpm) - canaries
  const [fooled, ordinary] = [canaries * (chanceOne - right), (chanceOne - canaries) * right]
  const reached = fooled === 0n ? 0n : (fooled * chanceOne) / (fooled + ordinary)
  return eitherChance(shown, reached)
}
