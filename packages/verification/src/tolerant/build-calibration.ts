/**
 * Makes a calibration from margins that were read of honest providers and of cheats.
 *
 * Counts give the densities. Whole requests give each cheat class two more numbers: its normaliser, the upper confidence
 * bound of the mean ratio that honest requests of any class give it, where that passes 1; and what a request of the
 * cheat yields on average.
 *
 * Sources of the bound, the lesser of two that share the risk: A. Maurer and M. Pontil, "Empirical Bernstein bounds and sample variance
 * penalization", COLT 2009, theorem 4: mean ≤ average + √(2·variance·ln(2/δ)/n) + 7·range·ln(2/δ)/(3·(n − 1)); W. Hoeffding,
 * "Probability inequalities for sums of bounded random variables", JASA 58, 1963, theorem 1: n·KL(average/range ‖ mean/range) ≤ ln(1/δ),
 * which is far tighter where honest ratios are near 0, as they are, and requests few.
 */
import type { Hash } from '@millrace/protocol'
import {
  type Calibration,
  type CalibrationKind,
  type CheatCounts,
  type ClassCounts,
  parseCalibration,
} from './calibration.ts'
import { binsOf, type CellLayout, cellOf, strataOf } from './cells.ts'
import {
  betNats,
  calibrationRisk,
  type Likelihoods,
  likelihoodsOf,
  natsPerRequestMax,
  requestNats,
  shareUpperBound,
} from './likelihoods.ts'
import type { Margin } from './margin.ts'

/** Margins of one class, request by request. Requests must be independent: another prompt and another seed for each. */
export type ClassSamples = { readonly name: string; readonly requests: readonly (readonly Margin[])[] }

export type CalibrationSamples = {
  readonly kind: CalibrationKind
  readonly modelRoot: Hash
  readonly reference: Hash
  /** YYYY-MM-DD */
  readonly measuredOn: string
  readonly tolerance: number
  readonly temperatureMin: number
  readonly temperatureMax: number
  readonly layout: CellLayout
  readonly honest: readonly ClassSamples[]
  readonly cheats: readonly ClassSamples[]
}

/**
 * Returns the calibration that the samples give.
 *
 * @throws {MalformedError} for no class, two of a name, and facts that a calibration cannot hold.
 */
export function buildCalibration(samples: CalibrationSamples): Calibration {
  const { honest, cheats, layout, ...facts } = samples
  const counted = {
    ...layout,
    honest: honest.map((one) => countsOf(one, layout)),
    cheats: cheats.map((one) => countsOf(one, layout)),
  }
  const likelihoods = likelihoodsOf(counted)
  const risk = calibrationRisk / 2 / Math.max(honest.length * cheats.length, 1)
  const honestNats = honest.map(({ requests }) => requests.map((margins) => requestNats(likelihoods, margins)))
  const normalisers = cheats.map((_, cheat) =>
    Math.max(
      0,
      ...honestNats.map((requests) =>
        Math.log(
          meanUpperBound(
            requests.map((nats) => ratioOf(nats, cheat)),
            risk,
          ),
        ),
      ),
    ),
  )
  return parseCalibration({
    format: 'millrace-calibration',
    version: 1,
    ...facts,
    ...counted,
    cheats: counted.cheats.map(
      (counts, cheat): CheatCounts => ({
        ...counts,
        normaliserNats: normalisers[cheat] as number,
        natsPerRequest: yieldOf(cheats[cheat] as ClassSamples, likelihoods, normalisers),
      }),
    ),
  })
}

function countsOf({ name, requests }: ClassSamples, layout: CellLayout): ClassCounts {
  const counts = Array.from({ length: strataOf(layout) }, () => new Array<number>(binsOf(layout)).fill(0))
  for (const margin of requests.flat()) {
    const { stratum, bin } = cellOf(layout, margin)
    const row = counts[stratum] as number[]
    row[bin] = (row[bin] as number) + 1
  }
  return { name, requests: requests.length, counts }
}

function ratioOf(nats: readonly number[], cheat: number): number {
  return Math.exp(nats[cheat] as number)
}

/** Mean evidence of a cheat's requests for the alternative that gains most from them. */
function yieldOf({ requests }: ClassSamples, likelihoods: Likelihoods, normalisers: readonly number[]): number {
  const nats = requests.map((margins) => requestNats(likelihoods, margins))
  const means = normalisers.map(
    (normaliser, cheat) =>
      nats.reduce((sum, one) => sum + betNats(one[cheat] as number, normaliser), 0) / requests.length,
  )
  return requests.length === 0 ? 0 : Math.max(...means)
}

/** Returns a number that the mean of numbers from 0 to e^{@link natsPerRequestMax} passes with at most `risk` chance. */
export function meanUpperBound(ratios: readonly number[], risk: number): number {
  const range = Math.exp(natsPerRequestMax)
  const count = ratios.length
  if (count < 2) return range
  const sum = ratios.reduce((total, ratio) => total + ratio, 0)
  const average = sum / count
  const variance = ratios.reduce((total, ratio) => total + (ratio - average) ** 2, 0) / (count - 1)
  // half of the risk for each bound, and Bernstein's takes a half of its half for the variance
  const confidence = Math.log(4 / risk)
  const byVariance =
    average + Math.sqrt((2 * variance * confidence) / count) + (7 * range * confidence) / (3 * (count - 1))
  return Math.min(byVariance, range * shareUpperBound(sum / range, count, risk / 2), range)
}
