/**
 * Which tokens the rules keep: a prefix of the order of {@link TopLogits}.
 *
 * Weights are w = exp((z − z₁) ÷ T), z₁ the greatest logit, so the first is 1. In this order: the first k tokens; of
 * these, in order, while the sum of weights before a token is below p times the sum of all k (float64 sums in that
 * order); of these, while w ≥ min-p. The first token is always kept. The same as filtering softmax(z ÷ T) renormalised
 * over the k, without its divisions.
 *
 * Where only a first part of the order is known, the size of the kept prefix is known within bounds: the sum over the
 * unknown rest lies between 0 and the rest's length times the last known weight.
 */
import { exp } from './noise.ts'
import type { SamplingRules } from './rules.ts'

/** Bounds of the number of tokens kept, equal where all that matters is known. */
export type KeptRange = { readonly least: number; readonly most: number }

/** More than float64 rounding of a million sums (1.2e-10) and the error of `exp` can add. */
const sumSlack = 1e-9

/**
 * Returns how many tokens of the order are kept.
 *
 * @param logits - the first logits of the order, all finite, at least one.
 * @param total - how many finite logits the whole order has, or an upper bound of it; at least `logits.length`.
 * @param rules - temperature above 0.
 */
export function keptRange(logits: Float32Array, total: number, rules: SamplingRules): KeptRange {
  const limit = rules.topK === 0 ? total : Math.min(rules.topK, total)
  const known = Math.min(logits.length, limit)
  const all: KeptRange = { least: known, most: limit }
  if (rules.topP === 1 && rules.minP === 0) return all
  const weights = weightsOf(logits.subarray(0, known), rules.temperature)
  return both(byMass(weights, limit, rules.topP) ?? all, byShare(weights, rules.minP) ?? all)
}

/** Returns exp((z − z₁) ÷ T) of each logit. */
export function weightsOf(logits: Float32Array, temperature: number): Float64Array {
  const first = logits[0] as number
  const weights = new Float64Array(logits.length)
  for (let index = 0; index < logits.length; index += 1) {
    weights[index] = exp(((logits[index] as number) - first) / temperature)
  }
  return weights
}

/** Top-p; undefined where it drops nothing. */
function byMass(weights: Float64Array, limit: number, topP: number): KeptRange | undefined {
  if (topP === 1) return undefined
  const known = weights.length
  let sum = 0
  for (const weight of weights) sum += weight
  const rest = (limit - known) * (weights[known - 1] as number)
  const sumMost = limit === known ? sum : (sum + rest) * (1 + sumSlack)
  const most = keptByMass(weights, topP * sumMost)
  return { least: keptByMass(weights, topP * sum), most: most === known ? limit : most }
}

/** How many of the known tokens have less than `mass` before them; at least 1. */
function keptByMass(weights: Float64Array, mass: number): number {
  let before = weights[0] as number
  let kept = 1
  while (kept < weights.length && before < mass) {
    before += weights[kept] as number
    kept += 1
  }
  return kept
}

/** Min-p; undefined where no known token falls under the share. */
function byShare(weights: Float64Array, minP: number): KeptRange | undefined {
  const dropped = weights.findIndex((weight) => weight < minP)
  return dropped === -1 ? undefined : { least: dropped, most: dropped }
}

function both(one: KeptRange, other: KeptRange): KeptRange {
  return { least: Math.min(one.least, other.least), most: Math.min(one.most, other.most) }
}
