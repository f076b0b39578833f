/**
 * What it costs a buyer that a provider fails before the answer is complete. What was delivered is paid and kept, and the
 * next provider continues it, so what is lost is the silence until the failure is noticed, and reading again what there is
 * by then: the input and, on average, half of the output.
 *
 * Units: base units; prices per million units; milliseconds.
 */
import type { PricePerMillion } from '@millrace/protocol'

export type FailureInputs = {
  /** Expected units of the work. */
  readonly inputUnits: number
  readonly outputUnits: number
  /** What reading costs at the next provider. */
  readonly inputPrice: PricePerMillion
  /** What the buyer would pay to have the answer a second earlier. */
  readonly latencyPricePerSecond: bigint
  /** From the failure until another provider is asked. */
  readonly silenceMs: number
}

/** Returns the expected cost of one failure, rounded up; at least 0. Monotone in every input. */
export function failureCostOf(inputs: FailureInputs): bigint {
  const { inputUnits, outputUnits, inputPrice, latencyPricePerSecond, silenceMs } = inputs
  const readAgain = BigInt(Math.ceil(inputUnits + outputUnits / 2)) * inputPrice
  const silence = BigInt(Math.ceil(silenceMs)) * latencyPricePerSecond
  return ceilDiv(readAgain, 1_000_000n) + ceilDiv(silence, 1_000n)
}

function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}
