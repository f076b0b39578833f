/**
 * What a machine could earn, from prices and what was measured: pure, in base units an hour, rounded down.
 *
 * An answer's next token reads every weight once, so one answer at a time is about as fast as memory gives the weights. Models small
 * enough for the processor's caches are faster, several answers at once bring more; all else takes away.
 */
import type { Amount, Prices } from '@millrace/protocol'
import type { Earning, ModelFit } from './check-report.ts'

/** What is asked for one thing, and by whom. */
export type KnownPrice = Prices & { readonly from: 'heard' | 'own'; readonly offers: number }

export type EarningFacts = {
  readonly models: readonly ModelFit[]
  /** By the model's name. */
  readonly modelPrices: ReadonlyMap<string, KnownPrice>
  readonly taskPrice: KnownPrice | undefined
  /** Whether a sandbox for tasks is ready. */
  readonly canRunTasks: boolean
  readonly cores: number
  /** Undefined where it could not be measured. */
  readonly readBytesPerSecond: number | undefined
}

const unitsPerPrice = 1_000_000n
const cpuMsPerHour = 3_600_000n

/** Returns an estimate for each model that fits and has a price, and for tasks. */
export function estimateEarnings(facts: EarningFacts): readonly Earning[] {
  const models = facts.models
    .filter(({ fits }) => fits !== 'no')
    .flatMap((model) => {
      const price = facts.modelPrices.get(model.name)
      return price === undefined ? [] : [modelEarning(model, price, facts.readBytesPerSecond)]
    })
  return [...models, ...(facts.canRunTasks ? [taskEarning(facts)] : [])]
}

function modelEarning({ name, bytes, fits }: ModelFit, price: KnownPrice, rate: number | undefined): Earning {
  const what = `${name}, one answer at a time`
  // What a card reads a second was not measured: the processor's memory would say too little.
  if (fits === 'card') return { what, perHour: undefined, why: 'the card was not measured' }
  if (rate === undefined) return { what, perHour: undefined, why: 'its memory could not be measured' }
  const tokensPerHour = Math.floor((rate / bytes) * 3_600)
  const tokens = tokensPerHour / 3_600
  const shown = tokens < 10 ? tokens.toFixed(1) : String(Math.floor(tokens))
  return {
    what,
    perHour: (BigInt(tokensPerHour) * price.outputPrice) / unitsPerPrice,
    why: `memory gives about ${shown} tokens/s; ${sourceOf(price)}`,
  }
}

function taskEarning({ cores, taskPrice }: EarningFacts): Earning {
  const what = `native tasks on ${cores} ${cores === 1 ? 'core' : 'cores'}`
  if (taskPrice === undefined) return { what, perHour: undefined, why: 'no price was heard' }
  const perHour: Amount = (taskPrice.outputPrice * BigInt(cores) * cpuMsPerHour) / unitsPerPrice
  return { what, perHour, why: sourceOf(taskPrice) }
}

function sourceOf({ from, offers }: KnownPrice): string {
  if (from === 'own') return 'at your own price'
  return `middle of ${offers} ${offers === 1 ? 'price' : 'prices'} heard`
}

/** Returns the offer in the middle by its output price, the lower of two: what is asked, not what one dreams of. */
export function medianPrice(prices: readonly Prices[]): KnownPrice | undefined {
  const sorted = prices.toSorted((a, b) => (a.outputPrice < b.outputPrice ? -1 : a.outputPrice > b.outputPrice ? 1 : 0))
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) return undefined
  const { inputPrice, outputPrice } = middle
  return { inputPrice, outputPrice, from: 'heard', offers: sorted.length }
}
