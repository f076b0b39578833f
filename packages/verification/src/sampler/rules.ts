/** How a token is chosen from logits: the sampling parameters of a request. */

/** Tokens read at each position: what llama.cpp returns in 0.08 ms, and enough for nearly every rule. */
export const topLogitsCount = 64

/** Temperature 0 is greedy: the token of greatest logit, whatever the other rules say. */
export type SamplingRules = {
  /** At least 0. */
  readonly temperature: number
  /** Keep this many of the most likely tokens; 0 keeps all. */
  readonly topK: number
  /** Keep a token while the mass before it is below this share, above 0; 1 is off. */
  readonly topP: number
  /** Keep tokens of at least this share of the most likely one's probability; 0 is off. */
  readonly minP: number
}

/**
 * Returns the rules of a request. Where it names top-p but no top-k, the first 64 tokens are kept before: the mass of a whole
 * vocabulary would have to be read at every token.
 */
export function samplingRulesOf(request: {
  readonly temperature: number
  readonly topP: number
  readonly topK?: number | undefined
  readonly minP?: number | undefined
}): SamplingRules {
  const { temperature, topP, topK = topP < 1 ? topLogitsCount : 0, minP = 0 } = request
  return { temperature, topK, topP, minP }
}

/** Throws a RangeError for rules that no request may carry. */
export function assertRules({ temperature, topK, topP, minP }: SamplingRules): void {
  assertRange(Number.isFinite(temperature) && temperature >= 0, 'temperature', 'a number of at least 0', temperature)
  assertRange(Number.isSafeInteger(topK) && topK >= 0, 'topK', 'an integer of at least 0', topK)
  assertRange(topP >= 0 && topP <= 1, 'topP', 'from 0 to 1', topP)
  assertRange(minP >= 0 && minP <= 1, 'minP', 'from 0 to 1', minP)
}

/** Throws a RangeError that names the value unless the condition holds. */
export function assertRange(holds: boolean, name: string, expected: string, got: unknown): void {
  if (!holds) throw new RangeError(`Expected ${name} to be ${expected}, got ${String(got)}.`)
}
