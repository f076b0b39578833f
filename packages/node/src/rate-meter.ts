/**
 * How fast each model reads and writes here, measured on real runs: sums of tokens and milliseconds in which every run counts
 * a tenth less than the next. A run that waited for payment says nothing of the model and is left out of the writing rate.
 *
 * What is published moves only when it is off by a quarter: an offer is signed and gossiped anew for each change.
 */
import type { Hash, OfferDetails } from '@millrace/protocol'

export type MeasuredRates = OfferDetails['rates']

export type RateMeter = {
  record(modelRoot: Hash, run: MeasuredRun): void
  /** Returns the rates to publish, 0 where nothing is known. @param waiting - jobs before the next one's turn comes. */
  published(modelRoot: Hash, waiting: number): MeasuredRates
}

export type MeasuredRun = {
  readonly inputTokens: number
  /** Until the first chunk. */
  readonly prefillMs: number
  readonly outputTokens: number
  /** From the first chunk to the last; undefined when the run waited for anything but the model. */
  readonly decodeMs: number | undefined
}

/** What an earlier run counts less than the one after it. */
const decay = 0.9
/** Shorter spans than this are the clock's noise. */
const spanMsMin = 5
/** Fewer tokens than this cost the model a pass whatever they are. */
const prefillTokensMin = 8
/** Part of itself by which a published figure must be off to be replaced. */
const publishedErrorMax = 0.25
/** Change of the queue that is worth telling in any case. */
const queueMsNoticed = 100
const rateMax = 2 ** 31

type Sum = { tokens: number; ms: number }
type ModelRates = { readonly prefill: Sum; readonly decode: Sum; readonly run: Sum; published: MeasuredRates }

const unknownRates: MeasuredRates = { prefillTokensPerSecond: 0, decodeTokensPerSecond: 0, queueMs: 0 }

export function createRateMeter(): RateMeter {
  const models = new Map<Hash, ModelRates>()

  const ratesOf = (modelRoot: Hash): ModelRates => {
    const known = models.get(modelRoot)
    if (known !== undefined) return known
    const sum = () => ({ tokens: 0, ms: 0 })
    const rates = { prefill: sum(), decode: sum(), run: sum(), published: unknownRates }
    models.set(modelRoot, rates)
    return rates
  }

  return {
    record(modelRoot, run) {
      const { prefill, decode, run: whole } = ratesOf(modelRoot)
      if (run.prefillMs >= spanMsMin && run.inputTokens >= prefillTokensMin)
        add(prefill, run.inputTokens, run.prefillMs)
      const { decodeMs } = run
      if (decodeMs === undefined) return
      if (decodeMs >= spanMsMin && run.outputTokens > 1) add(decode, run.outputTokens - 1, decodeMs)
      add(whole, 1, run.prefillMs + decodeMs)
    },
    published(modelRoot, waiting) {
      const rates = ratesOf(modelRoot)
      const queueMs = rates.run.tokens === 0 ? 0 : (waiting * rates.run.ms) / rates.run.tokens
      const measured = {
        prefillTokensPerSecond: perSecond(rates.prefill),
        decodeTokensPerSecond: perSecond(rates.decode),
        queueMs: Math.min(rateMax, Math.round(queueMs)),
      }
      if (isFarOff(rates.published, measured)) rates.published = measured
      return rates.published
    },
  }
}

function add(sum: Sum, tokens: number, ms: number): void {
  sum.tokens = sum.tokens * decay + tokens
  sum.ms = sum.ms * decay + ms
}

function perSecond({ tokens, ms }: Sum): number {
  return ms === 0 ? 0 : Math.min(rateMax, Math.round((tokens * 1000) / ms))
}

function isFarOff(published: MeasuredRates, measured: MeasuredRates): boolean {
  const isOff = (name: keyof MeasuredRates, least: number) =>
    Math.abs(published[name] - measured[name]) > Math.max(least, published[name] * publishedErrorMax)
  return isOff('prefillTokensPerSecond', 0) || isOff('decodeTokensPerSecond', 0) || isOff('queueMs', queueMsNoticed)
}
