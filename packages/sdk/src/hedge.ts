/** Two providers for one answer: the second is asked when the first is late, and whichever delivers first is heard. */
import type { Ask } from './ask.ts'

export type Hedged<T> = { readonly value: T; readonly isHeard: boolean; readonly isDropped: boolean }

/**
 * Returns what came of the one that was heard, or of the last to fail where neither was.
 *
 * @param heard - resolves with the first output of either.
 * @param second - starts the second; undefined where there is none to start.
 * @param onFailure - told of the first to fail while the other is still under way.
 */
export async function hedged<T>(
  first: Promise<Hedged<T>>,
  {
    heard,
    late,
    second,
    onFailure,
  }: {
    readonly heard: Promise<void>
    /** Resolves when the first is late. */
    readonly late: Promise<void>
    readonly second: () => Promise<Hedged<T>> | undefined
    readonly onFailure: (value: T) => void
  },
): Promise<T> {
  const isLate = await Promise.race([first.then(no), heard.then(no), late.then(yes)])
  const other = isLate ? second() : undefined
  if (other === undefined) return (await first).value
  const { outcome, rest } = await Promise.race([
    first.then((outcome) => ({ outcome, rest: other })),
    other.then((outcome) => ({ outcome, rest: first })),
  ])
  if (outcome.isHeard) return outcome.value
  if (!outcome.isDropped) onFailure(outcome.value)
  return (await rest).value
}

/** Milliseconds after which the ask's first output is late; undefined where it leaves that open, or asks one only. */
export function afterMsOf({ hedge }: Pick<Ask, 'hedge'>): number | undefined {
  return typeof hedge === 'object' ? hedge.afterMs : undefined
}

const no = () => false
const yes = () => true
