/** An ask that waits until an offer at its price comes: woken by the book, not by looking again and again. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ask, RunOptions } from './ask.ts'
import { ProviderRefusedError, ProviderUnreachableError, QuoteRefusedError } from './buyer-error.ts'
import {
  ModelNotOfferedError,
  NegotiationFailedError,
  NoOfferError,
  ProvidersExhaustedError,
  StandingOrderExpiredError,
  StandingOrdersFullError,
} from './market-error.ts'
import type { OfferBook } from './offer-book.ts'
import type { ProviderOffer } from './offer-view.ts'
import type { Run } from './run.ts'

/** Orders of one buyer that may stand at a time. */
export const standingOrdersMax = 1_000
/** Milliseconds that an order stands at most: what a timer can hold, some 24 days. */
export const standingMsMax = 2 ** 31 - 1

export type StandingAsk = Ask & {
  /** Most that is paid, base units per million output tokens. */
  readonly outputPriceMax: bigint
  /** Unix milliseconds until which it stands. */
  readonly until: number
}

type Components = {
  readonly book: OfferBook
  readonly run: (ask: Ask, options: RunOptions) => Promise<Run>
  readonly now: () => number
  /** Milliseconds after which listed providers are asked again. */
  readonly freshMs: number
}

/** Returns the function that places an order. It resolves to the run that fills it. */
export function createStandingOrders({ book, run, now, freshMs }: Components) {
  let standing = 0

  return async function place({ until, ...ask }: StandingAsk, options: RunOptions): Promise<Run> {
    if (standing >= standingOrdersMax) throw new StandingOrdersFullError(standingOrdersMax)
    standing++
    const expired = new AbortController()
    const timer = setTimeout(() => expired.abort(), Math.min(Math.max(0, until - now()), standingMsMax))
    // A list that is only asked, not gossiped, is looked at as often as for asks.
    const looking = setInterval(() => book.ready({ signal: expired.signal }).catch(stopLooking), freshMs).unref()
    const stopLooking = () => clearInterval(looking)
    const end = AbortSignal.any([options.signal, expired.signal])
    try {
      for (;;) {
        const { came, stop } = nextOffer(book, ask, end)
        try {
          if (now() >= until || expired.signal.aborted) throw new StandingOrderExpiredError(ask.model, until)
          const filled = await filledBy(ask, options)
          if (typeof filled === 'object') return filled
          await (filled === 'unsold' ? Promise.race([came, sleep(freshMs, undefined, { ref: false })]) : came)
        } finally {
          stop()
        }
        options.signal.throwIfAborted()
      }
    } finally {
      standing--
      clearTimeout(timer)
      stopLooking()
    }
  }

  async function filledBy(ask: Ask, options: RunOptions): Promise<Run | 'none' | 'unsold'> {
    try {
      return await run(ask, options)
    } catch (error) {
      if (error instanceof NoOfferError || error instanceof ModelNotOfferedError) return 'none'
      if (isUnsold(error)) return 'unsold'
      throw error
    }
  }
}

/** Whether nobody who offers would sell, and nothing was asked of anyone that is paid: it may be tried again. */
function isUnsold(error: unknown): boolean {
  if (error instanceof ProvidersExhaustedError) return error.errors.every(isUnsold)
  if (error instanceof ProviderRefusedError && error.providerCode.startsWith('IDEMPOTENCY_')) return false
  return [NoOfferError, ProviderRefusedError, ProviderUnreachableError, QuoteRefusedError, NegotiationFailedError].some(
    (kind) => error instanceof kind,
  )
}

/** Resolves when an offer comes that may fill the ask, or when the wait is over. */
function nextOffer(book: OfferBook, ask: Ask, end: AbortSignal): { came: Promise<void>; stop: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const unsubscribe = book.held.onKept((offer) => {
    if (mayFill(offer, ask)) resolve()
  })
  const onEnd = () => resolve()
  end.addEventListener('abort', onEnd, { once: true })
  if (end.aborted) resolve()
  return {
    came: promise,
    stop() {
      unsubscribe()
      end.removeEventListener('abort', onEnd)
    },
  }
}

function mayFill({ model, modelRoot, workload, prices, offer }: ProviderOffer, ask: Ask): boolean {
  const isModel = model.name === ask.model || modelRoot === ask.model.toLowerCase()
  const isWithin = ask.outputPriceMax === undefined || prices.outputPrice <= ask.outputPriceMax
  return isModel && workload === ask.kind && isWithin && offer.slots > 0
}
