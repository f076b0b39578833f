/**
 * Cheats with the detection that `npm run bench:verification` measured on stories15M q8_0: tokens that one replay finds wrong, canonical rows,
 * 24 answers of 64 tokens each, three sampling rules in turn (one of them greedy, where a seed changes nothing). An answer whose
 * text or end is wrong is proven wrong as a whole.
 *
 * What a cheat saves is assumed (`gainPpm`): the whole of what it leaves out, or of what somebody else pays for. The bench prints the
 * table for all models from its own records.
 */
import type { Cheat } from './cheats.ts'

export const measuredCheats: readonly Cheat[] = [
  measured('q4_0 weights', { gainPpm: 500_000, wrongPerThousand: 188.8 }),
  measured('last layer skipped', { gainPpm: 500_000, wrongPerThousand: 608.1 }),
  measured('early stop', { gainPpm: 500_000, wrongPerThousand: 1_000 }),
  measured('early stop, end token forged', { gainPpm: 500_000, wrongPerThousand: 30.3 }),
  measured('prompt skipped', { gainPpm: 300_000, wrongPerThousand: 358.7 }),
  measured('prompt truncated', { gainPpm: 150_000, wrongPerThousand: 402.3 }),
  measured('sentence injected', { gainPpm: 1_000_000, wrongPerThousand: 402.3 }),
  measured('temperature lowered', { gainPpm: 100_000, wrongPerThousand: 60.5 }),
  measured('greedy', { gainPpm: 100_000, wrongPerThousand: 184.9 }),
  measured('top-p narrowed', { gainPpm: 100_000, wrongPerThousand: 48.2 }),
  measured('own seed', { gainPpm: 100_000, wrongPerThousand: 305.3 }),
  measured('cached answer', { gainPpm: 1_000_000, wrongPerThousand: 282.6 }),
  measured('loose speculation', { gainPpm: 400_000, wrongPerThousand: 125.7 }),
]

/** Nothing is said of tolerant mode here: that takes a calibration, and has its own figures. */
function measured(name: string, seen: { readonly gainPpm: number; readonly wrongPerThousand: number }): Cheat {
  return { name, gainPpm: seen.gainPpm, mismatchPpm: Math.round(1_000 * seen.wrongPerThousand), natsPerToken: 0 }
}
