/**
 * The accused's part in drawing its panel: it has the beacon's round finished in time, which anyone may. What the round comes to is
 * decided by then; one that nobody finishes lapses, and the case goes on with a later one.
 */
import type { Hash } from '@millrace/protocol'

type Options = { readonly signal: AbortSignal }

/** What of the court's reader it takes. Times are Unix seconds. */
export type BeaconWatch = {
  beaconTimes(round: bigint, options: Options): Promise<{ readonly finishFrom: bigint; readonly finishUntil: bigint }>
  beaconOutput(round: bigint, options: Options): Promise<{ readonly output: Hash } | undefined>
}

/** What of the court's writer it takes. */
export type BeaconFinisher = { finishBeacon(round: bigint, options: Options): Promise<unknown> }

/**
 * Returns whether nothing is left to do for the round: it is finished, or has lapsed.
 *
 * @param now - Unix seconds. @throws what the chain answers, also where somebody else was first.
 */
export async function finishBeaconWhenDue(
  { watch, finisher }: { readonly watch: BeaconWatch; readonly finisher: BeaconFinisher },
  round: bigint,
  { now, signal }: Options & { readonly now: bigint },
): Promise<boolean> {
  const { finishFrom, finishUntil } = await watch.beaconTimes(round, { signal })
  if (now < finishFrom) return false
  if (now > finishUntil || (await watch.beaconOutput(round, { signal })) !== undefined) return true
  await finisher.finishBeacon(round, { signal })
  return true
}
