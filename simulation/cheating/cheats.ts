/**
 * Cheats as the market sees them: what each saves, how soon a checker finds it, and how it goes about it. What a cheat does to a
 * model is elsewhere; here its detection is an input, measured (`npm run bench:verification`) or assumed.
 */

/** How a checker fares against one cheat. */
export type Detection = {
  /** Canonical mode and batch: wrong tokens (outputs) per million; one of them convicts. */
  readonly mismatchPpm: number
  /** Tolerant mode: evidence per audited token, nats; 0 for what cannot be told apart. */
  readonly natsPerToken: number
}

export type Cheat = Detection & {
  readonly name: string
  /** What it saves, ppm of the price. */
  readonly gainPpm: number
}

/** When a cheat cheats. */
export type Strategy =
  | { readonly name: 'always' }
  | { readonly name: 'at random'; readonly sharePpm: number }
  /** Honest for so many epochs, then on everything for as long as no verdict can arrive; then it leaves. */
  | { readonly name: 'hit and run'; readonly honestEpochs: number }
  /** Spares the jobs that it takes for canaries; right about a job with that chance. */
  | { readonly name: 'selective'; readonly accuracyPpm: number }
  /** Serves honestly after so many. */
  | { readonly name: 'stops in time'; readonly jobs: number }
  /** The stake split among names; each always cheats. */
  | { readonly name: 'sybils'; readonly identities: number }
  /** Cheats with those it knows, only where they carry the vote; always where nobody votes. */
  | { readonly name: 'colludes' }

export const strategies: readonly Strategy[] = [
  { name: 'always' },
  { name: 'at random', sharePpm: 100_000 },
  { name: 'hit and run', honestEpochs: 6 },
  { name: 'selective', accuracyPpm: 600_000 },
  { name: 'stops in time', jobs: 20 },
  { name: 'sybils', identities: 5 },
  { name: 'colludes' },
]

/**
 * Cheats with the detection that a prototype measured against an f32 reference (wrong tokens per audited token, and 13.8 nats ÷
 * median tokens to conviction), and savings that are assumed. A bench replaces both.
 */
export const sketchedCheats: readonly Cheat[] = [
  cheat('smaller model', { gainPpm: 800_000, tokensToProof: 6, tokensTolerant: 7 }),
  cheat('q4 for f32', { gainPpm: 600_000, tokensToProof: 6, tokensTolerant: 31 }),
  cheat('q8 for f32', { gainPpm: 450_000, tokensToProof: 59, tokensTolerant: 961 }),
  cheat('f16 for f32', { gainPpm: 300_000, tokensToProof: 1_350, tokensTolerant: undefined }),
  cheat('cached answer', { gainPpm: 1_000_000, tokensToProof: 2, tokensTolerant: 9 }),
  cheat('truncated prompt', { gainPpm: 300_000, tokensToProof: 10, tokensTolerant: 29 }),
  cheat('loose speculation', { gainPpm: 400_000, tokensToProof: 9, tokensTolerant: 45 }),
]

/** A cheat whose tokens prove it once in so many, and whose evidence in tolerant mode suffices after so many. */
function cheat(
  name: string,
  init: { readonly gainPpm: number; readonly tokensToProof: number; readonly tokensTolerant: number | undefined },
): Cheat {
  return {
    name,
    gainPpm: init.gainPpm,
    mismatchPpm: Math.round(1e6 / init.tokensToProof),
    natsPerToken: init.tokensTolerant === undefined ? 0 : 13.8 / init.tokensTolerant,
  }
}
