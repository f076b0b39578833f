/**
 * Every auditor's part in the draws: it has the rounds of the beacon finished that panels wait for, whoever is drawn by them. What a
 * round comes to is decided by then; one that nobody finishes lapses, and its case waits for another. So that not all of them pay,
 * each waits for a time of its own and looks first whether another did it.
 */
import type { Address } from '@millrace/protocol'
import { type CourtContext, chainCall } from './court-context.ts'
import { isGasSpent, paid } from './own-cases.ts'

/** Rounds that are waited for at once; the oldest go first. Each costs somebody the bond of a case. */
export const beaconRoundsAwaitedMax = 256

/** Returns whether nothing is left to do for the round: it is finished, it has lapsed, or the day's gas is spent. */
export async function finishBeacon(
  context: CourtContext,
  round: bigint,
  { signal }: { readonly signal: AbortSignal },
): Promise<boolean> {
  const { chain, signer, limits } = context
  const { finishFrom, finishUntil } = await chain.court.beaconTimes(round, chainCall(context, signal))
  const now = await chain.blockTimestamp(chainCall(context, signal))
  if (now < finishFrom + staggerSeconds(signer.address, round, limits.beaconStaggerSeconds)) return false
  if (now > finishUntil || isGasSpent(context)) return true
  if ((await chain.court.beaconOutput(round, chainCall(context, signal))) !== undefined) return true
  await paid(context, chain.court.finishBeacon(round, chainCall(context, signal)))
  return false
}

/** Returns how long an auditor lets others finish a round, from 0 to under `max` seconds: in each round another one is the first. */
function staggerSeconds(auditor: Address, round: bigint, max: number): bigint {
  return max === 0 ? 0n : (BigInt(auditor) + round * turn) % BigInt(max)
}

/** Seconds by which the first one changes from round to round: a prime, so that all have their turn. */
const turn = 37n
