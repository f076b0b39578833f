/** Calibrations from records: the honest classes are libraries × sampling rules, the cheat classes the ways to cheat. */
import type { Hash } from '@millrace/protocol'
import { buildCalibration, type Calibration, type ClassSamples, tokenLayout } from '@millrace/verification'
import { requestRules } from '../../simulation/cheats/answers/story-requests.ts'
import { type AnswerRecord, decodeCells } from './answer-records.ts'
import { isHonest, makerName, rulesAt, type Series, toleranceOf } from './series.ts'

export type MeasuredSeries = { readonly series: Series; readonly records: readonly AnswerRecord[] }

export type CalibrationFacts = { readonly modelRoot: Hash; readonly reference: Hash; readonly measuredOn: string }

/** Returns the calibration of tolerant series of one model; undefined where one side has no tokens. */
export function calibrate(measured: readonly MeasuredSeries[], facts: CalibrationFacts): Calibration | undefined {
  const [first] = measured
  if (first === undefined) return undefined
  const tolerance = toleranceOf(first.series.claimed)
  const honest = measured.filter(({ series }) => isHonest(series.maker)).flatMap((one) => byRules(one, tolerance))
  const cheats = measured
    .filter(({ series, records }) => !isHonest(series.maker) && records.some(({ tokens }) => tokens > 0))
    // an end or a text that is wrong convicts without margins, and says nothing of those
    .filter(({ records }) => records.some(({ form }) => form === undefined))
    .map(({ series, records }) => samplesOf(makerName(series.maker), records, tolerance))
  if (honest.length === 0 || cheats.length === 0) return undefined
  const temperatures = requestRules.map(({ temperature }) => temperature)
  return buildCalibration({
    kind: 'tokens',
    ...facts,
    tolerance,
    temperatureMin: Math.min(...temperatures),
    temperatureMax: Math.max(...temperatures),
    layout: tokenLayout(tolerance),
    honest,
    cheats,
  })
}

function byRules({ series, records }: MeasuredSeries, tolerance: number): readonly ClassSamples[] {
  const name = makerName(series.maker)
  return requestRules
    .map((rules) =>
      samplesOf(
        `${name}, ${rules.name}`,
        records.filter(({ index }) => rulesAt(index) === rules),
        tolerance,
      ),
    )
    .filter(({ requests }) => requests.length > 0)
}

function samplesOf(name: string, records: readonly AnswerRecord[], tolerance: number): ClassSamples {
  return { name, requests: records.map(({ cells = '' }) => decodeCells(cells, tolerance)) }
}
