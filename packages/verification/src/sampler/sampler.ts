/**
 * The specified sampler: one token for a seed, a position and logits, the same on every machine.
 *
 * Kept tokens (`filter.ts`) compete with (z − z₁) ÷ T + g: z their float32 logit, z₁ the greatest, g their Gumbel noise
 * (`noise.ts`); the greatest sum wins, ties to the lower id. This draws from softmax(z ÷ T) over the kept tokens
 * (Gumbel-max), and lets anyone who knows the seed check a token. Greedy, temperature 0, is its limit.
 *
 * A whole vocabulary is seldom needed. `pick` answers from the top logits, and where a rule may keep more tokens from those
 * whose noise is great: any other token has at most the last top logit and less noise than the threshold, both exact
 * bounds under float64 rounding, which is monotone. It answers only when no token beyond its sight could win:
 * then `pickFromAll` gives the same. Where the rules keep all, `rivals` names the few others that could win, and
 * `pickAmong` answers from them and the top ones: fewer logits to read, and more answers.
 */
import type { Hash } from '@millrace/protocol'
import { keptRange } from './filter.ts'
import { gumbel, idsAbove, log, type NoiseKey, noiseKeyOf, noiseMax, noisiestId, vocabularySizeMax } from './noise.ts'
import { rivalsOf } from './rivals.ts'
import { assertRange, assertRules, type SamplingRules, topLogitsCount } from './rules.ts'
import { checkOtherLogits, checkTopLogits, greatestLogit, sortLogits, type TopLogits } from './top-logits.ts'

/** Noise-heavy ids wanted at a position, on average: as many as top logits. */
const heavyIdsCount = 64
/** Added to a bound on noise: far more than the errors of two logarithms (8e-11) can be. */
const noiseSlack = 1e-9
/** Positions are 32-bit words of the counter; no context is near it. */
const positionMax = 2 ** 31 - 1

export type Sampler = {
  /**
   * Ids whose logits `pick` needs beside the top ones at this position, about 64, ascending: [] where the rules keep
   * no more than the top ones. Cost: 4–9 ns for each id of the vocabulary.
   */
  heavyIds(position: number): Int32Array
  /**
   * The token, or undefined where the candidates do not suffice to know it: then read all logits.
   *
   * @param position - absolute, of the token being chosen, the begin token counted.
   * @param top - the first tokens of the order, a tie at its end resolved to the lower id as well.
   * @param heavy - the tokens of `heavyIds(position)`, in any order.
   * @throws {LogitsInvalidError} for NaN, +∞, and where no logit is finite.
   */
  pick(position: number, top: TopLogits, heavy?: TopLogits): number | undefined
  /**
   * Where the rules keep all tokens: ids beyond the top ones that may win, ascending. Undefined where the rules filter, and where
   * too many may. Cost: 5 ns for each id of the vocabulary.
   *
   * @param top - as `pick` takes it.
   */
  rivals(position: number, top: TopLogits): Int32Array | undefined
  /**
   * The token.
   *
   * @param rivals - the tokens of `rivals(position, top)`, in any order.
   * @throws {LogitsInvalidError} for NaN, +∞, and where no logit is finite.
   */
  pickAmong(position: number, top: TopLogits, rivals: TopLogits): number
  /**
   * The token. Cost: a pass over the vocabulary with noise (3 ms for 32,000), or a sort of it where rules filter (8 ms).
   *
   * @param logits - [vocabularySize]
   * @throws {LogitsInvalidError} for NaN, +∞, and where no logit is finite.
   */
  pickFromAll(position: number, logits: Float32Array): number
}

const noTokens: TopLogits = { ids: new Int32Array(), logits: new Float32Array() }

/** The leader so far. */
type Leader = { readonly id: number; readonly score: number }

/**
 * Returns the sampler of one answer.
 *
 * @param init.seed - of the answer, from `samplerSeed`.
 * @param init.vocabularySize - 1 to {@link vocabularySizeMax}.
 *
 * @example
 * const sampler = createSampler({ seed, rules: { temperature: 0.8, topK: 40, topP: 1, minP: 0 }, vocabularySize: 32_000 })
 * const token = sampler.pick(position, top) ?? sampler.pickFromAll(position, allLogits())
 */
