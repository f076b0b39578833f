import type { MatchOrder, Relaxation } from './match-order.ts'

/**
 * Returns the order with the changes of a relaxation made.
 *
 * @example
 * const result = matchOffers(book, order, at)
 * if (result.outcome === 'no-match' && result.relaxation) matchOffers(book, relaxOrder(order, result.relaxation), at)
 */
export function relaxOrder(order: MatchOrder, { changes }: Pick<Relaxation, 'changes'>): MatchOrder {
  const relaxed: Record<string, unknown> = { ...order }
  for (const { constraint, to } of changes) {
    if (to === undefined) delete relaxed[constraint]
    else relaxed[constraint] = to
    if (constraint === 'count') relaxed.countMin = to
    // What need not differ any more must still be as many.
    if (constraint === 'distinct') relaxed.countMin = order.countMin ?? order.count
  }
  return relaxed as MatchOrder
}
