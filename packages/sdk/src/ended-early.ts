/**
 * Whether a part that ended with a receipt ended as it should. Only spot work may be taken back before it is whole, and only
 * after the notice that the quote promises: an end without it is the provider's failure, whatever its receipt calls it.
 */
import { type Finish, offerTerms, type Quote } from '@millrace/protocol'
import { ProviderEndedError } from './market-error.ts'
import type { Part } from './run-part.ts'

/** How much later than the end a notice may have come by the way of the two frames alone, in ms. */
export const noticeSlackMs = 2_000

/** Returns the failure that the part's end is. @param endedAt - Unix milliseconds. */
export function endOf({ lease, noticedAt }: Part, finish: Finish, endedAt: number): ProviderEndedError | undefined {
  return endedEarly(finish, {
    ...{ quote: lease.quote, availableUntil: lease.offer.offer.availableUntil, noticedAt, endedAt },
  })
}

/** What was seen of the part. */
export type SeenEnd = {
  readonly quote: Pick<Quote, 'node' | 'terms' | 'noticeSeconds'>
  /** Unix second until which the offer is sold, which says in advance that what runs then ends. */
  readonly availableUntil: bigint
  /** When the provider's first notice came; undefined without one. Unix milliseconds. */
  readonly noticedAt: number | undefined
  /** Unix milliseconds. */
  readonly endedAt: number
}

/** Returns the failure that the end is; undefined where the answer is whole, or somebody on this side ended it. */
export function endedEarly(finish: Finish, seen: SeenEnd): ProviderEndedError | undefined {
  if (finish === 'stop' || finish === 'length' || finish === 'cancelled') return undefined
  return new ProviderEndedError(seen.quote.node, finish, finish === 'preempted' && wasAnnounced(seen))
}

function wasAnnounced({ quote, availableUntil, noticedAt, endedAt }: SeenEnd): boolean {
  if (quote.terms !== offerTerms.spot || noticedAt === undefined) return false
  const isClosingTime = BigInt(Math.floor((endedAt + noticeSlackMs) / 1000)) >= availableUntil
  return isClosingTime || endedAt - noticedAt >= quote.noticeSeconds * 1000 - noticeSlackMs
}
