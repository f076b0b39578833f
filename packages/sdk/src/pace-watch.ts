/** Notices a provider that is slower than the ask allows: past its deadline, or below its rate. */
import type { Ask } from './ask.ts'
import type { BuyerLimits } from './buyer-limits.ts'
import type { StallWatch, Watched } from './stall-watch.ts'

export type PaceWatch = {
  /** Output came. @param outputUnits - of the part, so far. */
  progress(outputUnits: number): void
  end(): void
}

type Components = { readonly stalls: StallWatch; readonly now: () => number; readonly limits: BuyerLimits }

/** Watches one part from now on; undefined where the ask sets no pace. @param onSlow - called at most once. */
export function watchPace(
  { stalls, now, limits }: Components,
  { deadlineMs, tokensPerSecondMin }: Pick<Ask, 'deadlineMs' | 'tokensPerSecondMin'>,
  onSlow: () => void,
): PaceWatch | undefined {
  if (deadlineMs === undefined && tokensPerSecondMin === undefined) return undefined
  const endsAt = deadlineMs === undefined ? Number.POSITIVE_INFINITY : now() + deadlineMs
  const watched: Watched = { deadline: endsAt, onSilence: onSlow }
  let firstAt: number | undefined
  stalls.add(watched)
  return {
    progress(outputUnits) {
      if (tokensPerSecondMin === undefined) return
      firstAt ??= now()
      const nextDue = firstAt + limits.paceGraceMs + (outputUnits * 1_000) / tokensPerSecondMin
      watched.deadline = Math.min(endsAt, nextDue)
    },
    end: () => stalls.remove(watched),
  }
}
