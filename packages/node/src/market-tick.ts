/** What moves in the market as time passes: prices, reservations, opening hours, and what others are told of it. */
import type { SignedOffer } from '@millrace/protocol'
import { giveNotice } from './active-run.ts'
import { errorFields } from './log.ts'
import { listingOf, type NodeContext } from './node-context.ts'
import { runPreempted } from './run-registry.ts'

type Announce = (offers: readonly SignedOffer[]) => void

/** Returns the function to be called every `marketTickMs`, and whenever something must be told at once. */
export function createMarketTick(context: NodeContext, announce: Announce | undefined): () => void {
  let told: ReadonlySet<SignedOffer> = new Set()

  const tell = () => {
    const offers = context.offers.current(context.now())
    const news = offers.filter((offer) => !told.has(offer))
    if (news.length === 0 || announce === undefined) return
    told = new Set(offers)
    try {
      announce(news)
    } catch (error) {
      context.log('warn', 'announce-failed', errorFields(error))
    }
  }

  return () => {
    context.prices.advance(context.now())
    context.reservations.tick()
    context.slots.tick()
    endOutsideHours(context)
    tell()
  }
}

/** Runs do not outlast the hours in which their listing is sold: they are told in time, and end when it closes. */
function endOutsideHours(context: NodeContext): void {
  const now = context.now()
  for (const run of context.runs.entries()) {
    const listing = listingOf(context, run.lease.quote)
    if (listing?.availability === undefined || context.hours.isWithdrawn) continue
    const { isOpen, until } = context.hours.windowOf(listing, now)
    const leftMs = isOpen ? (until ?? Number.POSITIVE_INFINITY) - now : 0
    if (leftMs > run.lease.quote.noticeSeconds * 1000) continue
    const wasTold = run.notice !== undefined
    giveNotice(run, 'withdrawn', leftMs, now)
    if (leftMs <= 0) run.abort.abort(runPreempted)
    else if (!wasTold) context.deadlines.after(leftMs, () => run.abort.abort(runPreempted))
  }
}
