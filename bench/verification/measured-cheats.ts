/** Cheats as the economic table takes them, with the detection that was measured and the savings that follow from costs. */
import type { Calibration } from '@millrace/verification'
import type { Cheat } from '../../simulation/cheating/cheats.ts'
import type { AnswerRecord } from './answer-records.ts'
import { makerName, type Series } from './series.ts'

/** What a cheat saves of a run, ppm, where a measured speed does not say it: half of an answer, of a prompt; all of what is cached. */
const savedPpm: Readonly<Record<string, number>> = {
  'early stop': 500_000,
  'early stop, end token forged': 500_000,
  'prompt skipped': 300_000,
  'prompt truncated': 150_000,
  // paid by somebody else
  'sentence injected': 1_000_000,
  'temperature lowered': 100_000,
  greedy: 100_000,
  'top-p narrowed': 100_000,
  'own seed': 100_000,
  'cached answer': 1_000_000,
  'loose speculation': 400_000,
}

export type MeasuredCheat = Cheat & {
  readonly claimed: string
  /** Whether its evidence in tolerant mode was measured, be it none. */
  readonly isCalibrated: boolean
}

/**
 * Returns a cheat of one model as measured.
 *
 * @param measured.canonical - records of its series with zero tolerance.
 * @param measured.calibration - says what a request of it yields in tolerant mode; none where it was not measured.
 * @param speed - processor time of the weights served ÷ that of the weights claimed, for cheats that serve others.
 */
export function measuredCheat(
  series: Series,
  measured: { readonly canonical: readonly AnswerRecord[]; readonly calibration: Calibration | undefined },
  speed: number | undefined,
): MeasuredCheat {
  const { canonical, calibration } = measured
  const name = makerName(series.maker)
  const tokens = canonical.reduce((sum, record) => sum + record.tokens, 0)
  // an answer whose form convicts is proven wrong as surely as if every token were
  const proofs = canonical.reduce(
    (sum, { wrong, form, tokens: all }) => sum + (form === undefined ? wrong.length : all),
    0,
  )
  const found = calibration?.cheats.find((cheat) => cheat.name === name)
  const formed = canonical.length > 0 && canonical.every(({ form }) => form !== undefined)
  return {
    name,
    claimed: series.claimed,
    isCalibrated: formed || found !== undefined,
    gainPpm: Math.round(speed === undefined ? (savedPpm[name] ?? 0) : Math.max(0, 1 - speed) * 1e6),
    mismatchPpm: tokens === 0 ? 0 : Math.min(1_000_000, Math.round((1e6 * proofs) / tokens)),
    natsPerToken: formed ? 14 : Math.max(0, (found?.natsPerRequest ?? 0) / series.maxTokens),
  }
}
