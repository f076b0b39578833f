/**
 * How far a claimed token is from the one that the reference's logits give, where logits need not agree to the bit.
 *
 * The reference is run over the claimed tokens (teacher-forced), so each position is judged after the same text. The margin
 * of a token is how much its logit would have to rise for it to win the draw of the specified sampler: the best competitor's
 * logit plus T times its noise, less the claimed token's. Filters are read in the claimed token's favour: it need only pass the relaxed ones, its
 * competitors must pass the tightened ones. Top-k and min-p move by the tolerance in logits, top-p by a tenth of it in mass.
 * Competitors that were not read are left out, which only lowers a margin.
 */
import type { Hash } from '@millrace/protocol'
import { weightsOf } from '../sampler/filter.ts'
import { gumbel, log, noiseKeyOf } from '../sampler/noise.ts'
import { assertRange, assertRules, type SamplingRules } from '../sampler/rules.ts'
import { checkTopLogits, LogitsInvalidError, type TopLogits } from '../sampler/top-logits.ts'

/** What the reference gives at one position. */
export type TokenReading = {
  /** Absolute, of the claimed token, the begin token counted. */
  readonly position: number
  readonly token: number
  /** The reference's logit of the claimed token. */
  readonly logit: number
  readonly top: TopLogits
  /** The sampler's noise-heavy ids, where it asks for them. */
  readonly heavy?: TopLogits
}

export type Margin = {
  /** In logits, at least 0: 0 where the reference gives the same token; {@link outsideMargin} where filters drop it. */
  readonly margin: number
  /** The reference's greatest probability among the tokens read, at temperature 1: how sure it is. */
  readonly topProbability: number
}

/** Margin of a token that even the relaxed filters drop; no two logits are this far apart. */
export const outsideMargin = 1_000_000

/** How far honest logits of common formats move between libraries and machines: f32 and f16, and 8-bit weights. */
export const logitTolerances = { float: 0.02, q8: 0.1 } as const

/** Mass that top-p moves by for each logit of tolerance. */
const massPerLogit = 0.1

/**
 * Returns the function that reads margins of one answer.
 *
 * @param init.tolerance - in logits, the calibration's.
 */
export function createMarginReader(init: {
  readonly seed: Hash
  readonly rules: SamplingRules
  readonly vocabularySize: number
  readonly tolerance: number
}): (reading: TokenReading) => Margin {
  const { rules, vocabularySize, tolerance } = init
  assertRules(rules)
  assertRange(tolerance >= 0 && tolerance < outsideMargin, 'tolerance', 'a number of at least 0', tolerance)
  const key = noiseKeyOf(init.seed)

  return (reading) => {
    const finite = checkTopLogits(reading.top, vocabularySize)
    if (!(reading.logit < Number.POSITIVE_INFINITY)) throw new LogitsInvalidError(`${reading.logit} for the token`)
    const logits = reading.top.logits.subarray(0, finite)
    const topProbability = 1 / weightsOf(logits, 1).reduce((sum, weight) => sum + weight, 0)
    return { margin: rules.temperature === 0 ? greedyMargin(reading) : sampledMargin(reading, logits), topProbability }
  }

  function sampledMargin({ position, token, logit, top, heavy }: TokenReading, logits: Float32Array): number {
    const filters = filtersOf(logits, { rules, vocabularySize, tolerance })
    if (!filters.mayKeep(logit)) return outsideMargin
    const height = (id: number, z: number) => z + rules.temperature * gumbel(key, position, id)
    let highest = Number.NEGATIVE_INFINITY
    for (const [index, z] of logits.entries()) {
      const id = top.ids[index] as number
      if (id !== token && filters.surelyKeeps(index)) highest = Math.max(highest, height(id, z))
    }
    if (heavy !== undefined && filters.keepAll) {
      for (const [index, z] of heavy.logits.entries()) {
        const id = heavy.ids[index] as number
        if (id !== token) highest = Math.max(highest, height(id, z))
      }
    }
    return bounded(highest - height(token, logit))
  }
}

function greedyMargin({ token, logit, top }: TokenReading): number {
  const other = top.ids[0] === token ? 1 : 0
  return bounded((top.logits[other] ?? Number.NEGATIVE_INFINITY) - logit)
}

function bounded(margin: number): number {
  return Math.min(Math.max(margin, 0), outsideMargin)
}

type Filters = {
  /** Whether a token of this logit passes the relaxed filters. */
  mayKeep(logit: number): boolean
  /** Whether the token at this index of the order passes the tightened ones. */
  surelyKeeps(index: number): boolean
  readonly keepAll: boolean
}

function filtersOf(
  logits: Float32Array,
  { rules, vocabularySize, tolerance }: { rules: SamplingRules; vocabularySize: number; tolerance: number },
): Filters {
  const { temperature, topK, topP, minP } = rules
  const first = logits[0] as number
  const limit = topK === 0 ? vocabularySize : Math.min(topK, vocabularySize)
  const known = Math.min(logits.length, limit)
  // Logits at the borders: the last one kept, and the first one dropped (or, where that was not read, one no lower).
  const lastKept = limit <= logits.length ? (logits[limit - 1] as number) : Number.NEGATIVE_INFINITY
  const firstDropped = logits[Math.min(limit, logits.length - 1)] as number
  const shareBorder = minP === 0 ? Number.NEGATIVE_INFINITY : first + temperature * log(minP)
  const relaxed = Math.max(lastKept, shareBorder) - tolerance
  const everyLogitKept = limit === vocabularySize
  const tightened = Math.max(everyLogitKept ? Number.NEGATIVE_INFINITY : firstDropped, shareBorder) + tolerance
  const mass = massesOf(weightsOf(logits.subarray(0, known), temperature), limit)
  const massMoves = massPerLogit * tolerance
  return {
    keepAll: everyLogitKept && topP === 1 && minP === 0,
    mayKeep(logit) {
      if (logit === Number.NEGATIVE_INFINITY || logit < relaxed) return false
      const above = logits.subarray(0, known).findIndex((other) => other <= logit)
      const before = mass.before(above === -1 ? known : above)
      return topP === 1 || before === 0 || before / mass.sumMost < topP + massMoves
    },
    surelyKeeps(index) {
      if (index >= known || (logits[index] as number) < tightened) return false
      return topP === 1 || mass.before(index) / mass.sumLeast < topP - massMoves
    },
  }
}

function massesOf(weights: Float64Array, limit: number) {
  const sums = [0]
  for (const weight of weights) sums.push((sums.at(-1) as number) + weight)
  const sumLeast = sums.at(-1) as number
  return {
    sumLeast,
    sumMost: sumLeast + (limit - weights.length) * (weights.at(-1) as number),
    before: (index: number) => sums[index] as number,
  }
}
