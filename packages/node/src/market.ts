/** What decides who may buy, when and at what price, and who may run. */
import { type ChainReader, recoverSigner } from '@millrace/chain'
import { createModelSlots, type ModelSlots } from './model-slots.ts'
import type { NodeContext } from './node-context.ts'
import { createOpeningHours } from './opening-hours.ts'
import { createPayerDesk } from './payer-desk.ts'
import { createPostedPrices } from './posted-prices.ts'
import { createRateMeter } from './rate-meter.ts'
import { createReservationDesk } from './reservation-desk.ts'
import { createSlotCalendars, type SlotCalendars } from './slot-calendars.ts'

type MarketComponents = Pick<NodeContext, 'runtime' | 'store' | 'now' | 'log'> & { readonly reader: ChainReader }
type MarketInit = Pick<NodeContext, 'listings' | 'limits' | 'deadlines' | 'channels' | 'signal' | 'operator' | 'token'>

/** Returns what decides who may buy, when, at what price, and who may run. */
export function createMarket({ reader, runtime, store, now, log }: MarketComponents, init: MarketInit) {
  const { listings, limits, deadlines, channels, signal, operator, token } = init
  const { separator } = reader
  const calendars: SlotCalendars = createSlotCalendars({ capacity: (modelRoot) => slots.capacity(modelRoot), now })
  const slots: ModelSlots = createModelSlots({ listings, runtime, deadlines, now, held: calendars.reserved })
  const { takeUtilisation } = slots
  return {
    calendars,
    slots,
    reservations: createReservationDesk({
      ...{ store, deadlines, calendars, now, log },
      ...{ feeWaitMs: limits.feeWaitMsMax, findChannel: channels.find, saveChannel: channels.save },
    }),
    hours: createOpeningHours(listings),
    rates: createRateMeter(),
    prices: createPostedPrices({ listings, epochMs: limits.priceEpochMs, takeUtilisation, startsAt: now() }),
    payers: createPayerDesk({
      ...{ reader, recoverSigner, separator, channels, operator, token, signal, now, log },
      admission: {
        payersMax: limits.quotePayersMax,
        askBurstMax: limits.askBurstMax,
        asksPerSecondMax: limits.asksPerSecondMax,
        quotesPerPayerMax: limits.quotesPerPayerMax,
      },
      balancesMax: limits.balancesMax,
      readsMax: limits.balanceReadsMax,
      viewMsMin: limits.balanceViewMsMin,
      viewMsMax: limits.balanceViewMsMax,
    }),
  }
}