export function createSampler(init: {
  readonly seed: Hash
  readonly rules: SamplingRules
  readonly vocabularySize: number
}): Sampler {
  const { rules, vocabularySize } = init
  assertRules(rules)
  const sizeFits = Number.isInteger(vocabularySize) && vocabularySize >= 1 && vocabularySize <= vocabularySizeMax
  assertRange(sizeFits, 'vocabularySize', `an integer from 1 to ${vocabularySizeMax}`, vocabularySize)
  const key = noiseKeyOf(init.seed)
  const heavy = needsHeavyIds(rules, vocabularySize) ? heavyOf(key, vocabularySize) : undefined

  return {
    heavyIds(position) {
      assertPosition(position)
      return heavy === undefined ? new Int32Array() : heavy.idsAt(position).slice()
    },

    pick(position, top, others) {
      assertPosition(position)
      const finite = checkTopLogits(top, vocabularySize)
      if (rules.temperature === 0) return top.ids[0]
      // A top logit of −∞ means that no token beyond has a finite one.
      const complete = top.ids.length === vocabularySize || finite < top.ids.length
      const total = complete ? finite : vocabularySize
      const { least, most } = keptRange(top.logits.subarray(0, finite), total, rules)
      const score = scoreOf(key, position, rules.temperature, top.logits[0] as number)
      const certain = leaderOf(top, 0, least, score)
      const possible = leaderOf(top, least, Math.min(most, finite), score)
      if (most <= finite) return winner(certain, possible)
      const seen = beyondTop(position, top, heavy, others)
      const heaviest = leaderOf(seen.tokens, 0, seen.tokens.ids.length, score)
      const last = top.logits[finite - 1] as number
      const bound = (last - (top.logits[0] as number)) / rules.temperature + seen.noiseOfOthers
      const leader = isUnfiltered(rules, vocabularySize) ? leading(certain, heaviest) : certain
      return leader.score > bound ? winner(leader, leading(possible, heaviest)) : undefined
    },

    rivals(position, top) {
      assertPosition(position)
      if (rules.temperature === 0 || !isUnfiltered(rules, vocabularySize)) return undefined
      const finite = checkTopLogits(top, vocabularySize)
      if (finite < top.ids.length || top.ids.length === vocabularySize) return new Int32Array()
      const { temperature } = rules
      const { score } = leaderOf(top, 0, finite, scoreOf(key, position, temperature, top.logits[0] as number))
      return rivalsOf({ key, position, vocabularySize, temperature }, top, score)
    },

    pickAmong(position, top, rivals) {
      assertPosition(position)
      const finite = checkTopLogits(top, vocabularySize)
      checkOtherLogits(rivals, rivals.ids, top)
      const score = scoreOf(key, position, rules.temperature, top.logits[0] as number)
      return leading(leaderOf(top, 0, finite, score), leaderOf(rivals, 0, rivals.ids.length, score)).id
    },

    pickFromAll(position, logits) {
      assertPosition(position)
      assertRange(logits.length === vocabularySize, 'logits', `${vocabularySize} long`, logits.length)
      const maximum = greatestLogit(logits)
      if (rules.temperature === 0) return logits.indexOf(maximum)
      if (isUnfiltered(rules, vocabularySize)) {
        return noisiestId(key, position, logits, { maximum, temperature: rules.temperature })
      }
      const sorted = sortLogits(logits)
      const { least } = keptRange(sorted.logits, sorted.ids.length, rules)
      return leaderOf(sorted, 0, least, scoreOf(key, position, rules.temperature, maximum)).id
    },
  }
}

type Heavy = { idsAt(position: number): Int32Array; readonly noiseBelow: number }

/** The ids whose first noise word reaches the threshold, and the bound on the noise of all others. */
function heavyOf(key: NoiseKey, vocabularySize: number): Heavy {
  const threshold = Math.floor(2 ** 32 * (1 - heavyIdsCount / vocabularySize))
  let last: { readonly position: number; readonly ids: Int32Array } | undefined
  return {
    noiseBelow: -log(-log(threshold / 2 ** 32)) + noiseSlack,
    idsAt(position) {
      if (last?.position !== position) last = { position, ids: idsAbove(key, position, vocabularySize, threshold) }
      return last.ids
    },
  }
}

/** What is known beyond the top logits: tokens, and a bound on the noise of all that are neither. */
function beyondTop(position: number, top: TopLogits, heavy: Heavy | undefined, others: TopLogits | undefined) {
  if (heavy === undefined || others === undefined) return { tokens: noTokens, noiseOfOthers: noiseMax }
  checkOtherLogits(others, heavy.idsAt(position), top)
  return { tokens: others, noiseOfOthers: heavy.noiseBelow }
}

/** Whether the rules may keep tokens beyond the top ones; min-p leaves so few that reading more would not pay. */
function needsHeavyIds({ temperature, topK, minP }: SamplingRules, vocabularySize: number): boolean {
  const keepsMore = topK === 0 || topK > topLogitsCount
  return temperature > 0 && minP === 0 && keepsMore && vocabularySize > 2 * topLogitsCount
}

function isUnfiltered({ topK, topP, minP }: SamplingRules, vocabularySize: number): boolean {
  return (topK === 0 || topK >= vocabularySize) && topP === 1 && minP === 0
}

type Score = (id: number, logit: number) => number

function scoreOf(key: NoiseKey, position: number, temperature: number, greatest: number): Score {
  return (id, logit) => (logit - greatest) / temperature + gumbel(key, position, id)
}

function leaderOf(tokens: TopLogits, from: number, to: number, score: Score): Leader {
  let leader: Leader = { id: -1, score: Number.NEGATIVE_INFINITY }
  for (let index = from; index < to; index += 1) {
    const id = tokens.ids[index] as number
    leader = leading(leader, { id, score: score(id, tokens.logits[index] as number) })
  }
  return leader
}

/** The one of greater score, at a tie the one of lower id. */
function leading(one: Leader, other: Leader): Leader {
  if (other.score < one.score) return one
  return other.score > one.score || other.id < one.id ? other : one
}

/** The leader of the tokens certainly kept, unless one that may be kept as well would beat it. */
function winner(certain: Leader, possible: Leader): number | undefined {
  return leading(certain, possible).id === certain.id ? certain.id : undefined
}

function assertPosition(position: number): void {
  const fits = Number.isInteger(position) && position >= 0 && position <= positionMax
  assertRange(fits, 'position', `an integer from 0 to ${positionMax}`, position)
}
