/**
 * The evidence of a request: for each cheat class, the log-likelihood ratio of its margins against all honest classes at once.
 *
 * A token in cell (stratum s, bin b) counts ln(a(b|s) ÷ H(b|s)): a the cheat's density, H the envelope, the greatest upper
 * confidence bound of any honest class's density. Where the bounds hold, the ratio's expectation under every honest class is
 * at most Σ_b q(b|s)·a(b|s) ÷ H(b|s) ≤ Σ_b a(b|s) = 1, given all that came before. Caps only lower a ratio, so it stays so;
 * there is no floor, for a floor would raise it. The logarithm is the sampler's, so a score has the same bits everywhere.
 *
 * Tokens of one request are alike, and their ratios multiply to more than a model of single tokens expects. So a
 * request counts at most {@link natsPerRequestMax}, less the alternative's normaliser: an upper bound of the mean that whole
 * honest requests gave when the calibration was made. With it the expectation of a request's ratio is at most 1 whatever
 * the dependence of its tokens, if honest requests are like those measured.
 *
 * Half is bet on a request and half is kept: ½ + ½·ratio has an expectation of at most 1 as well, and loses ln 2 at most. A cheat
 * that does not show in some requests (its own seed where the buyer asks for greedy tokens) would else lose by each of those more
 * than it gives away in others. Source: J. Kelly, "A new interpretation of information rate", 1956; T. Cover, "Universal portfolios", 1991.
 */
import { exp, log } from '../sampler/noise.ts'
import type { ClassCounts } from './calibration.ts'
import { binsOf, type CellLayout, cellOf, strataOf } from './cells.ts'
import type { Margin } from './margin.ts'

/** Most that one token may count: no cell's rarity among honest tokens is known better than to 1 in 400. */
export const natsPerTokenMax = 6

/**
 * Most that one request may count, e^3 ≈ 20. A conviction then needs seven requests at least, and the mean of a ratio that is
 * at most 20 is known to ±0.2 from 4,000 requests; at 6 nats it would take 80,000.
 */
export const natsPerRequestMax = 3

/** Share of what was won that the next request is bet on. */
const betShare = 0.5

/** Chance that sampling error breaks any bound of a calibration: once for each, shared by its cells and classes. */
export const calibrationRisk = 1e-3

/** Ratios by stratum and bin, nats, one table for each cheat class. */
export type Likelihoods = {
  readonly layout: CellLayout
  /** [cheats][strata][bins], each at most {@link natsPerTokenMax}. */
  readonly nats: readonly (readonly (readonly number[])[])[]
}

type Counted = CellLayout & {
  readonly honest: readonly Pick<ClassCounts, 'counts'>[]
  readonly cheats: readonly Pick<ClassCounts, 'counts'>[]
}

/** Returns the table of ratios of a calibration. */
export function likelihoodsOf(calibration: Counted): Likelihoods {
  const envelope = honestEnvelope(calibration)
  const nats = calibration.cheats.map(({ counts }) =>
    counts.map((row, stratum) => {
      const total = row.reduce((sum, count) => sum + count, 0)
      return row.map((count, bin) => {
        const density = (count + 0.5) / (total + 0.5 * row.length)
        return Math.min(log(density / (envelope[stratum]?.[bin] as number)), natsPerTokenMax)
      })
    }),
  )
  return { layout: calibration, nats }
}

/** Returns H(b|s): the greatest upper bound of any honest class's density, by stratum and bin. */
export function honestEnvelope(calibration: Counted): readonly (readonly number[])[] {
  const { honest } = calibration
  const risk = calibrationRisk / 2 / (honest.length * strataOf(calibration) * binsOf(calibration))
  return Array.from({ length: strataOf(calibration) }, (_, stratum) =>
    Array.from({ length: binsOf(calibration) }, (_, bin) =>
      Math.max(
        ...honest.map(({ counts }) => {
          const row = counts[stratum] as readonly number[]
          return shareUpperBound(
            row[bin] as number,
            row.reduce((sum, count) => sum + count, 0),
            risk,
          )
        }),
      ),
    ),
  )
}

/**
 * Returns what a request counts for each cheat class, in nats, before its normaliser: at most {@link natsPerRequestMax}.
 */
export function requestNats({ layout, nats }: Likelihoods, margins: readonly Margin[]): readonly number[] {
  const cells = margins.map((margin) => cellOf(layout, margin))
  return nats.map((table) => {
    const sum = cells.reduce((total, { stratum, bin }) => total + (table[stratum]?.[bin] as number), 0)
    return Math.min(sum, natsPerRequestMax)
  })
}

/**
 * Returns a share that a true one passes with at most `risk` chance, given how often it was seen: the greatest p with
 * total·KL(count ÷ total ‖ p) ≤ ln(1 ÷ risk), by Chernoff's bound.
 */
export function shareUpperBound(count: number, total: number, risk: number): number {
  if (count >= total) return 1
  const seen = count / total
  let [low, high] = [seen, 1]
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (total * divergence(seen, middle) <= -log(risk)) low = middle
    else high = middle
  }
  return high
}

/**
 * Returns what a request adds to the bet on a cheat class, nats: from ln ½ to 2.36.
 *
 * @param nats - the request's ratio, of {@link requestNats}.
 * @param normaliserNats - of the class.
 */
export function betNats(nats: number, normaliserNats: number): number {
  return logOfSum(log(1 - betShare), nats - normaliserNats + log(betShare))
}

/** ln(e^a + e^b). */
export function logOfSum(a: number, b: number): number {
  const [more, less] = a > b ? [a, b] : [b, a]
  return more + log(1 + exp(less - more))
}

/** Kullback–Leibler divergence of two coins, nats. */
function divergence(p: number, q: number): number {
  const heads = p === 0 ? 0 : p * log(p / q)
  return heads + (1 - p) * log((1 - p) / (1 - q))
}
