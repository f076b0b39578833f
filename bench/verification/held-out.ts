/**
 * What a calibration does to honest requests that it was not made of.
 *
 * Requests of even number make the calibration, the others are held out; the rules of a request take turns in threes, so both halves
 * have all of them. Convictions are counted over stretches: runs of so many held-out requests of one honest maker, each judged from
 * the start, none sharing a request with another. And the bets themselves: that an honest provider is convicted with a chance of
 * 10⁻⁶ at most follows from every bet's mean being at most 1, which so few requests can show, where they can show no 10⁻⁶.
 */
import { type Calibration, createSequentialTest } from '@millrace/verification'
import { betNats, likelihoodsOf, requestNats } from '../../packages/verification/src/tolerant/likelihoods.ts'
import { meanOf } from '../../simulation/figures.ts'
import type { AnswerRecord } from './answer-records.ts'
import type { MeasuredSeries } from './calibrate.ts'
import { auditedRequest } from './detection.ts'
import { makerName } from './series.ts'
import { shareInterval } from './share-interval.ts'

/** Enough to convict most cheats with stories15M, few enough that there are many stretches. */
export const stretchRequests = 25

export type HeldOutRow = {
  readonly claimed: string
  readonly maker: string
  readonly requests: number
  readonly tokens: number
  readonly stretches: number
  readonly convicted: number
  /** 95 % upper bound of the share of stretches that convict. */
  readonly high: number
  /** Over all held-out requests in their order; 13.8 convicts. */
  readonly highestScore: number
  /** The bet on the cheat that gains most from these requests: what 1 becomes in one, on average, and the half of a 95 % interval. */
  readonly greatestBet: { readonly cheat: string; readonly mean: number; readonly error: number }
}

/** Returns the series with the requests of even number, or with the others. */
export function halfOf(measured: readonly MeasuredSeries[], half: 'even' | 'odd'): readonly MeasuredSeries[] {
  const wanted = half === 'even' ? 0 : 1
  return measured.map(({ series, records }) => ({
    series,
    records: records.filter(({ index }) => index % 2 === wanted),
  }))
}

/** Returns how an honest series fares that the calibration was not made of. */
export function heldOutRow({ series, records }: MeasuredSeries, calibration: Calibration): HeldOutRow {
  const stretches = Array.from({ length: Math.floor(records.length / stretchRequests) }, (_, index) =>
    records.slice(index * stretchRequests, (index + 1) * stretchRequests),
  )
  const convicted = stretches.filter((stretch) => scoreOver(stretch, calibration).convicted).length
  return {
    claimed: series.claimed,
    maker: makerName(series.maker),
    requests: records.length,
    tokens: records.reduce((sum, { tokens }) => sum + tokens, 0),
    stretches: stretches.length,
    convicted,
    high: shareInterval(convicted, stretches.length).high,
    highestScore: scoreOver(records, calibration).highest,
    greatestBet: greatestBet(records, calibration),
  }
}

function scoreOver(records: readonly AnswerRecord[], calibration: Calibration) {
  const test = createSequentialTest(calibration)
  let state = test.initial()
  let highest = Number.NEGATIVE_INFINITY
  for (const record of records) {
    state = test.advance(state, auditedRequest(record, calibration.tolerance))
    highest = Math.max(highest, test.report(state).score)
  }
  return { highest, convicted: state.convictedAt !== undefined }
}

function greatestBet(records: readonly AnswerRecord[], calibration: Calibration): HeldOutRow['greatestBet'] {
  const likelihoods = likelihoodsOf(calibration)
  const nats = records.map((record) => requestNats(likelihoods, auditedRequest(record, calibration.tolerance).margins))
  const bets = calibration.cheats.map(({ name, normaliserNats }, cheat) => {
    const ratios = nats.map((one) => Math.exp(betNats(one[cheat] as number, normaliserNats)))
    const mean = meanOf(ratios)
    const variance = meanOf(ratios.map((ratio) => (ratio - mean) ** 2))
    return { cheat: name, mean, error: 1.96 * Math.sqrt(variance / Math.max(1, ratios.length - 1)) }
  })
  return bets.reduce((one, other) => (other.mean > one.mean ? other : one), {
    cheat: '–',
    mean: Number.NEGATIVE_INFINITY,
    error: 0,
  })
}
