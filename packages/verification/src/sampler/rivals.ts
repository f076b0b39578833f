/**
 * Which unread tokens might win where the rules keep all: those whose noise lets them reach the best of the top ones even with the
 * greatest logit they can have, the last top one's.
 *
 * A token's score is (z − z₁) ÷ T + g, and rounding is monotone: with z at most the last top logit the score is at most that
 * logit's share plus g. A first word of noise under the threshold bounds g, with a slack far above the errors of the
 * functions, so ids that are not looked at one by one cannot win either.
 */
import { exp, gumbel, idsAbove, log, type NoiseKey } from './noise.ts'
import type { TopLogits } from './top-logits.ts'

/** More rivals than this are not named: reading so many logits one by one costs half of what reading all does. */
export const rivalsMax = 400
/** Under so little noise needed a third of a vocabulary are rivals, and `exp` would leave its range. */
const noiseNeededMin = 1
/** Noise that is looked for under what is needed: a thousand times the errors of two logarithms and an exponential. */
const searchSlack = 1e-6
const noiseSlack = 1e-9

/**
 * Returns the ids beyond the top ones that might win, ascending; undefined where they may be more than {@link rivalsMax}. Cost: about
 * 5 ns an id of the vocabulary.
 *
 * @param top - in order, all finite, at least one.
 * @param leader - score of the best of them.
 */
export function rivalsOf(
  draw: {
    readonly key: NoiseKey
    readonly position: number
    readonly vocabularySize: number
    readonly temperature: number
  },
  top: TopLogits,
  leader: number,
): Int32Array | undefined {
  const { key, position, vocabularySize, temperature } = draw
  const greatest = ((top.logits.at(-1) as number) - (top.logits[0] as number)) / temperature
  const needed = leader - greatest
  if (needed < noiseNeededMin) return undefined
  const threshold = Math.min(Math.floor(2 ** 32 * exp(-exp(searchSlack - needed))), 2 ** 32 - 1)
  const noiseBelow = -log(-log(threshold / 2 ** 32)) + noiseSlack
  if (!(greatest + noiseBelow < leader) || vocabularySize * (1 - threshold / 2 ** 32) > rivalsMax) return undefined
  const read = new Set(top.ids)
  const isRival = (id: number): boolean => !read.has(id) && greatest + gumbel(key, position, id) >= leader
  const rivals = idsAbove(key, position, vocabularySize, threshold).filter(isRival)
  return rivals.length > rivalsMax ? undefined : rivals
}
