/** Whether work may start now: capacity, rate and budget, in the order of what costs least to undo. */
import type { CostBounds } from './catalog.ts'
import { GatewayStateError, RefusedForNowError } from './gateway-error.ts'
import { anonymousId, type Caller, rateLimited } from './key-ring.ts'
import { type Reservation, reserve } from './ledger.ts'
import { giveBack, take } from './rate-limit.ts'
import type { RouteParts } from './route-parts.ts'

/**
 * Admits work: counts its tokens against the key's rate and sets its money aside.
 *
 * @throws {RefusedForNowError} `GATEWAY_CLOSING`, `GATEWAY_OVERLOADED`, `KEY_OVERLOADED`, `RATE_LIMITED`, `BUDGET_EXHAUSTED`.
 * @throws {GatewayStateError} `GATEWAY_STORE_FAILED` while the store cannot write.
 */
export function admit(
  { exchangeParts, state }: Pick<RouteParts, 'exchangeParts' | 'state'>,
  caller: Caller,
  work: {
    readonly id: string
    readonly cost: CostBounds
    readonly tokens: number
  },
): Reservation {
  const { store, now, limits, open } = exchangeParts
  if (state.closing) throw closingError()
  checkStore(exchangeParts)
  if (open.size >= limits.requestsInFlightMax) throw gatewayOverloaded(limits.requestsInFlightMax)
  if (caller.inFlight >= limits.requestsInFlightPerKeyMax && caller.id !== anonymousId) {
    throw keyOverloaded(limits.requestsInFlightPerKeyMax)
  }
  const nowMs = now()
  const { least, most, spare } = work.cost
  if (caller.tokens !== undefined) {
    const waitMs = take(caller.tokens, work.tokens, nowMs)
    if (waitMs > 0) throw rateLimited('tokens', caller.tokens.perMinute, waitMs)
  }
  try {
    return reserve(store, caller.account, {
      ...{ id: work.id, least, most, spare, nowMs },
      stored: caller.id !== anonymousId,
    })
  } catch (error) {
    if (caller.tokens !== undefined) giveBack(caller.tokens, work.tokens)
    throw error
  }
}

/** Returns the error for requests that come, or are still running, when the gateway closes. */
export function closingError(): RefusedForNowError {
  return new RefusedForNowError({
    code: 'GATEWAY_CLOSING',
    message: 'The gateway is shutting down.',
    hint: 'Try again shortly.',
    retryAfterSeconds: 5,
    retryable: true,
  })
}

/** A store that cannot write would lose track of money: one more try, then no work until it can. */
function checkStore({ store, log }: Pick<RouteParts['exchangeParts'], 'store' | 'log'>): void {
  if (store.failure() === undefined) return
  store.flush()
  const cause = store.failure()
  if (cause === undefined) return
  log?.({ event: 'store-failed', error: String(cause) })
  throw new GatewayStateError({
    code: 'GATEWAY_STORE_FAILED',
    message: 'The gateway cannot write to its store, so it takes no work that costs money.',
    hint: 'Its operator must look at the disk.',
    retryable: true,
    cause,
  })
}

function gatewayOverloaded(inFlightMax: number): RefusedForNowError {
  return new RefusedForNowError({
    code: 'GATEWAY_OVERLOADED',
    message: `The gateway has ${inFlightMax} requests in progress, the most there may be.`,
    hint: 'Try again when some have ended.',
    retryAfterSeconds: 1,
    retryable: true,
  })
}

function keyOverloaded(inFlightMax: number): RefusedForNowError {
  return new RefusedForNowError({
    code: 'KEY_OVERLOADED',
    message: `Your API key has ${inFlightMax} requests in progress, the most there may be.`,
    hint: 'Try again when some have ended.',
    retryAfterSeconds: 1,
    retryable: true,
  })
}
