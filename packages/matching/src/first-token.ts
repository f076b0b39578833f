/**
 * When the first token comes: one round trip, the wait in the provider's queue, and reading the input at the rate the
 * provider measured. Decoding one token is left out: it is the same order as the error of the others.
 *
 * Units: milliseconds; tokens a second.
 */

export type FirstTokenInputs = {
  readonly roundTripMs: number
  /** Wait for a slot, as the provider measured it. */
  readonly queueMs: number
  /** Tokens to be read. */
  readonly inputUnits: number
  /** 0 when the provider has not measured it: nothing is known, so the estimate is infinite unless there is no input. */
  readonly prefillTokensPerSecond: number
}

/**
 * Returns the expected time to the first token, in milliseconds. Monotone: never falls with more of a round trip, queue or
 * input, nor rises with a quicker prefill.
 *
 * @example
 * firstTokenEstimateMs({ roundTripMs: 20, queueMs: 5, inputUnits: 500, prefillTokensPerSecond: 1_000 }) // 525
 */
export function firstTokenEstimateMs(inputs: FirstTokenInputs): number {
  const { roundTripMs, queueMs, inputUnits, prefillTokensPerSecond } = inputs
  const prefillMs = inputUnits === 0 ? 0 : (inputUnits * 1_000) / prefillTokensPerSecond
  return roundTripMs + queueMs + prefillMs
}
