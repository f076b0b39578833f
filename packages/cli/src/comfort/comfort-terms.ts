/** When a machine is its owner's rather than the network's, and what its energy costs, from a provider's command line. */
import { ordinaryPauseRules, type PauseRules } from '@millrace/hardware'
import type { Amount, TokenUnit } from '@millrace/protocol'
import { wholeNumber } from '../option-values.ts'
import { parseTokenAmount } from '../units.ts'

export type ComfortOptions = {
  readonly pauseWhenBusy?: boolean
  readonly maxWatts?: string
  readonly maxCelsius?: string
  readonly kwhPrice?: string
}

export type ComfortTerms = {
  /** Undefined where nothing makes it pause. */
  readonly rules: PauseRules | undefined
  /** Base units; undefined where nobody said what energy costs. */
  readonly kwhPrice: Amount | undefined
}

const wattsMax = 100_000
const celsius = { min: 30, max: 110 }
/** Degrees below the limit at which work goes on: a card cools within seconds of resting, and would flutter. */
const coolerBy = 10
/** Milliseconds without a cause after which work goes on, where only power and heat make it pause. */
const calmMs = 60_000

/** Returns what the options spell. @throws {UsageError} */
export function comfortOf(options: ComfortOptions, token: TokenUnit, cores: number): ComfortTerms {
  const limits: Partial<PauseRules> = {
    ...(options.maxWatts === undefined ? {} : wattRules(wholeNumber(options.maxWatts, '--max-watts', 1, wattsMax))),
    ...(options.maxCelsius === undefined
      ? {}
      : heatRules(wholeNumber(options.maxCelsius, '--max-celsius', celsius.min, celsius.max))),
  }
  const isLimited = Object.keys(limits).length > 0
  const usual = options.pauseWhenBusy === true ? ordinaryPauseRules(cores) : isLimited ? { calmMs } : undefined
  return {
    rules: usual && { ...usual, ...limits },
    kwhPrice: options.kwhPrice === undefined ? undefined : parseTokenAmount(options.kwhPrice, token),
  }
}

function wattRules(above: number): Pick<PauseRules, 'watts'> {
  return { watts: { above, below: above * 0.9 } }
}

function heatRules(above: number): Pick<PauseRules, 'processorCelsius' | 'gpuCelsius'> {
  const threshold = { above, below: above - coolerBy }
  return { processorCelsius: threshold, gpuCelsius: threshold }
}
